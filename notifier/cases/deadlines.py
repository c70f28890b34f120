"""Until when a case must be answered: pure arithmetic on local calendar days.

Sources of the rules: GDPR 12(3) (one month, two more with a reason told within the first), the house's 14 days for
consent withdrawals, the announced effective date for objections, a customer's contract where it is stricter.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from notifier.model import ReplyKind

OPT_OUT_DAYS = 14
MONTHS = 1
EXTENSION_MONTHS = 2


@dataclass(frozen=True, slots=True)
class ContractTerm:
    """A contract's own period for answering the customers of one segment; `days` are working days if it says so.

    `kinds` empty: every kind. `holidays` are days that do not count and on which no period ends.
    """

    segment: str
    days: int
    business_days: bool = False
    kinds: frozenset[ReplyKind] = frozenset()
    holidays: frozenset[date] = frozenset()

    def covers(self, segment: str, kind: ReplyKind) -> bool:
        """Whether the term applies to requests of `kind` from customers of `segment`."""
        return bool(segment) and segment == self.segment and (not self.kinds or kind in self.kinds)


@dataclass(frozen=True, slots=True)
class CaseRules:
    """What the deployment decides about deadlines: the zone whose calendar counts, and contract terms."""

    timezone: str = "UTC"
    contracts: tuple[ContractTerm, ...] = ()


DEFAULT_RULES = CaseRules()


@dataclass(frozen=True, slots=True)
class Deadline:
    """`due_at` in UTC, whether the message came after it (objections only), and the rule that set it, in words."""

    due_at: datetime
    late: bool
    rule: str


def add_months(start: datetime, months: int, timezone: str) -> datetime:
    """Same local day and time `months` later, or the last day of a shorter month (31 January + 1 = 28 February).

    Counted from `start` itself, in the calendar of `timezone`; the result is UTC.
    """
    local = start.astimezone(ZoneInfo(timezone))
    index = local.month - 1 + months
    year, month = local.year + index // 12, index % 12 + 1
    day = min(local.day, calendar.monthrange(year, month)[1])
    return local.replace(year=year, month=month, day=day).astimezone(start.tzinfo)


def add_days(start: datetime, days: int, timezone: str) -> datetime:
    """Same local time `days` calendar days later; a clock change in between does not move the hour."""
    local = start.astimezone(ZoneInfo(timezone))
    return (local + timedelta(days=days)).astimezone(start.tzinfo)


def add_business_days(start: datetime, days: int, timezone: str, holidays: frozenset[date]) -> datetime:
    """Same local time after `days` working days: Saturdays, Sundays and `holidays` do not count; today never does."""
    local = start.astimezone(ZoneInfo(timezone))
    left = days
    while left > 0:
        local += timedelta(days=1)
        left -= is_business_day(local.date(), holidays)
    return local.astimezone(start.tzinfo)


def is_business_day(day: date, holidays: frozenset[date]) -> bool:
    """Monday to Friday and not one of `holidays`."""
    return day.weekday() < 5 and day not in holidays


def day_begins(day: date, timezone: str, like: datetime) -> datetime:
    """First instant of `day` in `timezone`, in the zone of `like` (UTC in the ledger)."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone)).astimezone(like.tzinfo)


def deadline(
    kind: ReplyKind,
    received_at: datetime,
    rules: CaseRules,
    *,
    segment: str = "",
    effective_on: date | None = None,
) -> Deadline:
    """The strictest period that applies to a request received at `received_at`.

    An objection to an announced change is due when the change takes effect; one that comes later, or is about no
    announced change, gets the statutory month, and in the first case is marked late.
    """
    due, rule, late = add_months(received_at, MONTHS, rules.timezone), "one calendar month (GDPR 12(3))", False
    if kind is ReplyKind.OPT_OUT:
        due, rule = add_days(received_at, OPT_OUT_DAYS, rules.timezone), f"{OPT_OUT_DAYS} days (opt-out)"
    elif kind is ReplyKind.OBJECTION and effective_on is not None:
        effective_at = day_begins(effective_on, rules.timezone, received_at)
        late = received_at >= effective_at
        if late:
            rule = f"one calendar month; late, the change took effect on {effective_on}"
        else:
            due, rule = effective_at, f"effective date {effective_on}"
    for term in rules.contracts:
        if term.covers(segment, kind):
            by_contract = _by_contract(term, received_at, rules.timezone)
            if by_contract < due:
                words = "business days" if term.business_days else "days"
                due, rule = by_contract, f"contract of {segment}: {term.days} {words}"
    return Deadline(due, late, rule)


def extended(received_at: datetime, rules: CaseRules) -> datetime:
    """Deadline after an extension: three calendar months from receipt, not from the day of extending (GDPR 12(3))."""
    return add_months(received_at, MONTHS + EXTENSION_MONTHS, rules.timezone)


def reopened(due_at: datetime, now: datetime, rules: CaseRules) -> datetime:
    """Deadline of a reopened case: the old one while it lies ahead, else one calendar month from now."""
    return due_at if due_at > now else add_months(now, MONTHS, rules.timezone)


def _by_contract(term: ContractTerm, received_at: datetime, timezone: str) -> datetime:
    if term.business_days:
        return add_business_days(received_at, term.days, timezone, term.holidays)
    return add_days(received_at, term.days, timezone)
