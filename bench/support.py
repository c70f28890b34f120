"""Sinks and ledgers for the delivery benchmarks."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from notifier.ledger import Ledger
from notifier.ledger.schema import to_microseconds

NOW = datetime(2027, 3, 10, 8, 0, tzinfo=UTC)
ROOT = Path(__file__).parent.parent
SINK = "/usr/sbin/smtp-sink"
SOURCE = "/usr/sbin/smtp-source"
SENTENCE = "We keep delivery logs for sixty days instead of thirty, because disputes about lost mail come late. "


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def sink(*options: str) -> Iterator[int]:
    """A running postfix smtp-sink on the loopback; gives its port."""
    port = free_port()
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    process = subprocess.Popen([SINK, *user, *options, f"127.0.0.1:{port}", "1000"], stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        process.kill()
        process.wait()


def wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise SystemExit("the sink does not start")


def owe(url: str, count: int, *, kilobytes: float = 10.4, domains: int = 50) -> Ledger:
    """Fill a new ledger with customers and due deliveries of one notice of about this size."""
    ledger = Ledger.open(url)
    stamp = to_microseconds(NOW)
    summary = SENTENCE * max(1, int((kilobytes * 1024 - 7_000) / 2 / len(SENTENCE)))
    notice = {
        "kind": "change", "document": "privacy-policy.md", "baseline_revision": "a" * 40, "revision": "b" * 40,
        "effective_on": date(2027, 4, 10).isoformat(), "notice_days": 30, "due_at": stamp, "timezone": "UTC",
        "state": "sending", "text_hash": "0" * 64, "announcement": json.dumps({"summary": summary}), "created_at": stamp,
    }  # fmt: skip
    names = ", ".join(notice)
    with ledger.begin() as connection:
        raw = connection.connection.driver_connection
        if ledger.is_sqlite:
            marks = ", ".join(f":{name}" for name in notice)
            raw.execute(f"INSERT INTO notices (id, {names}) VALUES (1, {marks})", notice)
            series = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
            address = f"'customer' || i || '@mail' || (i % {domains}) || '.example'"
        else:
            marks = ", ".join(f"%({name})s" for name in notice)
            raw.execute(f"INSERT INTO notices (id, {names}) VALUES (1, {marks})", notice)
            series = f"WITH n(i) AS (SELECT generate_series(1, {count}))"
            address = f"'customer' || i || '@mail' || (i % {domains}) || '.example'"
        customers = (
            "INSERT INTO customers (id, external_id, email, email_key, name, changed_at) "
            f"{series} SELECT i, 'c-' || i, {address}, {address}, 'Customer Number ' || i, {stamp} FROM n"
        )
        deliveries = (
            "INSERT INTO deliveries (notice_id, customer_id, due_at, objection_by) "
            f"SELECT 1, id, {stamp}, '2027-04-10' FROM customers ORDER BY id"
        )
        raw.execute(customers)
        raw.execute(deliveries)
    if not ledger.is_sqlite:
        with ledger.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
    return ledger


def python(*arguments: str) -> subprocess.Popen[bytes]:
    """A worker process."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}"}
    return subprocess.Popen([sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, cwd=ROOT)


def source(port: int, count: int, size: int, sessions: int = 10) -> float:
    """Seconds that smtp-source needs."""
    began = time.perf_counter()
    command = [SOURCE, "-d", "-s", str(sessions), "-l", str(size), "-m", str(count), f"127.0.0.1:{port}"]
    subprocess.run(command, check=True)
    return time.perf_counter() - began
