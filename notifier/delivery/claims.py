"""Claiming deliveries under a lease, marking how they ended, giving them back: the statements, for both databases.

A claim is a guarded UPDATE judged by the rows it returns; PostgreSQL's workers pass each other with SKIP LOCKED, and
SQLite's writers wait for each other (BEGIN IMMEDIATE). Marks are guarded by the lease's owner.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa

from notifier.ledger.schema import EPOCH, customers, deliveries, notices, to_microseconds
from notifier.model import DeliveryState, NoticeState


class Claim(NamedTuple):
    """One delivery under our lease, with what is needed of its customer. Instants in microseconds since 1970."""

    id: int
    notice_id: int
    purpose: str
    attempts: int
    objection_on: date | str | None
    due_at: int
    email: str
    email_key: str
    name: str
    language: str
    country: str
    customer_state: str
    segment: str = ""

    @property
    def objection_by(self) -> date | None:
        """Until when an objection counts; SQLite hands dates over as text in a textual statement."""
        day = self.objection_on
        return date.fromisoformat(day) if isinstance(day, str) else day

    @property
    def due(self) -> datetime:
        """When it was due."""
        return EPOCH + timedelta(microseconds=self.due_at)


class Mark(NamedTuple):
    """How a claimed delivery ended; `next_attempt_at` only when it is to be tried again.

    `attempted` counts (0 or 1). The order of the fields is that of the statements below.
    """

    key: int
    state: DeliveryState
    response: str
    at: int | None = None
    next_attempt_at: int | None = None
    message_id: str | None = None
    address: str = ""
    attempted: int = 1


SENT = DeliveryState.SENT
MANY = 1_000
COLUMNS = """d.id, d.notice_id, d.purpose, d.attempts, d.objection_by, d.due_at,
 c.email, c.email_key, c.name, c.language, c.country, c.state, c.segment"""

DUE = "d.notice_id = :notice AND d.state = 'due' AND d.due_at <= :now"
DEFERRED = "d.notice_id = :notice AND d.state = 'deferred' AND d.next_attempt_at <= :now"
EXPIRED = "d.notice_id = :notice AND d.state = 'claimed' AND d.lease_until < :now"
KINDS = ((DUE, "d.due_at, d.id"), (DEFERRED, "d.next_attempt_at, d.id"), (EXPIRED, "d.id"))

# A batch comes back as one JSON text: fetching row by row hands Python's lock to and fro once a row, while the event
# loop wants it.
SELECT_SQLITE = """SELECT json_group_array(json_array({columns})) FROM (SELECT d.* FROM deliveries d WHERE {where}
 ORDER BY {order} LIMIT :most) d JOIN customers c ON c.id = d.customer_id"""
LEASE_SQLITE = """UPDATE deliveries SET state = 'claimed', lease_owner = :owner, lease_until = :until
 WHERE id IN (SELECT value FROM json_each(:ids))"""
CLAIM_POSTGRESQL = """WITH picked AS MATERIALIZED (SELECT d.id FROM deliveries d WHERE {where} ORDER BY {order}
 LIMIT :most FOR UPDATE OF d SKIP LOCKED)
UPDATE deliveries d SET state = 'claimed', lease_owner = :owner, lease_until = :until
 FROM picked, customers c WHERE d.id = picked.id AND c.id = d.customer_id RETURNING {columns}"""


# PostgreSQL believes that next to nothing is claimed, and would read every delivery for each batch, or compare each mark
# with each claim. A claim must go from row to row by key; marks must be hashed.
BY_KEY = """SELECT set_config('enable_seqscan', 'off', true), set_config('enable_nestloop', 'on', true),
 set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)"""
BY_HASH = """SELECT set_config('enable_seqscan', 'off', true), set_config('enable_nestloop', 'off', true),
 set_config('enable_hashjoin', 'on', true), set_config('random_page_cost', '1.1', true)"""


def await_owner(connection: sa.Connection, owner: str) -> None:
    """Call first in a transaction that claims, marks or gives back for `owner`.

    On PostgreSQL it waits for a transaction that the owner has under way: the server may still be committing for a
    worker that is dead already, and whoever adopts what it left must see all of it.
    """
    if connection.dialect.name != "sqlite":
        lock = int.from_bytes(hashlib.blake2b(owner.encode(), digest_size=8).digest(), "big", signed=True)
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


def claim(  # noqa: PLR0913 - all named
    connection: sa.Connection, notice_id: int, *, owner: str, now: datetime, lease: timedelta, most: int
) -> list[Claim]:
    """Put at most `most` deliveries of a notice that may be sent now under a lease of `owner`: due ones, deferred ones
    whose time has come, and those whose worker let its lease run out."""
    claimed: list[Claim] = []
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(BY_KEY)
    for where, order in KINDS:
        wanted = most - len(claimed)
        if wanted <= 0:
            break
        values = {
            "notice": notice_id,
            "now": to_microseconds(now),
            "most": wanted,
            "owner": owner,
            "until": to_microseconds(now + lease),
        }
        claimed += _claim(connection, where, order, values)
    return claimed


def _claim(connection: sa.Connection, where: str, order: str, values: dict[str, object]) -> list[Claim]:
    if connection.dialect.name != "sqlite":
        statement = CLAIM_POSTGRESQL.format(columns=COLUMNS, where=where, order=order)
        result = connection.execute(sa.text(statement), values)
        rows = result.cursor.fetchall()  # the driver's own tuples: a Row for each would cost as much as fetching it
        result.close()
        return sorted(map(Claim._make, rows), key=itemgetter(0))
    select = SELECT_SQLITE.format(columns=COLUMNS, where=where, order=order)
    found = connection.execute(sa.text(select), {key: values[key] for key in ("notice", "now", "most")}).scalar_one()
    claims = list(map(Claim._make, json.loads(found)))
    if claims:
        ids = json.dumps([claim.id for claim in claims])
        connection.execute(sa.text(LEASE_SQLITE), {"ids": ids, "owner": values["owner"], "until": values["until"]})
    return claims


MARK_SQLITE = """UPDATE deliveries SET state = o.state, response = o.response, sent_at = coalesce(o.at, sent_at),
 next_attempt_at = o.next, message_id = coalesce(o.message_id, deliveries.message_id),
 address = CASE WHEN o.address = '' THEN deliveries.address ELSE o.address END,
 transport = :transport, attempts = attempts + o.attempted, lease_owner = '', lease_until = NULL
 FROM (SELECT value ->> 0 AS id, value ->> 1 AS state, value ->> 2 AS response, value ->> 3 AS at, value ->> 4 AS next,
 value ->> 5 AS message_id, value ->> 6 AS address, value ->> 7 AS attempted FROM json_each(:rows)) o
 WHERE deliveries.id = o.id AND deliveries.lease_owner = :owner AND deliveries.state = 'claimed'"""
# What nearly every mark is, with half as much to read out of each row.
SENT_SQLITE = """UPDATE deliveries SET state = 'sent', response = o.value ->> 1, sent_at = o.value ->> 2,
 next_attempt_at = NULL, message_id = o.value ->> 3, address = o.value ->> 4, transport = :transport,
 attempts = attempts + 1, lease_owner = '', lease_until = NULL FROM json_each(:rows) o
 WHERE deliveries.id = (o.value ->> 0) AND deliveries.lease_owner = :owner AND deliveries.state = 'claimed'"""
MARK_POSTGRESQL = """UPDATE deliveries d SET state = o.state, response = o.response, sent_at = coalesce(o.at, d.sent_at),
 next_attempt_at = o.next, message_id = coalesce(o.message_id, d.message_id),
 address = CASE WHEN o.address = '' THEN d.address ELSE o.address END,
 transport = :transport, attempts = d.attempts + o.attempted, lease_owner = '', lease_until = NULL
 FROM unnest(CAST(:c0 AS bigint[]), CAST(:c1 AS text[]), CAST(:c2 AS text[]), CAST(:c3 AS bigint[]),
 CAST(:c4 AS bigint[]), CAST(:c5 AS text[]), CAST(:c6 AS text[]), CAST(:c7 AS integer[]))
 AS o(id, state, response, at, next, message_id, address, attempted)
 WHERE d.id = o.id AND d.id = ANY(CAST(:c0 AS bigint[])) AND d.lease_owner = :owner AND d.state = 'claimed'"""


def mark(connection: sa.Connection, marks: Sequence[Mark], *, owner: str, transport: str) -> int:
    """Write how claimed deliveries ended; returns how many were still under our lease."""
    if not marks:
        return 0
    values: dict[str, object] = {"owner": owner, "transport": transport}
    if connection.dialect.name == "sqlite":
        return _mark_sqlite(connection, marks, values)
    connection.exec_driver_sql(BY_HASH)
    values |= {f"c{number}": _array(column) for number, column in enumerate(zip(*marks, strict=True))}
    return connection.execute(sa.text(MARK_POSTGRESQL), values).rowcount


def _array(column: Sequence[Any]) -> str | list[Any]:
    """A column as PostgreSQL writes arrays, which for numbers and printable text is JSON in braces: built by the
    standard library in one go, where the driver goes from value to value."""
    if isinstance(column[0], str) and (None in column or not "".join(column).isprintable()):
        return list(column)
    return f"{{{json.dumps(column, ensure_ascii=False)[1:-1]}}}"


def _mark_sqlite(connection: sa.Connection, marks: Sequence[Mark], values: dict[str, object]) -> int:
    marked = 0
    # Complete ones only: what a dead worker sent has no Message-ID here.
    sent = [
        (item.key, item.response, item.at, item.message_id, item.address)
        for item in marks
        if item.state is SENT and item.message_id and item.address
    ]
    known = {row[0] for row in sent} if len(sent) < len(marks) else set()
    others = [item for item in marks if item.key not in known] if len(sent) < len(marks) else []
    for statement, rows in ((SENT_SQLITE, sent), (MARK_SQLITE, others)):
        if rows:
            marked += connection.execute(sa.text(statement), values | {"rows": json.dumps(rows)}).rowcount
    return marked


def fill_addresses(connection: sa.Connection, keys: Sequence[int]) -> None:
    """Write down where deliveries went that a dead worker sent: to the customer's address, unless it was changed since
    (then nobody knows, and it stays empty)."""
    then = sa.select(customers.c.email).where(
        customers.c.id == deliveries.c.customer_id, customers.c.changed_at <= deliveries.c.sent_at
    )
    for first in range(0, len(keys), MANY):
        whose = deliveries.c.id.in_(keys[first : first + MANY])
        statement = deliveries.update().where(whose, deliveries.c.address == "")
        connection.execute(statement.values(address=sa.func.coalesce(then.scalar_subquery(), "")))


def release(connection: sa.Connection, *, owner: str, keys: Sequence[int] | None = None) -> int:
    """Give claimed deliveries of `owner` back (all of them, or these), as if they had never been taken."""
    condition = _held(owner)
    if keys is not None:
        condition = sa.and_(condition, deliveries.c.id.in_(keys))
    again = sa.case(
        (deliveries.c.notice_id.in_(_closed()), DeliveryState.CANCELLED.value),
        (deliveries.c.attempts > 0, DeliveryState.DEFERRED.value),
        else_=DeliveryState.DUE.value,
    )
    return connection.execute(
        deliveries.update().where(condition).values(state=again, lease_owner="", lease_until=None)
    ).rowcount


def cancel_closed(connection: sa.Connection) -> int:
    """Cancel what was put off meanwhile in notices that have been cancelled or superseded; returns how many."""
    return connection.execute(
        deliveries.update()
        .where(deliveries.c.notice_id.in_(_closed()), deliveries.c.state == DeliveryState.DEFERRED)
        .values(state=DeliveryState.CANCELLED.value, next_attempt_at=None)
    ).rowcount


def _closed() -> sa.Select[tuple[int]]:
    states = (NoticeState.CANCELLED.value, NoticeState.SUPERSEDED.value)
    return sa.select(notices.c.id).where(notices.c.state.in_(states))


def renew(connection: sa.Connection, *, owner: str, until: datetime) -> int:
    """Prolong every lease of `owner`; returns how many it still holds."""
    return connection.execute(deliveries.update().where(_held(owner)).values(lease_until=until)).rowcount


def _held(owner: str) -> sa.ColumnElement[bool]:
    """Claimed by `owner`; names the notices, so that the index on notice and state finds the few rows."""
    return sa.and_(
        deliveries.c.notice_id.in_(sa.select(notices.c.id)),
        deliveries.c.state == DeliveryState.CLAIMED,
        deliveries.c.lease_owner == owner,
    )
