"""Notices as rows: reading them, and moving them from state to state under guard."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from notifier.errors import RefusedError
from notifier.ledger import record
from notifier.ledger.schema import notices, outbox
from notifier.model import Notice, NoticeKind, NoticeState
from notifier.planning.states import may_become
from policy.contracts import ContractRule

COLUMNS = tuple(notices.c[item.name] for item in fields(Notice))


def get_notice(connection: sa.Connection, notice_id: int) -> Notice:
    """The notice of that number; raises RefusedError when there is none."""
    return _one(connection, notice_id, sa.select(*COLUMNS).where(notices.c.id == notice_id))


def lock_notice(connection: sa.Connection, notice_id: int) -> Notice:
    """The same, held against other workers until the transaction ends: for whoever decides about it."""
    return _one(connection, notice_id, sa.select(*COLUMNS).where(notices.c.id == notice_id).with_for_update())


def list_notices(connection: sa.Connection, *, document: str | None = None) -> tuple[Notice, ...]:
    """All notices, or those of one document, oldest first."""
    query = sa.select(*COLUMNS).order_by(notices.c.id)
    if document is not None:
        query = query.where(notices.c.document == document)
    return tuple(notice_of(row) for row in connection.execute(query))


def notices_in(connection: sa.Connection, *states: NoticeState) -> tuple[Notice, ...]:
    """Notices in any of the states, oldest first."""
    query = sa.select(*COLUMNS).where(notices.c.state.in_(states)).order_by(notices.c.id)
    return tuple(notice_of(row) for row in connection.execute(query))


def insert_notice(connection: sa.Connection, values: dict[str, Any]) -> Notice:
    """Add a notice and give it back with its number."""
    number = connection.execute(sa.insert(notices).values(values)).inserted_primary_key
    if number is None:  # pragma: no cover - both databases give it
        raise RefusedError("the ledger gave the new notice no number")
    return get_notice(connection, number[0])


def change_notice(connection: sa.Connection, notice: Notice, **values: Any) -> Notice:
    """Change columns that are not its state, judged by the state it was read in."""
    return _update(connection, notice, values)


def move_notice(connection: sa.Connection, notice: Notice, to: NoticeState, **values: Any) -> Notice:
    """Move a notice to another state; RefusedError when that cannot be, or when somebody else moved it meanwhile."""
    if not may_become(notice.state, to):
        raise RefusedError(f"notice {notice.id} is {notice.state}: it cannot become {to}")
    return _update(connection, notice, {"state": str(to), **values})


def tell(connection: sa.Connection, notice: Notice, kind: str, *, at: datetime, actor: str, **details: Any) -> None:
    """Record an event of a notice; details hold no personal data of customers."""
    payload = {"document": notice.document, "revision": notice.revision, "state": str(notice.state), **details}
    record(connection, at=at, actor=actor, kind=f"notice.{kind}", subject=f"notice:{notice.id}", payload=payload)


def owe_staff(connection: sa.Connection, notice: Notice, operation: str, *, at: datetime) -> None:
    """Owe staff a message of its own about a notice, once; the row names the fact, whoever posts it writes the text."""
    key = f"notice:{notice.id}:{operation}"
    if connection.execute(sa.select(outbox.c.id).where(outbox.c.key == key)).first() is None:
        values = {"key": key, "operation": operation, "payload": json.dumps({"notice_id": notice.id})}
        connection.execute(sa.insert(outbox).values(**values, next_attempt_at=at))


def contracts_json(rules: tuple[ContractRule, ...]) -> str:
    """Contract rules as they are kept with a notice."""
    return json.dumps([asdict(rule) for rule in rules], sort_keys=True, ensure_ascii=False)


def notice_of(row: sa.Row[*tuple[Any, ...]]) -> Notice:
    """A notice from the columns of `COLUMNS`."""
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented way to a row's names
    values["kind"] = NoticeKind(values["kind"])
    values["state"] = NoticeState(values["state"])
    return Notice(**values)


def _one(connection: sa.Connection, notice_id: int, query: sa.Select[Any]) -> Notice:
    row = connection.execute(query).first()
    if row is None:
        raise RefusedError(f"there is no notice {notice_id}: `herald notices list` shows those there are")
    return notice_of(row)


def _update(connection: sa.Connection, notice: Notice, values: dict[str, Any]) -> Notice:
    statement = sa.update(notices).where(notices.c.id == notice.id, notices.c.state == str(notice.state)).values(values)
    if connection.execute(statement).rowcount != 1:
        raise RefusedError(f"notice {notice.id} was changed by somebody else just now: look at it again")
    return get_notice(connection, notice.id)
