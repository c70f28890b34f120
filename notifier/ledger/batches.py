"""Rows that nobody reads before the commit, gathered over a long transaction and written together at its end.

Recording a hundred messages in one transaction appends some hundred events, steps and announcements; one statement for
each kind of row costs a tenth of one for each row. Without `batched` every row is written at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

_BATCH = "batch of rows"


@dataclass(slots=True)
class Batch:
    """What a transaction still has to write, and the number and hash of its last event (None: none yet)."""

    head: tuple[int, str] | None = None
    rows: dict[sa.Executable, list[Mapping[str, Any]]] = field(default_factory=dict)


@contextmanager
def batched(connection: sa.Connection) -> Iterator[None]:
    """Gather what `insert` is given until the end of the block; nothing is written when the block raises."""
    batch = Batch()
    connection.info[_BATCH] = batch
    try:
        yield
        for statement, rows in batch.rows.items():
            connection.execute(statement, rows)
    finally:
        del connection.info[_BATCH]


def batch_of(connection: sa.Connection) -> Batch | None:
    """The batch that the transaction of this connection gathers, if any."""
    return connection.info.get(_BATCH)


def insert(connection: sa.Connection, statement: sa.Executable, row: Mapping[str, Any]) -> None:
    """Write a row with an INSERT that returns nothing: now, or at the end of the batch."""
    batch = batch_of(connection)
    if batch is None:
        connection.execute(statement, row)
    else:
        batch.rows.setdefault(statement, []).append(row)
