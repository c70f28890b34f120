"""Where customers come from in bulk: a CSV file, or a query on the company's own database."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from notifier.customers.importing import ImportRules, Progress, Rows, import_rows
from notifier.customers.records import FIELDS, RecordReader
from notifier.customers.values import ImportReport
from notifier.errors import CustomerError
from notifier.ledger import Ledger
from notifier.signing import Signer

DELIMITERS = ",;\t"
FETCHED = 2000
LONGEST_LINE = 100_000  # characters; a longer line falls to pieces, which are then refused as lines


def import_csv(  # noqa: PLR0913 - all but the first two are named by the caller
    ledger: Ledger,
    lines: Iterable[str],
    *,
    now: datetime,
    signer: Signer,
    progress: Progress | None = None,
    rules: ImportRules | None = None,
) -> ImportReport:
    """Import customers from the lines of a CSV file with a header (`id,email,…`; also with `;` or tabs).

    Raises CustomerError when the file as a whole cannot be read (no header, unbalanced quotes); single bad lines are
    in the report. See `import_rows` for what is written when.
    """
    return import_rows(ledger, _csv_rows(lines), rules or ImportRules(), now=now, signer=signer, progress=progress)


@contextmanager
def open_csv(path: Path) -> Iterator[Iterable[str]]:
    """The lines of a CSV file, UTF-8 with or without a mark; what is not UTF-8 is refused line by line later."""
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            yield iter(partial(file.readline, LONGEST_LINE), "")
    except CustomerError as problem:
        raise CustomerError(f"{path}: {problem}") from problem
    except OSError as problem:
        raise CustomerError(f"{path}: cannot be read: {problem.strerror}") from problem


def _csv_rows(lines: Iterable[str]) -> Rows:
    iterator = iter(lines)
    header = next(iterator, "").lstrip("\ufeff").strip()
    if not header:
        raise CustomerError(f"line 1: is empty; it must be the header {','.join(FIELDS)}")
    delimiter = max(DELIMITERS, key=header.count)
    rows = csv.reader(chain([header + "\n"], iterator), delimiter=delimiter, strict=True)
    numbered = _numbered(rows)
    return Rows(_reader(next(numbered)[1]), numbered)


def _reader(header: Sequence[str]) -> RecordReader:
    try:
        return RecordReader(header)
    except CustomerError as problem:
        raise CustomerError(f"line 1: {problem}") from problem


def _numbered(rows: Any) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        for cells in rows:
            if cells:
                yield rows.line_num, cells
    except csv.Error as problem:
        raise CustomerError(f"line {rows.line_num}: not readable as CSV ({problem}); nothing was imported") from problem


def import_query(  # noqa: PLR0913 - all but the first three are named by the caller
    ledger: Ledger,
    source_url: str,
    query: str,
    *,
    now: datetime,
    signer: Signer,
    progress: Progress | None = None,
    rules: ImportRules | None = None,
) -> ImportReport:
    """Import customers from one SELECT on the company's own database, whose columns are named as in the CSV.

    The query runs in a read-only transaction and is streamed. Raises CustomerError, without the URL's password.
    """
    engine = _source_engine(source_url)
    place = engine.url.render_as_string(hide_password=True)
    try:
        with _read_only(engine) as connection:
            result = connection.execute(sa.text(query), execution_options={"yield_per": FETCHED})
            if not result.returns_rows:
                raise CustomerError(f"{place}: the query returns no rows: it must be a SELECT")
            rows = Rows(RecordReader(tuple(result.keys())), _text_rows(result))
            used = rules or ImportRules(source="sql")
            return import_rows(ledger, rows, used, now=now, signer=signer, progress=progress)
    except sa.exc.SQLAlchemyError as problem:
        reason = str(getattr(problem, "orig", None) or problem).strip().splitlines()[0]
        raise CustomerError(f"{place}: the query failed: {reason}; nothing was imported") from problem
    finally:
        engine.dispose()


def _source_engine(url: str) -> sa.Engine:
    try:
        return sa.create_engine(url)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ModuleNotFoundError) as problem:
        raise CustomerError(
            "the customers' database URL names a database that Herald has no driver for; sqlite and "
            "postgresql+psycopg are there"
        ) from problem


@contextmanager
def _read_only(engine: sa.Engine) -> Iterator[sa.Connection]:
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(postgresql_readonly=True)
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA query_only=ON")
        try:
            yield connection
        finally:
            connection.rollback()


def _text_rows(result: sa.CursorResult[Any]) -> Iterator[tuple[int, Sequence[str]]]:
    for number, row in enumerate(result, 1):
        yield number, tuple(_text(value) for value in row)


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
