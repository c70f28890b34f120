"""Text and HTML of a notice in one language, with slot marks where customers differ."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import css_inline
from jinja2 import Environment, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notifier.errors import MessageError
from notifier.message.announcement import Announcement, Place
from notifier.message.language import Words
from notifier.message.settings import MessageSettings
from notifier.message.slots import MARKS, Slot
from notifier.message.summary import summary_in
from notifier.model import DeliveryPurpose, Notice, NoticeKind

FOLDER = Path(__file__).parent / "templates"
COLUMNS = 72
MOST_BYTES = 60_000
TEXT_LAYOUT, HTML_LAYOUT = "notice.txt.j2", "notice.html.j2"


@dataclass(frozen=True, slots=True)
class Rendered:
    """Subject, text and HTML of one variant."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class ShownPlace:
    shown: str
    kind: str


def fill(text: str, indent: int = 0) -> str:
    """Wrap each paragraph at 72 columns; continued lines are indented. Long addresses are left whole."""
    return "\n".join(
        textwrap.fill(line, COLUMNS, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )


def underline(text: str) -> str:
    """A heading in plain text."""
    return f"{text}\n{'-' * len(text)}"


def _environment(*, html: bool) -> Environment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=html, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["fill"] = fill
    environment.filters["underline"] = underline
    return environment


@cache
def _shipped(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def purpose_of(notice: Notice, purpose: DeliveryPurpose) -> str:
    """The name of the sentences that a message takes."""
    return "withdrawal" if notice.kind is NoticeKind.WITHDRAWAL else purpose.value


def render(
    notice: Notice, announcement: Announcement, settings: MessageSettings, words: Words, variant: tuple[str, date]
) -> Rendered:
    """Render one variant: a purpose and the day until which an objection counts.

    Raises MessageError, naming the file, for a layout of legal's that cannot be rendered or is too large.
    """
    purpose, objection_by = variant
    facts: dict[str, object] = {
        "company": settings.company,
        "title": settings.title_of(notice.document),
        "effective_on": words.day(notice.effective_on),
        "updated_on": words.day(notice.updated_on) if notice.updated_on else "",
        "objection_by": words.day(objection_by),
        "contact": settings.contact or settings.reply_to,
    }
    subject = " ".join(words.say("subject", purpose, **facts).split())
    values = {**facts, "subject": subject, "purpose": purpose, **_shown(announcement, settings, words)}
    values["language"] = words.language
    values["colon"] = words.lines["colon"]
    values["original"] = _said_in_the_original(announcement, words)
    values["withdrawn"] = purpose == "withdrawal"
    say = _sayer(words, facts)
    text = _layout(
        TEXT_LAYOUT,
        settings,
        {**values, "say": say, "greeting": MARKS[Slot.GREETING_TEXT], "answer": MARKS[Slot.ANSWER_TEXT]},
    )
    html = _layout(
        HTML_LAYOUT,
        settings,
        {**values, "say": say, "greeting": MARKS[Slot.GREETING_HTML], "answer": MARKS[Slot.ANSWER_HTML]},
    )
    return Rendered(subject, text.strip("\n") + "\n", _inlined(html))


def _sayer(words: Words, facts: Mapping[str, object]) -> Callable[..., str]:
    def say(name: str, **values: object) -> str:
        purpose, _, line = name.rpartition(".")
        return words.say(line, purpose, **{**facts, **values})

    return say


def _shown(announcement: Announcement, settings: MessageSettings, words: Words) -> dict[str, Any]:
    links = (
        ("redline", settings.links.redline),
        ("new_version", settings.links.new_version),
        ("old_version", settings.links.old_version),
    )
    return {
        "summary": summary_in(words, announcement.points) or announcement.summary,
        "places": tuple(ShownPlace(_place(place, words), place.kind) for place in announcement.places),
        "more": announcement.more,
        "recipients_added": announcement.recipients_added,
        "recipients_removed": announcement.recipients_removed,
        "links": tuple((name, address) for name, address in links if address),
    }


def _said_in_the_original(announcement: Announcement, words: Words) -> str:
    """Return the sentence that tells what is not in the customer's language: all of legal's words, or titles only."""
    if announcement.points:
        return words.say("headings_language")
    return words.say("summary_language") if announcement.summary or announcement.places else ""


def _place(place: Place, words: Words) -> str:
    if not place.number:
        return place.heading
    section = words.say("section", number=place.number)
    return f"{section}, {place.heading}" if place.heading and place.heading != place.number else section


def _layout(name: str, settings: MessageSettings, values: Mapping[str, object]) -> str:
    source = settings.overrides.get(name) or _shipped(name)
    try:
        rendered = _environment(html=name == HTML_LAYOUT).from_string(source).render(values)
    except TemplateError as error:
        line = f":{error.lineno}" if hasattr(error, "lineno") else ""
        raise MessageError(f"templates/{name}{line}: {error.message or error}; mend the layout") from error
    if len(rendered.encode()) > MOST_BYTES:
        raise MessageError(f"templates/{name}: the message is larger than {MOST_BYTES} bytes; shorten the summary")
    return rendered


def _inlined(html: str) -> str:
    """Put the styles where clients that drop `<style>` see them; queries of media stay in the head."""
    inliner = css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)
    return inliner.inline(html)
