"""What time brings about, also when nobody looked at the right moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from planning_examples import changed, notice

from notifier.model import CustomerState, NoticeKind
from notifier.planning import (
    Begin,
    Miss,
    Wait,
    decide_begin,
    is_effective,
    is_overdue,
    is_owed,
    is_reminder_due,
    remind_at,
)

DUE = datetime(2027, 3, 11, 8, 0, tzinfo=UTC)
APPROVED = notice(1, "B", "A", "approved")
MIDNIGHT = datetime(2027, 4, 9, 22, 0, tzinfo=UTC)  # of 10 April in Berlin


@pytest.mark.parametrize(
    ("delay", "late_reason"),
    [
        (timedelta(0), ""),
        (timedelta(minutes=15), ""),
        (timedelta(minutes=16), "sending began 16 min after it was due"),
        (timedelta(hours=3, minutes=5), "sending began 3 h 5 min after it was due"),
        (timedelta(days=2), "sending began 2 d after it was due"),
    ],
)
def test_begins_when_due_and_says_how_late(delay: timedelta, late_reason: str) -> None:
    decision = decide_begin(APPROVED, now=DUE + delay)
    assert isinstance(decision, Begin)
    assert decision.late_reason.startswith(late_reason)
    assert bool(decision.late_reason) == bool(late_reason)


@pytest.mark.parametrize("state", ["proposed", "held", "late", "sending", "sent", "paused", "cancelled", "superseded"])
def test_only_an_approved_notice_begins(state: str) -> None:
    assert decide_begin(changed(APPROVED, state=state), now=DUE) == Wait()


def test_waits_until_due_and_misses_once_in_force() -> None:
    assert decide_begin(APPROVED, now=DUE - timedelta(microseconds=1)) == Wait()
    assert isinstance(decide_begin(APPROVED, now=MIDNIGHT - timedelta(seconds=1)), Begin)
    assert isinstance(decide_begin(APPROVED, now=MIDNIGHT), Miss)
    withdrawal = changed(APPROVED, kind=NoticeKind.WITHDRAWAL)
    assert isinstance(decide_begin(withdrawal, now=MIDNIGHT), Begin)


def test_overdue_is_only_what_nobody_approved() -> None:
    proposed = changed(APPROVED, state="proposed")
    assert not is_overdue(proposed, now=DUE)
    assert is_overdue(proposed, now=DUE + timedelta(seconds=1))
    assert not is_overdue(APPROVED, now=DUE + timedelta(days=9))


@pytest.mark.parametrize(
    ("days", "begins", "expected"),
    [
        (7, DUE, "2027-04-03 07:00"),  # 09:00 in Berlin, summer time by then
        (0, DUE, None),
        (7, datetime(2027, 4, 2, 6, 59, tzinfo=UTC), "2027-04-03 07:00"),
        (7, datetime(2027, 4, 2, 7, 1, tzinfo=UTC), None),  # less than a day after the notice itself
        (30, DUE, None),
    ],
)
def test_reminder_time(days: int, begins: datetime, expected: str | None) -> None:
    found = remind_at(APPROVED, days, 9, begins_at=begins)
    assert (f"{found:%Y-%m-%d %H:%M}" if found else None) == expected
    assert remind_at(changed(APPROVED, kind=NoticeKind.WITHDRAWAL), days, 9, begins_at=begins) is None


@pytest.mark.parametrize(
    ("state", "now", "due"),
    [
        ("sent", MIDNIGHT - timedelta(days=1), True),
        ("sending", MIDNIGHT - timedelta(days=1), True),
        ("sent", MIDNIGHT, False),
        ("sent", MIDNIGHT - timedelta(days=9), False),
        ("paused", MIDNIGHT - timedelta(days=1), False),
        ("cancelled", MIDNIGHT - timedelta(days=1), False),
        ("in_force", MIDNIGHT - timedelta(days=1), False),
    ],
)
def test_reminder_due(state: str, now: datetime, due: bool) -> None:
    reminded = changed(APPROVED, state=state, remind_at=MIDNIGHT - timedelta(days=2))
    assert is_reminder_due(reminded, now=now) is due
    assert not is_reminder_due(changed(APPROVED, state=state), now=now)


def test_in_force_from_local_midnight() -> None:
    assert not is_effective(APPROVED, now=MIDNIGHT - timedelta(microseconds=1))
    assert is_effective(APPROVED, now=MIDNIGHT)


@pytest.mark.parametrize(
    ("state", "joined", "owed"),
    [
        (CustomerState.ACTIVE, None, True),
        (CustomerState.ACTIVE, "2019-01-01", True),
        (CustomerState.ACTIVE, "2027-04-09", True),
        (CustomerState.ACTIVE, "2027-04-10", False),  # agreed to the new text when they joined
        (CustomerState.LEFT, None, False),
        (CustomerState.ERASED, None, False),
        (CustomerState.UNREACHABLE, None, False),
    ],
)
def test_audience(state: CustomerState, joined: str | None, owed: bool) -> None:
    joined_on = date.fromisoformat(joined) if joined else None
    assert is_owed(APPROVED, state, joined_on, now=DUE) is owed
    assert not is_owed(APPROVED, state, joined_on, now=MIDNIGHT)
    assert not is_owed(changed(APPROVED, kind=NoticeKind.WITHDRAWAL), state, joined_on, now=DUE)
