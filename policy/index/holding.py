"""Which revision of a document holds on a day, worked out from the few revisions around that day.

What is postponed or taken back before it holds never held; a typo mended in a coming version does not bring it forward.
The changelog knows both, but compares every pair of texts for it. Here only those are compared that may matter.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from policy.changelog import Standing, changelog_of, standing
from policy.repository import PolicyRepository, Revision

KEPT = 64
MOST_COMPARED = 60
"""Revisions that are looked at for one day: a text that is dated a century ahead must not make every question compare
all that came after it."""


@dataclass(frozen=True, slots=True)
class DatedRevision:
    """A revision with the day from which people could know it (the day it prints, where that is before its merge: old
    versions are often committed late), and the day from which it holds by its own words, None when it names none."""

    revision: Revision
    published: date
    effective_on: date | None

    @classmethod
    def of(
        cls, revision: Revision, updated_on: date | None, effective_on: date | None, zone: ZoneInfo
    ) -> DatedRevision:
        """Make one of the dates that were read; days are those of the policy's time zone."""
        merged = revision.merged_at.astimezone(zone).date()
        return cls(revision, min(merged, updated_on or effective_on or merged), effective_on)


class Standings:
    """Answers for one repository, the last ones kept; safe to share between threads."""

    def __init__(self, repository: PolicyRepository) -> None:
        self._repository = repository
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[object, ...], Standing] = OrderedDict()

    def on(self, document: str, day: date, editorial: frozenset[str], dated: Sequence[DatedRevision]) -> Standing:
        """Return how the versions of a document stand on a day; `dated` are its readable revisions, oldest first."""
        known = [each for each in dated if each.published <= day] or list(dated[:1])
        unsettled = around(known, day)
        if len(unsettled) == 1:
            return Standing(unsettled[0].revision.commit, (), frozenset())
        key = (document, day, editorial & {each.revision.commit for each in unsettled}, unsettled[-1].revision.commit)
        with self._lock:
            found = self._known.pop(key, None)
            if found is None:
                entries = changelog_of(self._repository, [each.revision for each in unsettled])
                found = standing(entries, day, editorial)
            self._known[key] = found
            if len(self._known) > KEPT:
                self._known.popitem(last=False)
        return found


def around(known: Sequence[DatedRevision], day: date) -> Sequence[DatedRevision]:
    """Return the revisions that decide which one holds on a day: the one that held when nothing was to come, and all
    since. `known` are those that were published by then, oldest first, at least one.

    Nothing is to come after a revision when it and all before it hold before the next one is published, so that none
    of the following can postpone or take back any of them. At most `MOST_COMPARED`, the newest.
    """
    following = [*(each.published for each in known[1:]), day]
    for place in range(len(known) - 2, -1, -1):
        following[place] = min(following[place], following[place + 1])
    start, latest = 0, date.min
    for place, each in enumerate(known):
        latest = max(latest, each.effective_on or date.min)
        if latest <= following[place]:
            start = place
    return known[max(start, len(known) - MOST_COMPARED) :]
