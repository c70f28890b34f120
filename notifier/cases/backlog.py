"""Stored messages that are not recorded yet: taken in batches, each message read at most twice.

Storing leaves a mark, so that what waits is found without looking at all that ever came; only a receiver's first look
compares everything. Before reading, another mark is committed: whoever finds an old one knows that the program ended
while it read that batch, and reads each of its messages alone; what ends the program again is not read a third time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from notifier.cases.store import insert_once
from notifier.inbound import Envelope, read_envelope
from notifier.ledger.schema import inbound_messages, raw_messages, seen_requests

BATCH = 32  # messages recorded by one commit
MOST_BYTES = 32 * 1024 * 1024  # of one batch in memory, unless a single message is larger
LOOKED_AT = 500  # marks of messages that wait, those of their readers counted in
READING_TIME = timedelta(minutes=5)  # reading is bounded far below; an older mark is of a program that ended
WAITS = "waits:"


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


def mark_waiting(connection: sa.Connection, key: str, now: datetime) -> None:
    """Remember, in the transaction that stores a message, that it is to be recorded."""
    insert_once(connection, seen_requests, {"key": f"{WAITS}{key}", "seen_at": now})


def mark_forgotten(connection: sa.Connection, now: datetime) -> int:
    """Mark whatever is stored, not recorded and not marked: what another door or an older program left."""
    keys = pending(connection)
    for key in keys:
        mark_waiting(connection, key, now)
    return len(keys)


def pending(connection: sa.Connection) -> tuple[str, ...]:
    """Keys of all stored messages that are not recorded, by comparing everything."""
    recorded = sa.exists().where(inbound_messages.c.sha256 == raw_messages.c.sha256)
    copy = sa.exists().where(seen_requests.c.key.like(sa.literal("copy:") + raw_messages.c.sha256 + sa.literal(":%")))
    return tuple(connection.execute(sa.select(raw_messages.c.sha256).where(~recorded, ~copy)).scalars())


def begin_batch(connection: sa.Connection, now: datetime) -> tuple[Stored, ...]:
    """Mark and load the next messages to read; empty when there is nothing that nobody reads already."""
    attempts = _waiting(connection, now)
    together = [key for key, attempt in attempts.items() if attempt is Attempt.TOGETHER][:BATCH]
    chosen = together or list(attempts)[:1]
    mine = _mark(connection, {f"{attempts[key]}:{key}": key for key in chosen}, now)
    return _load(connection, {key: attempts[key] for key in mine})


def _mark(connection: sa.Connection, marks: dict[str, str], now: datetime) -> tuple[str, ...]:
    """Write those of the marks that nobody else wrote; returns what they stand for, in the order given."""
    if not marks:
        return ()
    statement = _insert_marks(connection.dialect.name)
    written = set(connection.execute(statement, [{"key": mark, "seen_at": now} for mark in marks]).scalars())
    return tuple(key for mark, key in marks.items() if mark in written)


@cache
def _insert_marks(dialect: str) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(seen_requests).on_conflict_do_nothing().returning(seen_requests.c.key)


def end_reading(connection: sa.Connection, keys: Collection[str]) -> None:
    """Take the marks away, in the transaction that records the messages."""
    prefixes = [WAITS, *(f"{attempt}:" for attempt in Attempt)]
    marks = [f"{prefix}{key}" for key in keys for prefix in prefixes]
    connection.execute(END, {"marks": marks})


END = sa.delete(seen_requests).where(seen_requests.c.key.in_(sa.bindparam("marks", expanding=True)))
WAITER = seen_requests.alias("waiter")
MARK = seen_requests.alias("mark")
KEY = sa.func.substr(WAITER.c.key, len(WAITS) + 1)
WAITING = (  # whose bytes are there, with their size and what marks of readers stand
    sa.select(KEY.label("sha256"), raw_messages.c.size, MARK.c.key.label("mark"), MARK.c.seen_at)
    .join(raw_messages, raw_messages.c.sha256 == KEY)
    .outerjoin(MARK, MARK.c.key.in_([sa.literal(f"{attempt}:") + KEY for attempt in Attempt]))
    .where(WAITER.c.key >= WAITS, WAITER.c.key < f"{WAITS}g")  # hexadecimal digits end at f
    .order_by(WAITER.c.seen_at, WAITER.c.key)
    .limit(LOOKED_AT)
)
CONTENT = sa.select(
    raw_messages.c.sha256, raw_messages.c.content, raw_messages.c.envelope, raw_messages.c.received_at
).where(raw_messages.c.sha256.in_(sa.bindparam("keys", expanding=True)))


def _waiting(connection: sa.Connection, now: datetime) -> dict[str, Attempt]:
    """How each message that waits is to be read now, the oldest first, as many as fit into memory together.

    Those that somebody reads at this moment are left out.
    """
    sizes: dict[str, int] = {}
    begun: dict[str, dict[str, datetime]] = {}
    rows = connection.execute(WAITING).all()
    for row in rows:
        sizes[row.sha256] = row.size
        marks = begun.setdefault(row.sha256, {})
        if row.mark is not None:
            marks[row.mark.partition(":")[0]] = row.seen_at
    if len(rows) == LOOKED_AT and len(begun) > 1:
        begun.popitem()  # its marks may have been cut off
    total = 0
    found: dict[str, Attempt] = {}
    for key, marked in begun.items():
        if any(now - at < READING_TIME for at in marked.values()):
            continue
        total += sizes[key]
        if found and total > MOST_BYTES:
            break
        alone = Attempt.NOT_AGAIN if Attempt.ALONE in marked else Attempt.ALONE
        found[key] = alone if marked else Attempt.TOGETHER
    return found


def _load(connection: sa.Connection, attempts: dict[str, Attempt]) -> tuple[Stored, ...]:
    if not attempts:
        return ()
    rows = {row.sha256: row for row in connection.execute(CONTENT, {"keys": list(attempts)})}
    return tuple(
        Stored(key, bytes(rows[key].content), read_envelope(rows[key].envelope), rows[key].received_at, attempt)
        for key, attempt in attempts.items()
        if key in rows
    )
