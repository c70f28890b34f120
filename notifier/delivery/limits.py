"""How fast and how widely one may send: token buckets, which hold over a restart, and limits of connections."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from notifier.errors import DeliveryError


@dataclass(frozen=True, slots=True)
class Rate:
    """So many messages a second on average, `burst` at once."""

    per_second: float
    burst: float = 1.0


@dataclass(frozen=True, slots=True)
class Limit:
    """What holds for one recipient domain: rate (None: unlimited) and messages in flight (0: unlimited)."""

    rate: Rate | None = None
    connections: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds for a relay and, by name, for recipient domains."""

    relay: Rate | None = None
    domains: Mapping[str, Limit] = field(default_factory=lambda: MappingProxyType({}))


RATE = re.compile(r"(\d+(?:\.\d+)?)/s(?::(\d+))?|:(\d+)")


def parse_limits(relay: str, domains: str) -> Limits:
    """Read "50" (messages a second) and "gmail.com=20/s:5 example.org=1/s" (rate, messages in flight).

    Raises DeliveryError naming the setting.
    """
    return Limits(_relay_rate(relay), MappingProxyType(dict(_domain_limit(item) for item in domains.split())))


def _relay_rate(text: str) -> Rate | None:
    if not text:
        return None
    found = RATE.fullmatch(f"{text.strip()}/s")
    if found is None or not float(found[1]):
        raise DeliveryError(f"HERALD_RELAY_RATE: {text!r} is no number of messages a second", permanent=True)
    return Rate(float(found[1]), burst=max(1.0, float(found[1])))


def _domain_limit(item: str) -> tuple[str, Limit]:
    domain, _, text = item.partition("=")
    found = RATE.fullmatch(text)
    if not domain or found is None or found[1] in ("0", "0.0"):
        raise DeliveryError(f"HERALD_DOMAIN_LIMITS: {item!r}: write domain=20/s:5", permanent=True)
    rate = Rate(float(found[1]), burst=max(1.0, float(found[1]))) if found[1] else None
    return domain.lower(), Limit(rate, int(found[2] or found[3] or 0))


class TokenBucket:
    """Fills with `rate.per_second` tokens a second up to `rate.burst`; a message takes one.

    Instants are seconds on any clock; one that steps back adds nothing.
    """

    __slots__ = ("_at", "_tokens", "rate", "whole")

    def __init__(self, rate: Rate, *, now: float, tokens: float | None = None, at: float | None = None) -> None:
        self.rate = self.whole = rate
        self._tokens = rate.burst if tokens is None else min(tokens, rate.burst)
        self._at = now if at is None else min(at, now)

    def _fill(self, now: float) -> None:
        if now > self._at:
            self._tokens = min(self.rate.burst, self._tokens + (now - self._at) * self.rate.per_second)
        self._at = now

    def share(self, count: int, now: float, *, empty: bool = False) -> None:
        """Go on as one of `count` buckets that together keep to the whole rate; `empty` gives away what it holds."""
        self._fill(now)
        self.rate = Rate(self.whole.per_second / count, max(1.0, self.whole.burst / count))
        self._tokens = min(self._tokens, 0.0 if empty else self.rate.burst)

    def take(self, now: float) -> bool:
        """Take a token if there is a whole one."""
        self._fill(now)
        if self._tokens < 1.0:
            return False
        self._tokens -= 1.0
        return True

    def wait(self, now: float) -> float:
        """Seconds until there is a whole token."""
        self._fill(now)
        return max(0.0, (1.0 - self._tokens) / self.rate.per_second)

    def reserve(self, now: float, seconds: float) -> float:
        """Tokens to store so that whoever starts from them never sends more than the rate allows, although this bucket
        goes on for `seconds` before it is stored again: what it holds and what it may gain are taken as spent."""
        self._fill(now)
        return self._tokens if not seconds else min(0.0, -seconds * self.rate.per_second)
