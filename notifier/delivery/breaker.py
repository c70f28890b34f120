"""Deciding that a relay is unwell: too many errors among the latest outcomes, or no way to it at all."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import timedelta

from notifier.delivery.outgoing import Outcome, Verdict

ACCEPTED, BLOCKED = Verdict.ACCEPTED, Verdict.BLOCKED
LATEST = 50
LEAST = 20
TOO_MANY = 0.8
MOST_CONNECTION_FAILURES = 4
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Trip:
    """Stop sending; `reason` is shown to people."""

    reason: str


class Breaker:
    """Watches outcomes; says once when it is time to stop."""

    def __init__(self) -> None:
        self._latest: deque[bool] = deque(maxlen=LATEST)
        self._bad = 0
        self._failures = 0

    def note(self, outcome: Outcome) -> Trip | None:
        """Take an outcome into account."""
        verdict, latest = outcome.verdict, self._latest
        if verdict is BLOCKED:
            return Trip(f"the relay refuses our mail: {outcome.response}")
        bad = verdict is not ACCEPTED
        if not bad and not self._bad:
            self._failures = 0
            latest.append(False)
            return None
        if len(latest) == LATEST:
            self._bad -= latest[0]
        latest.append(bad)
        self._bad += bad
        self._failures = 0
        if bad and len(latest) >= LEAST and self._bad >= TOO_MANY * len(latest):
            return Trip(f"{self._bad} of the last {len(latest)} messages were not accepted, last: {outcome.response}")
        return None

    def unreachable(self, reason: str, *, permanent: bool, open_sessions: bool) -> Trip | None:
        """Take a failure to connect into account; while other sessions work, nothing is wrong."""
        if open_sessions and not permanent:
            return None
        self._failures += 1
        if permanent or self._failures >= MOST_CONNECTION_FAILURES:
            return Trip(reason)
        return None


def pause_after(trips: int) -> timedelta:
    """How long to leave a relay alone after so many trips in a row."""
    doubled: int = 1 << min(max(trips - 1, 0), 20)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)
