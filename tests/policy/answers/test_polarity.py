"""Yes or no from the words of one clause."""

from __future__ import annotations

import pytest

from policy.answers import History, Verdict, answer
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
