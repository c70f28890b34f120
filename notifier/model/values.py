"""The values that `notifier` passes around: customers, notices, deliveries, messages and cases.

All instants are aware UTC datetimes; all ids are ledger row ids unless said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class CustomerState(StrEnum):
    ACTIVE = "active"
    UNREACHABLE = "unreachable"  # hard-bounced: told by other means, never dropped
    LEFT = "left"
    ERASED = "erased"


class NoticeKind(StrEnum):
    CHANGE = "change"
    WITHDRAWAL = "withdrawal"


class NoticeState(StrEnum):
    PROPOSED = "proposed"
    HELD = "held"
    EDITORIAL = "editorial"
    LATE = "late"
    APPROVED = "approved"
    SENDING = "sending"
    PAUSED = "paused"
    SENT = "sent"
    IN_FORCE = "in_force"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


class DeliveryPurpose(StrEnum):
    NOTICE = "notice"
    TOP_UP = "top_up"
    REMINDER = "reminder"


class DeliveryState(StrEnum):
    DUE = "due"
    CLAIMED = "claimed"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"


class ReplyKind(StrEnum):
    OBJECTION = "objection"
    ERASURE = "erasure"
    ACCESS = "access"
    RECTIFICATION = "rectification"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OPT_OUT = "opt_out"
    COMPLAINT = "complaint"
    QUESTION = "question"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    OTHER = "other"


class CaseState(StrEnum):
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    IDENTITY_CONFIRMED = "identity_confirmed"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Matched(StrEnum):
    """How the writer of a message was matched to a customer; only `SIGNED_ADDRESS` is strong."""

    SIGNED_ADDRESS = "signed_address"
    REFERENCES = "references"
    FROM_ADDRESS = "from_address"
    NOBODY = "nobody"


class Identity(StrEnum):
    """How sure it is that the writer is the customer; `LIKELY`: signed reply address and the receiver's DMARC pass."""

    UNCONFIRMED = "unconfirmed"
    LIKELY = "likely"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Customer:
    id: int
    external_id: str
    email: str
    name: str = ""
    language: str = "en"
    country: str = ""
    segment: str = ""
    joined_on: date | None = None
    state: CustomerState = CustomerState.ACTIVE


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice owed to customers about one change of one document.

    `announcement` is the JSON of the changelog entry as approved (see `policy.changelog`); `text_hash` is the SHA-256
    of kind, document, both revisions and effective date, which an approval names, so that a stale button approves
    nothing.
    """

    id: int
    kind: NoticeKind
    document: str
    baseline_revision: str
    revision: str
    updated_on: date | None
    effective_on: date
    notice_days: int
    due_at: datetime
    timezone: str
    state: NoticeState
    text_hash: str
    announcement: str
    created_at: datetime
    approved_by: str = ""
    approved_at: datetime | None = None
    exception_by: str = ""
    exception_reason: str = ""
    approvals_needed: int = 1
    reason: str = ""  # why it is late, held, cancelled or superseded
    remind_at: datetime | None = None
    planned_at: datetime | None = None
    sent_at: datetime | None = None
    text_id: str = ""  # git's blob of `revision`
    baseline_text_id: str = ""
    notice_hour: int = 9
    reminder_days: int = 0
    replaces: int | None = None  # the notice that this one corrects or withdraws
    contracts: str = "[]"  # JSON of the contract rules that held when it was proposed


@dataclass(frozen=True, slots=True)
class Delivery:
    id: int
    notice_id: int
    customer_id: int
    purpose: DeliveryPurpose
    state: DeliveryState
    due_at: datetime
    attempts: int
    message_id: str
    objection_by: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A request of a data subject. `number` is printed ("C-2026-0007"); `due_at` is its legal deadline.

    `rule` says in words where the deadline comes from. A case of kind OTHER is a message that a person must sort.
    `held` stops an erasure until a person has read a newer message. `contact` is the writer's address where nobody
    matched. `outcome` is the reason given when the case was closed.
    """

    id: int
    number: str
    kind: ReplyKind
    state: CaseState
    customer_id: int | None
    notice_id: int | None
    matched: Matched
    opened_at: datetime
    due_at: datetime
    late: bool
    quote: str
    assignee: str = ""
    inbound_id: int | None = None
    identity: Identity = Identity.UNCONFIRMED
    rule: str = ""
    extended: bool = False
    held: bool = False
    contact: str = ""
    language: str = ""
    outcome: str = ""
    closed_at: datetime | None = None
