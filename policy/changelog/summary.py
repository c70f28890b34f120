"""One plain paragraph about a change, composed by rule from its facts, or legal's own words in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from policy.changelog.facts import wording_changes
from policy.changelog.materiality import WEIGHTY_TOPICS, cited
from policy.changelog.model import (
    Materiality,
    Meaning,
    Named,
    ObjectionChange,
    Proposal,
    Summary,
    SummarySource,
    Topic,
    Touched,
)
from policy.changelog.noise import harmless
from policy.compare import Change, ChangeKind, Redline

MOST_CHARACTERS = 2_000
LONGEST_QUOTE = 90
LONGEST_SENTENCE = 300
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
    facts = meaning.differences
    sentences = [
        *([f"Returns to the text of revision {reverts[:10]}."] if reverts else []),
        *_recipients("Adds", meaning.recipients_added),
        *_recipients("Removes", meaning.recipients_removed),
        *_listed("Mentions for the first time", facts.data_added, "as data"),
        *_listed("No longer mentions", facts.data_removed, "as data"),
        *_listed("Gives a new address to write to:", facts.contacts_added, ""),
        *_objection(meaning.objection),
        *_topics(meaning),
        *_shape(redline, meaning, materiality),
    ]
    if not sentences:
        sentences.append("Changes nothing." if not redline.changes else "Changes wording only.")
    if effective_on is not None and materiality.proposed is Proposal.MATERIAL:
        sentences.append(f"Takes effect on {day_in_words(effective_on)}.")
    return Summary(" ".join([*sentences, MACHINE_NOTE])[:MOST_CHARACTERS], SummarySource.MACHINE)


def first_publication(title: str, effective_on: date | None) -> Summary:
    """Summarise a document's first revision."""
    when = f" It holds from {day_in_words(effective_on)}." if effective_on else ""
    return Summary(f"First recorded version of {title or 'this document'}.{when} {MACHINE_NOTE}", SummarySource.MACHINE)


def day_in_words(day: date) -> str:
    """Return "28 November 2026"."""
    months = "January February March April May June July August September October November December"
    return f"{day.day} {months.split()[day.month - 1]} {day.year}"


def _recipients(verb: str, recipients: tuple[Named, ...]) -> Iterator[str]:
    groups: dict[tuple[str, str], list[str]] = {}
    for item in recipients:
        groups.setdefault((item.group.strip(" :.").lower(), item.section), []).append(item.name)
    for (group, section), names in groups.items():
        under = f' under "{group}"' if group else ""
        yield f"{verb} {in_a_row(names)}{under} ({cited(section)})."


def in_a_row(names: list[str]) -> str:
    """Return "A", "A and B", "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _listed(verb: str, items: tuple[str, ...], ending: str) -> Iterator[str]:
    if items:
        yield f"{verb} {in_a_row(list(items))}{' ' + ending if ending else ''}."


def _objection(change: ObjectionChange | None) -> Iterator[str]:
    if change is not None and change.new:
        yield f'Objections now ({cited(change.section)}): "{change.new[:LONGEST_SENTENCE]}"'
    elif change is not None:
        yield "No longer says how to object to a change."


_SAID = {
    **WEIGHTY_TOPICS,
    Topic.SECURITY: "security",
    Topic.PURPOSES: "what data is used for",
}
_ALREADY_TOLD = frozenset({Topic.DATA})


def _topics(meaning: Meaning) -> Iterator[str]:
    """Say once a section what the change is about, the weightiest topic first, with the words that came."""
    told = {item.section for item in meaning.recipients_added}
    told |= {meaning.objection.section} if meaning.objection else set()
    by_section: dict[str, list[Touched]] = {}
    for item in meaning.touched:
        if item.topic in _SAID and item.topic not in _ALREADY_TOLD and item.section not in told:
            by_section.setdefault(item.section, []).append(item)
    order = list(_SAID)
    for section, items in by_section.items():
        first = min(items, key=lambda item: order.index(item.topic))
        yield f"Changes {_SAID[first.topic]} ({cited(section)}){_quoted(first)}."


def _quoted(item: Touched) -> str:
    if item.come and len(item.come) <= LONGEST_QUOTE:
        return f': now "{item.come.strip(" ,;:()")}"'
    if not item.come and item.gone and len(item.gone) <= LONGEST_QUOTE:
        return f': drops "{item.gone.strip(" ,;:()")}"'
    return ""


def _shape(redline: Redline, meaning: Meaning, materiality: Materiality) -> Iterator[str]:
    told = {item.section for item in (*meaning.recipients_added, *meaning.recipients_removed)}
    told |= {item.section for item in meaning.touched if item.topic not in _ALREADY_TOLD}
    material = materiality.proposed is Proposal.MATERIAL
    worded = [change for change in wording_changes(redline) if not (material and harmless(change))]
    rest = _sections_of(worded, told)
    if rest and material:
        yield f"Also rewords {in_a_row(rest)}."
    elif rest:
        yield f"Changes only {_editorial(materiality)} in {in_a_row(rest)}."
    moves = (ChangeKind.MOVED, ChangeKind.MOVED_AMENDED)
    moved = _sections_of([change for change in redline.changes if change.kind in moves], set())
    if moved:
        yield f"Moves text to {in_a_row(moved)}."
    if any(change.kind is ChangeKind.RENUMBERED for change in redline.changes):
        yield "Renumbers sections or items."
    if redline.changes and all(change.kind is ChangeKind.FORMATTING for change in redline.changes):
        yield "Restyles the text without changing a word."


def _editorial(materiality: Materiality) -> str:
    for reason in materiality.reasons:
        if reason.startswith("changes only "):
            return reason.removeprefix("changes only ")
    return "wording"


def _sections_of(changes: Iterable[Change], told: set[str]) -> list[str]:
    keys = dict.fromkeys((change.new or change.old)[0].section for change in changes)
    return [cited(key) for key in keys if key not in told]
