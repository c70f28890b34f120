"""Token buckets in the ledger, so that a restart does not begin with full ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from notifier.delivery.limits import Limits, Rate, TokenBucket
from notifier.ledger.delivery_tables import rate_buckets


def scope_of(relay: str, domain: str) -> str:
    """The name of a recipient domain's bucket at a relay."""
    return f"{relay} {domain}"


def rates_of(limits: Limits, relay: str) -> dict[str, Rate]:
    """Every rate that holds at a relay, by scope."""
    rates = {scope_of(relay, domain): limit.rate for domain, limit in limits.domains.items() if limit.rate is not None}
    return rates | ({relay: limits.relay} if limits.relay is not None else {})


def load(
    connection: sa.Connection, rates: Mapping[str, Rate], *, now: datetime, seconds: float
) -> dict[str, TokenBucket]:
    """The buckets of these scopes as an earlier run left them; `seconds` is the clock's reading at `now`.

    What was not stored is full. A stored instant in the future (the clock was set back) adds nothing.
    """
    rows = connection.execute(sa.select(rate_buckets).where(rate_buckets.c.scope.in_(list(rates))))
    stored = {row.scope: (row.tokens, (now - row.at).total_seconds()) for row in rows}
    return {scope: _bucket(rate, stored.get(scope), seconds) for scope, rate in rates.items()}


def _bucket(rate: Rate, stored: tuple[float, float] | None, seconds: float) -> TokenBucket:
    if stored is None:
        return TokenBucket(rate, now=seconds)
    tokens, age = stored
    return TokenBucket(rate, now=seconds, tokens=tokens, at=seconds - max(0.0, age))


def store(connection: sa.Connection, buckets: Mapping[str, tuple[float, datetime]]) -> None:
    """Write buckets down: tokens and instant of each scope (see `TokenBucket.reserve`)."""
    for scope, (tokens, at) in buckets.items():
        values = {"tokens": tokens, "at": at}
        changed = connection.execute(rate_buckets.update().where(rate_buckets.c.scope == scope).values(**values))
        if not changed.rowcount:
            connection.execute(rate_buckets.insert().values(scope=scope, **values))
