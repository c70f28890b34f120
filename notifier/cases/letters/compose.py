"""A letter to a customer as bytes ready for SMTP: plain text, in their language, marked so that no machine answers it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from notifier.cases.letters import de, en, es, fr, it, nl, pt
from notifier.cases.letters.words import Words
from notifier.cases.mailbox import Letter
from notifier.errors import DeliveryError
from notifier.model import Case, CaseState, ReplyKind

LANGUAGES: dict[str, Words] = {
    "en": en.WORDS,
    "de": de.WORDS,
    "fr": fr.WORDS,
    "es": es.WORDS,
    "it": it.WORDS,
    "nl": nl.WORDS,
    "pt": pt.WORDS,
}
COLUMNS = 72


@dataclass(frozen=True, slots=True)
class Proof:
    """A link through which the customer confirms that a case is theirs."""

    number: str
    url: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything that one letter says and to whom; `written_at` is when it was owed, so that a retry is identical."""

    letter: Letter
    sender: str
    reply_to: str
    recipient: str
    name: str
    language: str
    cases: tuple[Case, ...]
    reasons: dict[str, str]
    proofs: tuple[Proof, ...]
    timezone: str
    written_at: datetime
    message_id: str
    in_reply_to: str = ""


def words_of(language: str) -> Words:
    """The words of a language tag ("pt-BR" is Portuguese); English where a language has none."""
    return LANGUAGES.get(language.strip().lower().replace("_", "-").partition("-")[0], LANGUAGES["en"])


def compose(facts: LetterFacts) -> bytes:
    """The message of a letter. Raises DeliveryError (permanent) when the recipient is no address that can be written."""
    words = words_of(facts.language)
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = facts.sender
        message["To"] = Address(addr_spec=facts.recipient)
        message["Reply-To"] = facts.reply_to or facts.sender
    except (ValueError, IndexError, MessageError) as problem:
        raise DeliveryError(f"the letter has no valid address: {type(problem).__name__}", permanent=True) from problem
    message["Subject"] = _subject(facts, words)
    message["Date"] = format_datetime(facts.written_at)
    message["Message-ID"] = facts.message_id
    if _is_message_id(facts.in_reply_to):
        message["In-Reply-To"] = facts.in_reply_to
        message["References"] = facts.in_reply_to
    message["Auto-Submitted"] = "auto-replied"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(_body(facts, words), cte="quoted-printable")
    message["Content-Language"] = next(tag for tag, known in LANGUAGES.items() if known is words)
    return message.as_bytes()


def _is_message_id(text: str) -> bool:
    return text.startswith("<") and text.endswith(">") and text.isascii() and text.isprintable() and " " not in text


def _subject(facts: LetterFacts, words: Words) -> str:
    subjects = {
        Letter.ACKNOWLEDGEMENT: words.received_subject,
        Letter.IDENTITY: words.prove_subject,
        Letter.EXTENSION: words.extended_subject,
        Letter.CLOSING: words.closed_subject,
        Letter.FAREWELL: words.farewell_subject,
    }
    return subjects[facts.letter].format(numbers=", ".join(case.number for case in facts.cases))


def _body(facts: LetterFacts, words: Words) -> str:
    name = " ".join("".join(sign for sign in facts.name if sign.isprintable()).split())[:80]
    greeting = words.greeting.format(name=name) if name else words.greeting_nobody
    paragraphs = [greeting, *_paragraphs(facts, words), words.footer]
    return "\n\n".join(_wrap(paragraph) for paragraph in paragraphs) + "\n"


def _paragraphs(facts: LetterFacts, words: Words) -> Iterator[str]:
    match facts.letter:
        case Letter.ACKNOWLEDGEMENT:
            yield from _acknowledgement(facts, words)
        case Letter.EXTENSION | Letter.CLOSING | Letter.FAREWELL:
            for case in facts.cases:
                yield from _about_case(facts, case, words)
        case Letter.IDENTITY:
            pass  # the proofs below are all of it
    for proof in facts.proofs:
        yield words.prove.format(number=proof.number, expires=_day(proof.expires, facts, words))
        yield proof.url


def _about_case(facts: LetterFacts, case: Case, words: Words) -> Iterator[str]:
    if facts.letter is Letter.FAREWELL:
        yield words.farewell.format(number=case.number)
    elif facts.letter is Letter.CLOSING:
        yield from _closing(facts, case, words)
    else:
        yield words.extended.format(number=case.number, due=_day(case.due_at, facts, words))
        yield from _reason(facts, case, words)
        yield words.remedy


def _acknowledgement(facts: LetterFacts, words: Words) -> Iterator[str]:
    opened = min(case.opened_at for case in facts.cases)
    yield words.received.format(date=_day(opened, facts, words))
    for case in facts.cases:
        kind = words.kinds.get(case.kind, words.kinds[ReplyKind.OTHER])
        yield words.case_line.format(number=case.number, kind=kind, due=_day(case.due_at, facts, words))
        if case.late:
            yield words.late.format(number=case.number)
    if any(case.kind is ReplyKind.OTHER for case in facts.cases):
        yield words.unsorted
    elif not facts.proofs:
        yield words.next_step


def _closing(facts: LetterFacts, case: Case, words: Words) -> Iterator[str]:
    sentences = {
        CaseState.DONE: words.done,
        CaseState.REFUSED: words.refused,
        CaseState.WITHDRAWN: words.withdrawn,
    }
    sentence = sentences.get(case.state)
    if sentence is None:
        return
    kind = words.kinds.get(case.kind, words.kinds[ReplyKind.OTHER])
    yield sentence.format(number=case.number, kind=kind)
    if case.state is CaseState.REFUSED:
        yield from _reason(facts, case, words)
        yield words.remedy


def _reason(facts: LetterFacts, case: Case, words: Words) -> Iterator[str]:
    reason = facts.reasons.get(case.number, "").strip()
    if reason:
        yield words.reason.format(reason=" ".join(reason.split()))


def _day(instant: datetime, facts: LetterFacts, words: Words) -> str:
    return words.write_day(instant.astimezone(ZoneInfo(facts.timezone)).date())


def _wrap(paragraph: str) -> str:
    if paragraph.startswith(("http://", "https://")):
        return paragraph
    return textwrap.fill(paragraph, COLUMNS, break_long_words=False, break_on_hyphens=False)
