"""Brings a ledger to the schema of this version, in-process, in one transaction, safely from several processes.

Migrations are numbered files in `migrations/versions`; a revision's id is its file's name, so that what is newest is
known without loading Alembic (which costs as much as starting the program).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from notifier.errors import LedgerError

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"
LOCK = 0x48455241  # PostgreSQL advisory lock of whoever migrates


@cache
def migration_names() -> tuple[str, ...]:
    """Names of all migrations, oldest first; the last is what an open ledger is at."""
    return tuple(sorted(path.stem for path in (FOLDER / "versions").glob("[0-9]*.py")))


def ledger_version(connection: sa.Connection) -> str | None:
    """The migration a ledger is at, or None when it holds nothing; raises LedgerError for someone else's database."""
    tables = sa.inspect(connection).get_table_names()
    if "alembic_version" in tables:
        return str(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none() or "")
    if tables:
        raise LedgerError("the database holds tables that are not a Herald ledger: give the ledger one of its own")
    return None


def needs_migration(version: str | None) -> bool:
    """Whether migrations are missing; raises LedgerError for a ledger written by a newer Herald."""
    if version == migration_names()[-1]:
        return False
    if version and version not in migration_names():
        raise LedgerError(f"the ledger is at version {version}, which this Herald does not know: install a newer one")
    return True


def migrate(engine: sa.Engine) -> None:
    """Run the missing migrations in one transaction; another process that does the same is waited for."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        else:
            connection.begin()  # IMMEDIATE: whoever comes second waits here and then finds the work done
        if needs_migration(ledger_version(connection)):
            _upgrade(connection)
        connection.commit()


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command

    command.upgrade(alembic_config(connection), "head")
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        connection.rollback()
        raise LedgerError("a migration would have broken references between rows; nothing was changed")


def alembic_config(connection: sa.Connection) -> Config:
    """Alembic's configuration for one connection; also what `alembic check` in the tests runs with."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
