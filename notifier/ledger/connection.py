"""Opening the ledger and running transactions on it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from notifier.errors import LedgerError
from notifier.ledger.engines import MODE, READING, STAGING, WRITING, is_sqlite, open_engine, read_url, sqlite_path
from notifier.ledger.lock import FileLock

P = ParamSpec("P")
T = TypeVar("T")


class Ledger:
    """The record of truth: one SQLite file or one PostgreSQL database, opened at this version's schema."""

    def __init__(self, engine: sa.Engine, lock: FileLock | None) -> None:
        self.engine = engine
        self._lock = lock
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger-reading")

    @classmethod
    def open(cls, url: str, *, exclusive: bool = False) -> Ledger:
        """Open and migrate the ledger at `url` (`sqlite:///herald.db`, `postgresql+psycopg://…`).

        `exclusive` refuses a second holder of a SQLite ledger on this machine, because only one process may send from
        it; on PostgreSQL several workers are meant to. Raises LedgerError, naming the file or host, never a password.
        """
        address = read_url(url)
        place = address.render_as_string(hide_password=True)
        lock = FileLock.take(sqlite_path(address)) if exclusive and is_sqlite(address) else None
        try:
            return cls(open_engine(address), lock)
        except (LedgerError, sa.exc.SQLAlchemyError, sqlite3.Error, OSError) as problem:
            if lock is not None:
                lock.release()
            raise LedgerError(f"{place}: {_reason(problem)}") from problem

    @property
    def is_sqlite(self) -> bool:
        """Whether this ledger is one SQLite file, which one process at a time should send from."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """One transaction that may write (IMMEDIATE on SQLite): committed at the end, rolled back on an error."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One transaction that sees one state of the ledger, blocks no writer and cannot write."""
        if self.is_sqlite:
            options: dict[str, Any] = {MODE: READING}
        else:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    @contextmanager
    def session(self) -> Iterator[sa.Connection]:
        """A connection for several transactions, first for those that write temporary tables only.

        Such transactions hold up nobody; after `may_write(connection)` the next one may write to the ledger itself.
        """
        with self.engine.connect() as connection:
            yield connection.execution_options(**{MODE: STAGING})

    @staticmethod
    def may_write(connection: sa.Connection) -> None:
        """Let the next transactions of a session write to the ledger."""
        connection.execution_options(**{MODE: WRITING})

    async def run(self, function: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `function(connection, …)` in one writing transaction on the ledger's own thread."""
        return await asyncio.get_running_loop().run_in_executor(
            self._writer, lambda: self._call(self.begin, function, *args, **kwargs)
        )

    async def read(self, function: Callable[Concatenate[sa.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `function(connection, …)` in a reading transaction on a thread of its own, never behind a writer."""
        return await asyncio.get_running_loop().run_in_executor(
            self._reader, lambda: self._call(self.reading, function, *args, **kwargs)
        )

    @staticmethod
    def _call(
        transaction: Callable[[], Any],
        function: Callable[Concatenate[sa.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        with transaction() as connection:
            return function(connection, *args, **kwargs)

    def close(self) -> None:
        """Finish what runs, close the connections and give the lock back."""
        self._writer.shutdown()
        self._reader.shutdown()
        self.engine.dispose()
        if self._lock is not None:
            self._lock.release()


def _reason(problem: BaseException) -> str:
    if isinstance(problem, LedgerError):
        return str(problem)
    lines = str(getattr(problem, "orig", None) or problem).strip().splitlines()
    return f"the ledger cannot be opened: {lines[0] if lines else type(problem).__name__}"
