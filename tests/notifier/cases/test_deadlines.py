"""Deadlines of cases as tables: received, rule, due."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from notifier.cases.deadlines import CaseRules, Change, add_months, deadline, extended, reopened
from notifier.model import ReplyKind
from notifier.planning import Group
from policy.contracts import ContractRule


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


MONTHS = [
    ("2026-01-15T10:00Z", 1, "UTC", "2026-02-15T10:00Z"),
    ("2026-01-31T10:00Z", 1, "UTC", "2026-02-28T10:00Z"),
    ("2028-01-31T10:00Z", 1, "UTC", "2028-02-29T10:00Z"),
    ("2026-03-31T10:00Z", 1, "UTC", "2026-04-30T10:00Z"),
    ("2026-11-30T10:00Z", 3, "UTC", "2027-02-28T10:00Z"),
    ("2026-12-31T23:59Z", 1, "UTC", "2027-01-31T23:59Z"),
    # Berlin's clock goes forward on 29 March 2026: the local hour stays.
    ("2026-03-10T08:00Z", 1, "Europe/Berlin", "2026-04-10T07:00Z"),
    # 23:30 UTC on 31 January is 1 February in Berlin, so a month is a March day there.
    ("2026-01-31T23:30Z", 1, "Europe/Berlin", "2026-02-28T23:30Z"),
    ("2026-02-01T03:00Z", 1, "America/New_York", "2026-03-01T03:00Z"),
]


@pytest.mark.parametrize(("start", "months", "zone", "due"), MONTHS)
def test_a_month_is_a_calendar_month(start: str, months: int, zone: str, due: str) -> None:
    assert add_months(at(start), months, zone) == at(due)


DEADLINES = [
    ("erasure", "2026-01-31T10:00Z", None, "2026-02-28T10:00Z", False),
    ("access", "2026-05-05T10:00Z", None, "2026-06-05T10:00Z", False),
    ("complaint", "2026-05-05T10:00Z", None, "2026-06-05T10:00Z", False),
    ("opt_out", "2026-02-20T10:00Z", None, "2026-03-06T10:00Z", False),
    ("objection", "2026-11-01T10:00Z", date(2026, 11, 28), "2026-11-28T00:00Z", False),
    ("objection", "2026-11-27T23:59:59Z", date(2026, 11, 28), "2026-11-28T00:00Z", False),
    ("objection", "2026-11-28T00:00Z", date(2026, 11, 28), "2026-12-28T00:00Z", False),
    ("objection", "2026-11-28T23:59:59Z", date(2026, 11, 28), "2026-12-28T23:59:59Z", False),
    ("objection", "2026-11-29T00:00Z", date(2026, 11, 28), "2026-12-29T00:00Z", True),
    ("objection", "2027-02-01T09:00Z", date(2026, 11, 28), "2027-03-01T09:00Z", True),
    ("objection", "2026-11-01T10:00Z", None, "2026-12-01T10:00Z", False),
    ("erasure", "2026-11-01T10:00Z", date(2026, 11, 5), "2026-12-01T10:00Z", False),
]


@pytest.mark.parametrize(("kind", "received", "effective", "due", "late"), DEADLINES)
def test_deadline(kind: str, received: str, effective: date | None, due: str, late: bool) -> None:
    found = deadline(ReplyKind(kind), at(received), CaseRules(), change=Change(effective) if effective else None)
    assert (found.due_at, found.late) == (at(due), late)


def test_an_objection_is_late_by_the_policys_own_midnight() -> None:
    berlin, change = CaseRules("Europe/Berlin"), Change(date(2026, 11, 28))
    before = deadline(ReplyKind.OBJECTION, at("2026-11-27T22:59Z"), berlin, change=change)
    on_the_day = deadline(ReplyKind.OBJECTION, at("2026-11-28T22:59Z"), berlin, change=change)
    after = deadline(ReplyKind.OBJECTION, at("2026-11-28T23:00Z"), berlin, change=change)
    assert before.due_at == at("2026-11-27T23:00Z")
    assert [one.late for one in (before, on_the_day, after)] == [False, False, True]


@pytest.mark.parametrize(
    ("objection_by", "received", "late"),
    [
        (date(2026, 12, 10), "2026-12-10T12:00Z", False),
        (date(2026, 12, 10), "2026-12-11T12:00Z", True),
        (date(2026, 11, 20), "2026-11-27T12:00Z", False),
    ],
    ids=["contract gives longer", "longer is over", "never shorter than the policy"],
)
def test_a_contract_may_give_longer_to_object(objection_by: date, received: str, late: bool) -> None:
    change = Change(date(2026, 11, 28), objection_by)
    assert deadline(ReplyKind.OBJECTION, at(received), CaseRules(), change=change).late is late


ANSWERS = [
    # received, contract, segment and country, due
    (
        "2026-04-01T10:00Z",
        {"answer_business_days": 10},
        ("enterprise", "DE"),
        "2026-04-17T10:00Z",
    ),  # Good Friday, Easter
    ("2026-04-01T10:00Z", {"answer_business_days": 10}, ("Enterprise", ""), "2026-04-15T10:00Z"),
    ("2026-04-01T10:00Z", {"answer_business_days": 10, "holidays": ("DE",)}, ("enterprise", ""), "2026-04-17T10:00Z"),
    ("2026-04-03T10:00Z", {"answer_business_days": 1}, ("enterprise", ""), "2026-04-06T10:00Z"),
    ("2026-04-01T10:00Z", {"answer_days": 7}, ("enterprise", ""), "2026-04-08T10:00Z"),
    ("2026-04-01T10:00Z", {"answer_days": 7}, ("self-service", ""), "2026-05-01T10:00Z"),
    ("2026-04-01T10:00Z", {"answer_days": 90}, ("enterprise", ""), "2026-05-01T10:00Z"),
    ("2026-04-01T10:00Z", {"answer_days": 7, "countries": ("FR",)}, ("enterprise", "DE"), "2026-05-01T10:00Z"),
    ("2026-04-01T10:00Z", {"notice_days": 45}, ("enterprise", ""), "2026-05-01T10:00Z"),
]


@pytest.mark.parametrize(("received", "terms", "group", "due"), ANSWERS)
def test_the_stricter_contract_wins(received: str, terms: dict[str, Any], group: tuple[str, str], due: str) -> None:
    rules = CaseRules(contracts=(ContractRule("DPA", segments=("enterprise",), **terms),))
    assert deadline(ReplyKind.ERASURE, at(received), rules, group=Group(*group)).due_at == at(due)


def test_the_rule_is_named() -> None:
    rules = CaseRules(contracts=(ContractRule("DPA", answer_business_days=10),))
    found = deadline(ReplyKind.ERASURE, at("2026-04-01T10:00Z"), rules, group=Group("", "DE"))
    assert found.rule == "contract DPA: 10 business days (DE)"


def test_an_extension_counts_three_months_from_receipt() -> None:
    assert extended(at("2025-11-30T10:00Z"), CaseRules()) == at("2026-02-28T10:00Z")


def test_a_reopened_case_keeps_a_deadline_that_lies_ahead() -> None:
    ahead, past, now = at("2026-06-05T10:00Z"), at("2026-05-01T10:00Z"), at("2026-05-20T10:00Z")
    assert reopened(ahead, now, CaseRules()) == ahead
    assert reopened(past, now, CaseRules()) == at("2026-06-20T10:00Z")
