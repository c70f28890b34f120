"""What waits to be sent, so that a slow or limited recipient domain never holds up the others.

Most messages stand in one queue. Apart stand those of a domain with a limit of its own, of a domain that has answered
slowly, and, once any domain was slow, of a domain that was never tried. Slow and untried domains together hold at most
`guarded` connections and one message each, because each may take a connection for as long as it likes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from notifier.delivery.limits import Limits, TokenBucket
from notifier.delivery.outgoing import Outgoing
from notifier.delivery.sharing import Share

MOST_TRIED = 100_000
MOST_LOOKS = 20
UNLIMITED = 1 << 30
SLOW_SECONDS = 0.5
"""An answer that takes longer makes a domain slow; ordinary relays answer within a few round trips."""


@dataclass(slots=True)
class _Lane:
    bucket: TokenBucket | None = None
    most_out: int = UNLIMITED
    limited: bool = False
    waiting: deque[Outgoing] = field(default_factory=deque)
    slow: bool = False
    out: int = 0  # messages in flight, counted while the lane stands apart
    judged: bool = False  # whether one in flight now has been found slow
    turned: bool = False  # whether it stands in the round


class Lanes:
    """Waiting messages by domain; `clock` gives seconds for the token buckets."""

    def __init__(self, guarded: int, limits: Limits, clock: Callable[[], float]) -> None:
        self._most_guarded = guarded
        self._guarded = 0
        self._limits = limits
        self._clock = clock
        self._queue: deque[Outgoing] = deque()
        self._lanes: dict[str, _Lane] = {}
        self._round: deque[str] = deque()  # domains with messages that stand apart, in turn
        self._apart = 0
        self._trouble = False
        self._tried: set[str] = set()  # domains that have answered
        self._out: dict[int, bool] = {}  # key of each message taken from apart: whether it counts as guarded

    def __len__(self) -> int:
        return len(self._queue) + self._apart

    @property
    def ready(self) -> int:
        """Messages in the common queue."""
        return len(self._queue)

    @property
    def apart(self) -> int:
        """Messages that wait for slow, untried or limited domains."""
        return self._apart

    def restore(self, domain: str, bucket: TokenBucket) -> None:
        """Go on with a bucket of an earlier run."""
        self._lane(domain).bucket = bucket

    def share(self, share: Share, seconds: float) -> None:
        """Keep to this worker's part of every domain's limit; `seconds` are those of the present since 1970."""
        for domain, limit in self._limits.domains.items():
            lane = self._lane(domain)
            if limit.connections:
                lane.most_out = share.part(limit.connections, seconds)
            if lane.bucket is not None:
                lane.bucket.share(share.count, self._clock(), empty=share.waiting)

    def _lane(self, domain: str) -> _Lane:
        lane = self._lanes.get(domain)
        if lane is None:
            limit = self._limits.domains.get(domain)
            bucket = TokenBucket(limit.rate, now=self._clock()) if limit is not None and limit.rate else None
            most = limit.connections if limit is not None and limit.connections else UNLIMITED
            lane = _Lane(bucket, most, limited=limit is not None)
            self._lanes[domain] = lane
        return lane

    def add(self, outgoing: Outgoing) -> None:
        """Queue a message."""
        if self._stands_apart(outgoing.domain):
            self._set_apart(self._lane(outgoing.domain), outgoing)
        else:
            self._queue.append(outgoing)

    def _stands_apart(self, domain: str) -> bool:
        lane = self._lanes.get(domain)
        if lane is None:
            return domain in self._limits.domains or (self._trouble and domain not in self._tried)
        return lane.limited or self._is_guarded(domain, lane)

    def _is_guarded(self, domain: str, lane: _Lane) -> bool:
        return lane.slow or (self._trouble and domain not in self._tried)

    def _set_apart(self, lane: _Lane, outgoing: Outgoing) -> None:
        lane.waiting.append(outgoing)
        self._apart += 1
        if not lane.turned:
            lane.turned = True
            self._round.append(outgoing.domain)

    def take(self) -> Outgoing | None:
        """Return the next message that may be sent now, or None."""
        if not (self._apart or self._trouble):
            return self._queue.popleft() if self._queue else None
        if self._apart and (outgoing := self._take_apart()) is not None:
            return outgoing
        while self._queue:
            outgoing = self._queue.popleft()
            if self._trouble and self._stands_apart(outgoing.domain):
                self._set_apart(self._lane(outgoing.domain), outgoing)
                continue
            return outgoing
        return self._take_apart() if self._apart else None

    def _take_apart(self) -> Outgoing | None:
        """One round over the domains that stand apart; bounded, because it runs for each message."""
        for _ in range(min(len(self._round), MOST_LOOKS)):
            domain = self._round.popleft()
            lane = self._lanes[domain]
            guarded = self._is_guarded(domain, lane)
            full = guarded and self._guarded >= self._most_guarded
            outgoing = None
            if lane.waiting and not full and self._may_go(lane, guarded=guarded):
                outgoing = self._send_apart(lane, guarded=guarded)
            lane.turned = bool(lane.waiting)
            if lane.turned:
                self._round.append(domain)
            else:
                self._forget(domain, lane)
            if outgoing is not None:
                return outgoing
        return None

    def _may_go(self, lane: _Lane, *, guarded: bool) -> bool:
        if lane.out >= (min(1, lane.most_out) if guarded else lane.most_out):
            return False
        return lane.bucket is None or lane.bucket.take(self._clock())

    def _send_apart(self, lane: _Lane, *, guarded: bool) -> Outgoing:
        outgoing = lane.waiting.popleft()
        self._apart -= 1
        lane.out += 1
        lane.judged = False
        self._guarded += guarded
        self._out[outgoing.key] = guarded
        return outgoing

    def _forget(self, domain: str, lane: _Lane) -> None:
        """Keep nothing of a domain that is like all others: there may be a million."""
        if not (lane.limited or lane.slow or lane.out or lane.waiting):
            del self._lanes[domain]

    def returned(self, outgoing: Outgoing, *, answered: bool) -> None:
        """A message that was taken is no longer in flight; `answered` when its domain has been tried by it."""
        if not self._out and outgoing.domain in self._tried:
            return
        guarded = self._out.pop(outgoing.key, None) if self._out else None
        if answered and outgoing.domain not in self._tried:
            if len(self._tried) >= MOST_TRIED:
                self._tried.clear()
            self._tried.add(outgoing.domain)
        if guarded is None:
            return
        lane = self._lanes[outgoing.domain]
        lane.out -= 1
        self._guarded -= guarded
        if answered and not lane.judged:
            lane.slow = False
        if not lane.turned:
            self._forget(outgoing.domain, lane)

    def found_slow(self, domain: str, seconds: float) -> None:
        """The relay has taken `seconds` so far to answer for a message to this domain."""
        if seconds > SLOW_SECONDS:
            lane = self._lane(domain)
            lane.slow = lane.judged = self._trouble = True

    def withdraw(self, unwanted: Callable[[Outgoing], bool]) -> list[Outgoing]:
        """Take out every waiting message that is unwanted (its notice was cancelled, say)."""
        taken = [outgoing for outgoing in self._queue if unwanted(outgoing)]
        if taken:
            self._queue = deque(outgoing for outgoing in self._queue if not unwanted(outgoing))
        for lane in self._lanes.values() if self._apart else ():
            kept = deque(outgoing for outgoing in lane.waiting if not unwanted(outgoing))
            taken += [outgoing for outgoing in lane.waiting if unwanted(outgoing)]
            self._apart -= len(lane.waiting) - len(kept)
            lane.waiting = kept
        return taken
