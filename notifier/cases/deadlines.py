"""Until when a case must be answered: pure arithmetic on local calendar days.

Sources of the rules: GDPR 12(3) (one month, two more with a reason told within the first), the house's 14 days for
consent withdrawals, the announced effective date for objections, a customer's contract where it is stricter.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from notifier.model import Customer, ReplyKind
from notifier.planning import BusinessCalendar, Group, Period, local_day
from policy.contracts import ContractRule

STATUTORY = "one calendar month (GDPR 12(3))"
ANYBODY = Group("", "")
OPT_OUT_DAYS = 14
MONTHS = 1
EXTENSION_MONTHS = 2


@dataclass(frozen=True, slots=True)
class CaseRules:
    """What decides about deadlines: the zone whose calendar counts, and the contracts of `herald.toml`."""

    timezone: str = "UTC"
    contracts: tuple[ContractRule, ...] = ()


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


def day_begins(day: date, timezone: str, like: datetime) -> datetime:
    """First instant of `day` in `timezone`, in the zone of `like` (UTC in the ledger)."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(timezone)).astimezone(like.tzinfo)


@dataclass(frozen=True, slots=True)
class Change:
    """The announced change that an objection is about, and the last day on which this customer can object to it."""

    effective_on: date
    objection_by: date | None = None

    @property
    def last_day(self) -> date:
        """Objecting is in time until the change takes effect, or longer where a contract says so."""
        return max(self.effective_on, self.objection_by or self.effective_on)


def deadline(
    kind: ReplyKind,
    received_at: datetime,
    rules: CaseRules,
    *,
    group: Group = ANYBODY,
    change: Change | None = None,
) -> Deadline:
    """The strictest period that applies to a request received at `received_at` from a customer of `group`.

    An objection to an announced change is due when the change takes effect; one that comes later, or is about no
    announced change, gets the statutory month. It is late after the last day on which the customer could object.
    """
    month = add_months(received_at, MONTHS, rules.timezone)
    if kind is ReplyKind.OPT_OUT:
        due = Deadline(
            add_days(received_at, OPT_OUT_DAYS, rules.timezone), late=False, rule=f"{OPT_OUT_DAYS} days (opt-out)"
        )
    elif kind is ReplyKind.OBJECTION and change is not None:
        due = _objection(received_at, month, change, rules.timezone)
    else:
        due = Deadline(month, late=False, rule=STATUTORY)
    by_contract = [Deadline(at, due.late, rule) for at, rule in _by_contract(received_at, rules, group)]
    return min((due, *by_contract), key=lambda one: one.due_at)


def _objection(received_at: datetime, month: datetime, change: Change, timezone: str) -> Deadline:
    effective_at = day_begins(change.effective_on, timezone, received_at)
    if received_at < effective_at:
        return Deadline(effective_at, late=False, rule=f"effective date {change.effective_on}")
    if local_day(received_at, timezone) <= change.last_day:
        return Deadline(month, late=False, rule=f"{STATUTORY}; objected in time (until {change.last_day})")
    return Deadline(month, late=True, rule=f"{STATUTORY}; late, the change took effect on {change.effective_on}")


def _by_contract(received_at: datetime, rules: CaseRules, group: Group) -> Iterator[tuple[datetime, str]]:
    """When each contract of the group asks for an answer: the same local time on the last day of its period."""
    day = local_day(received_at, rules.timezone)
    for contract in rules.contracts:
        segments = {segment.casefold() for segment in contract.segments}
        applies = (not segments or group.segment.casefold() in segments) and (
            not contract.countries or group.country in contract.countries
        )
        if not applies:
            continue
        countries = tuple(sorted({country for country in (group.country, *contract.holidays) if country}))
        business = Period(contract.answer_business_days, business=True, calendar=BusinessCalendar(countries))
        for period in (Period(contract.answer_days), business):
            if period.days:
                days = (period.end_after(day) - day).days
                yield add_days(received_at, days, rules.timezone), f"contract {contract.name}: {period}"


def group_of(customer: Customer | None) -> Group:
    """The group whose contracts apply; nobody's where nobody matched."""
    return ANYBODY if customer is None else Group(customer.segment, customer.country)


def extended(received_at: datetime, rules: CaseRules) -> datetime:
    """Deadline after an extension: three calendar months from receipt, not from the day of extending (GDPR 12(3))."""
    return add_months(received_at, MONTHS + EXTENSION_MONTHS, rules.timezone)


def reopened(due_at: datetime, now: datetime, rules: CaseRules) -> datetime:
    """Deadline of a reopened case: the old one while it lies ahead, else one calendar month from now."""
    return due_at if due_at > now else add_months(now, MONTHS, rules.timezone)
