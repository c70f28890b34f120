"""Fixtures that every test may use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import Postgres, find_programs, run_postgres

from notifier.ledger import Ledger

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the real inputs; the test is skipped, saying so, where it is absent."""
    folder = Path(os.environ.get("HERALD_SHARED", ROOT.parent / "shared")).resolve()
    if not (folder / "data").is_dir():
        pytest.skip(f"the real inputs are absent: no folder {folder}/data (set HERALD_SHARED)")
    return folder


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite ledger, to be copied: migrating anew for each test would be the slowest part of it."""
    path = tmp_path_factory.mktemp("ledger") / "empty.db"
    Ledger.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def ledger_url(tmp_path: Path, migrated_sqlite: Path) -> str:
    """URL of an empty SQLite ledger of the test's own."""
    shutil.copy(migrated_sqlite, tmp_path / "herald.db")
    return f"sqlite:///{tmp_path / 'herald.db'}"


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    """An empty, open SQLite ledger."""
    opened = Ledger.open(ledger_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL server, started once; in CI its absence is a failure."""
    programs = find_programs()
    if programs is None:
        reason = "PostgreSQL is absent: no /usr/lib/postgresql/*/bin/initdb (install Debian's package `postgresql`)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with run_postgres(programs) as server:
        Ledger.open(server.create("migrated")).close()
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """URL of an empty, migrated PostgreSQL ledger, the test's own while it runs."""
    if not postgres.exists("test"):
        postgres.create("test", template="migrated")
    yield postgres.url("test")
    if not postgres.wipe("test", like="migrated"):
        postgres.drop("test")


@pytest.fixture(params=["sqlite", "postgresql"])
def any_ledger_url(request: pytest.FixtureRequest) -> str:
    """URL of an empty ledger, once on SQLite and once on PostgreSQL."""
    return str(request.getfixturevalue("ledger_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture
def any_ledger(any_ledger_url: str) -> Iterator[Ledger]:
    """An empty, open ledger, once on SQLite and once on PostgreSQL."""
    opened = Ledger.open(any_ledger_url)
    yield opened
    opened.close()
