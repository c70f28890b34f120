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

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(host="127.0.0.1", port=self.port, user=USER, dbname="postgres", autocommit=True)


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
