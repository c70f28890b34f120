"""When a message that was put off is tried again, and when it is given up."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class RetryRule:
    """Exponential waiting with a spread that derives from the delivery's key, for `patience` in all.

    Five days is what RFC 5321, section 4.5.4.1, asks for at least (4-5 days).
    """

    first: timedelta = FIRST_WAIT
    longest: timedelta = LONGEST_WAIT
    patience: timedelta = timedelta(days=5)

    def next_attempt(self, key: int, attempts: int, *, due_at: datetime, now: datetime) -> datetime | None:
        """Return when to try again after the `attempts`-th failure, or None to give up."""
        wait = min(self.first * (1 << min(max(attempts - 1, 0), 20)), self.longest)
        digest = hashlib.blake2b(f"{key}:{attempts}".encode(), digest_size=4).digest()
        spread = int.from_bytes(digest, "big") / 2**32  # 0 to 1: the herd does not return at once
        when = now + wait * (0.75 + 0.5 * spread)
        return when if now - due_at < self.patience else None
