"""What a notice says of the change: read from the announcement that was approved."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from notifier.errors import MessageError
from notifier.message.summary import SummaryPoint, read_points

MOST_PLACES = 12
MOST_RECIPIENTS = 20
LONGEST_SUMMARY = 4_000
LONGEST_HEADING = 120
TOLD = ("added", "removed", "amended", "moved", "moved_amended", "split", "merged", "renumbered")
SAID_AS = {"moved_amended": "amended", "split": "amended", "merged": "amended"}


@dataclass(frozen=True, slots=True)
class Place:
    """A section that changed: its printed number ("" if none), its heading, and what happened to it."""

    number: str
    heading: str
    kind: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """The change in short. `places` are the sections concerned, each once; `more` counts those left out.

    `points` are what a machine's `summary` was composed from; there are none where legal wrote it.
    """

    summary: str
    places: tuple[Place, ...]
    more: int
    recipients_added: tuple[str, ...]
    recipients_removed: tuple[str, ...]
    points: tuple[SummaryPoint, ...] = ()


def read_announcement(text: str) -> Announcement:
    """Read the JSON that the ledger keeps with a notice; raises MessageError when it is none."""
    try:
        entry = json.loads(text or "{}")
    except (ValueError, RecursionError) as error:
        raise MessageError("the announcement of the notice is not JSON: propose the notice again") from error
    if not isinstance(entry, dict):
        raise MessageError("the announcement of the notice is not a JSON object: propose the notice again")
    places = tuple(_places(entry.get("changes")))
    return Announcement(
        summary=_one_text(entry.get("summary"))[:LONGEST_SUMMARY],
        places=places[:MOST_PLACES],
        more=max(0, len(places) - MOST_PLACES),
        recipients_added=_names(entry.get("recipients_added")),
        recipients_removed=_names(entry.get("recipients_removed")),
        points=read_points(entry.get("points")),
    )


def _one_text(value: object) -> str:
    if isinstance(value, list):
        value = "\n".join(str(item) for item in value)
    return value.strip() if isinstance(value, str) else ""


def _names(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else []
    names = (item.get("name") if isinstance(item, dict) else item for item in items)
    return tuple(dict.fromkeys(str(name) for name in names if name))[:MOST_RECIPIENTS]


def _places(value: object) -> Iterator[Place]:
    """Each section once, with the weightiest thing that happened in it.

    A section is said to have come or gone only when its heading did: a clause that went leaves a section reworded.
    """
    found: dict[tuple[str, str], str] = {}
    whole: set[tuple[str, str]] = set()
    for change in value if isinstance(value, list) else []:
        kind = change.get("kind") if isinstance(change, dict) else None
        if kind not in TOLD or change.get("harmless"):
            continue  # form, spelling and the date line change nothing that a customer must know
        side = _side(change)
        key = (str(side.get("section") or ""), str(side.get("heading") or "")[:LONGEST_HEADING])
        said = SAID_AS.get(str(kind), str(kind))
        found[key] = said if found.get(key, said) == said else "amended"
        if side.get("text") and side.get("text") == side.get("heading"):
            whole.add(key)
    for (section, heading), said in found.items():
        partly = said in ("added", "removed") and (section, heading) not in whole
        kind = "amended" if partly else said
        yield Place(section if section[:1].isdigit() or "." in section else "", heading or section, kind)


def _side(change: Mapping[str, Any]) -> Mapping[str, Any]:
    side = change.get("new") or change.get("old") or {}
    first = side[0] if isinstance(side, list) and side else side
    return first if isinstance(first, dict) else {}
