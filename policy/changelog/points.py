"""What a summary of a change has to say, as values in order: English and every other language are written from these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy.changelog.facts import wording_changes
from policy.changelog.materiality import WEIGHTY_TOPICS, cited
from policy.changelog.model import (
    Materiality,
    Meaning,
    Named,
    ObjectionChange,
    Point,
    PointKind,
    Proposal,
    Topic,
    Touched,
)
from policy.changelog.noise import harmless
from policy.compare import Change, ChangeKind, Redline

LONGEST_QUOTE = 90
LONGEST_SENTENCE = 300
TOPICS = (*WEIGHTY_TOPICS, Topic.SECURITY)
_ALREADY_TOLD = frozenset({Topic.DATA})


def points_of(
    redline: Redline, meaning: Meaning, materiality: Materiality, reverts: str | None = None
) -> tuple[Point, ...]:
    """Return the points of a summary, the most telling first; places are cited as printed in the new text."""
    facts = meaning.differences
    listed = (
        (PointKind.DATA_ADDED, facts.data_added),
        (PointKind.DATA_REMOVED, facts.data_removed),
        (PointKind.CONTACTS_ADDED, facts.contacts_added),
    )
    return (
        *([Point(PointKind.RETURNS, words=reverts)] if reverts else []),
        *_recipients(PointKind.RECIPIENTS_ADDED, meaning.recipients_added),
        *_recipients(PointKind.RECIPIENTS_REMOVED, meaning.recipients_removed),
        *(Point(kind, names=names) for kind, names in listed if names),
        *_objection(meaning.objection),
        *_topics(meaning),
        *_shape(redline, meaning, materiality),
    )


def _recipients(kind: PointKind, recipients: tuple[Named, ...]) -> Iterator[Point]:
    groups: dict[tuple[str, str], list[str]] = {}
    for item in recipients:
        groups.setdefault((item.group.strip(" :.").lower(), item.section), []).append(item.name)
    for (group, section), names in groups.items():
        yield Point(kind, tuple(names), (cited(section),), group=group)


def _objection(change: ObjectionChange | None) -> Iterator[Point]:
    if change is not None and change.new:
        yield Point(PointKind.OBJECTION, places=(cited(change.section),), words=change.new[:LONGEST_SENTENCE])
    elif change is not None:
        yield Point(PointKind.NO_OBJECTION)


def _topics(meaning: Meaning) -> Iterator[Point]:
    """Say once a section what the change is about, the weightiest topic first, with the words that came."""
    told = {item.section for item in meaning.recipients_added}
    told |= {meaning.objection.section} if meaning.objection else set()
    by_section: dict[str, list[Touched]] = {}
    for item in meaning.touched:
        if item.topic in TOPICS and item.topic not in _ALREADY_TOLD and item.section not in told:
            by_section.setdefault(item.section, []).append(item)
    for section, items in by_section.items():
        first = min(items, key=lambda item: TOPICS.index(item.topic))
        come, gone = _short(first.come), "" if first.come else _short(first.gone)
        yield Point(PointKind.TOPIC, places=(cited(section),), words=come, gone=gone, topic=first.topic)


def _short(words: str) -> str:
    return words.strip(" ,;:()") if len(words) <= LONGEST_QUOTE else ""


def _shape(redline: Redline, meaning: Meaning, materiality: Materiality) -> Iterator[Point]:
    told = {item.section for item in (*meaning.recipients_added, *meaning.recipients_removed)}
    told |= {item.section for item in meaning.touched if item.topic not in _ALREADY_TOLD}
    material = materiality.proposed is Proposal.MATERIAL
    worded = [change for change in wording_changes(redline) if not (material and harmless(change))]
    rest = _sections_of(worded, told)
    if rest and material:
        yield Point(PointKind.REWORDED, places=rest)
    elif rest:
        yield Point(PointKind.ONLY_WORDING, places=rest, words=_editorial(materiality))
    moves = (ChangeKind.MOVED, ChangeKind.MOVED_AMENDED)
    moved = _sections_of([change for change in redline.changes if change.kind in moves], set())
    if moved:
        yield Point(PointKind.MOVED, places=moved)
    if any(change.kind is ChangeKind.RENUMBERED for change in redline.changes):
        yield Point(PointKind.RENUMBERED)
    if redline.changes and all(change.kind is ChangeKind.FORMATTING for change in redline.changes):
        yield Point(PointKind.RESTYLED)


def _editorial(materiality: Materiality) -> str:
    for reason in materiality.reasons:
        if reason.startswith("changes only "):
            return reason.removeprefix("changes only ")
    return "wording"


def _sections_of(changes: Iterable[Change], told: set[str]) -> tuple[str, ...]:
    keys = dict.fromkeys((change.new or change.old)[0].section for change in changes)
    return tuple(cited(key) for key in keys if key not in told)
