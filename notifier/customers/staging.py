"""A temporary table through which rows reach the customers all at once or not at all.

Rows are staged without holding up anybody who writes to the ledger; one transaction then takes them over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa

from notifier.customers.records import CustomerRecord
from notifier.ledger.schema import to_microseconds

COLUMNS = "line, external_id, email, email_key, name, language, country, segment, joined_on"
MANY = 10_000
CREATE = """CREATE TEMPORARY TABLE staged_customers (
    line INTEGER NOT NULL, external_id TEXT NOT NULL, email TEXT NOT NULL, email_key TEXT NOT NULL,
    name TEXT NOT NULL, language TEXT NOT NULL, country TEXT NOT NULL, segment TEXT NOT NULL, joined_on DATE)"""
REPEATED = """SELECT line, first FROM (
    SELECT line, min(line) OVER (PARTITION BY {column}) AS first FROM staged_customers) AS seen
    WHERE line <> first"""
DIFFERS = " OR ".join(
    f"customers.{column} IS DISTINCT FROM excluded.{column}"
    for column in ("email", "name", "language", "country", "segment", "joined_on")
)
# In the order of the unique index: at a million rows in any other order, every row would read and write other pages.
TAKE_OVER = f"""INSERT INTO customers
    (external_id, email, email_key, name, language, country, segment, joined_on, state, source, changed_at)
    SELECT external_id, email, email_key, name, language, country, segment, joined_on, 'active', :source, :changed_at
    FROM staged_customers WHERE true ORDER BY external_id
    ON CONFLICT (external_id) DO UPDATE SET
        email = excluded.email, email_key = excluded.email_key, name = excluded.name, language = excluded.language,
        country = excluded.country, segment = excluded.segment, joined_on = excluded.joined_on,
        source = excluded.source, changed_at = excluded.changed_at,
        state = CASE WHEN customers.state = 'unreachable' AND customers.email_key = excluded.email_key
                     THEN 'unreachable' ELSE 'active' END
    WHERE customers.state <> 'erased' AND (customers.state = 'left' OR {DIFFERS})"""  # noqa: S608 - column names from the constants above
ABSENT = """state IN ('active', 'unreachable') AND source = :source AND NOT EXISTS
    (SELECT 1 FROM staged_customers WHERE staged_customers.external_id = customers.external_id)"""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many customers a take-over created and changed."""

    created: int
    changed: int


def create_stage(connection: sa.Connection) -> None:
    """Make an empty stage; it belongs to this connection alone."""
    drop_stage(connection)
    connection.execute(sa.text(CREATE))


def drop_stage(connection: sa.Connection) -> None:
    """Remove the stage with what it holds."""
    connection.execute(sa.text("DROP TABLE IF EXISTS staged_customers"))


def stage_rows(connection: sa.Connection, rows: Sequence[tuple[int, CustomerRecord]]) -> None:
    """Add rows with their line numbers."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, rows)
        return
    values = [
        (line, *record[:7], None if record.joined_on is None else record.joined_on.isoformat()) for line, record in rows
    ]
    connection.exec_driver_sql(f"INSERT INTO staged_customers ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)", values)  # noqa: S608 - constant


def _copy(connection: sa.Connection, rows: Iterable[tuple[int, CustomerRecord]]) -> None:
    cursor = cast("Any", connection.connection.driver_connection).cursor()
    with cursor.copy(f"COPY staged_customers ({COLUMNS}) FROM STDIN") as copy:
        for line, record in rows:
            copy.write_row((line, *record))


def repeated(connection: sa.Connection, column: str) -> Iterator[tuple[int, int]]:
    """Lines whose `column` (external_id, email_key) an earlier line has already, with that line."""
    with connection.execute(sa.text(_repeated(column)), execution_options={"yield_per": 1000}) as rows:
        yield from ((line, first) for line, first in rows)


def unstage_repeated(connection: sa.Connection, column: str) -> None:
    """Take those lines off the stage again."""
    lines = f"SELECT line FROM ({_repeated(column)}) AS repeated"  # noqa: S608 - constant
    connection.execute(sa.text(f"DELETE FROM staged_customers WHERE line IN ({lines})"))  # noqa: S608 - constant


def _repeated(column: str) -> str:
    if column not in ("external_id", "email_key"):
        raise ValueError(column)
    return REPEATED.format(column=column)


def take_over(connection: sa.Connection, *, source: str, now: datetime) -> Taken:
    """Create and change customers from the stage; those that are equal already stay untouched."""
    known = connection.execute(
        sa.text("SELECT count(*) FROM staged_customers JOIN customers USING (external_id)")
    ).scalar_one()
    staged = connection.execute(sa.text("SELECT count(*) FROM staged_customers")).scalar_one()
    touched = connection.execute(sa.text(TAKE_OVER), {"source": source, "changed_at": to_microseconds(now)}).rowcount
    if touched > MANY and connection.dialect.name == "postgresql":
        connection.execute(sa.text("ANALYZE customers"))  # or the next statement is planned for an empty table
    return Taken(staged - known, touched - (staged - known))


def count_absent(connection: sa.Connection, *, source: str) -> tuple[int, int]:
    """How many present customers of a source are not on the stage, and how many there are of it."""
    absent = connection.execute(sa.text(f"SELECT count(*) FROM customers WHERE {ABSENT}"), {"source": source})  # noqa: S608 - constant
    present = "SELECT count(*) FROM customers WHERE state IN ('active', 'unreachable') AND source = :source"
    return absent.scalar_one(), connection.execute(sa.text(present), {"source": source}).scalar_one()


def let_absent_leave(connection: sa.Connection, *, source: str, now: datetime) -> int:
    """Mark the present customers of a source that are not on the stage as left."""
    statement = f"UPDATE customers SET state = 'left', changed_at = :changed_at WHERE {ABSENT}"  # noqa: S608 - constant
    return connection.execute(sa.text(statement), {"source": source, "changed_at": to_microseconds(now)}).rowcount
