"""A message as the rules of cases see it: who it claims to be from, where it was sent, what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from notifier.model import Case, Customer, Identity, Matched, ReplyKind


@dataclass(frozen=True, slots=True)
class Incoming:
    """What reading and understanding made of one stored message.

    `recipients` are all addresses that it was sent to, envelope first: one may carry a signed token. `automatic`
    messages (auto-replies, bounces, lists, feedback reports) are recorded and never answered. `returned_ids` are the
    Message-IDs of returned originals in a bounce. `unreadable` says why the message could not be read, "" if it could.
    """

    sha256: str
    message_id: str = ""
    references: tuple[str, ...] = ()
    sender: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    automatic: bool = False
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
        return (by_kind or anything or [self.unreadable or self.text or self.subject])[0].strip()[:LONGEST_QUOTE]


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


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the ledger knows around a message when its cases are decided."""

    match: Match
    open_cases: tuple[Case, ...] = ()
    effective_on: date | None = None


LONGEST_QUOTE = 500  # characters
