"""Which version is in force on a day: corrections, postponements and withdrawals of a change that is still to come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from policy.changelog import Entry, standing

# The repository of the tests commits in September 2020.
BASE = """# Privacy

Last updated: 1 August 2020
Effective: 31 August 2020

We keep letters for 90 days, and nobody but the carrier reads the adress on them.
"""
LONGER = BASE.replace("31 August", "1 November").replace("1 August", "13 September").replace("90 days", "120 days")
MENDED = LONGER.replace("adress", "address")
POSTPONED = LONGER.replace("1 November", "1 December")
FURTHER = MENDED.replace("nobody but the carrier", "only the carrier and the sorter").replace("1 Nov", "1 Dec")
MENDED_BASE = BASE.replace("adress", "address")

Entries = Callable[..., tuple[Entry, ...]]


@pytest.mark.parametrize(
    ("texts", "today", "current", "pending"),
    [
        ((BASE,), date(2020, 9, 20), 0, []),
        ((BASE, LONGER), date(2020, 10, 31), 0, [(1, date(2020, 11, 1))]),
        ((BASE, LONGER), date(2020, 11, 1), 1, []),
        ((BASE, MENDED_BASE), date(2020, 9, 20), 1, []),
        ((BASE, LONGER, MENDED), date(2020, 10, 31), 0, [(1, date(2020, 11, 1)), (2, date(2020, 11, 1))]),
        ((BASE, LONGER, MENDED), date(2020, 11, 1), 2, []),
        ((BASE, LONGER, POSTPONED), date(2020, 11, 1), 0, [(1, date(2020, 12, 1)), (2, date(2020, 12, 1))]),
        ((BASE, LONGER, POSTPONED), date(2020, 12, 1), 2, []),
        ((BASE, LONGER, BASE), date(2020, 10, 1), 2, []),
        ((BASE, LONGER, BASE), date(2020, 12, 1), 2, []),
        ((BASE, LONGER, FURTHER), date(2020, 11, 1), 1, [(2, date(2020, 12, 1))]),
        ((BASE, LONGER, FURTHER, BASE), date(2020, 10, 1), 3, []),
        ((BASE, LONGER, FURTHER, LONGER), date(2020, 10, 1), 0, [(1, date(2020, 11, 1)), (3, date(2020, 11, 1))]),
    ],
    ids=[
        "first",
        "announced",
        "the day",
        "corrected at once",
        "a corrected change comes no sooner",
        "nor later",
        "postponed",
        "the new day",
        "withdrawn",
        "withdrawn for ever",
        "a further change waits",
        "two withdrawn",
        "the further one withdrawn",
    ],
)
def test_the_version_in_force(
    entries_of: Entries, texts: tuple[str, ...], today: date, current: int, pending: list[tuple[int, date]]
) -> None:
    entries = entries_of(*texts)
    found = standing(entries, today)
    numbers = {entry.revision.commit: number for number, entry in enumerate(entries)}
    assert numbers[found.current] == current
    assert [(numbers[commit], day) for commit, day in found.pending] == pending
    assert {numbers[commit] for commit in found.withdrawn} == {n for n, one in enumerate(entries) if one.withdrawn}


def test_what_legal_calls_editorial_is_in_force_at_once(entries_of: Entries) -> None:
    entries = entries_of(BASE, LONGER)
    found = standing(entries, date(2020, 9, 20), {entries[1].revision.commit})
    assert (found.current, found.pending) == (entries[1].revision.commit, ())
