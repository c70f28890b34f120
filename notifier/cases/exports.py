"""Cases for auditors: CSV that no spreadsheet executes, and JSON with every step. Nobody is named but by id."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from notifier.cases.store import EVERY_CASE, CaseFilter, list_cases, steps_of
from notifier.ledger.schema import customers, events
from notifier.model import Case

COLUMNS = (
    "number",
    "kind",
    "state",
    "customer",
    "matched",
    "identity",
    "notice",
    "opened_at",
    "due_at",
    "rule",
    "late",
    "extended",
    "held",
    "closed_at",
    "outcome",
    "assignee",
    "quote",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")  # noqa: RUF001 - full-width forms count too
ADDRESS = re.compile(r"[^\s@<>()\"',;:]{1,64}@[^\s@<>()\"',;:]{1,255}")


def cases_csv(connection: sa.Connection, wanted: CaseFilter = EVERY_CASE) -> Iterator[str]:
    """CSV (RFC 4180, CRLF) line by line, header first.

    A cell that a spreadsheet would calculate (OWASP "CSV injection") begins with an apostrophe. Addresses in quotes
    are masked; the customer stands as the company's own id.
    """
    yield _line(COLUMNS)
    names = _external_ids(connection)
    for case in list_cases(connection, wanted):
        row = case_record(case, names)
        yield _line(tuple(_cell(row[column]) for column in COLUMNS))


def cases_json(connection: sa.Connection, wanted: CaseFilter = EVERY_CASE) -> dict[str, Any]:
    """All cases that the filter lets through with their steps; each step names its event and the event's hash."""
    names = _external_ids(connection)
    return {"cases": [case_with_steps(connection, case, names) for case in list_cases(connection, wanted)]}


def case_with_steps(connection: sa.Connection, case: Case, names: dict[int, str] | None = None) -> dict[str, Any]:
    """One case as JSON, its history included."""
    steps = steps_of(connection, case.id)
    query = sa.select(events.c.id, events.c.hash).where(events.c.id.in_([step.event_id for step in steps]))
    hashes = {row.id: row.hash for row in connection.execute(query)}
    known = _external_ids(connection) if names is None else names
    history = [
        {
            "at": step.at.isoformat(),
            "actor": step.actor,
            "action": step.action,
            "before": str(step.before),
            "after": str(step.after),
            "reason": mask_addresses(step.reason),
            "event": step.event_id,
            "event_hash": hashes.get(step.event_id, ""),
        }
        for step in steps
    ]
    return {**case_record(case, known), "steps": history}


def case_record(case: Case, names: dict[int, str]) -> dict[str, Any]:
    """The fields of a case that leave the house; times in ISO 8601 UTC."""
    return {
        "number": case.number,
        "kind": str(case.kind),
        "state": str(case.state),
        "customer": names.get(case.customer_id or 0, ""),
        "matched": str(case.matched),
        "identity": str(case.identity),
        "notice": case.notice_id,
        "opened_at": _time(case.opened_at),
        "due_at": _time(case.due_at),
        "rule": case.rule,
        "late": case.late,
        "extended": case.extended,
        "held": case.held,
        "closed_at": _time(case.closed_at),
        "outcome": mask_addresses(case.outcome),
        "assignee": case.assignee,
        "quote": mask_addresses(case.quote),
    }


def mask_addresses(text: str) -> str:
    """The text with every e-mail address reduced to its first letter and domain's first letter ("j…@e…")."""
    return ADDRESS.sub(lambda found: f"{found[0][0]}…@{found[0].partition('@')[2][0]}…", text)


def _external_ids(connection: sa.Connection) -> dict[int, str]:
    from notifier.ledger.schema import cases

    query = sa.select(customers.c.id, customers.c.external_id).where(
        customers.c.id.in_(sa.select(cases.c.customer_id).where(cases.c.customer_id.is_not(None)))
    )
    return {row.id: row.external_id for row in connection.execute(query)}


def _time(instant: datetime | None) -> str:
    return "" if instant is None else instant.isoformat()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value).replace("\0", "")
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _line(cells: tuple[str, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerow(cells)
    return buffer.getvalue()
