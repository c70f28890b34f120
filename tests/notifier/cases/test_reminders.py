"""Which reminder is due when, derived from dates and what was given before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from notifier.cases.reminders import reminder_due

OPENED = datetime(2026, 3, 1, 10, tzinfo=UTC)
DUE = datetime(2026, 4, 1, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def day(number: float) -> datetime:
    return DUE + timedelta(days=number)


@pytest.mark.parametrize(
    ("now", "recorded", "key"),
    [
        (OPENED, (), None),
        (OPENED + 15 * DAY, (), None),
        (OPENED + 15.5 * DAY, (), "half"),
        (OPENED + 20 * DAY, ("half",), None),
        (day(-7), ("half",), "7d"),
        (day(-2), ("half", "7d"), "2d"),
        (day(-1), ("half", "7d", "2d"), "1d"),
        (day(-1) + HOUR, ("half", "7d", "2d", "1d"), None),
        (day(0), ("half", "7d", "2d", "1d"), "overdue-0"),
        (day(0.5), ("overdue-0",), None),
        (day(1), ("overdue-0",), "overdue-1"),
        (day(40), ("overdue-0",), "overdue-40"),
    ],
)
def test_the_reminder_due_now(now: datetime, recorded: tuple[str, ...], key: str | None) -> None:
    found = reminder_due(OPENED, DUE, recorded, now)
    assert (found.key if found else None) == key


def test_after_a_missed_week_one_reminder_covers_the_missed_ones() -> None:
    found = reminder_due(OPENED, DUE, (), day(-1.5))
    assert found is not None
    assert (found.key, found.covers) == ("2d", ("half", "7d", "2d"))


def test_a_clock_stepped_back_repeats_nothing() -> None:
    assert reminder_due(OPENED, DUE, ("half", "7d", "2d"), day(-2) - HOUR) is None
    assert reminder_due(OPENED, DUE, ("overdue-3",), day(2)) is None


def test_a_short_deadline_has_no_reminder_before_the_opening() -> None:
    found = reminder_due(DUE - 3 * DAY, DUE, (), DUE - 3 * DAY + HOUR)
    assert found is None


def test_ticking_every_hour_for_a_year_of_silence_and_noise_gives_each_reminder_once() -> None:
    recorded: set[str] = set()
    given: list[str] = []
    now = OPENED
    while now < DUE + 3 * DAY:
        if found := reminder_due(OPENED, DUE, recorded, now):
            given.append(found.key)
            recorded.update(found.covers)
        now += HOUR
    assert given == ["half", "7d", "2d", "1d", "overdue-0", "overdue-1", "overdue-2"]
