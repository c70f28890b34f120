"""Relays that are not to be used for now: stopped by a person, or by themselves after too many errors.

running ── pause by hand ──▶ paused until a person resumes
running ── trip ──▶ paused until `resume_at`, longer after each trip in a row ── a message accepted ──▶ running
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from notifier.delivery.breaker import Trip, pause_after
from notifier.ledger import record
from notifier.ledger.delivery_tables import relays

ACTOR = "herald"


@dataclass(frozen=True, slots=True)
class Pause:
    """A relay at rest. `resume_at` is None when only a person can resume it."""

    relay: str
    since: datetime
    by: str
    reason: str
    resume_at: datetime | None

    @property
    def sentence(self) -> str:
        """One line for people."""
        until = f"until {self.resume_at:%Y-%m-%d %H:%M} UTC" if self.resume_at else "until somebody resumes it"
        return f"{self.relay} is paused {until}: {self.reason}"


def pause(connection: sa.Connection, relay: str, *, by: str, reason: str, now: datetime) -> Pause:
    """Stop using a relay until `resume`; a worker that is sending stops within a second."""
    _write(connection, relay, paused_at=now, paused_by=by, reason=reason, resume_at=None)
    payload = {"relay": relay, "reason": reason}
    record(connection, at=now, actor=by, kind="relay.paused", subject=f"relay:{relay}", payload=payload)
    return Pause(relay, now, by, reason, None)


def resume(connection: sa.Connection, relay: str, *, by: str, now: datetime) -> bool:
    """Use a relay again; returns whether it was paused."""
    if paused(connection, relay, now=now) is None:
        return False
    _write(connection, relay, paused_at=None, paused_by="", reason="", resume_at=None, trips=0)
    record(connection, at=now, actor=by, kind="relay.resumed", subject=f"relay:{relay}", payload={"relay": relay})
    return True


def trip(connection: sa.Connection, relay: str, found: Trip, *, now: datetime) -> Pause:
    """Leave a relay alone for a while, longer after each trip in a row; a person's pause is not shortened."""
    standing = paused(connection, relay, now=now)
    if standing is not None:
        return standing
    row = connection.execute(sa.select(relays.c.trips).where(relays.c.name == relay)).first()
    trips = (row.trips if row is not None else 0) + 1
    until = now + pause_after(trips)
    _write(connection, relay, paused_at=now, paused_by=ACTOR, reason=found.reason, resume_at=until, trips=trips)
    payload = {"relay": relay, "until": until.isoformat(), "trips": trips}
    record(connection, at=now, actor=ACTOR, kind="relay.paused", subject=f"relay:{relay}", payload=payload)
    return Pause(relay, now, ACTOR, found.reason, until)


def accepted(connection: sa.Connection, relay: str) -> None:
    """The relay takes messages again: the next trip begins with the shortest pause."""
    connection.execute(
        relays.update()
        .where(relays.c.name == relay, relays.c.trips > 0, relays.c.resume_at.is_not(None))
        .values(trips=0, paused_at=None, paused_by="", reason="", resume_at=None)
    )


def paused(connection: sa.Connection, relay: str, *, now: datetime) -> Pause | None:
    """The pause that holds for a relay at this moment, None when it may be used."""
    row = connection.execute(sa.select(relays).where(relays.c.name == relay)).first()
    if row is None or row.paused_at is None or (row.resume_at is not None and row.resume_at <= now):
        return None
    return Pause(row.name, row.paused_at, row.paused_by, row.reason, row.resume_at)


def pauses(connection: sa.Connection, *, now: datetime) -> tuple[Pause, ...]:
    """All relays at rest."""
    names = connection.execute(sa.select(relays.c.name).order_by(relays.c.name)).scalars().all()
    return tuple(found for name in names if (found := paused(connection, name, now=now)) is not None)


def _write(connection: sa.Connection, relay: str, **values: object) -> None:
    # Several workers may trip at the same moment.
    connection.execute(sa.text("INSERT INTO relays (name) VALUES (:name) ON CONFLICT DO NOTHING"), {"name": relay})
    connection.execute(relays.update().where(relays.c.name == relay).values(**values))
