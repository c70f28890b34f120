"""Stored messages that are not recorded yet: taken in batches, each message read at most twice.

Before reading, a mark is committed. Whoever finds an old mark knows that the program ended while it read that batch,
and reads each of its messages alone; a message that ends the program again is not read a third time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from notifier.cases.store import insert_once
from notifier.inbound import Envelope, load_raw, read_envelope
from notifier.ledger.schema import inbound_messages, raw_messages, seen_requests

BATCH = 32  # messages recorded by one commit
MOST_BYTES = 32 * 1024 * 1024  # of one batch in memory, unless a single message is larger
LOOKED_AT = 500
READING_TIME = timedelta(minutes=5)  # reading is bounded far below; an older mark is of a program that ended


class Attempt(StrEnum):
    """How a message is to be read; the value is the prefix of its mark."""

    TOGETHER = "reading"
    ALONE = "alone"
    NOT_AGAIN = "unread"


@dataclass(frozen=True, slots=True)
class Stored:
    """A message to be read and recorded."""

    key: str
    content: bytes
    envelope: Envelope
    received_at: datetime
    attempt: Attempt


def pending(connection: sa.Connection, most: int = LOOKED_AT) -> tuple[str, ...]:
    """Keys of stored messages that are not recorded, the oldest first."""
    recorded = sa.exists().where(inbound_messages.c.sha256 == raw_messages.c.sha256)
    copy = sa.exists().where(seen_requests.c.key.like(sa.literal("copy:") + raw_messages.c.sha256 + sa.literal(":%")))
    query = sa.select(raw_messages.c.sha256).where(~recorded, ~copy)
    return tuple(connection.execute(query.order_by(raw_messages.c.received_at).limit(most)).scalars())


def begin_batch(connection: sa.Connection, now: datetime) -> tuple[Stored, ...]:
    """Mark and load the next messages to read; empty when there is nothing that nobody reads already."""
    batch: list[Stored] = []
    for key in pending(connection):
        attempt = _next_attempt(connection, key, now)
        if attempt is None or (attempt is not Attempt.TOGETHER and batch):
            continue
        if not insert_once(connection, seen_requests, {"key": f"{attempt}:{key}", "seen_at": now}):
            continue
        batch.append(_load(connection, key, attempt))
        size = sum(len(stored.content) for stored in batch)
        if attempt is not Attempt.TOGETHER or len(batch) == BATCH or size > MOST_BYTES:
            break
    return tuple(batch)


def end_batch(connection: sa.Connection, batch: tuple[Stored, ...]) -> None:
    """Take the marks away, in the transaction that records the messages."""
    marks = [f"{attempt}:{stored.key}" for stored in batch for attempt in Attempt]
    connection.execute(sa.delete(seen_requests).where(seen_requests.c.key.in_(marks)))


def _next_attempt(connection: sa.Connection, key: str, now: datetime) -> Attempt | None:
    """How the message is to be read now; None while somebody reads it."""
    marks = [f"{attempt}:{key}" for attempt in Attempt]
    query = sa.select(seen_requests.c.key, seen_requests.c.seen_at).where(seen_requests.c.key.in_(marks))
    begun = {row.key.partition(":")[0]: row.seen_at for row in connection.execute(query)}
    if any(now - at < READING_TIME for at in begun.values()):
        return None
    if not begun:
        return Attempt.TOGETHER
    return Attempt.ALONE if Attempt.ALONE not in begun else Attempt.NOT_AGAIN


def _load(connection: sa.Connection, key: str, attempt: Attempt) -> Stored:
    row = connection.execute(
        sa.select(raw_messages.c.envelope, raw_messages.c.received_at).where(raw_messages.c.sha256 == key)
    ).one()
    content = b"" if attempt is Attempt.NOT_AGAIN else load_raw(connection, key) or b""
    return Stored(key, content, read_envelope(row.envelope), row.received_at, attempt)
