"""What a worker leaves behind when it is killed: nothing lost, and twice only what was in flight."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from owed import NOW, deliverer, owe, states
from sink import Plan, Received, Sink

from notifier.ledger import Ledger, verify
from notifier.ledger.schema import deliveries

CONNECTIONS = 10
WORKER = Path(__file__).with_name("worker.py")


async def start(url: str, sink: Sink, folder: Path) -> asyncio.subprocess.Process:
    environment = {**os.environ, "PYTHONPATH": str(WORKER.parents[2])}
    return await asyncio.create_subprocess_exec(
        sys.executable, str(WORKER), url, sink.url, str(folder), env=environment
    )


async def reach(sink: Sink, count: int, process: asyncio.subprocess.Process) -> None:
    """Wait until the sink holds `count` messages or the worker has ended."""
    while len(sink.received) < count and process.returncode is None:
        await asyncio.sleep(0.001)


def doubled(received: list[Received]) -> int:
    """How many deliveries came more than once; each time they must have had the same Message-ID."""
    identities: dict[str, set[str]] = {}
    for item in received:
        identities.setdefault(item.recipient, set()).add(item.message_id)
    assert all(len(found) == 1 for found in identities.values())
    return len(received) - len(identities)


@pytest.mark.slow
async def test_killed_twenty_times_nothing_is_lost(ledger_url: str, tmp_path: Path) -> None:
    total, kills = 5_000, 20
    ledger = Ledger.open(ledger_url)
    owe(ledger, total)
    points = [(number * 2_654_435_761) % 230 + number * 230 for number in range(kills)]
    async with Sink() as sink:
        for point in points:
            process = await start(ledger_url, sink, tmp_path / "state")
            await reach(sink, point, process)
            process.kill()
            await process.wait()
        report = await deliverer(ledger, sink.url, tmp_path / "state").drain(lambda: NOW)
    assert report.trouble == ""
    assert len({item.recipient for item in sink.received}) == total
    assert doubled(sink.received) <= CONNECTIONS * kills
    assert states(ledger) == {"sent": total}
    with ledger.reading() as connection:
        assert verify(connection).is_sound
    ledger.close()


async def test_a_kill_doubles_at_most_one_message_a_connection(ledger_url: str, tmp_path: Path) -> None:
    ledger = Ledger.open(ledger_url)
    owe(ledger, 1_500)
    async with Sink(Plan(delay=lambda recipient: 0.002)) as sink:
        process = await start(ledger_url, sink, tmp_path / "state")
        await reach(sink, 700, process)
        process.kill()
        await process.wait()
        report = await deliverer(ledger, sink.url, tmp_path / "state").drain(lambda: NOW)
    assert report.adopted > 0
    assert doubled(sink.received) <= CONNECTIONS
    with ledger.reading() as connection:
        marked = connection.execute(sa.select(deliveries.c.address).where(deliveries.c.state == "sent")).scalars()
        assert set(marked) == {item.recipient for item in sink.received}, "the ledger says where each one went"
    assert states(ledger) == {"sent": 1_500}
    ledger.close()


async def test_told_to_stop_it_finishes_what_it_began(ledger_url: str, tmp_path: Path) -> None:
    ledger = Ledger.open(ledger_url)
    owe(ledger, 1_500)
    async with Sink(Plan(delay=lambda recipient: 0.01)) as sink:
        process = await start(ledger_url, sink, tmp_path / "state")
        await reach(sink, 300, process)
        began = asyncio.get_running_loop().time()
        process.send_signal(signal.SIGTERM)
        await process.wait()
        assert asyncio.get_running_loop().time() - began < 10
        assert process.returncode == 0
        told = {item.recipient for item in sink.received}
        assert doubled(sink.received) == 0
        assert states(ledger) == Counter(sent=len(told), due=1_500 - len(told))
        await deliverer(ledger, sink.url, tmp_path / "state").drain(lambda: NOW)
    assert doubled(sink.received) == 0
    assert states(ledger) == {"sent": 1_500}
    ledger.close()


@pytest.mark.slow
async def test_workers_on_postgresql_killed_in_turn_lose_nothing(postgres_url: str, tmp_path: Path) -> None:
    total, kills = 6_000, 5
    ledger = Ledger.open(postgres_url)
    owe(ledger, total)
    async with Sink() as sink:
        workers = [await start(postgres_url, sink, tmp_path / "state") for _ in range(4)]
        for turn in range(kills):
            await reach(sink, 400 * (turn + 1), workers[turn % 4])
            victim = next(worker for worker in workers if worker.returncode is None)
            victim.kill()
            await victim.wait()
            workers.append(await start(postgres_url, sink, tmp_path / "state"))
        for worker in workers:
            await worker.wait()
        await deliverer(ledger, sink.url, tmp_path / "state").drain(lambda: NOW)
    assert len({item.recipient for item in sink.received}) == total
    assert doubled(sink.received) <= CONNECTIONS * kills
    assert states(ledger) == {"sent": total}
    ledger.close()


async def test_two_workers_on_one_sqlite_ledger_double_nothing(ledger_url: str, tmp_path: Path) -> None:
    ledger = Ledger.open(ledger_url)
    owe(ledger, 1_000)
    async with Sink() as sink:
        workers = [await start(ledger_url, sink, tmp_path / "state") for _ in range(2)]
        for worker in workers:
            await worker.wait()
    assert doubled(sink.received) == 0
    assert states(ledger) == {"sent": 1_000}
    ledger.close()
