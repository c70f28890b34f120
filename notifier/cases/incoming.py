"""A message as the rules of cases see it: who it claims to be from, where it was sent, what it says."""

from __future__ import annotations

from dataclasses import dataclass

from notifier.cases.deadlines import Change
from notifier.model import Case, Customer, Identity, Matched, ReplyKind


@dataclass(frozen=True, slots=True)
class Incoming:
    """What reading and understanding made of one stored message.

    `reply_tokens` are the `+detail` parts of all addresses it was sent to; one may be ours. `automatic` messages
    (auto-replies, bounces, feedback reports) are recorded and make no case; only `answerable` ones are ever answered,
    which a person's mail through a list is not. `unreadable` says why the message could not be read, "" if it could.
    `checks` are the results of the receiving server (DKIM, SPF, DMARC), for staff to see.
    """

    sha256: str
    message_id: str = ""
    references: tuple[str, ...] = ()
    sender: str = ""
    reply_tokens: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    automatic: bool = False
    answerable: bool = True
    bounce: Bounced | None = None
    dmarc_pass: bool = False
    kinds: tuple[ReplyKind, ...] = (ReplyKind.OTHER,)
    primary: ReplyKind = ReplyKind.OTHER
    triage: bool = False
    quotes: tuple[tuple[ReplyKind, str], ...] = ()
    withdrawn: tuple[ReplyKind, ...] = ()
    reasons: tuple[str, ...] = ()
    language: str = ""
    unreadable: str = ""
    checks: tuple[str, ...] = ()

    def quote_of(self, kind: ReplyKind) -> str:
        """The sentence that shows `kind`, else the first sentence found, else the beginning of the text."""
        by_kind = [sentence for found, sentence in self.quotes if found is kind]
        anything = [sentence for _, sentence in self.quotes]
        choices = [*by_kind, *anything, self.unreadable, self.text, self.subject]
        return next((choice for choice in choices if choice.strip()), "").strip()[:LONGEST_QUOTE]


@dataclass(frozen=True, slots=True)
class Bounced:
    """A delivery that came back: to whom, and whether trying again is useless."""

    recipient: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a message was matched to, by what, and of which notice and delivery it speaks; None where unknown."""

    how: Matched = Matched.NOBODY
    customer: Customer | None = None
    notice_id: int | None = None
    delivery_id: int | None = None
    identity: Identity = Identity.UNCONFIRMED
    doubts: tuple[str, ...] = ()
    change: Change | None = None  # that the notice announced


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the ledger knows around a message when its cases are decided."""

    match: Match
    open_cases: tuple[Case, ...] = ()
    change: Change | None = None


LONGEST_QUOTE = 500  # characters
