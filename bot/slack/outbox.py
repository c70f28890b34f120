"""The outbox: what Slack is owed lies in the ledger, is claimed, posted in order and marked done.

A row is a fact ("case 7 was opened"), never a text: it is rendered when it is posted, so that an hour's silence of
Slack's ends with the truth of that moment and an erased case leaves no words behind. Rows of one channel keep their
order: while the first cannot be posted, those behind it wait. A row is claimed by a guarded update under a lease;
after a crash it is posted again under the same `client_msg_id`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from notifier.cases.store import insert_for
from notifier.ledger.schema import outbox

LEASE = timedelta(seconds=60)
LONGEST_PAUSE = timedelta(minutes=5)
OF_CASES = "case_"  # how the operations about cases begin
SLACK = "slack"


class RowState(StrEnum):
    DUE = "due"
    CLAIMED = "claimed"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Owed:
    """A claimed row. `key` is the fact's name, `about` its payload."""

    id: int
    key: str
    channel: str
    operation: str
    about: dict[str, Any]
    attempts: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact to owe: posted once for its key; `channel` empty means the policy repository's own channel."""

    key: str
    operation: str
    about: dict[str, Any]
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a row's message stands in Slack, and the fingerprint of what it said when it was last written."""

    channel: str
    ts: str
    fingerprint: str = ""

    def encode(self) -> str:
        """Return the row's result."""
        return json.dumps({"channel": self.channel, "ts": self.ts, "fingerprint": self.fingerprint})

    @classmethod
    def decode(cls, text: str) -> Posted | None:
        """Read a row's result; None where nothing was posted."""
        try:
            read = json.loads(text or "{}")
        except ValueError:
            return None
        if not isinstance(read, dict) or not read.get("ts"):
            return None
        return cls(str(read["channel"]), str(read["ts"]), str(read.get("fingerprint", "")))


def owe(connection: sa.Connection, fact: Fact, now: datetime) -> bool:
    """Owe Slack a fact; False when it is owed or posted already."""
    values = {
        "key": fact.key,
        "destination": SLACK,
        "channel": fact.channel,
        "operation": fact.operation,
        "payload": json.dumps(fact.about, sort_keys=True),
        "next_attempt_at": now,
    }
    insert = insert_for(connection)(outbox).values(**values).on_conflict_do_nothing()
    return bool(connection.execute(insert).rowcount == 1)


def claim(connection: sa.Connection, now: datetime) -> Owed | None:
    """Claim the first row of a channel that is due; None when nothing can be posted now.

    A channel whose first row waits, or is held by another worker under an unexpired lease, is passed over whole; what is
    told of cases keeps an order of its own, because it may have a channel of its own.
    """
    first = (
        sa.select(sa.func.min(outbox.c.id))
        .where(outbox.c.destination == SLACK, outbox.c.state.in_([RowState.DUE.value, RowState.CLAIMED.value]))
        .group_by(outbox.c.channel, outbox.c.operation.startswith(OF_CASES, autoescape=True))
    )
    query = (
        sa.select(outbox)
        .where(outbox.c.id.in_(first), outbox.c.next_attempt_at <= now)
        .order_by(outbox.c.next_attempt_at, outbox.c.id)
    )
    for row in connection.execute(query).all():
        taken = connection.execute(
            sa.update(outbox)
            .where(outbox.c.id == row.id, outbox.c.state == row.state, outbox.c.next_attempt_at == row.next_attempt_at)
            .values(state=RowState.CLAIMED.value, next_attempt_at=now + LEASE, attempts=row.attempts + 1)
        )
        if taken.rowcount == 1:
            return Owed(row.id, row.key, row.channel, row.operation, json.loads(row.payload), row.attempts + 1)
    return None


def finish(connection: sa.Connection, owed: Owed, result: str, follow_ups: Sequence[Fact], now: datetime) -> None:
    """Mark a claimed row done, and owe what follows from it, in one transaction."""
    values = {"state": RowState.DONE.value, "result": result}
    connection.execute(sa.update(outbox).where(outbox.c.id == owed.id).values(**values))
    for fact in follow_ups:
        owe(connection, fact, now)


def postpone(connection: sa.Connection, owed: Owed, until: datetime, reason: str) -> None:
    """Give a claimed row back, to be tried again at `until`; everything behind it in its channel waits with it."""
    values = {"state": RowState.DUE.value, "next_attempt_at": until, "result": json.dumps({"waiting": reason[:200]})}
    connection.execute(sa.update(outbox).where(outbox.c.id == owed.id).values(**values))


def give_up(connection: sa.Connection, owed: Owed, reason: str) -> None:
    """Mark a row failed that can never be posted as it is, so that it stops nobody behind it."""
    values = {"state": RowState.FAILED.value, "result": json.dumps({"failed": reason[:500]})}
    connection.execute(sa.update(outbox).where(outbox.c.id == owed.id).values(**values))


def posted(connection: sa.Connection, key: str) -> Posted | None:
    """Return where the message of a fact stands, None when it is not posted."""
    result = connection.execute(sa.select(outbox.c.result).where(outbox.c.key == key)).scalar_one_or_none()
    return Posted.decode(result or "")


def remember(connection: sa.Connection, key: str, where: Posted) -> None:
    """Write down that a fact's message now says something else, or stands elsewhere."""
    connection.execute(sa.update(outbox).where(outbox.c.key == key).values(result=where.encode()))


def waiting(connection: sa.Connection) -> int:
    """Return how many rows Slack is still owed."""
    states = [RowState.DUE.value, RowState.CLAIMED.value]
    query = sa.select(sa.func.count()).where(outbox.c.destination == SLACK, outbox.c.state.in_(states))
    return int(connection.execute(query).scalar_one())


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts: 1 s, 2 s, 4 s, … at most five minutes."""
    return min(timedelta(seconds=2 ** min(attempts - 1, 12)), LONGEST_PAUSE)
