"""What later revisions did to a change before it took effect: postponed, brought forward, withdrawn.

An entry is never rewritten: what happened afterwards is added to it, with the revision that did it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from policy.changelog.facts import wording_changes
from policy.changelog.model import Entry, Event, EventKind
from policy.changelog.noise import harmless
from policy.changelog.reading import fingerprint_of


def with_events(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries, oldest first, each with what happened to its change before it was in force."""
    return tuple(
        replace(entry, events=tuple(_events(entry, entries[:position], entries[position + 1 :])))
        for position, entry in enumerate(entries)
    )


def _events(entry: Entry, earlier: Sequence[Entry], later: Sequence[Entry]) -> Iterator[Event]:
    planned = entry.effective_on
    if entry.previous is None or planned is None or not entry.redline.of_substance:
        return
    known = {each.revision.commit for each in earlier}
    amended = False
    for other in later:
        if other.revision.merged_at.astimezone(ZoneInfo(entry.timezone)).date() >= planned:
            return
        if _returns_before(entry, other, known):
            yield _event(EventKind.WITHDRAWN, other, str(planned), "")
            return
        amended = amended or not _only_dates(other)  # a further change has an entry, and an effective date, of its own
        if not amended and moves_the_date(other) and other.effective_on is not None and other.effective_on != planned:
            kind = EventKind.POSTPONED if other.effective_on > planned else EventKind.BROUGHT_FORWARD
            yield _event(kind, other, str(planned), str(other.effective_on))
            planned = other.effective_on


def _returns_before(entry: Entry, other: Entry, known: set[str]) -> bool:
    """Does a later revision bring back a text from before the change?"""
    if other.reverts is not None:
        return other.reverts in known
    before = fingerprint_of(entry.redline.old)
    return before != fingerprint_of(entry.redline.new) and before == fingerprint_of(other.redline.new)


def _only_dates(entry: Entry) -> bool:
    return all(harmless(change) for change in wording_changes(entry.redline))


def moves_the_date(entry: Entry) -> bool:
    """Does a revision say when the coming change holds, and not only when the text was touched last?

    It names the day itself, or it brings nothing but another date line, from which the day is counted. A typo mended
    under a new date line puts off nothing that was announced.
    """
    return entry.dates.effective_stated or all(harmless(change) == "the date line" for change in entry.redline.changes)


def _event(kind: EventKind, by: Entry, old: str, new: str) -> Event:
    quotes = [source.quote for source in by.dates.sources if source.kind.value == "effective"]
    quotes += [source.quote for source in by.dates.sources if source.kind.value == "updated"]
    return Event(kind, by.revision.commit, by.revision.merged_at, old, new, quotes[0] if quotes else "")
