"""The one way in for every door: bytes committed first, then read, then recorded; what a crash left is finished later."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor
from datetime import datetime
from itertools import chain

import sqlalchemy as sa

from notifier.cases.backlog import Attempt, Stored, begin_batch, end_reading, mark_forgotten
from notifier.cases.deadlines import DEFAULT_RULES, CaseRules
from notifier.cases.reading import Read, read_incoming, unreadable
from notifier.cases.receiving import Receipt, take_in
from notifier.cases.storing import Arrived, Storing
from notifier.inbound import Envelope, store_raw
from notifier.ledger import Ledger, batched
from notifier.signing import Signer

PORTION = 8  # messages handed to a reader at a time: another process costs less than with each alone


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
    """Receives for a running service. `readers` is where messages are read: processes use more than one core."""

    def __init__(
        self,
        ledger: Ledger,
        signer: Signer,
        *,
        rules: CaseRules = DEFAULT_RULES,
        trusted_servers: tuple[str, ...] = (),
        readers: Executor | None = None,
    ) -> None:
        self._ledger = ledger
        self._signer = signer
        self._rules = rules
        self._trusted = trusted_servers
        self._readers = readers
        self._has_compared = False
        self._storing = Storing(ledger)

    async def store(self, content: bytes, *, door: str, envelope: Envelope | None = None, now: datetime) -> str:
        """Commit the bytes and return their key; afterwards the door may say "accepted"."""
        return await self._storing.store(Arrived(content, door, envelope, now))

    async def take(self, content: bytes, *, door: str, envelope: Envelope | None = None, now: datetime) -> Receipt:
        """Commit the bytes, read them beside the ledger's thread, and record what follows."""
        key = await self.store(content, door=door, envelope=envelope, now=now)
        stored = Stored(key, content, envelope or Envelope(), now, Attempt.TOGETHER)
        reads = await self._read((stored,))
        return (await self._ledger.run(self._record, (stored,), reads, now))[0]

    async def finish(self, now: datetime) -> int:
        """Read and record every stored message that is not recorded yet; how many. Run it at start and at each tick.

        While one batch is recorded, the next is read. What was being read when the program ended is read alone some
        minutes later, and what ended it again goes to a person unread.
        """
        if not self._has_compared:
            await self._ledger.run(mark_forgotten, now)
            self._has_compared = True
        done = 0
        batch = await self._ledger.run(begin_batch, now)
        reading = asyncio.ensure_future(self._read(batch))
        while batch:
            reads = await reading
            following = await self._ledger.run(begin_batch, now)
            reading = asyncio.ensure_future(self._read(following))
            await self._ledger.run(self._record, batch, reads, now)
            done += len(batch)
            batch = following
        await reading
        return done

    async def _read(self, batch: tuple[Stored, ...]) -> tuple[Read, ...]:
        loop = asyncio.get_running_loop()
        portions = [batch[first : first + PORTION] for first in range(0, len(batch), PORTION)]
        reads = await asyncio.gather(
            *(loop.run_in_executor(self._readers, read_portion, portion, self._trusted) for portion in portions)
        )
        return tuple(chain.from_iterable(reads))

    def _record(
        self, connection: sa.Connection, batch: tuple[Stored, ...], reads: tuple[Read, ...], now: datetime
    ) -> tuple[Receipt, ...]:
        with batched(connection):
            receipts = tuple(
                take_in(
                    connection, read, signer=self._signer, received_at=stored.received_at, now=now, rules=self._rules
                )
                for stored, read in zip(batch, reads, strict=True)
            )
        end_reading(connection, [stored.key for stored in batch])
        return receipts


def read_portion(portion: tuple[Stored, ...], trusted_servers: tuple[str, ...]) -> tuple[Read, ...]:
    """Read some stored messages, one after the other; a function of its own for other processes."""
    return tuple(read_stored(stored, trusted_servers) for stored in portion)


def read_stored(stored: Stored, trusted_servers: tuple[str, ...]) -> Read:
    """Read one stored message, unless reading it ended the program before."""
    if stored.attempt is Attempt.NOT_AGAIN:
        return unreadable(stored.key, "reading it ended the program before")
    return read_incoming(stored.key, stored.content, envelope=stored.envelope, trusted_servers=trusted_servers)
