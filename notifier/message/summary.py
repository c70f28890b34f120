"""A machine's summary of a change in the customer's language, composed from the points of the approved announcement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from notifier.message.language import Words

KINDS = frozenset([
    "returns", "recipients_added", "recipients_removed", "data_added", "data_removed", "contacts_added", "objection",
    "no_objection", "topic", "reworded", "only_wording", "moved", "renumbered", "restyled",
])  # fmt: skip
RECIPIENTS = ("recipients_added", "recipients_removed")
MOST_POINTS = 40
MOST_ITEMS = 20
LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class SummaryPoint:
    """One thing to say: `places` are cited ("§6"), `words` and `gone` quoted from the new and the old text."""

    kind: str
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    words: str = ""
    gone: str = ""
    topic: str = ""
    group: str = ""


def read_points(value: object) -> tuple[SummaryPoint, ...]:
    """Return the points of an announcement's JSON; what is none of a known kind is left out."""
    items = value if isinstance(value, list) else []
    return tuple(_points(item for item in items[:MOST_POINTS] if isinstance(item, dict)))


def _points(items: Iterator[Mapping[str, Any]]) -> Iterator[SummaryPoint]:
    for item in items:
        kind, topic = str(item.get("kind")), _text(item.get("topic"))
        if kind in KINDS and (kind != "topic" or topic):
            yield SummaryPoint(
                kind,
                _texts(item.get("names")),
                _texts(item.get("places")),
                _text(item.get("words")),
                _text(item.get("gone")),
                topic,
                _text(item.get("group")),
            )


def _text(value: object) -> str:
    return " ".join(value.split())[:LONGEST_WORDS] if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, value[:MOST_ITEMS]))) if isinstance(value, list) else ()


def summary_in(words: Words, points: Sequence[SummaryPoint]) -> str:
    """Return one paragraph in a language that says the points in order, and that a machine wrote it; "" for none."""
    known = [point for point in points if point.kind != "topic" or point.topic in words.topics]
    sentences = [_sentence(words, point) for point in _joined(words, known)]
    return " ".join([*sentences, words.say("machine", "summary")]) if sentences else ""


def _joined(words: Words, points: Sequence[SummaryPoint]) -> Iterator[SummaryPoint]:
    """Join recipients of one section where the language does not say the group that tells them apart."""
    waiting: SummaryPoint | None = None
    for point in points:
        alike = waiting is not None and (waiting.kind, waiting.places) == (point.kind, point.places)
        if waiting and alike and point.kind in RECIPIENTS and "group" not in words.tables["summary"][point.kind]:
            waiting = replace(waiting, names=tuple(dict.fromkeys((*waiting.names, *point.names))))
            continue
        if waiting:
            yield waiting
        waiting = point
    if waiting:
        yield waiting


def _sentence(words: Words, point: SummaryPoint) -> str:
    return words.say(
        point.kind,
        "summary",
        names=_in_a_row(words, point.names),
        places=_in_a_row(words, point.places),
        words=point.words,
        gone=point.gone,
        topic=words.topics.get(point.topic, ""),
        group=point.group,
    )


def _in_a_row(words: Words, items: Sequence[str]) -> str:
    """Return "A", "A and B", "A, B and C" as the language joins them."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {words.lines['and']} {items[-1]}"
