"""Customers whose contract names a contact of its own find that one in their notice."""

from __future__ import annotations

import email
from datetime import date
from email.policy import default

import pytest

from notifier.delivery import NoticeLetters
from notifier.delivery.claims import Claim
from notifier.notices.store import contracts_json
from policy.contracts import ContractRule
from tests.delivery.owed import NOW, SETTINGS, SIGNER, notice

RULES = (
    ContractRule("enterprise", segments=("enterprise",), contact="desk@example.com"),
    ContractRule("Swiss", countries=("CH",), contact="schweiz@example.com"),
)


def letters() -> NoticeLetters:
    contracted = notice(contracts=contracts_json(RULES))
    return NoticeLetters(lambda _: (contracted, SETTINGS), SIGNER, lambda: NOW)


def claim(number: int, segment: str, country: str) -> Claim:
    return Claim(
        number, 1, "notice", 0, date(2027, 4, 10), 0, f"c{number}@example.org", f"c{number}@example.org", "",
        "en", country, "active", segment,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("segment", "country", "contact"),
    [("", "", SETTINGS.contact), ("enterprise", "", "desk@example.com"), ("", "CH", "schweiz@example.com"),
     ("Enterprise", "CH", "desk@example.com")],
)  # fmt: skip
def test_the_contact_of_the_contract_stands_in_the_notice(segment: str, country: str, contact: str) -> None:
    outgoing = letters().compose(claim(1, segment, country))
    text = email.message_from_bytes(outgoing.content(), policy=default).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    every = {SETTINGS.contact, "desk@example.com", "schweiz@example.com"}
    assert contact in text
    assert [other for other in every - {contact} if other in text] == []


def test_each_contact_has_its_own_exact_copy() -> None:
    made = letters()
    for number, segment in enumerate(("", "enterprise", "enterprise", "")):
        made.compose(claim(number, segment, ""))
    assert [copy.name for copy in made.take_copies()] == [
        "notice.en.2027-04-10",
        "notice.en.2027-04-10.desk@example.com",
    ]
