"""A real PostgreSQL for the tests: started from Debian's package on the loopback, ended with the session."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

USER = "postgres"
SHAPE = """SELECT 'column', table_name::text, column_name::text FROM information_schema.columns
    WHERE table_schema = 'public'
    UNION ALL SELECT 'trigger', event_object_table::text, trigger_name::text FROM information_schema.triggers
    ORDER BY 1, 2, 3"""
END_OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""
WIPE = """DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        PERFORM setval(name::regclass, 1, false);
    END LOOP;
    END $$"""


def find_programs() -> Path | None:
    """The folder of the newest installed server's programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return found[-1].parent if found else None


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server; `create` gives a fresh database each time."""

    port: int

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{database}"

    def create(self, name: str, *, template: str = "template0") -> str:
        with self._connect() as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        with self._connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def exists(self, name: str) -> bool:
        with self._connect() as connection:
            return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is not None

    def wipe(self, name: str, *, like: str) -> bool:
        """Empty every table, a tenth of the cost of a new database; False when a test changed more than rows."""
        with self._connect(like) as connection:
            expected = connection.execute(SHAPE).fetchall()
        with self._connect(name) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(END_OTHERS)
            if connection.execute(SHAPE).fetchall() != expected:
                return False
            connection.execute(WIPE)
        return True

    def _connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(host="127.0.0.1", port=self.port, user=USER, dbname=database, autocommit=True)


@contextmanager
def run_postgres(programs: Path, *, durable: bool = False) -> Iterator[Postgres]:
    """Start a server in a folder of its own; `durable` keeps fsync on, for benchmarks."""
    folder = Path(tempfile.mkdtemp(prefix="herald-postgres-"))
    owner = {"user": USER, "group": USER} if os.geteuid() == 0 else {}
    if owner:
        shutil.chown(folder, USER, USER)
    port = free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=50"
    if not durable:
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"

    def call(*command: str) -> None:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120, **owner)

    try:
        call(str(programs / "initdb"), "-D", str(folder / "data"), "-A", "trust", "-U", USER, "-E", "UTF8", "-N")
        log = str(folder / "log")
        call(str(programs / "pg_ctl"), "-D", str(folder / "data"), "-w", "-l", log, "-o", options, "start")
        try:
            yield Postgres(port)
        finally:
            call(str(programs / "pg_ctl"), "-D", str(folder / "data"), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
