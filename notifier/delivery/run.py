"""One run of a worker, from the first claim to the last mark."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import sqlalchemy as sa
import structlog

from notifier.delivery.breaker import Trip
from notifier.delivery.buckets import scope_of
from notifier.delivery.claims import Claim, Mark, renew
from notifier.delivery.journal import Journal
from notifier.delivery.lanes import Lanes
from notifier.delivery.limits import Limits, TokenBucket
from notifier.delivery.outgoing import Outgoing, Transport, Verdict
from notifier.delivery.pace import ALONE, SHARED, smoothly
from notifier.delivery.pausing import Pause
from notifier.delivery.quiet import QuietHours
from notifier.delivery.replies import printable
from notifier.delivery.retries import RetryRule
from notifier.delivery.sharing import BEAT, Membership
from notifier.delivery.steps import Batch, Copy, Taken, Worker, finish, step
from notifier.delivery.window import Settled, Window
from notifier.errors import MessageError, NotifierError
from notifier.ledger import Ledger
from notifier.ledger.schema import to_microseconds
from notifier.model import CustomerState, DeliveryState

log = structlog.get_logger(__name__)

ACCEPTED, SENT = Verdict.ACCEPTED, DeliveryState.SENT
MOST_APART = 20_000
STORE_BUCKETS = 1.0
LOOK_AGAIN = 0.25
"""Seconds between looks at what was cancelled, slow or refilled: an approver's cancel must work within one second."""


class Letters(Protocol):
    """Turns a claim into a message."""

    def compose(self, claim: Claim) -> Outgoing:
        """Return the message of a claim, its content not yet built; raises NotifierError when it cannot be written."""

    def take_copies(self) -> tuple[Copy, ...]:
        """Return the exact copies that were first used since the last call."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come; `left` counts what may be sent now and is not, `rate` is messages a second."""

    sent: int
    failed: int
    deferred: int
    left: int
    rate: float

    @property
    def seconds_left(self) -> float | None:
        """Time left at the present rate, None when it cannot be told."""
        return self.left / self.rate if self.rate > 0 else None


@dataclass(frozen=True, slots=True)
class WorkerOptions:
    """How a worker works."""

    lease: timedelta = timedelta(minutes=5)
    retries: RetryRule = field(default_factory=RetryRule)
    limits: Limits = field(default_factory=Limits)
    guarded: int = 4  # connections that slow and untried domains may hold together
    patience: float = 8.0  # seconds to wait for answers when told to stop
    quiet: QuietHours | None = None


@dataclass(slots=True)
class Tally:
    """What a run has done so far."""

    sent: int = 0
    failed: int = 0
    deferred: int = 0
    adopted: int = 0
    left: int = 0


class Run:
    """Feeds a transport from the ledger and writes what comes back. `all()` runs it once."""

    def __init__(  # noqa: PLR0913 - the parts of a worker, wired at one place
        self,
        ledger: Ledger,
        transport: Transport,
        letters: Letters,
        journal: Journal,
        options: WorkerOptions,
        now: Callable[[], datetime],
        tally: Tally,
        progress: Callable[[Progress], None] | None = None,
        buckets: Mapping[str, TokenBucket] | None = None,
    ) -> None:
        self._ledger = ledger
        self._transport = transport
        self._letters = letters
        self._journal = journal
        self._options = options
        self._now = now
        self._progress = progress
        self._loop = asyncio.get_running_loop()
        self._marks: list[Mark] = []  # not committed yet; the journal side that also holds them is `_side`
        self._given_back: list[int] = []
        self._side: int | None = None
        self._lost_ledger = ""
        self._pause: Pause | None = None
        self._copies: tuple[Copy, ...] = ()
        self._taken_of: set[int] = set()  # notices of which something was claimed
        self._began = self._loop.time()
        self._shown = 0.0
        self._renewed = self._loop.time()
        self._looked = 0.0
        self.tally = tally
        self.stopping = False
        shares = bool(options.limits.relay or options.limits.domains or transport.shared_connections)
        self._worker = Worker(journal.owner, transport.name, options.lease, options.quiet, shares)
        self._membership = Membership(journal.owner)
        self._signed = float("-inf")
        self._buckets = buckets or {}
        self._stored = 0.0
        self.window = self._window()

    def _window(self) -> Window:
        name, limits, time = self._transport.name, self._options.limits, self._loop.time
        lanes = Lanes(self._options.guarded, limits, time)
        for domain in limits.domains:
            if (bucket := self._buckets.get(scope_of(name, domain))) is not None:
                lanes.restore(domain, bucket)
        return Window(
            lanes,
            self._journal,
            lambda: to_microseconds(self._now()),
            bucket=self._buckets.get(name),
            clock=time,
            pace=ALONE if self._ledger.is_sqlite else SHARED,
        )

    def stop(self) -> None:
        """End soon: nothing more is taken."""
        self.stopping = True
        self.window.holding = "stopping"
        with suppress(RuntimeError):  # the loop has ended already
            self._loop.call_soon_threadsafe(self.window.changed.set)

    async def all(self) -> str:
        """Send until nothing is left to send now; returns why it ended early, "" when it did not."""
        with smoothly():
            return await self._all()

    async def _all(self) -> str:
        await self._transport.open(self.window)
        try:
            while not self._ended():
                await self._round()
                if not self._ended():
                    await self._wait()
        finally:
            await asyncio.shield(self._finish())
        trip = self.window.trip
        if trip is not None:
            return trip.reason
        return self._pause.sentence if self._pause is not None else self._lost_ledger

    def _ended(self) -> bool:
        if self.stopping or self._pause is not None or self.window.trip is not None:
            return True
        return self.window.exhausted and self.window.idle and not self._marks

    async def _wait(self) -> None:
        window = self.window
        hungry = window.lanes.ready <= window.pace.ready and not window.exhausted and not window.holding
        if len(window.settled) >= window.pace.settled or hungry or (window.settled and not window.in_flight):
            await asyncio.sleep(0)
            return
        window.changed.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(0.05 if window.pause_needed() or window.lanes.apart else LOOK_AGAIN):
                await window.changed.wait()
        for domain, seconds in self._transport.waiting():
            window.lanes.found_slow(domain, seconds)
        if len(window.lanes):
            self._transport.wake()

    async def _round(self) -> None:
        """One exchange with the ledger, when there is something to write, to fetch or to look at."""
        window = self.window
        room = window.lanes.ready <= window.pace.ready and window.lanes.apart < MOST_APART
        wanted = window.pace.claimed if room and not window.holding else 0
        stale = self._loop.time() - self._looked >= LOOK_AGAIN
        if not (window.settled or window.released or self._marks or (wanted and not window.exhausted) or stale):
            return
        self._collect()
        try:
            taken = await self._exchange(0 if window.exhausted and not stale else wanted)
        except (sa.exc.DBAPIError, OSError) as problem:
            await self._ledger_failed(problem)
            return
        self._looked = self._loop.time()
        self._accept(taken, wanted)
        self._show()

    def _collect(self) -> None:
        """Turn what was settled since the last commit into marks; later answers go to the journal's other side."""
        window = self.window
        if self._marks or self._given_back:
            return  # the last batch is not committed yet: it goes first, alone
        settled, window.settled = window.settled, []
        self._given_back, window.released = window.released, []
        if settled:
            self._side = self._journal.turn()
            self._marks = [self._mark(item) for item in settled]

    async def _exchange(self, wanted: int) -> Taken:
        self._copies = (*self._copies, *self._letters.take_copies())
        batch = Batch(self._marks, self._given_back, self._copies, self._levels(), self._must_sign())
        taken = await self._ledger.run(step, self._worker, batch, now=self._now(), wanted=wanted)
        self._copies = ()
        if self._side is not None:
            self._journal.forget(self._side)
        self._side = None
        self._marks = []
        self._given_back = []
        await self._renew()
        return taken

    def _must_sign(self) -> bool:
        seconds = self._loop.time()
        if not self._worker.shares or seconds - self._signed < BEAT:
            return False
        self._signed = seconds
        return True

    def _levels(self, *, last: bool = False) -> dict[str, tuple[float, datetime]]:
        """What the token buckets hold, to be stored once a second; in between, what they may give is taken as spent."""
        seconds = self._loop.time()
        if not self._buckets or (seconds - self._stored < STORE_BUCKETS / 2 and not last):
            return {}
        self._stored = seconds
        ahead = 0.0 if last else STORE_BUCKETS
        return {scope: (bucket.reserve(seconds, ahead), self._now()) for scope, bucket in self._buckets.items()}

    async def _renew(self) -> None:
        if self._loop.time() - self._renewed > self._options.lease.total_seconds() / 3:
            self._renewed = self._loop.time()
            await self._ledger.run(renew, owner=self._journal.owner, until=self._now() + self._options.lease)

    async def _ledger_failed(self, problem: Exception) -> None:
        """Stop taking, keep what is to be written, try again: a full disk or a restarted server passes."""
        self._lost_ledger = f"the ledger cannot be written: {printable(str(getattr(problem, 'orig', problem)))}"
        log.warning("delivery.ledger_failed", reason=self._lost_ledger)
        self.window.holding = self.window.holding or self._lost_ledger
        if not self.stopping:
            await asyncio.sleep(0.5)

    def _accept(self, taken: Taken, wanted: int) -> None:
        window = self.window
        if taken.present:
            share, seconds = self._membership.share(taken.present), self._now().timestamp()
            window.share(share, seconds)
            self._transport.share(share, seconds)
        self._lost_ledger = ""
        self._pause = taken.pause
        if not self.stopping:
            window.holding = ""
        outgoings = [outgoing for claim in taken.claims if (outgoing := self._compose(claim)) is not None]
        if wanted:
            window.exhausted = len(taken.claims) < wanted
        window.feed(outgoings)
        self._taken_of.update(claim.notice_id for claim in taken.claims)
        if not self._taken_of <= taken.sendable:
            withdrawn = window.lanes.withdraw(lambda item: item.subject[0].notice_id not in taken.sendable)
            window.released += [outgoing.key for outgoing in withdrawn]
        if len(window.lanes):
            self._transport.wake()

    def _compose(self, claim: Claim) -> Outgoing | None:
        """The message of a claim; a claim that cannot become one is marked at once."""
        if claim.customer_state not in (CustomerState.ACTIVE, CustomerState.UNREACHABLE):
            self._marks.append(Mark(claim.id, DeliveryState.CANCELLED, f"customer {claim.customer_state}", attempted=0))
            return None
        try:
            return self._letters.compose(claim)
        except MessageError as error:
            # The template is at fault, not the customer: nobody is told until legal has mended it.
            self.window.trip = self.window.trip or Trip(str(error))
            return None
        except NotifierError as error:
            self._marks.append(Mark(claim.id, DeliveryState.FAILED, f"not sent: {printable(str(error))}", attempted=0))
            self.tally.failed += 1
            return None

    def _mark(self, item: Settled) -> Mark:
        outgoing, outcome, at = item
        if outcome.verdict is ACCEPTED:
            self.tally.sent += 1
            return Mark(outgoing.key, SENT, outcome.response, at, None, outgoing.message_id, outgoing.recipient)
        claim: Claim = outgoing.subject[0]
        if outcome.verdict is Verdict.DEFERRED:
            when = self._options.retries.next_attempt(
                outgoing.key, claim.attempts + 1, due_at=claim.due, now=self._now()
            )
            if when is not None:
                self.tally.deferred += 1
                again = to_microseconds(when)
                return Mark(outgoing.key, DeliveryState.DEFERRED, outcome.response, next_attempt_at=again)
        self.tally.failed += 1
        return Mark(outgoing.key, DeliveryState.FAILED, outcome.response, address=outgoing.recipient)

    async def _finish(self) -> None:
        """Let the transport finish what is in flight, write it, give the rest back."""
        self.window.holding = self.window.holding or "stopping"
        await self._transport.close(self._options.patience)
        try:
            while self.window.settled or self._marks or self._given_back:
                self._collect()
                await self._exchange(0)
            await self._ledger.run(finish, self._worker, self._levels(last=True), self.window.trip, now=self._now())
        except (sa.exc.DBAPIError, OSError) as problem:
            # The journal stays: whoever runs next adopts it.
            self._lost_ledger = f"the ledger cannot be written: {printable(str(getattr(problem, 'orig', problem)))}"
            self._journal.abandon()
            return
        self._journal.close()
        self._show(last=True)

    def _show(self, *, last: bool = False) -> None:
        now = self._loop.time()
        if self._progress is None or (now - self._shown < 0.25 and not last):
            return
        self._shown = now
        tally = self.tally
        done = tally.sent + tally.failed + tally.deferred
        rate = done / max(now - self._began, 1e-6)
        self._progress(Progress(tally.sent, tally.failed, tally.deferred, max(0, tally.left - done), rate))
