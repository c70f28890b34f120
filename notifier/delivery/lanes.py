"""What waits to be sent, so that a slow or limited recipient domain never holds up the others.

Most messages stand in one queue. Apart stand those of a domain with a limit of its own, of a domain that has answered
slowly, and, once any domain was slow, of a domain that was never tried. Slow and untried domains together hold at most
`guarded` connections and one message each, because each may take a connection for as long as it likes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from notifier.delivery.limits import Limits, TokenBucket
from notifier.delivery.outgoing import Outgoing

SLOW_SECONDS = 0.5
"""An answer that takes longer makes a domain slow; ordinary relays answer within a few round trips."""


@dataclass(slots=True)
class _Lane:
    bucket: TokenBucket | None = None
    most_out: int = 0
    limited: bool = False
    waiting: deque[Outgoing] = field(default_factory=deque)
    tried: bool = False
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
        self._round: deque[_Lane] = deque()
        self._apart = 0
        self._trouble = False
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

    def buckets(self) -> Iterator[tuple[str, TokenBucket]]:
        """The buckets of limited domains that were used."""
        return ((domain, lane.bucket) for domain, lane in self._lanes.items() if lane.bucket is not None)

    def restore(self, domain: str, bucket: TokenBucket) -> None:
        """Go on with a bucket of an earlier run."""
        self._lane(domain).bucket = bucket

    def _lane(self, domain: str) -> _Lane:
        lane = self._lanes.get(domain)
        if lane is None:
            limit = self._limits.domains.get(domain)
            bucket = TokenBucket(limit.rate, now=self._clock()) if limit is not None and limit.rate else None
            lane = _Lane(bucket, limit.connections if limit else 0, limited=limit is not None)
            self._lanes[domain] = lane
        return lane

    def add(self, outgoing: Outgoing) -> None:
        """Queue a message."""
        lane = self._lane(outgoing.domain)
        if lane.limited or self._is_guarded(lane):
            self._set_apart(lane, outgoing)
        else:
            self._queue.append(outgoing)

    def _is_guarded(self, lane: _Lane) -> bool:
        return lane.slow or (self._trouble and not lane.tried)

    def _set_apart(self, lane: _Lane, outgoing: Outgoing) -> None:
        lane.waiting.append(outgoing)
        self._apart += 1
        if not lane.turned:
            lane.turned = True
            self._round.append(lane)

    def take(self) -> Outgoing | None:
        """Return the next message that may be sent now, or None."""
        if self._apart and (outgoing := self._take_apart()) is not None:
            return outgoing
        while self._queue:
            outgoing = self._queue.popleft()
            if self._trouble and self._is_guarded(lane := self._lane(outgoing.domain)):
                self._set_apart(lane, outgoing)
                continue
            return outgoing
        return self._take_apart() if self._apart else None

    def _take_apart(self) -> Outgoing | None:
        """One round over the domains that stand apart; bounded, because it runs for each message."""
        for _ in range(min(len(self._round), 20)):
            lane = self._round.popleft()
            if not lane.waiting:
                lane.turned = False
                continue
            self._round.append(lane)
            guarded = self._is_guarded(lane)
            if guarded and self._guarded >= self._most_guarded:
                continue
            if self._may_go(lane, guarded=guarded):
                return self._send_apart(lane, guarded=guarded)
        return None

    def _may_go(self, lane: _Lane, *, guarded: bool) -> bool:
        most = 1 if guarded else lane.most_out
        if most and lane.out >= most:
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

    def returned(self, outgoing: Outgoing, *, answered: bool) -> None:
        """A message that was taken is no longer in flight; `answered` when its domain has been tried by it."""
        lane = self._lanes[outgoing.domain]
        guarded = self._out.pop(outgoing.key, None) if self._out else None
        if guarded is not None:
            lane.out -= 1
            self._guarded -= guarded
        if not answered:
            return
        lane.tried = True
        if lane.slow and guarded is not None and not lane.judged:
            lane.slow = False

    def found_slow(self, domain: str, seconds: float) -> None:
        """The relay has taken `seconds` so far to answer for a message to this domain."""
        lane = self._lanes.get(domain)
        if lane is not None and seconds > SLOW_SECONDS:
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
