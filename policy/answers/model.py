"""An answer as a value: verdict, recipients, citations, and what was understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_STATED = "not_stated"
    OPEN = "n/a"


@dataclass(frozen=True, slots=True)
class Citation:
    """A literal quote: section key and heading, the words, the line in the source, the commit they were found in.

    `related` marks the nearest clause when the policy does not say what was asked.
    """

    section: str
    heading: str
    quote: str
    commit: str
    line: int
    related: bool = False


@dataclass(frozen=True, slots=True)
class AnswerRecipient:
    """A recipient in an answer, under the policy's own label; `source` is "policy" or "register"."""

    name: str
    group: str
    force: str
    data: tuple[str, ...]
    purpose: str
    section: str
    region: str = ""
    source: str = "policy"
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a thread is about, so that "and since when?" needs no repetition. `question` is the last full question.

    `shown` are the recipients that the answer named ("who else?").
    """

    recipients: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    question: str = ""
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading of an ambiguous question: what to show, and the question that asks exactly that."""

    label: str
    question: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the policy says to a question.

    `interpretation` says how the question was understood, with corrections ("gainsite" read as Gainsight). `notes` are
    remarks for the reader: containment of data categories, open lists, what comes from the register. `coming` says what
    changes in the notice window. `examples` are questions that work on this policy, for one that was not understood.
    `depends` is the condition, in the policy's words, on which a yes rests in every quote; the verdict stays yes.
    """

    question: str
    interpretation: str
    verdict: Verdict
    headline: str
    recipients: tuple[AnswerRecipient, ...]
    citations: tuple[Citation, ...]
    document: str
    revision: str
    policy_date: date | None
    as_of: date | None
    text: str
    intent: str = ""
    notes: tuple[str, ...] = ()
    coming: str = ""
    choices: tuple[Choice, ...] = ()
    examples: tuple[str, ...] = ()
    subject: Subject | None = None
    depends: str = ""

    @property
    def understood(self) -> bool:
        """Whether the question was read as one about the policy."""
        return self.intent != "not_understood"

    @property
    def is_gap(self) -> bool:
        """Whether the question found no answer, so that legal should see it."""
        return self.verdict is Verdict.NOT_STATED
