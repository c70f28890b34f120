"""`herald serve` and two `herald worker` on one PostgreSQL ledger, as processes: each customer is told once."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.demo.repository import create_repository, merge, read_policies
from notifier.ledger import Ledger, verify
from notifier.ledger.schema import deliveries, notices
from policy.settings import read_settings
from tests.bot.test_cli import HERALD

sys.path.insert(0, str(Path(__file__).parents[1] / "delivery"))

from sink import Plan, Sink

POLICIES = Path(__file__).parents[2] / "bot" / "demo" / "policies"
SETTINGS = 'date_order = "mdy"\ncontact = "privacy@larkpost.example"\n'
CUSTOMERS = 1_500
PATIENCE = 120.0


class Deployment:
    """Processes of one deployment; the clock of each begins three seconds before the notice is due."""

    def __init__(self, folder: Path, ledger: str, relay: str) -> None:
        self.folder = folder
        self.processes: list[asyncio.subprocess.Process] = []
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(folder),
            "HERALD_DATABASE_URL": ledger,
            "HERALD_POLICY_REPO": str(folder / "policy"),
            "HERALD_SMTP_URL": relay,
            "HERALD_REPLY_TO": "privacy@larkpost.example",
            "HERALD_LISTEN": "127.0.0.1:0",
            "HERALD_SECRET": "a key of thirty-two characters ..",
        }

    async def _begin(self, clock: str, *words: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            str(HERALD),
            *words,
            cwd=self.folder,
            env=self.environment | {"HERALD_CLOCK": clock},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def run(self, *words: str) -> None:
        process = await self._begin("2027-03-12T10:00:00Z", *words)
        out, error = await process.communicate()
        assert process.returncode == 0, (out, error)

    async def start(self, word: str) -> None:
        process = await self._begin("2027-03-15T08:59:57Z", word)
        self.processes.append(process)
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
        assert line.startswith(b"Herald "), (await process.communicate(), line)

    async def stop(self) -> list[int | None]:
        for process in self.processes:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            await asyncio.wait_for(process.communicate(), PATIENCE)
        return [process.returncode for process in self.processes]


@pytest.mark.slow
async def test_serve_and_two_workers_tell_each_customer_once(postgres_url: str, tmp_path: Path) -> None:
    files = read_policies(POLICIES, read_settings(SETTINGS))
    start = datetime(2027, 1, 1, tzinfo=UTC)
    repository = create_repository(tmp_path / "policy", SETTINGS, start)
    for number, file in enumerate(files[:3]):
        merge(repository, file, "Merge", start + timedelta(days=number + 1))
    repository.close()
    rows = [f"K-{number},c{number}@mail{number % 9}.example\n" for number in range(CUSTOMERS)]
    (tmp_path / "customers.csv").write_text("id,email\n" + "".join(rows))
    async with Sink(Plan(delay=lambda recipient: 0.02)) as sink:
        deployment = Deployment(tmp_path, postgres_url, f"{sink.url}&connections=4")
        await deployment.run("customers", "import", "customers.csv")
        await deployment.run("sync")
        await deployment.run("notices", "approve", "1", "--by", "Lena")
        for word in ("serve", "worker", "worker"):
            await deployment.start(word)
        ledger = Ledger.open(postgres_url)
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while _open(ledger) and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.2)
        codes = await deployment.stop()
    times = Counter(item.recipient for item in sink.received)
    assert (len(times), set(times.values())) == (CUSTOMERS, {1})
    assert sink.most_open > 4, "more than one process sent"
    assert codes == [0, 0, 0]
    with ledger.reading() as connection:
        assert connection.execute(sa.select(notices.c.state)).scalars().all() == ["sent"]
        assert verify(connection).is_sound
    ledger.close()


def _open(ledger: Ledger) -> int:
    query = sa.select(sa.func.count()).select_from(deliveries).where(deliveries.c.state == "sent")
    with ledger.reading() as connection:
        sent = connection.execute(query).scalar_one()
        waits = connection.execute(sa.select(notices.c.state).where(notices.c.state != "sent")).first() is not None
    return CUSTOMERS - sent or int(waits)
