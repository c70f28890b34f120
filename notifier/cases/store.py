"""Cases in the ledger: rows to values and back. No rule lives here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from notifier.errors import RefusedError
from notifier.ledger import record
from notifier.ledger.batches import insert
from notifier.ledger.case_tables import case_counters, case_messages, case_steps
from notifier.ledger.schema import cases, inbound_messages
from notifier.model import Case, CaseState, Identity, Matched, ReplyKind


@dataclass(frozen=True, slots=True)
class CaseStep:
    """One line of a case's history; `reason` may hold personal data and goes with an erasure, its digest stays."""

    at: datetime
    actor: str
    action: str
    before: CaseState
    after: CaseState
    reason: str
    event_id: int


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases to list; empty means all. `since` and `until` bound the opening, `until` excluded."""

    kinds: tuple[ReplyKind, ...] = ()
    states: tuple[CaseState, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    customer_id: int | None = None
    notice_id: int | None = None


EVERY_CASE = CaseFilter()


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """A message tied to a case, in the writer's own words; all but the time is empty once it is erased.

    `checks` are the receiving server's results ("dmarc=pass"), `doubts` why a person should look; `role` is `opened`,
    `attached` or `withdrawal`.
    """

    received_at: datetime
    role: str
    sender: str
    subject: str
    text: str
    checks: tuple[str, ...]
    doubts: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did a step, why, and when. `by` is the actor: "Ada", "slack:U123", "customer:link", "system"."""

    by: str
    reason: str
    now: datetime


def list_cases(connection: sa.Connection, wanted: CaseFilter = EVERY_CASE) -> tuple[Case, ...]:
    """The cases that the filter lets through, the one due first first."""
    query = sa.select(cases).order_by(cases.c.due_at, cases.c.id)
    if wanted.kinds:
        query = query.where(cases.c.kind.in_([str(kind) for kind in wanted.kinds]))
    if wanted.states:
        query = query.where(cases.c.state.in_([str(state) for state in wanted.states]))
    if wanted.since is not None:
        query = query.where(cases.c.opened_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(cases.c.opened_at < wanted.until)
    if wanted.customer_id is not None:
        query = query.where(cases.c.customer_id == wanted.customer_id)
    if wanted.notice_id is not None:
        query = query.where(cases.c.notice_id == wanted.notice_id)
    return tuple(case_from_row(row) for row in connection.execute(query))


def get_case(connection: sa.Connection, number: str, *, lock: bool = False) -> Case:
    """The case with this number in any spelling of its letters; raises RefusedError when there is none.

    `lock` keeps other workers from stepping it until the transaction ends (PostgreSQL; SQLite has one writer anyway).
    """
    query = sa.select(cases).where(cases.c.number == number.strip().upper())
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise RefusedError(f"there is no case {number.strip()[:40]!r}: `herald cases list` shows their numbers")
    return case_from_row(row)


def case_by_id(connection: sa.Connection, case_id: int) -> Case:
    """The case of a row id that the ledger itself handed out."""
    return case_from_row(connection.execute(sa.select(cases).where(cases.c.id == case_id)).one())


def case_from_row(row: sa.Row[Any]) -> Case:
    """A row of `cases` as a value."""
    return Case(
        id=row.id,
        number=row.number,
        kind=ReplyKind(row.kind),
        state=CaseState(row.state),
        customer_id=row.customer_id,
        notice_id=row.notice_id,
        matched=Matched(row.matched),
        opened_at=row.opened_at,
        due_at=row.due_at,
        late=row.late,
        quote=row.quote,
        assignee=row.assignee,
        inbound_id=row.inbound_id,
        identity=Identity(row.identity),
        rule=row.rule,
        extended=row.extended,
        held=row.held,
        contact=row.contact,
        language=row.language,
        outcome=row.outcome,
        closed_at=row.closed_at,
    )


COUNT_ON = (
    sa.update(case_counters)
    .where(case_counters.c.year == sa.bindparam("this_year"))
    .values(last=case_counters.c.last + 1)
    .returning(case_counters.c.last)
)
INSERT_STEP = sa.insert(case_steps)


def next_number(connection: sa.Connection, year: int) -> str:
    """A case number that nobody else gets, counted by year; one statement, so that two workers cannot collide."""
    counted = connection.execute(COUNT_ON, {"this_year": year}).scalar_one_or_none()
    if counted is None:
        first = insert_for(connection)(case_counters).values(year=year, last=1)
        counted = connection.execute(
            first.on_conflict_do_update(
                index_elements=[case_counters.c.year], set_={"last": case_counters.c.last + 1}
            ).returning(case_counters.c.last)
        ).scalar_one()
    return f"C-{year}-{counted:04d}"


def attach_message(connection: sa.Connection, case_id: int, inbound_id: int, *, role: str, now: datetime) -> None:
    """Tie a stored message to a case, if it is not tied to it already."""
    values = {"case_id": case_id, "inbound_id": inbound_id, "role": role, "at": now}
    owe_once(connection, case_messages, values)


def insert_once(connection: sa.Connection, table: sa.Table, values: dict[str, Any]) -> bool:
    """Insert a row unless one with the same key is there; whether it was inserted."""
    return connection.execute(_insert_once(table, connection.dialect.name), values).rowcount == 1


def owe_once(connection: sa.Connection, table: sa.Table, values: dict[str, Any]) -> None:
    """Insert a row unless one with the same key is there, at the end of the transaction's batch if it has one."""
    insert(connection, _insert_once(table, connection.dialect.name), values)


@cache
def _insert_once(table: sa.Table, dialect: str) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()


def messages_of(connection: sa.Connection, case_id: int) -> tuple[CaseMessage, ...]:
    """The messages of a case, oldest first."""
    query = (
        sa.select(inbound_messages, case_messages.c.role)
        .join(case_messages, case_messages.c.inbound_id == inbound_messages.c.id)
        .where(case_messages.c.case_id == case_id)
        .order_by(inbound_messages.c.id)
    )
    found = []
    for row in connection.execute(query):
        reading = json.loads(row.reading)
        sender, subject, text = (str(reading.get(name, "")) for name in ("sender", "subject", "text"))
        checks, doubts = tuple(reading.get("checks", ())), tuple(reading.get("reasons", ()))
        found.append(CaseMessage(row.received_at, row.role, sender, subject, text, checks, doubts, row.sha256))
    return tuple(found)


def steps_of(connection: sa.Connection, case_id: int) -> tuple[CaseStep, ...]:
    """History of a case, oldest first."""
    query = sa.select(case_steps).where(case_steps.c.case_id == case_id).order_by(case_steps.c.id)
    return tuple(
        CaseStep(
            row.at,
            row.actor,
            row.action,
            CaseState(row.state_before),
            CaseState(row.state_after),
            row.reason,
            row.event_id,
        )
        for row in connection.execute(query)
    )


def record_step(connection: sa.Connection, case: Case, action: str, after: CaseState, deed: Deed) -> None:
    """Write one step into the history and, without the words of the reason, into the hash chain."""
    payload = {
        "number": case.number,
        "kind": str(case.kind),
        "action": action,
        "before": str(case.state),
        "after": str(after),
        "reason_digest": _digest(case, deed) if deed.reason else "",
    }
    event = record(
        connection, at=deed.now, actor=deed.by, kind=f"case_{action}", subject=f"case:{case.id}", payload=payload
    )
    step = {
        "case_id": case.id,
        "event_id": event.id,
        "at": deed.now,
        "actor": deed.by,
        "action": action,
        "state_before": case.state,
        "state_after": after,
        "reason": deed.reason,
    }
    insert(connection, INSERT_STEP, step)


def _digest(case: Case, deed: Deed) -> str:
    return sha256(f"{case.number}|{deed.now.isoformat()}|{deed.reason}".encode()).hexdigest()


def insert_for(connection: sa.Connection) -> Any:
    """The dialect's INSERT construct, which both databases extend by ON CONFLICT in the same words."""
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
