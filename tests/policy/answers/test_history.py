"""Questions about time: as of a day, since when, until when, what changed, what is coming."""

from __future__ import annotations

from datetime import date

import pytest

from policy.answers import Answer, History, RevisionRecord, Verdict, answer
from policy.documents import read_document
from policy.errors import DateError

TEXT = """# Saltmarsh privacy policy

*Last updated: {updated}*

## 1. Sharing

We share data with third parties as described here.

*Payments:* We use {payments} to process card payments, and give them your card number.

*Support:* We use tools (such as {support}) to answer support tickets.

## 2. Retention

We keep personal data for {kept}.

## 3. Changes

Changes take effect 30 days after the date above. If you object to the changes, write to privacy@saltmarsh.example before the effective date.
"""  # fmt: skip
VERSIONS = (
    ("a1", date(2019, 5, 2), date(2019, 6, 1), "May 2, 2019", "Paybird", "Deskling", "two years"),
    ("b2", date(2020, 3, 1), date(2020, 3, 31), "March 1, 2020", "Paybird and Quillpay", "Deskling", "two years"),
    ("c3", date(2021, 8, 10), date(2021, 9, 9), "August 10, 2021", "Quillpay", "Deskling and Okapix", "three years"),
    ("d4", date(2024, 1, 5), date(2024, 2, 4), "January 5, 2024", "Quillpay and Coinlet", "Okapix", "three years"),
)


def saltmarsh() -> History:
    records = []
    for commit, updated, effective, printed, payments, support, kept in VERSIONS:
        text = TEXT.format(updated=printed, payments=payments, support=support, kept=kept)
        document = read_document(text, "privacy.md")
        records.append(RevisionRecord(commit, updated, effective, lambda document=document: document))
    return History.of_records("privacy.md", tuple(records))


def names(given: Answer) -> list[str]:
    return [recipient.name for recipient in given.recipients]


@pytest.mark.parametrize(
    ("day", "revision", "recipients"),
    [
        (date(2019, 5, 2), "a1", ["Paybird"]),
        (date(2020, 3, 15), "a1", ["Paybird"]),
        (date(2020, 3, 31), "b2", ["Paybird", "Quillpay"]),
        (date(2022, 1, 1), "c3", ["Quillpay"]),
        (None, "d4", ["Quillpay", "Coinlet"]),
    ],
)
def test_as_of_a_day_the_revision_in_force_answers(day: date | None, revision: str, recipients: list[str]) -> None:
    given = answer("who gets card numbers?", saltmarsh(), as_of=day)
    assert (given.revision, names(given)) == (revision, recipients)
    assert {citation.commit for citation in given.citations} == {revision}


def test_before_the_first_revision_nothing_is_recorded() -> None:
    given = answer("who gets card numbers?", saltmarsh(), as_of=date(2018, 1, 1))
    assert given.verdict is Verdict.NOT_STATED
    assert given.headline == "Not recorded: the first recorded revision is of 2019-05-02."
    assert given.citations == ()


@pytest.mark.parametrize(
    "question",
    ["who got card numbers on 1 June 2020?", "who got card numbers on June 1, 2020?", "who got card numbers as of 2020-06-01", "who got card numbers in June 2020?"],
)  # fmt: skip
def test_a_day_in_the_question_counts(question: str) -> None:
    given = answer(question, saltmarsh())
    assert (given.revision, names(given)) == ("b2", ["Paybird", "Quillpay"])


@pytest.mark.parametrize(
    ("question", "words", "revision"),
    [
        ("since when do we use Quillpay?", "since the revision of 2020-03-01", "b2"),
        ("since when do we share data with Okapix?", "since the revision of 2021-08-10", "c3"),
        (
            "when did we stop using Paybird?",
            "last named in the revision of 2020-03-01; gone in the one of 2021-08-10",
            "b2",
        ),
        (
            "until when did we use Deskling?",
            "last named in the revision of 2021-08-10; gone in the one of 2024-01-05",
            "c3",
        ),
        ("until when did we use Okapix?", "still named in the revision of 2024-01-05", "d4"),
    ],
)
def test_since_when_and_until_when(question: str, words: str, revision: str) -> None:
    given = answer(question, saltmarsh())
    assert words in given.headline
    assert {citation.commit for citation in given.citations} == {revision}


def test_what_changed_names_who_came_and_who_went() -> None:
    given = answer("what changed about our support tools?", saltmarsh())
    assert "No longer named: Deskling." in given.notes
    given = answer("what changed about payments since 2020-06-01?", saltmarsh())
    assert names(given) == ["Coinlet"]
    assert "No longer named: Paybird." in given.notes


def test_in_the_notice_window_an_answer_says_what_is_coming() -> None:
    given = answer("who gets card numbers?", saltmarsh(), today=date(2024, 1, 10))
    assert (given.revision, names(given)) == ("c3", ["Quillpay"])
    assert given.coming == "from 2024-02-04 on this changes; added: Coinlet"
    assert answer("how long do we keep personal data?", saltmarsh(), today=date(2024, 1, 10)).coming == ""


def test_the_coming_version_can_be_asked_about() -> None:
    given = answer("when does the coming version take effect?", saltmarsh(), today=date(2024, 1, 10))
    assert "2024-02-04" in given.headline
    given = answer("what will change in the next version?", saltmarsh(), today=date(2024, 1, 10))
    assert names(given) == ["Coinlet"]
    given = answer("when does the next version take effect?", saltmarsh(), today=date(2024, 6, 1))
    assert given.headline.startswith("No coming version is published")
    assert given.citations[0].section == "3"


def test_the_objection_deadline_is_the_effective_date_of_the_coming_version() -> None:
    given = answer("until when can customers object to the change?", saltmarsh(), today=date(2024, 1, 10))
    assert "2024-02-04" in given.headline
    assert given.citations[0].section == "3"


def test_a_follow_up_keeps_its_subject() -> None:
    first = answer("do we share data with Quillpay?", saltmarsh())
    second = answer("and since when?", saltmarsh(), subject=first.subject)
    assert "Quillpay: since the revision of 2020-03-01" in second.headline
    third = answer("until when?", saltmarsh(), subject=second.subject)
    assert "still named" in third.headline


def test_who_else_lists_the_others() -> None:
    first = answer("who gets card numbers?", saltmarsh())
    second = answer("who else?", saltmarsh(), subject=first.subject)
    assert names(second) == ["Okapix"]


def test_a_follow_up_with_another_purpose_is_a_new_question() -> None:
    first = answer("who gets card numbers?", saltmarsh())
    assert names(answer("and for support tickets?", saltmarsh(), subject=first.subject)) == ["Okapix"]


def test_a_history_needs_a_revision() -> None:
    with pytest.raises(DateError):
        History.of_records("privacy.md", ())


def test_who_asks_in_vain_is_sent_to_the_contact_of_the_repository() -> None:
    document = read_document("# Policy\n\n## 1. Who\n\nWe keep names.\n", "privacy.md")
    record = RevisionRecord("c1", date(2024, 1, 1), None, lambda: document)
    history = History.of_records("privacy.md", (record,), contact="privacy@acmo.example")
    assert "Whom to ask: privacy@acmo.example." in answer("do we share data with Nimbora?", history).text
