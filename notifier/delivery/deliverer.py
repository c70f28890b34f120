"""The worker: claims what is due under a lease, lets the transport send it, marks how each one ended.

One round is: write outcomes, give back, claim more, in one durable commit, while the transport goes on sending what it
has. Delivery is at least once. After a crash only what was in flight is sent again, with the same Message-ID.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from notifier.delivery.buckets import load, rates_of
from notifier.delivery.journal import Journal
from notifier.delivery.outgoing import Transport
from notifier.delivery.pausing import paused
from notifier.delivery.run import Letters, Progress, Run, Tally, WorkerOptions
from notifier.delivery.steps import adopt, count_left
from notifier.ledger import Ledger
from notifier.ledger.schema import to_microseconds

NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a run did. `trouble` is why it ended before everything due was sent, "" when nothing is left to send now.

    `adopted` are messages that a worker which died had sent without writing so into the ledger.
    """

    sent: int = 0
    failed: int = 0
    deferred: int = 0
    adopted: int = 0
    trouble: str = ""

    def followed_by(self, later: DeliveryReport) -> DeliveryReport:
        """Return both runs as one: counts added up, the trouble of the later one."""
        return DeliveryReport(
            self.sent + later.sent,
            self.failed + later.failed,
            self.deferred + later.deferred,
            self.adopted + later.adopted,
            later.trouble,
        )


class Deliverer:
    """Sends what is due. `folder` is where the journals of all workers of this machine stand."""

    def __init__(  # noqa: PLR0913 - the parts of a worker, wired at one place
        self,
        ledger: Ledger,
        transport: Transport,
        letters: Letters,
        *,
        folder: Path,
        options: WorkerOptions | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> None:
        self._ledger = ledger
        self._transport = transport
        self._letters = letters
        self._folder = folder
        self._options = options or WorkerOptions()
        self._progress = progress
        self._stopping = False
        self._run: Run | None = None

    def stop(self) -> None:
        """End `drain` soon: what is in flight is finished and marked, what is not begun is given back."""
        self._stopping = True
        if self._run is not None:
            self._run.stop()

    async def drain(self, now: Callable[[], datetime]) -> DeliveryReport:
        """Send everything that is due; ends when nothing is left to send now, on `stop`, or when the relay is unwell.

        A relay or ledger that fails is reported, not raised, once sending has begun; the next run goes on.
        """
        name = self._transport.name
        adopted, _ = await asyncio.to_thread(adopt, self._ledger, self._folder, transport=name, now=now())
        pause = await self._ledger.read(paused, name, now=now())
        if pause is not None:
            return DeliveryReport(adopted=adopted, trouble=pause.sentence)
        tally = Tally(left=await self._ledger.read(count_left, now=now()))
        rates = rates_of(self._options.limits, name)
        seconds = asyncio.get_running_loop().time()
        buckets = await self._ledger.read(load, rates, now=now(), seconds=seconds) if rates else {}
        started = to_microseconds(now())  # containers share host names and process numbers
        owner = f"{socket.gethostname()}-{os.getpid()}-{next(NUMBERS)}-{started}"
        journal = Journal(self._folder, owner)
        run = Run(
            self._ledger, self._transport, self._letters, journal, self._options, now, tally, self._progress, buckets
        )
        self._run = run
        if self._stopping:
            run.stop()
        try:
            trouble = await run.all()
        finally:
            self._run = None
        return DeliveryReport(tally.sent, tally.failed, tally.deferred, adopted, trouble)
