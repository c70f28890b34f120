"""Letters to customers: every language, every kind, no injection."""

from __future__ import annotations

import email
import re
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default

import pytest

from notifier.cases.letters import LANGUAGES, LetterFacts, Proof, compose
from notifier.cases.letters.words import Words
from notifier.cases.mailbox import Letter
from notifier.errors import DeliveryError
from notifier.model import Case, CaseState, Matched, ReplyKind

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
CASE = Case(
    id=7,
    number="C-2026-0007",
    kind=ReplyKind.ERASURE,
    state=CaseState.RECEIVED,
    customer_id=1,
    notice_id=None,
    matched=Matched.FROM_ADDRESS,
    opened_at=NOW,
    due_at=datetime(2026, 12, 2, 9, tzinfo=UTC),
    late=False,
    quote="Delete me.",
)
FACTS = LetterFacts(
    letter=Letter.ACKNOWLEDGEMENT,
    sender="Example Privacy <privacy@herald.example>",
    reply_to="privacy+abc@herald.example",
    recipient="jane@example.org",
    name="Jane Roe",
    language="en",
    cases=(CASE,),
    reasons={},
    proofs=(),
    timezone="UTC",
    written_at=NOW,
    message_id="<letter-1@herald.example>",
    in_reply_to="<m1@mail.example>",
)


def read(facts: LetterFacts) -> EmailMessage:
    message = email.message_from_bytes(compose(facts), policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def body(facts: LetterFacts) -> str:
    return str(read(facts).get_content())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", Letter)
@pytest.mark.parametrize("kind", [ReplyKind.OBJECTION, ReplyKind.OTHER])
def test_every_letter_in_every_language_is_filled_in(language: str, letter: Letter, kind: ReplyKind) -> None:
    case = replace(CASE, kind=kind, late=True, state=CaseState.REFUSED)
    proofs = (Proof(CASE.number, "https://herald.example/identity/token", NOW + timedelta(days=14)),)
    facts = replace(
        FACTS, letter=letter, language=language, cases=(case,), proofs=proofs, reasons={CASE.number: "Why."}
    )
    message = read(facts)
    text = str(message.get_content())
    assert "C-2026-0007" in str(message["Subject"])
    assert not re.search(r"[{}]", text + str(message["Subject"]))
    assert max(len(line) for line in text.splitlines() if "http" not in line) <= 72
    assert message["Content-Language"] == language


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "en"])
def test_no_sentence_was_left_in_english(language: str) -> None:
    for field in fields(Words):
        if field.name != "months" and field.name != "kinds" and field.name != "day":
            assert getattr(LANGUAGES[language], field.name) != getattr(LANGUAGES["en"], field.name), field.name
    assert set(LANGUAGES[language].kinds) == set(LANGUAGES["en"].kinds)


DATES = [
    ("en", "2 December 2026"),
    ("de", "2. Dezember 2026"),
    ("fr", "2 décembre 2026"),
    ("es", "2 de diciembre de 2026"),
    ("it", "2 dicembre 2026"),
    ("nl", "2 december 2026"),
    ("pt-BR", "2 de dezembro de 2026"),
    ("xx", "2 December 2026"),
]


@pytest.mark.parametrize(("language", "due"), DATES)
def test_the_acknowledgement_names_case_and_date(language: str, due: str) -> None:
    text = " ".join(body(replace(FACTS, language=language)).split())
    assert "C-2026-0007" in text
    assert due in text


def test_the_headers_keep_machines_from_answering() -> None:
    message = read(FACTS)
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert (message["In-Reply-To"], message["Reply-To"]) == ("<m1@mail.example>", "privacy+abc@herald.example")
    assert message["List-Unsubscribe"] is None


def test_a_letter_is_the_same_each_time() -> None:
    assert compose(FACTS) == compose(FACTS)


def test_only_a_refusal_tells_its_reason_and_the_remedy() -> None:
    refused = replace(
        FACTS, letter=Letter.CLOSING, cases=(replace(CASE, state=CaseState.REFUSED),), reasons={CASE.number: "No data."}
    )
    done = replace(refused, cases=(replace(CASE, state=CaseState.DONE),))
    assert "Reason: No data." in body(refused)
    assert "court" in body(refused)
    assert "Reason" not in body(done)


@pytest.mark.parametrize("recipient", ["", "jane", "jane@example.org\r\nBcc: all@example.org", "a@b, c@d", "<x@y>"])
def test_what_is_no_address_gets_no_letter(recipient: str) -> None:
    with pytest.raises(DeliveryError) as refused:
        compose(replace(FACTS, recipient=recipient))
    assert refused.value.permanent


@pytest.mark.parametrize("hostile", ["Eve\r\nBcc: all@example.org", "{number}", "x" * 5000, "\u202eevaD"])
def test_a_hostile_name_changes_no_header_and_fills_no_line(hostile: str) -> None:
    message = read(replace(FACTS, name=hostile))
    assert message["Bcc"] is None
    assert max(map(len, str(message.get_content()).splitlines())) <= 100


@pytest.mark.parametrize("in_reply_to", ["<a@b>\r\nBcc: x@y.example", "nonsense", "<ä@b>", "<a b@c>"])
def test_a_hostile_message_id_is_not_answered_to(in_reply_to: str) -> None:
    assert read(replace(FACTS, in_reply_to=in_reply_to))["In-Reply-To"] is None
