"""The one way in for every door: bytes committed first, then read, then recorded; what a crash left is finished later."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import sqlalchemy as sa

from notifier.cases.deadlines import DEFAULT_RULES, CaseRules
from notifier.cases.reading import Read, read_incoming, unreadable
from notifier.cases.receiving import Receipt, take_in
from notifier.cases.store import insert_once
from notifier.inbound import Envelope, load_raw, read_envelope, store_raw
from notifier.ledger import Ledger
from notifier.ledger.schema import inbound_messages, raw_messages, seen_requests
from notifier.signing import Signer

READING_TIME = timedelta(minutes=10)  # nothing is read for as long; a mark that old is of a program that ended


def receive(  # noqa: PLR0913 - a front door: the message, how it came, and what the deployment decides
    connection: sa.Connection,
    content: bytes,
    *,
    door: str,
    envelope: Envelope | None = None,
    signer: Signer,
    now: datetime,
    rules: CaseRules = DEFAULT_RULES,
    trusted_servers: tuple[str, ...] = (),
) -> Receipt:
    """Store, read and record one message in the caller's transaction, whose commit is the door's "accepted".

    A door that can be cut in the middle of a message uses `Receiver`, which commits the bytes before reading them.
    """
    key = store_raw(connection, content, door=door, envelope=envelope, now=now)
    read = read_incoming(key, content, envelope=envelope, trusted_servers=trusted_servers)
    return take_in(connection, read, signer=signer, received_at=now, now=now, rules=rules)


class Receiver:
    """Receives for a running service."""

    def __init__(
        self,
        ledger: Ledger,
        signer: Signer,
        *,
        rules: CaseRules = DEFAULT_RULES,
        trusted_servers: tuple[str, ...] = (),
    ) -> None:
        self._ledger = ledger
        self._signer = signer
        self._rules = rules
        self._trusted = trusted_servers

    async def store(self, content: bytes, *, door: str, envelope: Envelope | None = None, now: datetime) -> str:
        """Commit the bytes and return their key; afterwards the door may say "accepted"."""
        return await self._ledger.run(store_raw, content, door=door, envelope=envelope, now=now)

    async def take(self, content: bytes, *, door: str, envelope: Envelope | None = None, now: datetime) -> Receipt:
        """Commit the bytes, read them beside the ledger's thread, and record what follows."""
        key = await self.store(content, door=door, envelope=envelope, now=now)
        read = await asyncio.to_thread(read_incoming, key, content, envelope=envelope, trusted_servers=self._trusted)
        return await self._record(read, now, now)

    async def finish(self, now: datetime) -> int:
        """Read and record every stored message that is not recorded yet; how many. Run it at start and at each tick.

        A message that was being read when the program ended is not read again: it goes to a person as it is, ten minutes
        later.
        """
        done = 0
        for key in await self._ledger.run(pending):
            done += await self._finish_one(key, now)
        return done

    async def _finish_one(self, key: str, now: datetime) -> bool:
        content, envelope, received_at, begun_at = await self._ledger.run(_begin_reading, key, now)
        if begun_at is not None and now - begun_at < READING_TIME:
            return False  # another worker reads it at this moment
        if begun_at is not None:
            read = unreadable(key, "reading it ended the program before")
        else:
            read = await asyncio.to_thread(
                read_incoming, key, content, envelope=envelope, trusted_servers=self._trusted
            )
        await self._record(read, received_at, now)
        return True

    async def _record(self, read: Read, received_at: datetime, now: datetime) -> Receipt:
        return await self._ledger.run(
            take_in, read, signer=self._signer, received_at=received_at, now=now, rules=self._rules
        )


def pending(connection: sa.Connection) -> tuple[str, ...]:
    """Keys of stored messages that are not recorded, the oldest first."""
    recorded = sa.exists().where(inbound_messages.c.sha256 == raw_messages.c.sha256)
    copy = sa.exists().where(seen_requests.c.key.like(sa.literal("copy:") + raw_messages.c.sha256 + sa.literal(":%")))
    query = sa.select(raw_messages.c.sha256).where(~recorded, ~copy).order_by(raw_messages.c.received_at)
    return tuple(connection.execute(query).scalars())


def _begin_reading(
    connection: sa.Connection, key: str, now: datetime
) -> tuple[bytes, Envelope, datetime, datetime | None]:
    row = connection.execute(
        sa.select(raw_messages.c.envelope, raw_messages.c.received_at).where(raw_messages.c.sha256 == key)
    ).one()
    mark = f"reading:{key}"
    begun_at = connection.execute(
        sa.select(seen_requests.c.seen_at).where(seen_requests.c.key == mark)
    ).scalar_one_or_none()
    if begun_at is None and not insert_once(connection, seen_requests, {"key": mark, "seen_at": now}):
        begun_at = now
    return load_raw(connection, key) or b"", read_envelope(row.envelope), row.received_at, begun_at
