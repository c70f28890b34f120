"""When staff are reminded of an open case: half time, 7 days, 2 days, 1 day before, and every day when overdue.

Nothing is scheduled: what is due now follows from the case's dates and the reminders recorded so far, so a restart, a
changed clock or a week of silence forgets nothing. After a silence only the most urgent reminder goes out; the
earlier ones are recorded with it, so that staff get one message and not five.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

HALF_TIME = "half"
DAYS_BEFORE = (7, 2, 1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reminder:
    """`key` names the reminder of its case once and for all: `half`, `7d`, `2d`, `1d`, `overdue-3`.

    `covers` are the keys that count as done when this one is recorded, itself among them.
    """

    key: str
    at: datetime
    covers: tuple[str, ...]


def moments(opened_at: datetime, due_at: datetime) -> tuple[tuple[str, datetime], ...]:
    """Every reminder before the deadline, soonest first; those that would fall before the opening are left out.

    A deadline that moved gets new keys through `due_at` in the recorded key (see `notifier.cases.reminding`).
    """
    half = opened_at + (due_at - opened_at) / 2
    planned = [(HALF_TIME, half), *((f"{days}d", due_at - days * DAY) for days in DAYS_BEFORE)]
    return tuple(sorted(((key, at) for key, at in planned if at > opened_at), key=lambda pair: pair[1]))


def reminder_due(opened_at: datetime, due_at: datetime, recorded: Collection[str], now: datetime) -> Reminder | None:
    """The one reminder to give at `now`, or None when all that are due have been given."""
    if now >= due_at:
        day = (now - due_at) // DAY
        key = f"overdue-{day}"
        if key in recorded or any(_later_overdue(seen, day) for seen in recorded):
            return None
        return Reminder(key, due_at + day * DAY, (*(name for name, _ in moments(opened_at, due_at)), key))
    passed = [(key, at) for key, at in moments(opened_at, due_at) if at <= now]
    if not passed or passed[-1][0] in recorded:
        return None
    key, at = passed[-1]
    return Reminder(key, at, tuple(name for name, _ in passed))


def _later_overdue(key: str, day: int) -> bool:
    """A clock stepped back must not repeat a day that was already reminded of."""
    prefix, _, number = key.partition("-")
    return prefix == "overdue" and number.isdigit() and int(number) > day
