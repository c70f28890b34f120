"""What a worker does with the ledger, one transaction each: find notices, claim and mark, adopt what the dead left."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

import sqlalchemy as sa

from notifier.delivery.claims import Claim, Mark, cancel_closed, claim, mark, release
from notifier.delivery.journal import orphans, read_journal
from notifier.ledger import Ledger, record
from notifier.ledger.schema import deliveries, notices
from notifier.model import DeliveryState, NoticeState

SENDABLE = (NoticeState.SENDING, NoticeState.SENT)
ACTOR = "herald"


@dataclass(frozen=True, slots=True)
class Taken:
    """What one step brought: new claims, and the notices that may be sent at this moment."""

    claims: tuple[Claim, ...]
    sendable: frozenset[int]


def sendable_notices(connection: sa.Connection) -> frozenset[int]:
    """Notices whose deliveries may go out now; a cancelled or paused one is not among them."""
    rows = connection.execute(sa.select(notices.c.id).where(notices.c.state.in_(SENDABLE)))
    return frozenset(row.id for row in rows)


def step(  # noqa: PLR0913 - everything that one commit carries
    connection: sa.Connection,
    marks: Sequence[Mark],
    released: Sequence[int],
    *,
    owner: str,
    transport: str,
    now: datetime,
    lease: timedelta,
    wanted: int,
) -> Taken:
    """Write marks, give back, claim more: one commit for all three, because a durable commit is what costs."""
    mark(connection, marks, owner=owner, transport=transport)
    if released:
        release(connection, owner=owner, keys=released)
    if any(item.state is DeliveryState.DEFERRED for item in marks):
        cancel_closed(connection)
    sendable = sendable_notices(connection)
    claims: list[Claim] = []
    for notice_id in sorted(sendable):
        if len(claims) < wanted:
            claims += claim(connection, notice_id, owner=owner, now=now, lease=lease, most=wanted - len(claims))
    if marks:
        record_marks(connection, marks, now=now)
    return Taken(tuple(claims), sendable)


def record_marks(connection: sa.Connection, marks: Iterable[Mark], *, now: datetime) -> None:
    """Append one event for a batch of outcomes: which deliveries ended how, and a digest over the relay's answers.

    The answers themselves stay in the deliveries (they may name an address); the digest proves them.
    """
    by_state: dict[str, list[int]] = defaultdict(list)
    lines: list[str] = []
    for item in sorted(marks, key=lambda mark: mark.key):
        by_state[str(item.state)].append(item.key)
        lines.append(f"{item.key} {item.state} {item.response}")
    payload = {
        "deliveries": {state: ranges(keys) for state, keys in by_state.items()},
        "counts": {state: len(keys) for state, keys in by_state.items()},
        "responses": hashlib.sha256("\n".join(lines).encode()).hexdigest(),
    }
    record(connection, at=now, actor=ACTOR, kind="deliveries.settled", payload=payload)


def ranges(keys: Sequence[int]) -> str:
    """Write ascending numbers briefly: "1-3,7"."""
    groups = (list(group) for _, group in groupby(enumerate(keys), key=lambda pair: pair[1] - pair[0]))
    return ",".join(_range(group[0][1], group[-1][1]) for group in groups)


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
        marks = [Mark(item.key, DeliveryState.SENT, item.response, at=item.at) for item in read_journal(folder, owner)]
        marked = mark(connection, marks, owner=owner, transport=transport)
        if marked:
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
    found = sorted(sendable_notices(connection))
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
