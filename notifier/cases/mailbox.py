"""Letters that are owed to customers: rows of the mail outbox, each owed once, rendered when they are sent.

A row names cases, not words: what is sent is true at that moment, and an erasure leaves no letter behind.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from notifier.cases.store import insert_once
from notifier.ledger.case_tables import mail_outbox
from notifier.ledger.schema import inbound_messages
from notifier.model import Case
from notifier.signing import Signer


class Letter(StrEnum):
    """Kinds of letters. FAREWELL is the last one before an erasure; nothing can be written afterwards."""

    ACKNOWLEDGEMENT = "acknowledgement"
    IDENTITY = "identity"
    EXTENSION = "extension"
    CLOSING = "closing"
    FAREWELL = "farewell"


class LetterState(StrEnum):
    DUE = "due"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


BY_KEY = sa.select(mail_outbox).where(mail_outbox.c.key == sa.bindparam("wanted")).with_for_update()


def queue_acknowledgement(  # noqa: PLR0913 - the cases, and what dates and signs the letter
    connection: sa.Connection,
    opened: Sequence[Case],
    signer: Signer | None,
    *,
    now: datetime,
    timezone: str,
    in_reply_to: str = "",
) -> None:
    """Owe the writer one letter about new cases; a second one on the same day waits for the next day.

    The cases are of one message. Nothing is owed where there is nobody to write to. Without `signer` strangers are told
    apart by case.
    """
    first = opened[0]
    if first.customer_id is not None:
        writer = f"customer:{first.customer_id}"
    elif first.contact:
        writer = f"address:{signer.address_hash(first.contact)}" if signer else f"case:{first.id}"
    else:
        return
    day = now.astimezone(ZoneInfo(timezone)).date()
    for ahead in (0, 1):
        key = f"acknowledgement:{writer}:{day + timedelta(days=ahead)}"
        wait = now if ahead == 0 else _day_begins(now, ahead, timezone)
        payload = {"cases": [case.id for case in opened], "in_reply_to": in_reply_to}
        if _insert(connection, Letter.ACKNOWLEDGEMENT, first, key, payload, now, wait):
            return
        row = connection.execute(BY_KEY, {"wanted": key}).one()
        if row.state == LetterState.DUE:
            _add_cases(connection, row, [case.id for case in opened])
            return


def queue_identity(connection: sa.Connection, case: Case, *, now: datetime) -> None:
    """Ask the customer to confirm through a link that the case is theirs; at most one such letter a case and day."""
    _queue(connection, Letter.IDENTITY, case, f"identity:{case.id}:{now.date()}", now=now)


def queue_extension(connection: sa.Connection, case: Case, *, now: datetime) -> None:
    """Tell the customer of the extension and its reason, as GDPR 12(3) asks within the first month."""
    _queue(connection, Letter.EXTENSION, case, f"extension:{case.id}", now=now)


def queue_closing(connection: sa.Connection, case: Case, *, now: datetime) -> None:
    """Tell the customer how the case ended; a case that is reopened and closed again gets another letter."""
    closed = case.closed_at or now
    _queue(connection, Letter.CLOSING, case, f"closing:{case.id}:{closed.isoformat()}", now=now)


def queue_farewell(connection: sa.Connection, case: Case, *, now: datetime) -> None:
    """The last letter to somebody who is about to be erased."""
    _queue(connection, Letter.FAREWELL, case, f"farewell:{case.id}", now=now)


def cancel_letters(connection: sa.Connection, customer_id: int) -> int:
    """Give up what is still owed to a customer; how many letters that were."""
    waiting = mail_outbox.c.state.in_([LetterState.DUE, LetterState.CLAIMED])
    changed = connection.execute(
        sa.update(mail_outbox)
        .where(mail_outbox.c.customer_id == customer_id, waiting)
        .values(state=str(LetterState.CANCELLED))
    )
    return changed.rowcount


def _queue(connection: sa.Connection, letter: Letter, case: Case, key: str, *, now: datetime) -> None:
    payload = {"cases": [case.id], "in_reply_to": _message_id(connection, case)}
    _insert(connection, letter, case, key, payload, now, now)


def _insert(  # noqa: PLR0913 - one row of the mail outbox
    connection: sa.Connection,
    letter: Letter,
    case: Case,
    key: str,
    payload: dict[str, Any],
    now: datetime,
    at: datetime,
) -> bool:
    """Owe a letter unless it was owed before or there is nobody to write to; False when it was owed before."""
    if case.customer_id is None and not case.contact:
        return True
    row = {
        "key": key,
        "kind": str(letter),
        "customer_id": case.customer_id,
        "recipient": "" if case.customer_id is not None else case.contact,
        "language": case.language or "en",
        "payload": json.dumps(payload),
        "next_attempt_at": at,
        "created_at": now,
    }
    return insert_once(connection, mail_outbox, row)


def _message_id(connection: sa.Connection, case: Case) -> str:
    if case.inbound_id is None:
        return ""
    query = sa.select(inbound_messages.c.message_id).where(inbound_messages.c.id == case.inbound_id)
    return connection.execute(query).scalar_one_or_none() or ""


def _add_cases(connection: sa.Connection, row: sa.Row[Any], case_ids: list[int]) -> None:
    payload = json.loads(row.payload)
    payload["cases"] = sorted({*payload["cases"], *case_ids})
    connection.execute(sa.update(mail_outbox).where(mail_outbox.c.id == row.id).values(payload=json.dumps(payload)))


def _day_begins(now: datetime, days_ahead: int, timezone: str) -> datetime:
    local = now.astimezone(ZoneInfo(timezone)) + timedelta(days=days_ahead)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)
