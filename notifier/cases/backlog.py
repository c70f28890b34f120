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
LOOKED_AT = 500
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
    attempts = _attempts(connection, _waiting(connection), now)
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
WAITING = (
    sa.select(seen_requests.c.key)
    .where(seen_requests.c.key >= WAITS, seen_requests.c.key < f"{WAITS}g")  # hexadecimal digits end at f
    .order_by(seen_requests.c.seen_at)
    .limit(LOOKED_AT)
)
MARKS = sa.select(seen_requests.c.key, seen_requests.c.seen_at).where(
    seen_requests.c.key.in_(sa.bindparam("marks", expanding=True))
)
CONTENT = sa.select(
    raw_messages.c.sha256, raw_messages.c.content, raw_messages.c.envelope, raw_messages.c.received_at
).where(raw_messages.c.sha256.in_(sa.bindparam("keys", expanding=True)))
SIZES = sa.select(raw_messages.c.sha256, raw_messages.c.size).where(
    raw_messages.c.sha256.in_(sa.bindparam("keys", expanding=True))
)


def _waiting(connection: sa.Connection) -> list[str]:
    """Keys that wait, the oldest first, as many as fit into memory together."""
    marks = connection.execute(WAITING).scalars()
    keys = [mark.removeprefix(WAITS) for mark in marks if mark.startswith(WAITS)]  # other collations, other ranges
    sizes = {row.sha256: row.size for row in connection.execute(SIZES, {"keys": keys})} if keys else {}
    total = 0
    fitting: list[str] = []
    for key in keys:
        total += sizes.get(key, 0)
        if fitting and total > MOST_BYTES:
            break
        fitting.append(key)
    return fitting


def _attempts(connection: sa.Connection, keys: list[str], now: datetime) -> dict[str, Attempt]:
    """How each message is to be read now; those that somebody reads at this moment are left out."""
    marks = [f"{attempt}:{key}" for key in keys for attempt in Attempt]
    begun: dict[str, dict[str, datetime]] = {key: {} for key in keys}
    for row in connection.execute(MARKS, {"marks": marks}) if marks else ():
        attempt, _, key = row.key.partition(":")
        begun[key][attempt] = row.seen_at
    found = {}
    for key, marked in begun.items():
        if any(now - at < READING_TIME for at in marked.values()):
            continue
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
