"""Rates and connections that several workers share: each takes its part of what the relay allows to all together.

Workers that send through one relay sign a list in the ledger every second. With that list each knows how many they are
and which place is its own; nobody has to ask anybody before a message. A worker that dies is counted for some seconds
more, in which its part lies idle.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from notifier.ledger.delivery_tables import senders

BEAT = 1.0
"""Seconds between two signatures."""
ALIVE = timedelta(seconds=10)
FORGOTTEN = timedelta(hours=1)
JOINING = 2
"""Signatures that a worker that finds others gives before it sends, so that each of them has seen it."""
ONE_BY_ONE = 7_353_656
"""Key of the lock under which workers sign for the first time on PostgreSQL: of two, one must see the other."""
TURN = 20
PAUSE = 5
"""Seconds of a turn where there is less to share than workers, and of its end in which what is in flight may finish."""


@dataclass(frozen=True, slots=True)
class Share:
    """The part of one worker: place `rank` of `count`. `waiting` while the others may not have seen it yet."""

    rank: int = 0
    count: int = 1
    waiting: bool = False

    def part(self, whole: int, seconds: float) -> int:
        """How many of `whole` connections are this worker's now; all parts together are never more than `whole`.

        Where there are fewer than workers, they take turns by the clock; `seconds` are those of `now` since 1970.
        """
        if self.waiting:
            return 0
        if whole >= self.count:
            return whole // self.count + (self.rank < whole % self.count)
        turn, within = divmod(seconds, TURN)
        return int((self.rank - int(turn)) % self.count < whole and within < TURN - PAUSE)


ALONE = Share()


def sign(connection: sa.Connection, owner: str, relay: str, *, now: datetime) -> tuple[str, ...]:
    """Sign the list of those who send through a relay; returns all that signed lately, in order.

    A signature of the future is of a time before the clock was set back, and counts as one of long ago.
    """
    changed = connection.execute(senders.update().where(senders.c.owner == owner).values(seen_at=now))
    if not changed.rowcount:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_BY_ONE})
        connection.execute(senders.insert().values(owner=owner, relay=relay, seen_at=now))
        connection.execute(senders.delete().where(senders.c.seen_at < now - FORGOTTEN))
    query = sa.select(senders.c.owner).where(
        senders.c.relay == relay, senders.c.seen_at.between(now - ALIVE, now + ALIVE)
    )
    return tuple(connection.execute(query.order_by(senders.c.owner)).scalars())


def leave(connection: sa.Connection, owner: str) -> None:
    """Strike a worker off the list."""
    connection.execute(senders.delete().where(senders.c.owner == owner))


class Membership:
    """What one worker knows of the others."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._to_wait = -1

    def share(self, present: tuple[str, ...]) -> Share:
        """Return the worker's part after it signed and found these present, itself among them.

        Who came later waits until those who were there have made room; who was there makes room at once.
        """
        if self._to_wait < 0:
            self._to_wait = JOINING if len(present) > 1 else 0
        waiting = self._to_wait > 0 and len(present) > 1
        self._to_wait = max(0, self._to_wait - 1)
        return Share(present.index(self._owner), len(present), waiting=waiting)
