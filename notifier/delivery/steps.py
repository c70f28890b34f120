"""What a worker does with the ledger, one transaction each: find notices, claim and mark, adopt what the dead left."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

import sqlalchemy as sa

from notifier.delivery.breaker import Trip
from notifier.delivery.buckets import store
from notifier.delivery.claims import (
    Claim,
    Mark,
    await_owner,
    cancel_closed,
    claim,
    fill_addresses,
    mark,
    release,
)
from notifier.delivery.journal import orphans, read_journal
from notifier.delivery.pausing import Pause, accepted, paused, trip
from notifier.delivery.quiet import QuietHours
from notifier.delivery.sharing import leave, sign
from notifier.ledger import Ledger, record
from notifier.ledger.schema import deliveries, notices, to_microseconds
from notifier.model import DeliveryState, NoticeState

SENDABLE = (NoticeState.SENDING, NoticeState.SENT)
ACTOR = "herald"
# Several workers may store the same copy at the same moment.
STORE_COPY = """INSERT INTO notice_copies (notice_id, name, content, sha256, stored_at)
 VALUES (:notice_id, :name, :content, :sha256, :stored_at) ON CONFLICT DO NOTHING"""


@dataclass(frozen=True, slots=True)
class Worker:
    """Who asks: the lease's owner, the relay it sends through, how long its leases hold, when it keeps quiet."""

    owner: str
    relay: str
    lease: timedelta
    quiet: QuietHours | None = None
    shares: bool = False  # whether it shares limits with other workers


@dataclass(frozen=True, slots=True)
class Copy:
    """The exact copy of a variant of a notice, with marks where customers differ."""

    notice_id: int
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """What a worker brings to be written in one commit; `sign`: it says that it is there, and asks who else is."""

    marks: Sequence[Mark] = ()
    released: Sequence[int] = ()
    copies: Sequence[Copy] = ()
    buckets: Mapping[str, tuple[float, datetime]] = field(default_factory=dict)
    sign: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What one step brought: new claims, the notices that may be sent at this moment, a pause of the relay, and the
    workers that share its limits (none when nobody asked).
    """

    claims: tuple[Claim, ...]
    sendable: frozenset[int]
    pause: Pause | None = None
    present: tuple[str, ...] = ()


def sendable_notices(connection: sa.Connection, *, now: datetime, quiet: QuietHours | None = None) -> frozenset[int]:
    """Notices whose deliveries may go out now: none that is cancelled or paused, none in its quiet hours."""
    rows = connection.execute(sa.select(notices.c.id, notices.c.timezone).where(notices.c.state.in_(SENDABLE)))
    return frozenset(row.id for row in rows if quiet is None or not quiet.hold(now, row.timezone))


def step(connection: sa.Connection, worker: Worker, batch: Batch, *, now: datetime, wanted: int) -> Taken:
    """Write outcomes, give back, claim more: one commit for all, because a durable commit is what costs."""
    await_owner(connection, worker.owner)
    _write(connection, worker, batch, now=now)
    present = sign(connection, worker.owner, worker.relay, now=now) if batch.sign else ()
    pause = paused(connection, worker.relay, now=now)
    sendable = sendable_notices(connection, now=now, quiet=worker.quiet)
    claims: list[Claim] = []
    for notice_id in sorted(sendable) if pause is None else ():
        if len(claims) < wanted:
            most = wanted - len(claims)
            claims += claim(connection, notice_id, owner=worker.owner, now=now, lease=worker.lease, most=most)
    if batch.marks:
        record_marks(connection, batch.marks, now=now)  # last: on PostgreSQL appending makes other workers wait
    return Taken(tuple(claims), sendable, pause, present)


def _write(connection: sa.Connection, worker: Worker, batch: Batch, *, now: datetime) -> None:
    mark(connection, batch.marks, owner=worker.owner, transport=worker.relay)
    if batch.released:
        release(connection, owner=worker.owner, keys=batch.released)
    if any(item.state is DeliveryState.DEFERRED for item in batch.marks):
        cancel_closed(connection)
    if any(item.state is DeliveryState.SENT for item in batch.marks):
        accepted(connection, worker.relay)
    store_copies(connection, batch.copies, now=now)
    store(connection, batch.buckets)


def finish(
    connection: sa.Connection,
    worker: Worker,
    buckets: Mapping[str, tuple[float, datetime]],
    found: Trip | None,
    *,
    now: datetime,
) -> None:
    """End a run: give back what is still claimed, store the buckets, leave the relay alone when it is unwell."""
    await_owner(connection, worker.owner)
    release(connection, owner=worker.owner)
    store(connection, buckets)
    if worker.shares:
        leave(connection, worker.owner)
    if found is not None:
        trip(connection, worker.relay, found, now=now)


def store_copies(connection: sa.Connection, copies: Iterable[Copy], *, now: datetime) -> None:
    """Keep what is sent, once; a copy that stands already is never changed."""
    for copy in copies:
        values = {
            "notice_id": copy.notice_id,
            "name": copy.name,
            "content": copy.content,
            "sha256": hashlib.sha256(copy.content).hexdigest(),
            "stored_at": to_microseconds(now),
        }
        connection.execute(sa.text(STORE_COPY), values)


def record_marks(connection: sa.Connection, marks: Iterable[Mark], *, now: datetime) -> None:
    """Append one event for a batch of outcomes: which deliveries ended how, and a digest over the relay's answers.

    The answers themselves stay in the deliveries (they may name an address); the digest proves them.
    """
    ordered = sorted(marks, key=itemgetter(0))
    lines = [f"{key} {state} {response}" for key, state, response, *_ in ordered]
    states = sorted({item.state for item in ordered})
    keys = {str(state): [item.key for item in ordered if item.state is state] for state in states}
    payload = {
        "deliveries": {state: ranges(found) for state, found in keys.items()},
        "counts": {state: len(found) for state, found in keys.items()},
        "responses": hashlib.sha256("\n".join(lines).encode()).hexdigest(),
    }
    record(connection, at=now, actor=ACTOR, kind="deliveries.settled", payload=payload)


def ranges(keys: Sequence[int]) -> str:
    """Write ascending numbers briefly: "1-3,7"."""
    ends = [place for place, (key, following) in enumerate(pairwise(keys)) if following != key + 1]
    starts = [0, *(place + 1 for place in ends)]
    return ",".join(_range(keys[start], keys[end]) for start, end in zip(starts, [*ends, len(keys) - 1], strict=True))


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def adopt(ledger: Ledger, folder: Path, *, transport: str, now: datetime) -> tuple[int, int]:
    """Bring in what dead workers had sent and not marked, and give back what they had claimed and not sent.

    Returns both numbers. Their journals are removed only after the commit.
    """
    with orphans(folder) as owners:
        if not owners:
            return 0, 0
        with ledger.begin() as connection:
            return _adopt(connection, folder, owners, transport=transport, now=now)


def _adopt(
    connection: sa.Connection, folder: Path, owners: Sequence[str], *, transport: str, now: datetime
) -> tuple[int, int]:
    sent = given_back = 0
    for owner in owners:
        await_owner(connection, owner)
        marks = [Mark(item.key, DeliveryState.SENT, item.response, at=item.at) for item in read_journal(folder, owner)]
        marked = mark(connection, marks, owner=owner, transport=transport)
        if marked:
            fill_addresses(connection, [item.key for item in marks])
            record_marks(connection, marks, now=now)
        sent += marked
        given_back += release(connection, owner=owner)
    return sent, given_back


def count_left(connection: sa.Connection, *, now: datetime) -> int:
    """Deliveries that may be sent now and are not."""
    waiting = sa.or_(
        sa.and_(deliveries.c.state == DeliveryState.DUE, deliveries.c.due_at <= now),
        sa.and_(deliveries.c.state == DeliveryState.DEFERRED, deliveries.c.next_attempt_at <= now),
        deliveries.c.state == DeliveryState.CLAIMED,
    )
    found = sorted(sendable_notices(connection, now=now))
    query = sa.select(sa.func.count()).select_from(deliveries).where(deliveries.c.notice_id.in_(found), waiting)
    return connection.execute(query).scalar_one()


def requeue_failed(connection: sa.Connection, notice_id: int, *, by: str, now: datetime) -> int:
    """Owe the failed deliveries of a notice again, once a person has mended the cause; returns how many."""
    changed = connection.execute(
        deliveries.update()
        .where(deliveries.c.notice_id == notice_id, deliveries.c.state == DeliveryState.FAILED)
        .values(state=DeliveryState.DEFERRED, next_attempt_at=now)
    ).rowcount
    payload = {"deliveries": changed}
    record(connection, at=now, actor=by, kind="deliveries.requeued", subject=f"notice:{notice_id}", payload=payload)
    return changed
