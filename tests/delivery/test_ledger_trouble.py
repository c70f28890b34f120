"""A ledger that fails under load: sending waits, and goes on by itself; nothing is lost."""

from __future__ import annotations

import asyncio
import errno
import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from owed import NOW, deliverer, owe, states
from sink import Plan, Sink

from notifier.delivery.claims import Mark, claim, mark
from notifier.delivery.journal import Acceptance, Journal, orphans, read_journal
from notifier.delivery.steps import Batch, Worker, adopt, step
from notifier.ledger import Ledger
from notifier.ledger.schema import deliveries
from notifier.model import DeliveryState


async def test_a_full_disk_stops_sending_and_it_goes_on_when_there_is_room(ledger: Ledger, tmp_path: Path) -> None:
    """SQLite itself says "database or disk is full" when a file may not grow: max_page_count makes it so."""
    owe(ledger, 600)
    with ledger.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    full = True

    @sa.event.listens_for(ledger.engine, "begin")
    def _limit(connection: sa.Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages if full else 1_000_000_000}")

    async with Sink(Plan(delay=lambda recipient: 0.002)) as sink:
        task = asyncio.create_task(deliverer(ledger, sink.url, tmp_path / "s").drain(lambda: NOW))
        await asyncio.sleep(1.5)
        sent_while_full = len(sink.received)
        await asyncio.sleep(0.5)
        stalled = len(sink.received) == sent_while_full
        full = False
        report = await task
    assert report.trouble == ""
    assert states(ledger) == {"sent": 600}
    assert len(sink.received) == 600
    assert stalled


def test_a_journal_that_cannot_be_written_says_so_and_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path, "w1")
    real = os.pwrite
    journal.note(0, 5, "250 ok")
    monkeypatch.setattr(os, "pwrite", lambda descriptor, data, offset: real(descriptor, data[:4], offset))
    notes = count(1)
    with pytest.raises(OSError, match="no space left") as caught:
        deque((journal.note(number, 5, "250 ok") for number in notes), maxlen=0)
    assert caught.value.errno == errno.ENOSPC
    following = next(notes)
    written = tuple(Acceptance(number, 5, "250 ok") for number in range(following - 1))
    assert read_journal(tmp_path, "w1") == written
    monkeypatch.setattr(os, "pwrite", real)
    journal.note(following, 6, "250 ok")
    assert read_journal(tmp_path, "w1") == (*written, Acceptance(following, 6, "250 ok"))


def test_a_journal_is_adopted_only_once_its_owner_is_gone(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "w1")
    journal.note(1, 5, "250 ok")
    with orphans(tmp_path) as found:
        assert found == ()
    journal.abandon()
    with orphans(tmp_path) as found:
        assert found == ("w1",)
        with orphans(tmp_path) as second:
            assert second == ()
    assert list(tmp_path.iterdir()) == []


def test_a_journal_stays_when_adopting_fails(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "w1")
    journal.note(1, 5, "250 ok")
    journal.abandon()
    with pytest.raises(RuntimeError), orphans(tmp_path):
        raise RuntimeError
    assert read_journal(tmp_path, "w1") == (Acceptance(1, 5, "250 ok"),)


def test_a_torn_last_line_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "w1.a.accepted").write_bytes(b"1 5 250 ok\n2 6 25")
    assert read_journal(tmp_path, "w1") == (Acceptance(1, 5, "250 ok"),)


@pytest.mark.parametrize("torn", [b"2 6 25\0 ok\n", b"\0\0 6 250 ok\n", b"2 6 250 ok\0"], ids=["hole", "head", "tail"])
def test_a_line_in_which_its_writer_died_is_left_out(tmp_path: Path, torn: bytes) -> None:
    (tmp_path / "w1.a.accepted").write_bytes(b"1 5 250 ok\n" + torn + bytes(100))
    assert read_journal(tmp_path, "w1") == (Acceptance(1, 5, "250 ok"),)


def test_a_side_that_was_forgotten_is_empty_and_used_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "w1")
    journal.note(1, 5, "250 a rather long answer")
    side = journal.turn()
    journal.note(2, 6, "250 ok")
    journal.forget(side)
    assert journal.turn() != side
    journal.note(3, 7, "250")
    assert read_journal(tmp_path, "w1") == (Acceptance(3, 7, "250"), Acceptance(2, 6, "250 ok"))


@pytest.mark.slow
async def test_a_database_restarted_under_load_loses_and_doubles_nothing(postgres_url: str, tmp_path: Path) -> None:
    """Every session of the server is ended several times, which is what a worker sees of a restart."""
    ledger = Ledger.open(postgres_url)
    owe(ledger, 2_000)
    async with Sink(Plan(delay=lambda recipient: 0.005)) as sink:
        task = asyncio.create_task(deliverer(ledger, sink.url, tmp_path / "s").drain(lambda: NOW))
        other = sa.create_engine(postgres_url)
        for _ in range(4):
            await asyncio.sleep(0.2)
            with other.connect() as connection:
                connection.execute(
                    sa.text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
                )
        other.dispose()
        report = await task
    assert report.trouble == ""
    assert states(ledger) == {"sent": 2_000}
    assert len({item.recipient for item in sink.received}) == len(sink.received) == 2_000
    with ledger.reading() as connection:
        attempts = connection.execute(sa.select(sa.func.max(deliveries.c.attempts))).scalar_one()
    assert attempts == 1
    ledger.close()


@pytest.mark.parametrize("text", ['a "quoted" one', "back\\slash", "{1,2}", "NULL", "", "comma, semicolon;", "пример"])
def test_postgresql_is_told_every_answer_as_it_was(postgres_url: str, text: str) -> None:
    ledger = Ledger.open(postgres_url)
    owe(ledger, 3)
    with ledger.begin() as connection:
        claimed = claim(connection, 1, owner="w", now=NOW, lease=timedelta(minutes=1), most=3)
        marks = [
            Mark(claimed[0].id, DeliveryState.SENT, text, 5, None, f"<{text}@a.example>", text),
            Mark(claimed[1].id, DeliveryState.SENT, f"{text}\tx", 5),
            Mark(claimed[2].id, DeliveryState.DEFERRED, text, next_attempt_at=9),
        ]
        assert mark(connection, marks, owner="w", transport="t") == 3
        rows = connection.execute(sa.select(deliveries).order_by(deliveries.c.id)).all()
    ledger.close()
    assert [row.response for row in rows] == [text, f"{text}\tx", text]
    assert (rows[0].message_id, rows[1].message_id) == (f"<{text}@a.example>", None)


def test_who_adopts_waits_for_what_the_dead_one_commits(postgres_url: str, tmp_path: Path) -> None:
    """The server may still be at work for a worker that was killed: here its connection lives on without it."""
    ledger, other = Ledger.open(postgres_url), Ledger.open(postgres_url)
    owe(ledger, 3)
    Journal(tmp_path, "dead").abandon()
    worker = Worker("dead", "smtp:x", timedelta(minutes=5))
    with ThreadPoolExecutor() as threads, other.engine.connect() as connection:
        step(connection, worker, Batch(), now=NOW, wanted=3)
        adopting = threads.submit(adopt, ledger, tmp_path, transport="smtp:x", now=NOW)
        with pytest.raises(TimeoutError):
            adopting.result(0.3)
        connection.commit()
        assert adopting.result(10) == (0, 3)
    assert states(ledger) == {"due": 3}
    ledger.close()
    other.close()
