"""What time alone brings about: sending begins, a reminder falls due, the change takes effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from notifier.model import CustomerState, Notice, NoticeKind, NoticeState
from notifier.planning.periods import at_local, local_day

PUNCTUAL = timedelta(minutes=15)
"""A start within this of the due time is on time: nobody loses a day of notice by it."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Sending begins now; `late_reason` is empty when it begins on time."""

    late_reason: str


@dataclass(frozen=True, slots=True)
class Miss:
    """The change is in force already or today: announcing it as coming would be untrue."""

    reason: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing is due."""


def decide_begin(notice: Notice, *, now: datetime) -> Begin | Miss | Wait:
    """Whether an approved notice begins to go out, however long nobody looked (computer asleep, clock set back)."""
    if notice.state is not NoticeState.APPROVED or now < notice.due_at:
        return Wait()
    if notice.kind is NoticeKind.CHANGE and is_effective(notice, now=now) and not was_approved_in_force(notice):
        return Miss(
            f"sending could not begin before the change took effect on {notice.effective_on.isoformat()}: "
            "set a new effective date, or record an exception with a reason"
        )
    delay = now - notice.due_at
    if delay <= PUNCTUAL:
        return Begin("")
    return Begin(f"sending began {_plain(delay)} after it was due: Herald was not running or its clock was behind")


def is_overdue(notice: Notice, *, now: datetime) -> bool:
    """Whether a notice that nobody approved has become late."""
    return notice.state is NoticeState.PROPOSED and notice.kind is NoticeKind.CHANGE and now > notice.due_at


def remind_at(notice: Notice, days: int, hour: int, *, begins_at: datetime) -> datetime | None:
    """When to remind, `days` before a change takes effect; None when that is not a day after the notice itself."""
    if not days or notice.kind is NoticeKind.WITHDRAWAL:
        return None
    instant = at_local(notice.effective_on - timedelta(days=days), hour, notice.timezone)
    return instant if instant >= begins_at + timedelta(days=1) else None


def is_reminder_due(notice: Notice, *, now: datetime) -> bool:
    """Whether customers are to be reminded now; never once the change is in force."""
    asked_for = notice.remind_at is not None and notice.remind_at <= now
    return asked_for and notice.state in (NoticeState.SENDING, NoticeState.SENT) and not is_effective(notice, now=now)


def is_effective(notice: Notice, *, now: datetime) -> bool:
    """Whether the change is in force: from midnight of its effective date in the policy's time zone."""
    return local_day(now, notice.timezone) >= notice.effective_on


def was_approved_in_force(notice: Notice) -> bool:
    """Whether an approver let the notice go out by exception although the change was in force already."""
    excepted = bool(notice.exception_by) and notice.approved_at is not None
    return excepted and notice.approved_at is not None and is_effective(notice, now=notice.approved_at)


def is_owed(notice: Notice, state: CustomerState, joined_on: date | None, *, now: datetime) -> bool:
    """Whether a customer without a notice yet is owed one: active when sending begins, or joined before it takes effect.

    Who joins on or after the effective date agreed to the new text. A marketing opt-out does not matter here: a notice
    of policy change is a service message. `UNREACHABLE` customers are listed for other means instead.
    """
    if notice.kind is NoticeKind.WITHDRAWAL or state is not CustomerState.ACTIVE or is_effective(notice, now=now):
        return False
    return joined_on is None or joined_on < notice.effective_on


def _plain(delay: timedelta) -> str:
    minutes = int(delay.total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [f"{count} {unit}" for count, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if count]
    return " ".join(parts)
