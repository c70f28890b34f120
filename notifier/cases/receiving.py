"""From the bytes of a message to cases: store first, then read, match, decide, and carry out in one transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, assert_never

import sqlalchemy as sa

from notifier.cases.deadlines import DEFAULT_RULES, CaseRules, Change
from notifier.cases.decisions import Attach, Hold, Intent, OpenCase, Withdraw, decide
from notifier.cases.incoming import Incoming, Match, Surroundings
from notifier.cases.mailbox import queue_acknowledgement
from notifier.cases.matching import key_of, match
from notifier.cases.opening import insert_case
from notifier.cases.reading import Read
from notifier.cases.steps import write_step
from notifier.cases.store import Deed, attach_message, case_from_row, insert_once
from notifier.cases.transitions import CUSTOMER, OPEN_STATES, SYSTEM, Action
from notifier.customers import mark_unreachable
from notifier.inbound import receipt_json
from notifier.ledger import record
from notifier.ledger.schema import cases, deliveries, inbound_messages, notices, seen_requests
from notifier.model import Case, CaseState, DeliveryState, Matched, ReplyKind
from notifier.signing import Signer

IS_OPEN = cases.c.state.in_([str(state) for state in OPEN_STATES])
OPEN_OF_CUSTOMER = (
    sa.select(cases).where(cases.c.customer_id == sa.bindparam("customer_id"), IS_OPEN).order_by(cases.c.id)
)
OPEN_OF_STRANGER = (
    sa.select(cases)
    .where(cases.c.customer_id.is_(None), cases.c.contact_key == sa.bindparam("key"), IS_OPEN)
    .order_by(cases.c.id)
)
SAME = sa.select(inbound_messages.c.id, inbound_messages.c.sha256, inbound_messages.c.reading).where(
    sa.or_(inbound_messages.c.sha256 == sa.bindparam("key"), inbound_messages.c.message_id == sa.bindparam("name"))
)
NEXT_CHANGE = (
    sa.select(notices.c.effective_on)
    .where(notices.c.state.in_(["sending", "sent", "paused"]), notices.c.effective_on > sa.bindparam("today"))
    .order_by(notices.c.effective_on)
    .limit(1)
)
INSERT_MESSAGE = sa.insert(inbound_messages).returning(inbound_messages.c.id)
LOCK = 0x48455243  # PostgreSQL advisory lock of whoever records a message
LONGEST_STORED_TEXT = 20_000  # characters of the new text kept beside the raw message for lists and modals


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one message. `opened`, `attached` and `withdrawn` are case numbers.

    `duplicate` messages were recorded before and changed nothing.
    """

    read: Read
    match: Match
    inbound_id: int
    duplicate: bool = False
    opened: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    held: tuple[str, ...] = ()

    @property
    def message(self) -> Incoming:
        """The message as the rules of cases saw it."""
        return self.read.incoming

    def as_json(self, file: str = "") -> dict[str, Any]:
        """The promised shape of `herald receive --json`, with what became of the message added."""
        customer = self.match.customer.external_id if self.match.customer else None
        return {
            **receipt_json(file, self.read.reading, self.read.understanding, customer),
            "matched": str(self.match.how),
            "duplicate": self.duplicate,
            "cases": [*self.opened, *self.attached],
            "withdrawn_cases": list(self.withdrawn),
            "held_cases": list(self.held),
        }


def take_in(  # noqa: PLR0913 - the message, and what the deployment decides
    connection: sa.Connection,
    read: Read,
    *,
    signer: Signer,
    received_at: datetime,
    now: datetime,
    rules: CaseRules = DEFAULT_RULES,
) -> Receipt:
    """Record one message that is stored and read, and everything that follows from it. Deadlines count from receipt."""
    if connection.dialect.name == "postgresql":
        # Two workers with the same message would both find it new; the second one waits here and then finds it.
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    message = read.incoming
    found = match(connection, signer, message)
    known = _recorded(connection, message, now)
    if known is not None:
        return Receipt(read, found, known, duplicate=True)
    inbound_id = _write_message(connection, message, found, received_at)
    around = Surroundings(found, _open_cases(connection, message, found), _change(connection, message, found, now))
    intents = decide(message, around, rules, received_at)
    arrival = _Arrival(message, found, inbound_id, received_at)
    done = [(intent, _carry_out(connection, intent, arrival)) for intent in intents]
    receipt = _receipt(read, found, inbound_id, done)
    _record_message(connection, receipt, now)
    if message.bounce is not None:
        _record_bounce(connection, message, found, now)
    opened = [case for intent, case in done if isinstance(intent, OpenCase)]
    if opened and _may_answer(message, found):
        queue_acknowledgement(
            connection, opened, signer, now=now, timezone=rules.timezone, in_reply_to=message.message_id
        )
    return receipt


def _may_answer(message: Incoming, found: Match) -> bool:
    """Automatic mail is never answered; a stranger only when the message plainly asks for something."""
    return message.answerable and not message.automatic and (found.customer is not None or not message.triage)


def _recorded(connection: sa.Connection, message: Incoming, now: datetime) -> int | None:
    """The row of the same message: equal bytes, or, through another door, equal Message-ID, writer and words.

    The Message-ID alone is not enough: anybody can repeat one to make another message disappear. The other bytes stay
    stored as a copy of that row.
    """
    digest = ""
    for row in connection.execute(SAME, {"key": message.sha256, "name": message.message_id or None}):
        if row.sha256 == message.sha256:
            return int(row.id)
        digest = digest or content_digest(message)
        if json.loads(row.reading).get("digest") == digest:
            insert_once(connection, seen_requests, {"key": f"copy:{message.sha256}:{row.id}", "seen_at": now})
            return int(row.id)
    return None


def content_digest(message: Incoming) -> str:
    """SHA-256 of writer, subject and words, which no door changes."""
    words = " ".join(message.text.split())
    return sha256("\0".join((key_of(message.sender), message.subject.strip(), words)).encode()).hexdigest()


def _write_message(connection: sa.Connection, message: Incoming, found: Match, received_at: datetime) -> int:
    reading = {
        "digest": content_digest(message),
        "sender": message.sender,
        "sender_key": key_of(message.sender),
        "subject": message.subject[:500],
        "text": message.text[:LONGEST_STORED_TEXT],
        "language": message.language,
        "quotes": [[str(kind), sentence] for kind, sentence in message.quotes],
        "reasons": [*message.reasons, *found.doubts],
        "automatic": message.automatic,
        "answerable": message.answerable and not message.automatic,
        "unreadable": message.unreadable,
        "checks": list(message.checks),
        "withdrawn": [str(kind) for kind in message.withdrawn],
    }
    row = {
        "sha256": message.sha256,
        "message_id": message.message_id or None,
        "state": "triage" if message.triage or message.unreadable else "read",
        "kinds": json.dumps([str(kind) for kind in message.kinds]),
        "reading": json.dumps(reading, ensure_ascii=False),
        "customer_id": found.customer.id if found.customer else None,
        "notice_id": found.notice_id,
        "matched": str(found.how),
        "received_at": received_at,
    }
    return int(connection.execute(INSERT_MESSAGE, row).scalar_one())


def _open_cases(connection: sa.Connection, message: Incoming, found: Match) -> tuple[Case, ...]:
    """Open cases of the same customer; of a stranger, those that came from the same address."""
    if message.automatic:
        return ()
    if found.customer is not None:
        rows = connection.execute(OPEN_OF_CUSTOMER, {"customer_id": found.customer.id})
    elif sender := key_of(message.sender):
        rows = connection.execute(OPEN_OF_STRANGER, {"key": sender})
    else:
        return ()
    return tuple(case_from_row(row) for row in rows)


def _change(connection: sa.Connection, message: Incoming, found: Match, now: datetime) -> Change | None:
    """The change that an objection speaks of; for a stranger the next one that is announced, if any."""
    if ReplyKind.OBJECTION not in message.kinds:
        return None
    if found.notice_id is not None:
        return found.change
    effective_on = connection.execute(NEXT_CHANGE, {"today": now.date()}).scalar_one_or_none()
    return None if effective_on is None else Change(effective_on)


@dataclass(frozen=True, slots=True)
class _Arrival:
    """One message with whom it is of, its row, and when it came."""

    message: Incoming
    match: Match
    inbound_id: int
    at: datetime


def _carry_out(connection: sa.Connection, intent: Intent, arrival: _Arrival) -> Case:
    actor = f"{CUSTOMER}:{arrival.message.sha256[:12]}"
    deed = Deed(actor, "", arrival.at)
    match intent:
        case OpenCase():
            return insert_case(connection, _values(intent, arrival), deed)
        case Attach(case=known):
            attach_message(connection, known.id, arrival.inbound_id, role="attached", now=arrival.at)
            return write_step(connection, known, Action.NOTE, {}, Deed(actor, "wrote again", arrival.at))
        case Withdraw(case=known, reason=reason):
            attach_message(connection, known.id, arrival.inbound_id, role="withdrawal", now=arrival.at)
            changes = {"state": str(CaseState.WITHDRAWN), "outcome": reason, "closed_at": arrival.at, "held": False}
            return write_step(connection, known, Action.WITHDRAW, changes, Deed(actor, reason, arrival.at))
        case Hold(case=known, reason=reason):
            attach_message(connection, known.id, arrival.inbound_id, role="withdrawal", now=arrival.at)
            return write_step(connection, known, Action.HOLD, {"held": True}, Deed(SYSTEM, reason, arrival.at))
        case _:
            assert_never(intent)


def _values(intent: OpenCase, arrival: _Arrival) -> dict[str, Any]:
    message, customer = arrival.message, arrival.match.customer
    stranger_key = "" if customer else key_of(message.sender)
    return {
        "kind": str(intent.kind),
        "state": str(CaseState.RECEIVED),
        "customer_id": customer.id if customer else None,
        "notice_id": arrival.match.notice_id,
        "inbound_id": arrival.inbound_id,
        "matched": str(arrival.match.how),
        "opened_at": arrival.at,
        "due_at": intent.deadline.due_at,
        "late": intent.deadline.late,
        "rule": intent.deadline.rule,
        "quote": intent.quote,
        "identity": str(arrival.match.identity),
        "contact": message.sender if stranger_key else "",
        "contact_key": stranger_key,
        "language": customer.language if customer else message.language or "en",
    }


def _receipt(read: Read, found: Match, inbound_id: int, done: list[tuple[Intent, Case]]) -> Receipt:
    def numbers(kind: type[Intent]) -> tuple[str, ...]:
        return tuple(case.number for intent, case in done if isinstance(intent, kind))

    return Receipt(
        read,
        found,
        inbound_id,
        opened=numbers(OpenCase),
        attached=numbers(Attach),
        withdrawn=numbers(Withdraw),
        held=numbers(Hold),
    )


def _record_message(connection: sa.Connection, receipt: Receipt, now: datetime) -> None:
    message = receipt.message
    payload = {
        "sha256": message.sha256,
        "kinds": [str(kind) for kind in message.kinds],
        "triage": message.triage or bool(message.unreadable),
        "matched": str(receipt.match.how),
        "customer_id": receipt.match.customer.id if receipt.match.customer else None,
        "notice_id": receipt.match.notice_id,
        "opened": list(receipt.opened),
        "attached": list(receipt.attached),
        "withdrawn": list(receipt.withdrawn),
        "held": list(receipt.held),
    }
    subject = f"message:{receipt.inbound_id}"
    record(connection, at=now, actor=SYSTEM, kind="message_received", subject=subject, payload=payload)


def _record_bounce(connection: sa.Connection, message: Incoming, found: Match, now: datetime) -> None:
    """Mark the delivery that came back for good; the customer stays in the audience, listed as not reached.

    Only a signed address or a returned Message-ID names a delivery: a bounce's word alone stops nothing.
    """
    certain = found.how in (Matched.SIGNED_ADDRESS, Matched.REFERENCES)
    if message.bounce is None or not message.bounce.permanent or found.delivery_id is None or not certain:
        return
    changed = connection.execute(
        sa.update(deliveries)
        .where(deliveries.c.id == found.delivery_id, deliveries.c.state == str(DeliveryState.SENT))
        .values(state=str(DeliveryState.BOUNCED))
    )
    if changed.rowcount:
        subject = f"notice:{found.notice_id}"
        payload = {"delivery_id": found.delivery_id, "sha256": message.sha256}
        record(connection, at=now, actor=SYSTEM, kind="delivery_bounced", subject=subject, payload=payload)
        if found.customer is not None:
            reason = "a notice came back for good"
            mark_unreachable(connection, found.customer.id, now=now, actor=SYSTEM, reason=reason)
