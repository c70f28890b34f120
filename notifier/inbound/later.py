"""Carrying out what mail services tell later: a delivery that came back, a reader who complained."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from notifier.customers import mark_unreachable
from notifier.errors import SigningError
from notifier.inbound.doors.tracking import LaterEvent, LaterKind, Tracking
from notifier.inbound.doors.webhooks import admit_token, remember_once
from notifier.ledger import record
from notifier.ledger.schema import deliveries
from notifier.model import DeliveryState
from notifier.model.address import AddressError, address_key
from notifier.signing import Signer

ACTOR = "mail service"


def take_tracking(connection: sa.Connection, tracking: Tracking, signer: Signer, *, now: datetime) -> int:
    """Write down what a verified webhook tells and return how many deliveries it changed; telling twice changes nothing.

    A delivery that will not arrive counts as bounced: the customer is listed as not reached, and as unreachable by mail
    when the address itself is bad. Raises WebhookError when a used token comes with another body.
    """
    admit_token(connection, tracking.door, tracking.token, tracking.content, now=now)
    return sum(_taken(connection, event, tracking.door, now) for event in _known(connection, tracking.events, signer))


_Known = tuple[LaterEvent, Any]


def _known(connection: sa.Connection, events: Iterable[LaterEvent], signer: Signer) -> Iterable[_Known]:
    """Yield each event with its delivery; what names none of ours, or another address than it went to, is left out."""
    for event in events:
        number = _number(event, signer)
        if number is None:
            continue
        columns = (deliveries.c.id, deliveries.c.notice_id, deliveries.c.customer_id, deliveries.c.address)
        row = connection.execute(sa.select(*columns).where(deliveries.c.id == number)).first()
        if row is not None and (event.message_id or _same_mailbox(row.address, event.recipient)):
            yield event, row


def _number(event: LaterEvent, signer: Signer) -> int | None:
    if not event.message_id:
        return event.delivery_id
    try:
        return signer.read_message_id(event.message_id)
    except SigningError:
        return None


def _taken(connection: sa.Connection, known: _Known, door: str, now: datetime) -> bool:
    event, row = known
    changed = _bounced(connection, row.id) if event.kind is LaterKind.FAILED else _first(connection, row.id, door, now)
    if not changed:
        return False
    payload = {"delivery_id": row.id, "service": door.removesuffix("-events"), "reason": event.reason}
    kind = "delivery_bounced" if event.kind is LaterKind.FAILED else "delivery_complained"
    record(connection, at=now, actor=ACTOR, kind=kind, subject=f"notice:{row.notice_id}", payload=payload)
    if event.bad_address:
        mark_unreachable(connection, row.customer_id, now=now, actor=ACTOR, reason="a notice came back for good")
    return True


def _bounced(connection: sa.Connection, number: int) -> bool:
    statement = (
        sa.update(deliveries)
        .where(deliveries.c.id == number, deliveries.c.state == str(DeliveryState.SENT))
        .values(state=str(DeliveryState.BOUNCED))
    )
    return connection.execute(statement).rowcount == 1


def _first(connection: sa.Connection, number: int, door: str, now: datetime) -> bool:
    """Is it the first complaint about this delivery? A service may tell it again."""
    return remember_once(connection, f"{door}:complained:{number}", now=now)


def _same_mailbox(sent_to: str, told: str) -> bool:
    try:
        return address_key(sent_to) == address_key(told)
    except AddressError:
        return False
