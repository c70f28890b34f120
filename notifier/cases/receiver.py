"""The one way in for every door: bytes committed first, then read, then recorded; what a crash left is finished later."""

from __future__ import annotations

import asyncio
from datetime import datetime

import sqlalchemy as sa

from notifier.cases.backlog import Attempt, Stored, begin_batch, end_batch
from notifier.cases.deadlines import DEFAULT_RULES, CaseRules
from notifier.cases.reading import Read, read_incoming, unreadable
from notifier.cases.receiving import Receipt, take_in
from notifier.inbound import Envelope, store_raw
from notifier.ledger import Ledger
from notifier.signing import Signer


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
        return await self._ledger.run(take_in, read, signer=self._signer, received_at=now, now=now, rules=self._rules)

    async def finish(self, now: datetime) -> int:
        """Read and record every stored message that is not recorded yet; how many. Run it at start and at each tick.

        What was being read when the program ended is read alone some minutes later, and what ended it again goes to a
        person unread.
        """
        done = 0
        while batch := await self._ledger.run(begin_batch, now):
            reads = await asyncio.to_thread(self._read, batch)
            await self._ledger.run(self._record_batch, batch, reads, now)
            done += len(batch)
        return done

    def _read(self, batch: tuple[Stored, ...]) -> tuple[Read, ...]:
        return tuple(
            unreadable(stored.key, "reading it ended the program before")
            if stored.attempt is Attempt.NOT_AGAIN
            else read_incoming(stored.key, stored.content, envelope=stored.envelope, trusted_servers=self._trusted)
            for stored in batch
        )

    def _record_batch(
        self, connection: sa.Connection, batch: tuple[Stored, ...], reads: tuple[Read, ...], now: datetime
    ) -> None:
        for stored, read in zip(batch, reads, strict=True):
            take_in(connection, read, signer=self._signer, received_at=stored.received_at, now=now, rules=self._rules)
        end_batch(connection, batch)
