"""Who is told: the groups of customers and their terms, planning deliveries, and who could not be reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from notifier.ledger.schema import customers, deliveries, terms, to_microseconds
from notifier.model import DeliveryPurpose, DeliveryState, Notice, NoticeKind
from notifier.notices import statements
from notifier.planning import Deadline, Frame, Group, Terms, earliest_lawful, terms_of

CLOCKS_DIFFER = timedelta(days=2)
"""Customers who changed this long before the last look are looked at again: a clock may have been set back."""
WHY = {
    "failed": "the mail server refused the notice",
    "bounced": "the notice bounced",
    "cancelled": "cancelled before it was sent",
}
MANY = 10_000
UNSENT = (DeliveryState.DUE, DeliveryState.DEFERRED)
RUNNING = (DeliveryState.DUE, DeliveryState.CLAIMED, DeliveryState.DEFERRED)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the sending of a notice is, without reminders: numbers of customers."""

    planned: int
    sent: int
    open: int
    failed: int
    bounced: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class Unreached:
    """A customer who was owed a notice and has not got it by mail, and why; to be told by other means."""

    customer_id: int
    external_id: str
    reason: str


def groups(connection: sa.Connection) -> tuple[Group, ...]:
    """The groups that active customers form, each with something of its own in its contract or country."""
    query = (
        sa.select(customers.c.segment, customers.c.country)
        .where(customers.c.state == "active")
        .distinct()
        .order_by(customers.c.segment, customers.c.country)
    )
    return tuple(Group(row.segment, row.country) for row in connection.execute(query))


def deadline(connection: sa.Connection, notice: Notice, *, now: datetime) -> Deadline:
    """Until when a notice is in time for every present customer, and what would be lawful if it is not."""
    if notice.kind is NoticeKind.WITHDRAWAL:
        return Deadline(notice.due_at, notice.effective_on, "withdrawal")
    frame, present = Frame.of(notice), groups(connection)
    strictest = min((terms_of(frame, group) for group in (Group("", ""), *present)), key=lambda found: found.due_at)
    effective_on, rule = earliest_lawful(frame, present, now)
    return Deadline(strictest.due_at, effective_on, rule)


def audience(connection: sa.Connection, notice: Notice) -> int:
    """How many customers would get the notice if it began to go out now."""
    if notice.kind is NoticeKind.WITHDRAWAL:
        return int(connection.execute(sa.text(statements.COUNT_TOLD), {"replaces": notice.replaces}).scalar_one())
    query = sa.select(sa.func.count()).select_from(customers).where(_is_owed(notice.effective_on))
    return connection.execute(query).scalar_one()


def plan_deliveries(connection: sa.Connection, notice: Notice, *, now: datetime) -> int:
    """Owe every customer of the audience one delivery, due and with an objection deadline by their strictest rule.

    Gives the number of deliveries that are new; planning again adds nobody twice.
    """
    if notice.kind is NoticeKind.WITHDRAWAL:
        values: dict[str, Any] = {"replaces": notice.replaces, "notice": notice.id, "due_at": to_microseconds(now)}
        return connection.execute(sa.text(statements.PLAN_WITHDRAWAL), values).rowcount
    write_terms(connection, notice, now=now)
    facts = {"notice": notice.id, "effective_on": _date(connection, notice.effective_on)}
    planned = connection.execute(sa.text(statements.PLAN), facts).rowcount
    if planned > MANY and connection.dialect.name == "postgresql":
        connection.execute(sa.text("ANALYZE deliveries"))  # or claims are planned for an empty table
    return planned


def plan_top_up(connection: sa.Connection, notice: Notice, *, now: datetime) -> int:
    """Owe a delivery to who joined, came back or got another address since the last look; the number of new ones."""
    since = (notice.planned_at or now) - CLOCKS_DIFFER
    write_terms(connection, notice, now=now)
    values: dict[str, Any] = {
        "notice": notice.id,
        "effective_on": _date(connection, notice.effective_on),
        "since": to_microseconds(since),
    }
    return connection.execute(sa.text(statements.TOP_UP), values).rowcount


def plan_reminders(connection: sa.Connection, notice: Notice, *, now: datetime) -> int:
    """Owe a reminder to those whose notice was delivered and who have not answered; the number of new ones."""
    values: dict[str, Any] = {"notice": notice.id, "due_at": to_microseconds(now)}
    return connection.execute(sa.text(statements.REMIND), values).rowcount


def write_terms(connection: sa.Connection, notice: Notice, *, now: datetime) -> None:
    """Write down what the notice owes each group that has no terms yet."""
    frame = Frame.of(notice)
    known = sa.select(terms.c.segment, terms.c.country).where(terms.c.notice_id == notice.id)
    written = {Group(row.segment, row.country) for row in connection.execute(known)}
    new = [terms_of(frame, group, begins_at=now) for group in groups(connection) if group not in written]
    if new:
        connection.execute(sa.insert(terms), [_terms_row(notice.id, found) for found in new])


def list_terms(connection: sa.Connection, notice_id: int) -> tuple[Terms, ...]:
    """What a notice owes each group of customers, by segment and country."""
    query = sa.select(terms).where(terms.c.notice_id == notice_id).order_by(terms.c.segment, terms.c.country)
    return tuple(
        Terms(Group(row.segment, row.country), row.due_at, row.objection_by, row.rule, row.contact)
        for row in connection.execute(query)
    )


def progress(connection: sa.Connection, notice_id: int) -> Progress:
    """How far sending is; every customer counts once, by the newest of their deliveries."""
    query = (
        sa.select(deliveries.c.state, sa.func.count())
        .where(deliveries.c.notice_id == notice_id, deliveries.c.purpose != str(DeliveryPurpose.REMINDER))
        .group_by(deliveries.c.state)
    )
    count = dict.fromkeys(DeliveryState, 0) | {DeliveryState(s): n for s, n in connection.execute(query)}
    return Progress(
        planned=sum(count.values()),
        sent=count[DeliveryState.SENT],
        open=sum(count[state] for state in RUNNING),
        failed=count[DeliveryState.FAILED],
        bounced=count[DeliveryState.BOUNCED],
        cancelled=count[DeliveryState.CANCELLED],
    )


def is_running(connection: sa.Connection, notice_id: int) -> bool:
    """Whether anything of a notice is still to be sent or in flight."""
    query = sa.select(deliveries.c.id).where(
        deliveries.c.notice_id == notice_id,
        deliveries.c.state.in_(RUNNING),
        deliveries.c.purpose != str(DeliveryPurpose.REMINDER),
    )
    return connection.execute(query.limit(1)).first() is not None


def cancel_unsent(connection: sa.Connection, notice_id: int, reason: str) -> int:
    """Cancel what is not in flight yet; what is in flight will be marked with what became of it."""
    statement = (
        sa.update(deliveries)
        .where(deliveries.c.notice_id == notice_id, deliveries.c.state.in_(UNSENT))
        .values(state=str(DeliveryState.CANCELLED), response=reason)
    )
    return connection.execute(statement).rowcount


def unreached(connection: sa.Connection, notice: Notice) -> Iterator[Unreached]:
    """Customers who are owed the notice and have not got it: to be told by other means, such as a banner; streamed."""
    values: dict[str, Any] = {"notice": notice.id, "effective_on": _date(connection, notice.effective_on)}
    options = {"yield_per": 1000}
    with connection.execute(sa.text(statements.UNREACHED), values, execution_options=options) as rows:
        for row in rows:
            yield Unreached(row.id, row.external_id, WHY.get(row.reason, row.reason))


def _is_owed(effective_on: date) -> sa.ColumnElement[bool]:
    joined_before = sa.or_(customers.c.joined_on.is_(None), customers.c.joined_on < effective_on)
    return sa.and_(customers.c.state == "active", joined_before)


def _terms_row(notice_id: int, found: Terms) -> dict[str, Any]:
    row = asdict(found)
    group = row.pop("group")
    return {"notice_id": notice_id, **group, **row}


def _date(connection: sa.Connection, day: date) -> date | str:
    """A date for a textual statement: SQLite compares its dates as text."""
    return day if connection.dialect.name == "postgresql" else day.isoformat()
