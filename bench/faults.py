"""Faults of delivery at full size, with a recording sink: killed workers, told to stop, bad answers, slow domains.

    make bench-faults ARGS="100000"
    make bench-faults ARGS="100000 killed slow-domains"

Every scenario counts what the sink got: lost (never came), doubled (came again), and what the ledger says.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from owed import NOW, deliverer, owe, states
from postgres import find_programs, run_postgres
from sink import Plan, Received, Sink, answers_badly

from notifier.ledger import Ledger, verify
from notifier.ledger.schema import deliveries, notices

ROOT = Path(__file__).parent.parent

CONNECTIONS = 10
WORKER = ROOT / "tests" / "delivery" / "worker.py"
SLOW_SECONDS = 2.0
SLOW_DOMAINS = 200
MESSAGE_ID = re.compile(rb"^Message-ID:[^\r\n]*", re.MULTILINE | re.IGNORECASE)


class Brief(list[Received]):
    """What came, without its content: a hundred thousand messages would fill the memory."""

    def append(self, item: Received) -> None:
        found = MESSAGE_ID.search(item.content)
        super().append(Received("", item.recipient, found[0] if found else b""))


@dataclass
class Bench:
    """One scenario: a ledger that owes `count` notices, a sink, a folder."""

    count: int
    url: str
    ledger: Ledger
    folder: Path
    sink: Sink = field(default_factory=Sink)
    workers: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def start(self) -> asyncio.subprocess.Process:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = (sys.executable, str(WORKER), self.url, self.sink.url, str(self.folder))
        process = await asyncio.create_subprocess_exec(*command, env=environment)
        self.workers.append(process)
        return process

    async def reach(self, count: int, process: asyncio.subprocess.Process) -> None:
        while len(self.sink.received) < count and process.returncode is None:
            await asyncio.sleep(0.001)

    async def rest(self, moment: datetime = NOW) -> str:
        """Send what may be sent at a moment, in this process; returns the trouble, "" for none."""
        return (await deliverer(self.ledger, self.sink.url, self.folder).drain(lambda: moment)).trouble

    def told(self) -> str:
        """What came and what the ledger says, in one line."""
        times = Counter(item.recipient for item in self.sink.received)
        identities: dict[str, set[str]] = {}
        for item in self.sink.received:
            identities.setdefault(item.recipient, set()).add(item.message_id)
        same = all(len(found) == 1 for found in identities.values())
        with self.ledger.reading() as connection:
            sound = verify(connection).is_sound
            marked = connection.execute(sa.select(deliveries.c.address).where(deliveries.c.state == "sent")).scalars()
            agree = set(marked) == set(times)
        doubled = sum(times.values()) - len(times)
        facts = {
            "came": len(times), "doubled": doubled, "same Message-ID": same, "ledger and sink agree": agree,
            "ledger": states(self.ledger), "chain sound": sound,
        }  # fmt: skip
        return "; ".join(f"{name} {value}" for name, value in facts.items())


Scenario = Callable[[Bench], Awaitable[str]]


async def killed(bench: Bench) -> str:
    """kill -9 of the worker at 20 random points."""
    step = bench.count // 21
    for number in range(20):
        process = await bench.start()
        await bench.reach(step * number + (number * 2_654_435_761) % step, process)
        process.kill()
        await process.wait()
    await bench.rest()
    return f"at most doubled: {20 * CONNECTIONS}"


async def told_to_stop(bench: Bench) -> str:
    """SIGTERM while sending."""
    process = await bench.start()
    await bench.reach(bench.count // 3, process)
    began = time.perf_counter()
    process.send_signal(signal.SIGTERM)
    await process.wait()
    seconds = time.perf_counter() - began
    facts = f"out after {seconds:.2f} s with code {process.returncode}; then {bench.told()}"
    await bench.rest()
    return facts


async def bad_answers(bench: Bench) -> str:
    """5 % 451, 1 % 421, 1 % cut after DATA before the answer, 0.5 % 550."""
    cut: set[str] = set()

    def refused(recipient: str, _number: int) -> str | None:
        return "550 5.1.1 no such user" if int(recipient[8:].partition("@")[0]) % 200 == 77 else None

    bench.sink.plan = Plan(content=answers_badly(cut), rcpt=refused)
    hours = 0
    while set(states(bench.ledger)) & {"due", "claimed", "deferred"} and hours < 120:
        await bench.rest(NOW + timedelta(hours=hours))
        hours += 1
    return f"cut after DATA: {len(cut)}; refused by design: {bench.count // 200}; hours passed: {hours}"


async def workers_killed(bench: Bench) -> str:
    """Four workers on PostgreSQL, one killed -9 each second."""
    for _ in range(4):
        await bench.start()
    kills = 0
    while set(states(bench.ledger)) & {"due", "claimed"}:
        await asyncio.sleep(1.0)
        alive = [worker for worker in bench.workers if worker.returncode is None]
        if not alive:
            break
        alive[kills % len(alive)].kill()
        await alive[kills % len(alive)].wait()
        kills += 1
        if set(states(bench.ledger)) & {"due"}:
            await bench.start()
    for worker in bench.workers:
        await worker.wait()
    await bench.rest()
    return f"kills {kills}; at most doubled: {kills * CONNECTIONS}"


async def two_processes(bench: Bench) -> str:
    """Two processes on one SQLite ledger."""
    for worker in [await bench.start(), await bench.start()]:
        await worker.wait()
    return f"codes {[worker.returncode for worker in bench.workers]}"


async def relay_away(bench: Bench) -> str:
    """The relay is down for a day, by the clock."""
    port = bench.sink.port
    await bench.sink.stop()
    looks = 0
    for hour in range(24):
        await bench.rest(NOW + timedelta(hours=hour))
        looks += 1
    await bench.sink.start(port=port)
    began = time.perf_counter()
    trouble = await bench.rest(NOW + timedelta(hours=25))
    return f"{looks} runs without a relay; then all in {time.perf_counter() - began:.1f} s, trouble {trouble!r}"


async def cancelled(bench: Bench) -> str:
    """An approver cancels while sending."""
    process = await bench.start()
    await bench.reach(bench.count // 3, process)
    with bench.ledger.begin() as connection:
        connection.execute(notices.update().values(state="cancelled"))
        unsent = deliveries.c.state.in_(("due", "deferred"))
        connection.execute(deliveries.update().where(unsent).values(state="cancelled"))
    began, at = time.perf_counter(), len(bench.sink.received)
    await process.wait()
    return f"stopped after {time.perf_counter() - began:.2f} s, {len(bench.sink.received) - at} more came"


async def slow_domains(bench: Bench) -> str:
    """200 slow recipients' domains, two seconds an answer, among all others."""
    step = bench.count // SLOW_DOMAINS
    with bench.ledger.begin() as connection:
        moved = f"'c' || id || '@slow' || id || '.example' WHERE id % {step} = {step // 2}"
        connection.exec_driver_sql(f"UPDATE customers SET email = {moved}")
        connection.exec_driver_sql("UPDATE customers SET email_key = email")
    loop = asyncio.get_running_loop()
    began = loop.time()
    done = {"fast": 0.0, "slow": 0.0}

    def delay(recipient: str) -> float:
        slow = "@slow" in recipient
        done["slow" if slow else "fast"] = loop.time() - began
        return SLOW_SECONDS if slow else 0.0

    bench.sink.plan = Plan(delay=delay)
    process = await bench.start()
    await process.wait()
    return f"all others through after {done['fast']:.1f} s, the slow ones after {done['slow'] + SLOW_SECONDS:.1f} s"


async def undisturbed(bench: Bench) -> str:
    """Nothing goes wrong: what the others are to be compared with."""
    process = await bench.start()
    await process.wait()
    return ""


SCENARIOS: dict[str, tuple[Scenario, bool]] = {
    "undisturbed": (undisturbed, False),
    "killed": (killed, False),
    "told-to-stop": (told_to_stop, False),
    "bad-answers": (bad_answers, False),
    "workers-killed": (workers_killed, True),
    "two-processes": (two_processes, False),
    "relay-away": (relay_away, False),
    "cancelled": (cancelled, False),
    "slow-domains": (slow_domains, False),
}


@asynccontextmanager
async def prepared(count: int, url: str, folder: Path) -> AsyncIterator[Bench]:
    ledger = Ledger.open(url)
    owe(ledger, count)
    bench = Bench(count, url, ledger, folder / "state")
    bench.sink.received = Brief()
    await bench.sink.start()
    try:
        yield bench
    finally:
        for worker in bench.workers:
            if worker.returncode is None:
                worker.kill()
        await bench.sink.stop()
        ledger.close()


async def play(name: str, count: int, url: str, folder: Path) -> None:
    scenario, _ = SCENARIOS[name]
    async with prepared(count, url, folder) as bench:
        began = time.perf_counter()
        facts = await scenario(bench)
        seconds = time.perf_counter() - began
        print(f"{name} ({scenario.__doc__}) {seconds:.1f} s: {facts}; {bench.told()}".replace(": ;", ":"), flush=True)


def main(count: str = "100000", *names: str) -> None:
    unknown = set(names) - set(SCENARIOS)
    if unknown:
        raise SystemExit(f"unknown: {', '.join(sorted(unknown))}; known are {', '.join(SCENARIOS)}")
    for name in names or tuple(SCENARIOS):
        with tempfile.TemporaryDirectory() as scratch:
            if not SCENARIOS[name][1]:
                asyncio.run(play(name, int(count), f"sqlite:///{scratch}/herald.db", Path(scratch)))
                continue
            programs = find_programs()
            if programs is None:
                print(f"{name}: left out, PostgreSQL is not installed")
                continue
            with run_postgres(programs, durable=True) as server:
                asyncio.run(play(name, int(count), server.create("faults"), Path(scratch)))


if __name__ == "__main__":
    main(*sys.argv[1:])
