"""A door that is killed, a disk that is full, a database that is locked: what was accepted is stored, once."""

from __future__ import annotations

import signal
import smtplib
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from notifier.inbound import content_key, store_raw
from notifier.ledger import Ledger
from notifier.ledger.schema import raw_messages
from tests.inbound.servers import free_port, wait_for_port

NOW = datetime(2026, 11, 2, tzinfo=UTC)
SERVER = """
import asyncio, sys
from datetime import UTC, datetime
from notifier.inbound import store_raw
from notifier.inbound.doors import LmtpDoor
from notifier.ledger import Ledger

async def main(url, port):
    ledger = Ledger.open(url)
    now = datetime(2026, 11, 2, tzinfo=UTC)
    async def store(content, door, envelope):
        await ledger.run(store_raw, content, door=door, envelope=envelope, now=now)
    await LmtpDoor(store, port=port).start()
    await asyncio.Event().wait()

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


def message(number: int) -> bytes:
    head = f"From: c{number}@pond.example\r\nMessage-ID: <{number}@pond.example>\r\n\r\n".encode()
    return head + b"I object to this.\r\n" * 200


def start(url: str, port: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", SERVER, url, str(port)], cwd=Path(__file__).parents[2])
    wait_for_port(port, 30)
    return process


def deliver(port: int, number: int) -> bool:
    """Whether the door said that it has the message."""
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
            client.sendmail(f"c{number}@pond.example", ["privacy@herald.example"], message(number))
            return True
    except (OSError, smtplib.SMTPException):
        return False


def stored(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        return [row[0] for row in connection.execute("SELECT sha256 FROM raw_messages")]


@pytest.mark.slow
def test_kill_at_any_moment_loses_nothing_that_was_accepted(tmp_path: Path) -> None:
    url, port = f"sqlite:///{tmp_path}/ledger.db", free_port()
    accepted: set[int] = set()
    tried: set[int] = set()
    number = 0
    for round_number in range(3):
        process = start(url, port)
        ends = time.monotonic() + 0.25 + 0.2 * round_number
        killer = subprocess.Popen(["sh", "-c", f"sleep {0.2 + 0.2 * round_number}; kill -9 {process.pid}"])
        while process.poll() is None and time.monotonic() < ends + 10:
            tried.add(number)
            if deliver(port, number):
                accepted.add(number)
            number += 1
        killer.wait()
        process.wait(10)
    process = start(url, port)
    for left in sorted(tried - accepted):  # what a mail server does with what it was not answered
        assert deliver(port, left)
    process.send_signal(signal.SIGTERM)
    process.wait(10)
    keys = stored(tmp_path / "ledger.db")
    assert sorted(keys) == sorted(content_key(message(sent)) for sent in tried)
    assert accepted


def test_full_disk_stores_nothing_by_halves_and_recovers(tmp_path: Path) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path}/ledger.db")
    with ledger.begin() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 4}")
    with pytest.raises(sa.exc.OperationalError, match="full"), ledger.begin() as connection:
        store_raw(connection, message(1) * 100, door="lmtp", now=NOW)
    with ledger.begin() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(raw_messages)).scalar() == 0
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 100_000}")
    for _ in range(2):
        with ledger.begin() as connection:
            store_raw(connection, message(1) * 100, door="lmtp", now=NOW)
    ledger.close()
    assert stored(tmp_path / "ledger.db") == [content_key(message(1) * 100)]


def test_locked_database_is_waited_for_or_refused_never_skipped(tmp_path: Path) -> None:
    url, port = f"sqlite:///{tmp_path}/ledger.db", free_port()
    process = start(url, port)
    holder = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    release = threading.Timer(1.0, holder.execute, ["COMMIT"])
    release.start()
    while not deliver(port, 1):
        time.sleep(0.2)
    release.join()
    holder.close()
    process.send_signal(signal.SIGTERM)
    process.wait(10)
    assert stored(tmp_path / "ledger.db") == [content_key(message(1))]


def test_the_same_message_through_two_doors_is_one(tmp_path: Path) -> None:
    ledger = Ledger.open(f"sqlite:///{tmp_path}/ledger.db")
    over_lmtp = b"Return-Path: <c1@pond.example>\r\nReceived: from mx by herald\r\n\tfor <x>\r\n" + message(1)
    over_imap = b"Delivered-To: privacy@herald.example\n" + message(1).replace(b"\r\n", b"\n")
    with ledger.begin() as connection:
        first = store_raw(connection, over_lmtp, door="lmtp", now=NOW)
        second = store_raw(connection, over_imap, door="imap", now=NOW)
        kept = connection.execute(sa.select(raw_messages.c.content)).scalars().all()
    ledger.close()
    assert first == second
    assert kept == [over_lmtp]
