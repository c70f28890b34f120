"""Yes or no from the words of one clause."""

from __future__ import annotations

from datetime import date

import pytest

from policy.answers import Answer, History, Verdict, answer
from policy.documents import read_document

POLICY = """# Acmo Privacy Policy

Acmo, Inc. runs a shop.

## Children

The shop is meant for people aged 16 years or older. We do not knowingly collect data from children under 16.

## Money

We do not collect or store financial information.

## Signals

People are entitled to know whether we respond to “Do Not Track” signals. We do not respond to the “Do Not Track” signal.

## Transfers

Your data may be transferred to countries whose laws may not be as strict as yours, for example to the United States.

## Sources

We do not buy data from data brokers.

## Helpers

Acmo does not share your location with third parties for advertising.

We run our servers with HollowTree.
"""


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("do we knowingly collect data from kids under 16?", Verdict.NO),
        ("do we share location with advertisers?", Verdict.NO),
        ("do we allow users under 14?", Verdict.NO),
        ("do we collect credit card numbers?", Verdict.NO),
        ("do we honour do not track?", Verdict.NO),
        ("is data transferred to the United States?", Verdict.YES),
        ("do we buy data from data brokers?", Verdict.NO),
        ("do we use hollow tree?", Verdict.YES),
        ("do we use Mapleleaf?", Verdict.NOT_STATED),
    ],
)
def test_yes_or_no(question: str, verdict: Verdict) -> None:
    history = History.of_document(read_document(POLICY, "privacy.md"), "abc", None)
    assert answer(question, history).verdict is verdict


LISTED = """# Acmo Privacy Policy

Acmo, Inc. runs a shop.

## Whom we share data with

We may disclose data to public authorities. Our service providers are:

- Kiteline: push notifications
- Oxbow: messaging
"""


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("who are our service providers?", {"Kiteline", "Oxbow"}),
        ("whom do we share data with?", {"Kiteline", "Oxbow", "public authorities"}),
        ("who sends push notifications?", {"Kiteline"}),
    ],
)
def test_who_is_listed(question: str, names: set[str]) -> None:
    history = History.of_document(read_document(LISTED, "privacy.md"), "abc", None)
    assert {recipient.name for recipient in answer(question, history).recipients} == names


COMPANY = """# Privacy Policy

## Sharing

We share your e-mail address with Courierbird, which sends our letters. We do not sell or share phone numbers through our
ads program. Vendors such as domain registrars may help us. We disclose information in response to a court order.
If you use our shop services (including Parcelnest and Shopwren), you provide your postal address.

## Keeping

We keep server logs with the IP address for 30 days.
"""


@pytest.mark.parametrize(
    ("question", "verdict", "names"),
    [
        ("Do we keep IP addresses forever?", "no", []),
        ("Do we keep IP addresses for 30 days?", "yes", []),
        ("Do we share e-mail addresses with domain registrars?", "not_stated", []),
        ("Do we share e-mail addresses with Courierbird?", "yes", ["Courierbird"]),
        ("Do we share phone numbers with anyone?", "not_stated", []),
        ("Who gets postal addresses?", "not_stated", []),
    ],
)
def test_a_yes_or_no_rests_on_what_was_asked(question: str, verdict: str, names: list[str]) -> None:
    given = ask_company(question)
    assert (given.verdict.value, [recipient.name for recipient in given.recipients]) == (verdict, names)


@pytest.mark.parametrize(
    ("question", "read_as"),
    [
        ("who do we shre emial addresses wiht", ["share", "email", "with"]),
        ("do we slel data", ["sell"]),
        ("wich companies get email addresses?", ["which"]),
    ],
)
def test_slips_of_the_fingers_are_read_as_what_was_meant(question: str, read_as: list[str]) -> None:
    given = ask_company(question)
    assert [word for word in read_as if f"read as {word}" not in given.interpretation] == []


def test_a_question_for_the_law_names_no_recipients() -> None:
    given = ask_company("Which law gives the right to erasure?")
    assert (given.verdict.value, given.recipients) == ("not_stated", ())


@pytest.mark.parametrize("place", ["the US", "the us", "the U.S.", "the USA"])
def test_the_us_is_a_country_and_not_we(place: str) -> None:
    given = ask_company(f"Which processors are in {place}?")
    assert given.verdict.value == "not_stated"
    assert "United States" in given.text


def test_a_yes_on_a_condition_says_that_it_depends() -> None:
    given = ask_company("Do we give data to public authorities?")
    assert (given.verdict.value, given.depends) == ("yes", "in response to a court order")
    assert "It depends: the policy says so only “in response to a court order”." in given.text
    assert ask_company("Do we share e-mail addresses with Courierbird?").depends == ""


def ask_company(question: str) -> Answer:
    document = read_document(COMPANY, "privacy.md")
    return answer(question, History.of_document(document, "a" * 40, None), today=date(2027, 3, 1))
