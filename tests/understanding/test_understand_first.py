"""The sentences that every reader of replies must get right."""

from __future__ import annotations

import pytest

from notifier.understanding import understand

PLAIN = [
    ("I object to the changes in your privacy policy.", "objection"),
    ("I object", "objection"),
    ("I do not accept the new terms.", "objection"),
    ("Do not share my data with the new partner.", "objection"),
    ("Please delete my account and all my data.", "erasure"),
    ("I want to exercise my right to be forgotten.", "erasure"),
    ("Send me a copy of my data", "access"),
    ("My address is wrong, please correct it to 5 Main Street.", "rectification"),
    ("Please restrict the processing of my data.", "restriction"),
    ("I want my data in a machine-readable format.", "portability"),
    ("Please unsubscribe me from the newsletter", "opt_out"),
    ("I want to file a complaint about this.", "complaint"),
    ("Who are your sub-processors?", "question"),
    ("I am out of the office until Monday", "auto_reply"),
    ("Thanks, all fine.", "other"),
]


@pytest.mark.parametrize(("text", "kind"), PLAIN, ids=[kind for _, kind in PLAIN])
def test_plain_sentence_has_its_kind_and_needs_nobody(text: str, kind: str) -> None:
    result = understand(text)
    assert result.primary == kind
    assert not result.triage
    if kind != "other":
        assert result.evidence[0] in text


NO_ERASURE = [
    "Please don't delete my account.",
    "How do I delete my account?",
    "I don't object.",
    "I have no objection to the new terms.",
    "If you are not the intended recipient, please delete this message.",
    'Your mail says "you may ask us to delete your account and all data". Is that free?',
]


@pytest.mark.parametrize("text", NO_ERASURE)
def test_words_of_deletion_or_objection_that_ask_for_neither(text: str) -> None:
    assert not {"erasure", "objection"} & set(understand(text).kinds)


FOR_A_PERSON = [
    "Please remove my colleague John from the system",
    "Remove me",
    "If you share my data with advertisers, I object.",
    "Please do not close my account and delete my data",
    "I will delete my account.",
    "no!!",
]


@pytest.mark.parametrize("text", FOR_A_PERSON)
def test_doubt_goes_to_a_person(text: str) -> None:
    assert understand(text).triage


def test_two_requests_in_one_message_are_both_found() -> None:
    result = understand("I do not accept the new terms. Close my account and wipe my info.")
    assert set(result.kinds) == {"objection", "erasure"}
    assert len(result.evidence) == 2
    assert not result.triage
