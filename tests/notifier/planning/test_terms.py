"""The strictest rule wins, and says so."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from notifier.planning import Frame, Group, earliest_lawful, terms_of
from policy.contracts import ContractRule

ENTERPRISE = ContractRule(
    "enterprise contract", segments=("enterprise",), notice_days=45, contact="legal-desk@example.com"
)
DPA = ContractRule("DPA", segments=("dpa",), notice_business_days=10, objection_business_days=10)
GERMAN_DPA = ContractRule("German DPA", segments=("dpa",), countries=("DE",), notice_business_days=30, holidays=("FR",))
TERMS_ONLY = ContractRule("terms", documents=("terms.md",), notice_days=60)
PATIENT = ContractRule("patient", segments=("patient",), objection_days=60)
RULES = (ENTERPRISE, DPA, GERMAN_DPA, TERMS_ONLY, PATIENT)

CASES = [
    # document, segment, country → due (09:00 Berlin), objection by, rule
    ("privacy.md", "", "", "2027-03-11 08:00", "2027-04-10", "policy: 30 days; objection: effective date"),
    ("privacy.md", "enterprise", "FR", "2027-02-24 08:00", "2027-04-10", "enterprise contract: 45 days; objection: effective date"),
    ("privacy.md", "Enterprise", "", "2027-02-24 08:00", "2027-04-10", "enterprise contract: 45 days; objection: effective date"),
    ("privacy.md", "dpa", "FR", "2027-03-11 08:00", "2027-04-10", "policy: 30 days; objection: effective date"),  # 10 bd are shorter
    ("privacy.md", "dpa", "DE", "2027-02-25 08:00", "2027-04-10", "German DPA: 30 business days (DE, FR); objection: effective date"),
    ("terms.md", "", "", "2027-02-09 08:00", "2027-04-10", "terms: 60 days; objection: effective date"),
    ("terms.md", "enterprise", "", "2027-02-09 08:00", "2027-04-10", "terms: 60 days; objection: effective date"),
    ("privacy.md", "patient", "", "2027-03-11 08:00", "2027-05-10", "policy: 30 days; objection: patient: 60 days"),
]  # fmt: skip


def frame(document: str) -> Frame:
    return Frame(document, date(2027, 4, 10), 30, "Europe/Berlin", 9, RULES)


@pytest.mark.parametrize(("document", "segment", "country", "due", "objection_by", "rule"), CASES)
def test_terms(document: str, segment: str, country: str, due: str, objection_by: str, rule: str) -> None:
    terms = terms_of(frame(document), Group(segment, country))
    assert (f"{terms.due_at:%Y-%m-%d %H:%M}", terms.objection_by.isoformat(), terms.rule) == (due, objection_by, rule)


def test_time_to_object_counts_from_when_they_are_really_told() -> None:
    late = datetime(2027, 4, 1, 12, 0, tzinfo=UTC)
    assert terms_of(frame("privacy.md"), Group("dpa", "FR"), begins_at=late).objection_by == date(2027, 4, 15)
    assert terms_of(frame("privacy.md"), Group("", ""), begins_at=late).objection_by == date(2027, 4, 10)


def test_a_contract_can_name_its_own_contact() -> None:
    assert terms_of(frame("privacy.md"), Group("enterprise", "")).contact == "legal-desk@example.com"
    assert terms_of(frame("privacy.md"), Group("", "")).contact == ""


def test_a_country_without_a_holiday_calendar_is_said_so() -> None:
    strict = ContractRule("strict", notice_business_days=60)
    terms = terms_of(Frame("p.md", date(2027, 4, 10), 30, "UTC", 9, (strict,)), Group("", "XX"))
    assert terms.rule.startswith("strict: 60 business days (XX) (no holiday calendar for XX)")


@pytest.mark.parametrize(
    ("groups", "earliest", "rule"),
    [
        ((), "2027-03-31", "policy: 30 days"),
        ((Group("enterprise", ""),), "2027-04-15", "enterprise contract: 45 days"),
        ((Group("", "DE"), Group("dpa", "DE")), "2027-04-14", "German DPA: 30 business days (DE, FR)"),
    ],
)
def test_earliest_lawful_date_is_that_of_the_strictest_group(
    groups: tuple[Group, ...], earliest: str, rule: str
) -> None:
    found, reason = earliest_lawful(frame("privacy.md"), groups, datetime(2027, 3, 1, 7, 0, tzinfo=UTC))
    assert (found.isoformat(), reason) == (earliest, rule)
