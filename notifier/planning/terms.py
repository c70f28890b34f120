"""What is owed to the customers of one segment and country: when they must be told and how long they may object.

The policy's own period applies to everybody. A customer's contract can ask for more (a data processing agreement with
ten business days, forty-five days for enterprise); the strictest applies and its name is kept as evidence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from notifier.model import Notice
from notifier.planning.calendar import BusinessCalendar
from notifier.planning.periods import Period, earliest_effective, local_day, notice_due
from policy.contracts import ContractRule


@dataclass(frozen=True, slots=True)
class Group:
    """Customers who are owed the same."""

    segment: str
    country: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The facts of one notice that every group's terms start from. `hour` is local to `timezone`."""

    document: str
    effective_on: date
    notice_days: int
    timezone: str
    hour: int
    rules: tuple[ContractRule, ...] = ()

    @classmethod
    def of(cls, notice: Notice) -> Frame:
        """The frame of a notice, with the rules that held when it was proposed."""
        rules = tuple(_rule(table) for table in json.loads(notice.contracts))
        return cls(notice.document, notice.effective_on, notice.notice_days, notice.timezone, notice.notice_hour, rules)


def _rule(table: dict[str, Any]) -> ContractRule:
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
    return ContractRule(**values)


@dataclass(frozen=True, slots=True)
class Terms:
    """When a group must be told and the last day on which its members can object; `rule` says by which rule."""

    group: Group
    due_at: datetime
    objection_by: date
    rule: str
    contact: str = ""


def terms_of(frame: Frame, group: Group, *, begins_at: datetime | None = None) -> Terms:
    """The strictest of all that applies to a group; `begins_at` is when sending really begins, once that is known."""
    periods = tuple(_notice_periods(frame, group))
    dues = [(notice_due(frame.effective_on, period, frame.timezone, frame.hour), name) for name, period in periods]
    due_at, rule = min(dues, key=lambda due: due[0])  # the first of equals: the policy's own
    told_at = due_at if begins_at is None else max(due_at, begins_at)
    ends = tuple(_objection_ends(frame, group, local_day(told_at, frame.timezone)))
    objection_by, objection_rule = max(ends, key=lambda end: end[0])
    return Terms(group, due_at, objection_by, f"{rule}; objection: {objection_rule}", contact_of(frame, group))


def earliest_lawful(frame: Frame, groups: Iterable[Group], now: datetime) -> tuple[date, str]:
    """The earliest effective date that leaves every group its period at `now`, and the rule that asks for it."""
    candidates = {
        (earliest_effective(now, period, frame.timezone, frame.hour), name)
        for group in (Group("", ""), *groups)
        for name, period in _notice_periods(frame, group)
    }
    return max(candidates, key=lambda candidate: candidate[0])


def applying_rules(frame: Frame, group: Group) -> tuple[ContractRule, ...]:
    """The contract rules that bind towards a group for the frame's document."""
    return tuple(
        rule
        for rule in frame.rules
        if (not rule.segments or group.segment.casefold() in {segment.casefold() for segment in rule.segments})
        and (not rule.countries or group.country in rule.countries)
        and (not rule.documents or frame.document in rule.documents)
    )


def _notice_periods(frame: Frame, group: Group) -> Iterator[tuple[str, Period]]:
    policy = Period(frame.notice_days)
    yield f"policy: {policy}", policy
    for rule in applying_rules(frame, group):
        yield from _periods(rule, group, rule.notice_days, rule.notice_business_days)


def _objection_ends(frame: Frame, group: Group, told_on: date) -> Iterator[tuple[date, str]]:
    yield frame.effective_on, "effective date"
    for rule in applying_rules(frame, group):
        for name, period in _periods(rule, group, rule.objection_days, rule.objection_business_days):
            yield period.end_after(told_on), name


def _periods(rule: ContractRule, group: Group, days: int, business_days: int) -> Iterator[tuple[str, Period]]:
    if days:
        yield f"{rule.name}: {Period(days)}", Period(days)
    if business_days:
        countries = tuple(sorted({country for country in (group.country, *rule.holidays) if country}))
        calendar = BusinessCalendar(countries)
        unknown = calendar.unknown_countries()
        remark = f" (no holiday calendar for {', '.join(unknown)})" if unknown else ""
        period = Period(business_days, business=True, calendar=calendar)
        yield f"{rule.name}: {period}{remark}", period


def contact_of(frame: Frame, group: Group) -> str:
    """The contact that a group's contract names instead of the policy's; empty when it names none."""
    return next((rule.contact for rule in applying_rules(frame, group) if rule.contact), "")
