"""Whose message is this: the signed reply address first, References next, the From address last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from notifier.cases.deadlines import Change
from notifier.cases.incoming import Incoming, Match
from notifier.errors import NotifierError, SigningError
from notifier.ledger.case_tables import mail_outbox
from notifier.ledger.schema import customers, deliveries, notices
from notifier.model import Customer, CustomerState, DeliveryState, Identity, Matched, NoticeState
from notifier.model.address import address_key
from notifier.signing import Signer

MOST_REFERENCES = 50  # the newest ones; a thread longer than that is matched by its end
REACHED = [str(state) for state in (DeliveryState.SENT, DeliveryState.BOUNCED, DeliveryState.CLAIMED)]
GONE = [str(state) for state in (NoticeState.CANCELLED, NoticeState.SUPERSEDED)]
LIVING = customers.c.state != str(CustomerState.ERASED)

# Statements are built once: each message needs several, and building them costs more than running them.
OF_DELIVERY = (
    sa.select(
        deliveries.c.id.label("delivery_id"),
        deliveries.c.notice_id,
        deliveries.c.objection_by,
        notices.c.effective_on,
        customers,
    )
    .join(customers, customers.c.id == deliveries.c.customer_id)
    .join(notices, notices.c.id == deliveries.c.notice_id)
    .where(LIVING)
    .order_by(deliveries.c.id.desc())
    .limit(1)
)
BY_DELIVERY = OF_DELIVERY.where(deliveries.c.id == sa.bindparam("delivery_id"))
BY_DELIVERIES = OF_DELIVERY.where(deliveries.c.id.in_(sa.bindparam("ids", expanding=True)))
BY_LETTER = (
    sa.select(customers)
    .join(mail_outbox, mail_outbox.c.customer_id == customers.c.id)
    .where(mail_outbox.c.message_id.in_(sa.bindparam("ids", expanding=True)), LIVING)
    .limit(1)
)
BY_ADDRESS = (
    sa.select(customers).where(customers.c.email_key == sa.bindparam("key"), LIVING).order_by(customers.c.id).limit(2)
)
LAST_NOTICE = (  # the one that this customer got last and that was not taken back
    sa.select(notices.c.id, notices.c.effective_on, deliveries.c.objection_by)
    .join(deliveries, deliveries.c.notice_id == notices.c.id)
    .where(
        deliveries.c.customer_id == sa.bindparam("customer_id"),
        deliveries.c.state.in_(REACHED),
        notices.c.state.not_in(GONE),
    )
    .order_by(notices.c.effective_on.desc(), notices.c.id.desc())
    .limit(1)
)


def match(connection: sa.Connection, signer: Signer, message: Incoming) -> Match:
    """Customer, notice and delivery that the message belongs to, and how sure that is.

    LIKELY needs all three: the signed reply address, the customer's own From address, and DMARC passed at the
    receiving server. From alone is never more than a claim.
    """
    for find in (_by_signed_address, _by_references):
        found = find(connection, signer, message)
        if found is not None:
            return _with_identity(found, message)
    return _by_from(connection, message)


def key_of(address: str) -> str:
    """The form of an address that is compared; "" for what is no address."""
    try:
        return address_key(address) if address else ""
    except (NotifierError, ValueError):
        return ""


def _by_signed_address(connection: sa.Connection, signer: Signer, message: Incoming) -> Match | None:
    for token in message.reply_tokens[:MOST_REFERENCES]:
        try:
            delivery_id = signer.read_reply_token(token)
        except SigningError:
            continue
        found = _of_delivery(connection.execute(BY_DELIVERY, {"delivery_id": delivery_id}), Matched.SIGNED_ADDRESS)
        if found is not None:
            return found
    return None


def _by_references(connection: sa.Connection, signer: Signer, message: Incoming) -> Match | None:
    ids = [name for name in message.references[-MOST_REFERENCES:] if name]
    if not ids:
        return None
    named = list(_deliveries_named(signer, ids))
    found = _of_delivery(connection.execute(BY_DELIVERIES, {"ids": named}), Matched.REFERENCES)
    if found is not None:
        return found
    row = connection.execute(BY_LETTER, {"ids": ids}).first()
    return None if row is None else Match(Matched.REFERENCES, customer_from_row(row))


def _deliveries_named(signer: Signer, message_ids: Sequence[str]) -> Iterator[int]:
    """The deliveries whose Message-IDs these are; a forged one names none."""
    for message_id in message_ids:
        with suppress(SigningError):
            yield signer.read_message_id(message_id)


def _of_delivery(rows: sa.CursorResult[Any], how: Matched) -> Match | None:
    row = rows.first()
    if row is None:
        return None
    change = Change(row.effective_on, row.objection_by)
    return Match(how, customer_from_row(row), row.notice_id, row.delivery_id, change=change)


def _with_identity(found: Match, message: Incoming) -> Match:
    sender = key_of(message.sender)
    same = found.customer is not None and bool(sender) and sender == key_of(found.customer.email)
    likely = found.how is Matched.SIGNED_ADDRESS and same and message.dmarc_pass
    doubts = () if same or message.automatic else ("written from another address than the customer's",)
    identity = Identity.LIKELY if likely else Identity.UNCONFIRMED
    return replace(found, identity=identity, doubts=doubts)


def _by_from(connection: sa.Connection, message: Incoming) -> Match:
    sender = key_of(message.sender)
    if not sender:
        return Match()
    rows = connection.execute(BY_ADDRESS, {"key": sender}).all()
    if not rows:
        return Match()
    if len(rows) > 1:
        return Match(doubts=("several customers share the From address",))
    customer = customer_from_row(rows[0])
    last = connection.execute(LAST_NOTICE, {"customer_id": customer.id}).first()
    notice_id, change = (last.id, Change(last.effective_on, last.objection_by)) if last else (None, None)
    doubts = ("From is a claim only",)
    return Match(Matched.FROM_ADDRESS, customer, notice_id, change=change, doubts=doubts)


def customer_from_row(row: sa.Row[Any]) -> Customer:
    """A row with the columns of `customers` as a value."""
    return Customer(
        id=row.id,
        external_id=row.external_id,
        email=row.email,
        name=row.name,
        language=row.language or "en",
        country=row.country,
        segment=row.segment,
        joined_on=row.joined_on,
        state=CustomerState(row.state),
    )
