"""Database engines set up for a record of truth: durable commits, one writer at a time, wiped deletions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from notifier.errors import LedgerError
from notifier.ledger.migrating import ledger_version, migrate, needs_migration

BUSY_SECONDS = 60  # how long a SQLite writer waits for another one
MODE = "herald_mode"  # execution option: how a transaction begins
READING, STAGING, WRITING = "reading", "staging", "writing"
PRAGMAS = (
    "PRAGMA synchronous=FULL",  # a commit that was reported survives a power cut: it is evidence
    "PRAGMA secure_delete=ON",  # an erased address leaves no trace in free pages
    "PRAGMA temp_store=FILE",
    "PRAGMA cache_size=-16000",
)


def read_url(url: str) -> sa.URL:
    """Check a database URL; raises LedgerError naming the setting, never the password."""
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError as problem:
        raise LedgerError("HERALD_DATABASE_URL is not a database URL, such as sqlite:///herald.db") from problem
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    if address.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise LedgerError(f"HERALD_DATABASE_URL: {address.drivername} is neither sqlite nor postgresql")
    if is_sqlite(address) and address.database in (None, "", ":memory:"):
        raise LedgerError("HERALD_DATABASE_URL: a ledger must be a file, such as sqlite:///herald.db")
    return address


def is_sqlite(address: sa.URL) -> bool:
    """Whether the address names a SQLite file."""
    return address.get_backend_name() == "sqlite"


def sqlite_path(address: sa.URL) -> Path:
    """The file of a SQLite address."""
    return Path(str(address.database))


def open_engine(address: sa.URL) -> sa.Engine:
    """An engine on a ledger that is at this version's schema; migrates where needed."""
    if is_sqlite(address):
        _create_privately(sqlite_path(address))
    engine = _engine(address, foreign_keys=True)
    try:
        with engine.connect() as connection:
            behind = needs_migration(ledger_version(connection))
        if behind:
            _migrate(address)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _migrate(address: sa.URL) -> None:
    # Rebuilding a table would fire its foreign keys on SQLite; they are checked as a whole before the commit instead.
    engine = _engine(address, foreign_keys=False, poolclass=NullPool)
    try:
        migrate(engine)
    finally:
        engine.dispose()


def _create_privately(path: Path) -> None:
    """Create the file readable by its owner only: it will hold addresses and letters."""
    if not path.parent.is_dir():
        raise LedgerError(f"there is no folder {path.parent} to keep the ledger in")
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return


def _engine(address: sa.URL, *, foreign_keys: bool, **options: Any) -> sa.Engine:
    if not is_sqlite(address):
        return sa.create_engine(address, pool_pre_ping=True, connect_args={"connect_timeout": 10}, **options)
    engine = sa.create_engine(address, connect_args={"timeout": BUSY_SECONDS}, **options)

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, record: Any) -> None:
        del record
        connection.isolation_level = None  # the driver must not begin transactions of its own
        connection.execute("PRAGMA journal_mode=WAL")
        for pragma in PRAGMAS:
            connection.execute(pragma)
        connection.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        mode = connection.get_execution_options().get(MODE, WRITING)
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if mode == READING else 'OFF'}")
        # A deferred transaction that reads first may not wait for a writer any more: it fails at once.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if mode == WRITING else "BEGIN")

    return engine
