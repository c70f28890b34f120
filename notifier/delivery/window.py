"""The messages under our lease: those that wait, those in flight, and outcomes on their way to the ledger.

Everything here happens on the event loop without waiting; the transport takes and settles, `Deliverer` feeds and
empties. An acceptance is noted in the journal before anything else learns of it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import NamedTuple

from notifier.delivery.breaker import Breaker, Trip
from notifier.delivery.journal import Journal
from notifier.delivery.lanes import Lanes
from notifier.delivery.limits import TokenBucket
from notifier.delivery.outgoing import Outcome, Outgoing, Verdict
from notifier.delivery.pace import ALONE, Pace
from notifier.delivery.sharing import Share
from notifier.errors import DeliveryError

ACCEPTED, BLOCKED = Verdict.ACCEPTED, Verdict.BLOCKED
INSTANT = 0.001
"""Seconds for which the time is not read anew: thousands of answers may come in one."""


class Settled(NamedTuple):
    """An attempt that ended, with the instant in microseconds."""

    outgoing: Outgoing
    outcome: Outcome
    at: int


class Window:
    """What a transport works on (see `outgoing.Work`)."""

    def __init__(  # noqa: PLR0913 - the parts of a worker, wired at one place
        self,
        lanes: Lanes,
        journal: Journal,
        now: Callable[[], int],
        *,
        bucket: TokenBucket | None,
        clock: Callable[[], float],
        pace: Pace = ALONE,
    ) -> None:
        self.lanes = lanes
        self.in_flight: dict[int, Outgoing] = {}
        self.settled: list[Settled] = []
        self.released: list[int] = []
        self.changed = asyncio.Event()
        self.trip: Trip | None = None
        self.holding = ""  # why nothing may be taken for now: "" when it may
        self.exhausted = False
        self.pace = pace
        self._journal = journal
        self._now = now
        self._bucket = bucket
        self._clock = clock
        self._breaker = Breaker()
        self._read_at = float("-inf")
        self._at = 0

    def take(self) -> Outgoing | None:
        if self.holding or self.trip is not None:
            return None
        bucket = self._bucket
        if bucket is not None and bucket.wait(self._clock()) > 0.0:
            return None
        outgoing = self.lanes.take()
        if outgoing is None:
            return None
        if bucket is not None:
            bucket.take(self._clock())
        self.in_flight[outgoing.key] = outgoing
        if self.lanes.ready == self.pace.ready and not self.exhausted:
            self.changed.set()
        return outgoing

    def settle(self, outgoing: Outgoing, outcome: Outcome) -> None:
        verdict, seconds = outcome.verdict, self._clock()
        if not 0.0 <= seconds - self._read_at < INSTANT:
            self._read_at, self._at = seconds, self._now()
        self.lanes.returned(outgoing, answered=True)
        del self.in_flight[outgoing.key]
        if verdict is ACCEPTED:
            try:
                self._journal.note(outgoing.key, self._at, outcome.response)
            except OSError as error:
                # Kept in memory; nothing more goes out until the ledger has it.
                self.holding = f"the delivery journal cannot be written: {error.strerror}"
                self.changed.set()
        elif verdict is BLOCKED:
            self.released.append(outgoing.key)
        trip = self._breaker.note(outcome)
        if trip is not None and self.trip is None:
            self.trip = trip
        if verdict is not BLOCKED:
            self.settled.append(Settled(outgoing, outcome, self._at))
        if trip is not None or len(self.settled) == self.pace.settled or not self.in_flight:
            self.changed.set()

    def put_back(self, outgoing: Outgoing) -> None:
        self.lanes.returned(outgoing, answered=False)
        del self.in_flight[outgoing.key]
        self.lanes.add(outgoing)
        self.changed.set()

    def trouble(self, error: DeliveryError) -> None:
        trip = self._breaker.unreachable(str(error), permanent=error.permanent, open_sessions=bool(self.in_flight))
        if trip is not None and self.trip is None:
            self.trip = trip
            self.changed.set()

    def share(self, share: Share, seconds: float) -> None:
        """Keep to this worker's part of the relay's and the domains' limits."""
        self.lanes.share(share, seconds)
        if self._bucket is not None:
            self._bucket.share(share.count, self._clock(), empty=share.waiting)

    def feed(self, outgoings: Iterable[Outgoing]) -> None:
        """Add messages that were claimed."""
        for outgoing in outgoings:
            self.lanes.add(outgoing)

    @property
    def idle(self) -> bool:
        """Whether nothing waits, nothing is in flight and nothing is unwritten."""
        return not (len(self.lanes) or self.in_flight or self.settled or self.released)

    def pause_needed(self) -> float:
        """Seconds until the relay's rate allows the next message."""
        return self._bucket.wait(self._clock()) if self._bucket is not None else 0.0
