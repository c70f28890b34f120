"""Tables of sending besides the deliveries themselves: relays that were stopped, token buckets that outlive a run."""

from __future__ import annotations

import sqlalchemy as sa

from notifier.ledger.schema import _instant, _text, metadata

relays = sa.Table(
    "relays",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),  # "smtp:mail.example:587"
    _instant("paused_at", nullable=True),
    _text("paused_by"),
    _text("reason"),
    _instant("resume_at", nullable=True),  # null while paused: until a person resumes
    sa.Column("trips", sa.Integer, nullable=False, server_default="0"),  # pauses by itself in a row
)

rate_buckets = sa.Table(
    "rate_buckets",
    metadata,
    sa.Column("scope", sa.Text, primary_key=True),  # a relay's name, or relay and recipient domain
    sa.Column("tokens", sa.Float, nullable=False),
    _instant("at"),
)

senders = sa.Table(
    "senders",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True),  # a worker's name, as in its leases
    _text("relay"),
    _instant("seen_at"),
)
