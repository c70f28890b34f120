"""Append-only events in a hash chain: each event's hash covers the one before, so that no past can be rewritten.

What the chain cannot show by itself is a tail that was cut off or a chain written anew from some point on; therefore
proof packets, and whoever wants to, keep the `Anchor` of a moment, and `verify` is asked whether it still stands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from notifier.errors import LedgerError
from notifier.ledger.batches import batch_of, insert
from notifier.ledger.schema import events, to_microseconds

GENESIS = "0" * 64
HEAD = sa.select(events.c.id, events.c.hash).order_by(events.c.id.desc()).limit(1)
APPEND = sa.insert(events)  # built once: an event is appended for every message and step
LOCK = 0x48455256  # PostgreSQL advisory lock of whoever appends
LONGEST_PAYLOAD = 4_000_000  # characters of JSON


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `subject` is what it happened to ("notice:3"); `payload` is canonical JSON."""

    id: int
    at: datetime
    actor: str
    kind: str
    subject: str
    payload: str
    previous_hash: str
    hash: str

    @property
    def details(self) -> Any:
        """The payload, read."""
        return json.loads(self.payload)


@dataclass(frozen=True, slots=True)
class Anchor:
    """An event's number and hash, as written down somewhere outside the ledger."""

    id: int
    hash: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What checking the chain found: `broken_at` is the first event that does not hold, None when all do."""

    events: int
    head: Anchor | None
    broken_at: int | None = None
    problem: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether every event is as it was when it was recorded."""
        return not self.problem


def record(  # noqa: PLR0913 - the fields of an event, all named by the caller
    connection: sa.Connection,
    *,
    at: datetime,
    actor: str,
    kind: str,
    subject: str = "",
    payload: Mapping[str, Any] | None = None,
) -> Event:
    """Append one event in the caller's transaction; what it tells of and the event are committed together.

    `payload` holds no personal data (ids, hashes and counts do), because an event can never be erased. Raises
    LedgerError for an empty actor or kind, ValueError for a naive time or a payload that JSON cannot carry.
    """
    if not actor or not kind:
        raise LedgerError("an event needs an actor and a kind")
    text = canonical_json(payload or {})
    if len(text) > LONGEST_PAYLOAD:
        raise LedgerError(f"the payload of {kind} is longer than {LONGEST_PAYLOAD} characters")
    if connection.dialect.name == "postgresql":
        # Held until the commit: two workers that append at once would both build on the same event.
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    number, previous = _head(connection)
    event = seal(Event(number + 1, at, actor, kind, subject, text, previous, hash=""))
    insert(connection, APPEND, {name: getattr(event, name) for name in Event.__slots__})
    batch = batch_of(connection)
    if batch is not None:
        batch.head = (event.id, event.hash)
    return event


def _head(connection: sa.Connection) -> tuple[int, str]:
    """Number and hash of the event that the next one follows."""
    batch = batch_of(connection)
    if batch is not None and batch.head is not None:
        return batch.head
    head = anchor(connection)
    return (head.id, head.hash) if head else (0, GENESIS)


def anchor(connection: sa.Connection) -> Anchor | None:
    """The newest event's number and hash; None for an empty chain."""
    row = connection.execute(HEAD).first()
    return None if row is None else Anchor(row.id, row.hash)


def history(connection: sa.Connection, subject: str) -> tuple[Event, ...]:
    """Everything that happened to one subject, oldest first."""
    query = sa.select(events).where(events.c.subject == subject).order_by(events.c.id)
    return tuple(_event(row) for row in connection.execute(query))


def verify(connection: sa.Connection, *, expected: Anchor | None = None) -> ChainReport:
    """Recompute the whole chain; with `expected`, also that an anchor written down earlier still stands in it."""
    previous, number, head = GENESIS, 0, None
    anchored = expected is None
    for event in _every_event(connection):
        number += 1
        problem = _problem(event, number, previous)
        if problem:
            return ChainReport(number - 1, head, event.id, problem)
        previous, head = event.hash, Anchor(event.id, event.hash)
        anchored = anchored or head == expected
    if not anchored and expected is not None:
        return ChainReport(number, head, expected.id, f"event {expected.id} is not the one that was written down")
    return ChainReport(number, head)


def _problem(event: Event, number: int, previous: str) -> str:
    if event.id != number:
        return f"event {number} is missing"
    if event.previous_hash != previous:
        return f"event {number} does not follow the one before it"
    return "" if seal(event).hash == event.hash else f"event {number} was altered"


def seal(event: Event) -> Event:
    """The event with its hash: SHA-256 of the JSON array of its other fields in order, time as microseconds."""
    fields = [event.id, to_microseconds(event.at), event.actor, event.kind, event.subject, event.payload]
    content = json.dumps([*fields, event.previous_hash], ensure_ascii=True, separators=(",", ":")).encode()
    return replace(event, hash=hashlib.sha256(content).hexdigest())


def canonical_json(value: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no spaces: equal values have equal text."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _every_event(connection: sa.Connection) -> Iterator[Event]:
    query = sa.select(events).order_by(events.c.id)
    with connection.execute(query, execution_options={"yield_per": 1000}) as rows:
        for row in rows:
            yield _event(row)


def _event(row: sa.Row[Any]) -> Event:
    return Event(row.id, row.at, row.actor, row.kind, row.subject, row.payload, row.previous_hash, row.hash)
