"""One plain paragraph about a change, composed by rule from its facts, or legal's own words in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from policy.changelog.materiality import WEIGHTY_TOPICS
from policy.changelog.model import (
    Entry,
    Materiality,
    Meaning,
    Point,
    PointKind,
    Proposal,
    Summary,
    SummarySource,
    Topic,
)
from policy.changelog.points import points_of
from policy.compare import Redline

MOST_CHARACTERS = 2_000
MACHINE_NOTE = "This summary was written by a machine from the redline."

_TRAILER = re.compile(r"^(?:changelog|summary):[ \t]*(\S[^\n]*(?:\n[ \t]+\S[^\n]*)*)", re.IGNORECASE | re.MULTILINE)


def own_words(message: str, notes: Mapping[str, str], keys: Iterable[str], commit: str) -> Summary | None:
    """Return legal's own words: a file of `notes` (by path stem) that one of `keys` names, else the commit's
    `Changelog:` or `Summary:` trailer; None when there are none."""
    for key in keys:
        if key in notes and (text := _plain(notes[key])):
            return Summary(text, SummarySource.FILE, f"changelog/{key}.md")
    trailer = _TRAILER.search(message)
    if trailer and (text := _plain(trailer[1])):
        return Summary(text, SummarySource.TRAILER, f"commit {commit[:10]}")
    return None


def _plain(markdown: str) -> str:
    """Fold a note into one paragraph of plain text: no heading, no markup, no control characters."""
    lines = [line.strip() for line in markdown.split("\n")]
    text = " ".join(line for line in lines if line and not line.startswith(("#", "---")))
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__|`)", "", text)
    return "".join(letter for letter in text if letter.isprintable())[:MOST_CHARACTERS].strip()


def compose(
    redline: Redline, meaning: Meaning, materiality: Materiality, effective_on: date | None, reverts: str | None
) -> Summary:
    """Compose the paragraph. It cites sections as printed in the new text and quotes what came."""
    points = points_of(redline, meaning, materiality, reverts)
    sentences = [sentence(point) for point in points]
    if not sentences:
        sentences.append("Changes nothing." if not redline.changes else "Changes wording only.")
    if effective_on is not None and materiality.proposed is Proposal.MATERIAL:
        sentences.append(takes_effect(effective_on))
    text = " ".join([*sentences, MACHINE_NOTE])[:MOST_CHARACTERS]
    return Summary(text, SummarySource.MACHINE, points=points)


def first_publication(title: str, effective_on: date | None) -> Summary:
    """Summarise a document's first revision."""
    when = f" It holds from {day_in_words(effective_on)}." if effective_on else ""
    return Summary(f"First recorded version of {title or 'this document'}.{when} {MACHINE_NOTE}", SummarySource.MACHINE)


def day_in_words(day: date) -> str:
    """Return "28 November 2026"."""
    months = "January February March April May June July August September October November December"
    return f"{day.day} {months.split()[day.month - 1]} {day.year}"


def summary_now(entry: Entry) -> str:
    """Return the summary as it is true now: the sentence of a machine that names the effective date follows what later
    revisions did to it; legal's own words stay as they are."""
    text, stated = entry.summary.text, entry.effective_on
    if not (entry.summary.machine_written and entry.events and stated):
        return text
    holds = entry.holds_from
    now = "Was withdrawn before it took effect." if entry.withdrawn or holds is None else takes_effect(holds)
    return text.replace(takes_effect(stated), now)


def takes_effect(day: date) -> str:
    """Return the sentence that names the day from which a change holds."""
    return f"Takes effect on {day_in_words(day)}."


def in_a_row(names: Sequence[str]) -> str:
    """Return "A", "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


_TOPICS = {**WEIGHTY_TOPICS, Topic.SECURITY: "security"}
_SENTENCES = {
    PointKind.RETURNS: "Returns to the text of revision {revision}.",
    PointKind.RECIPIENTS_ADDED: "Adds {names}{group} ({places}).",
    PointKind.RECIPIENTS_REMOVED: "Removes {names}{group} ({places}).",
    PointKind.DATA_ADDED: "Mentions for the first time {names} as data.",
    PointKind.DATA_REMOVED: "No longer mentions {names} as data.",
    PointKind.CONTACTS_ADDED: "Gives a new address to write to: {names}.",
    PointKind.OBJECTION: 'Objections now ({places}): "{words}"',
    PointKind.NO_OBJECTION: "No longer says how to object to a change.",
    PointKind.TOPIC: "Changes {topic} ({places}){quoted}.",
    PointKind.REWORDED: "Rewords {places}.",
    PointKind.ONLY_WORDING: "Changes only {words} in {places}.",
    PointKind.MOVED: "Moves text to {places}.",
    PointKind.RENUMBERED: "Renumbers sections or items.",
    PointKind.RESTYLED: "Restyles the text without changing a word.",
}


def sentence(point: Point) -> str:
    """Return a point as an English sentence."""
    quoted = f': now "{point.words}"' if point.words else f': drops "{point.gone}"' if point.gone else ""
    return _SENTENCES[point.kind].format(
        revision=point.words[:10],
        names=in_a_row(point.names) if point.names else "",
        group=f' under "{point.group}"' if point.group else "",
        places=in_a_row(point.places) if point.places else "",
        words=point.words,
        topic=_TOPICS[point.topic] if point.topic else "",
        quoted=quoted,
    )
