"""Deadlines of cases as tables: received, rule, due."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from notifier.cases.deadlines import (
    CaseRules,
    ContractTerm,
    add_business_days,
    add_months,
    deadline,
    extended,
    reopened,
)
from notifier.model import ReplyKind


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
    ("objection", "2026-11-28T00:00Z", date(2026, 11, 28), "2026-12-28T00:00Z", True),
    ("objection", "2027-02-01T09:00Z", date(2026, 11, 28), "2027-03-01T09:00Z", True),
    ("objection", "2026-11-01T10:00Z", None, "2026-12-01T10:00Z", False),
    ("erasure", "2026-11-01T10:00Z", date(2026, 11, 5), "2026-12-01T10:00Z", False),
]


@pytest.mark.parametrize(("kind", "received", "effective", "due", "late"), DEADLINES)
def test_deadline(kind: str, received: str, effective: date | None, due: str, late: bool) -> None:
    found = deadline(ReplyKind(kind), at(received), CaseRules(), effective_on=effective)
    assert (found.due_at, found.late) == (at(due), late)


def test_an_objection_is_late_by_the_policys_own_midnight() -> None:
    berlin = CaseRules("Europe/Berlin")
    before = deadline(ReplyKind.OBJECTION, at("2026-11-27T22:59Z"), berlin, effective_on=date(2026, 11, 28))
    after = deadline(ReplyKind.OBJECTION, at("2026-11-27T23:00Z"), berlin, effective_on=date(2026, 11, 28))
    assert (before.late, before.due_at, after.late) == (False, at("2026-11-27T23:00Z"), True)


EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})


@pytest.mark.parametrize(
    ("start", "days", "holidays", "due"),
    [
        ("2026-03-02T10:00Z", 5, frozenset(), "2026-03-09T10:00Z"),
        ("2026-03-06T10:00Z", 1, frozenset(), "2026-03-09T10:00Z"),
        ("2026-03-07T10:00Z", 1, frozenset(), "2026-03-09T10:00Z"),
        ("2026-04-02T10:00Z", 1, EASTER, "2026-04-07T10:00Z"),
        ("2026-04-01T10:00Z", 10, EASTER, "2026-04-17T10:00Z"),
    ],
)
def test_business_days(start: str, days: int, holidays: frozenset[date], due: str) -> None:
    assert add_business_days(at(start), days, "UTC", holidays) == at(due)


def test_the_stricter_contract_wins_and_is_named() -> None:
    term = ContractTerm("enterprise", 10, business_days=True, holidays=EASTER)
    found = deadline(ReplyKind.ERASURE, at("2026-04-01T10:00Z"), CaseRules(contracts=(term,)), segment="enterprise")
    assert (found.due_at, found.rule) == (at("2026-04-17T10:00Z"), "contract of enterprise: 10 business days")


@pytest.mark.parametrize(
    ("term", "segment"),
    [
        (ContractTerm("enterprise", 10), "self-service"),
        (ContractTerm("enterprise", 90), "enterprise"),
        (ContractTerm("enterprise", 10, kinds=frozenset({ReplyKind.ACCESS})), "enterprise"),
        (ContractTerm("", 1), ""),
    ],
    ids=["other segment", "laxer", "other kind", "no segment"],
)
def test_a_contract_that_does_not_apply_or_is_laxer_changes_nothing(term: ContractTerm, segment: str) -> None:
    found = deadline(ReplyKind.ERASURE, at("2026-04-01T10:00Z"), CaseRules(contracts=(term,)), segment=segment)
    assert found.due_at == at("2026-05-01T10:00Z")


def test_an_extension_counts_three_months_from_receipt() -> None:
    assert extended(at("2025-11-30T10:00Z"), CaseRules()) == at("2026-02-28T10:00Z")


def test_a_reopened_case_keeps_a_deadline_that_lies_ahead() -> None:
    ahead, past, now = at("2026-06-05T10:00Z"), at("2026-05-01T10:00Z"), at("2026-05-20T10:00Z")
    assert reopened(ahead, now, CaseRules()) == ahead
    assert reopened(past, now, CaseRules()) == at("2026-06-20T10:00Z")
