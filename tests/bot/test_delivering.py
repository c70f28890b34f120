"""A run of `herald deliver` ends only when nothing is left to send now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.clock import Clock
from bot.composition import open_herald
from bot.demo.repository import create_repository, merge, read_policies
from bot.jobs.delivering import deliver_due
from bot.jobs.sync import sync
from bot.settings import Settings
from notifier.delivery import Deliverer, DeliveryReport
from notifier.notices import approve, list_notices
from policy.settings import read_settings
from tests.bot.test_serve import POLICIES, SETTINGS


class FallsDueMeanwhile(Deliverer):
    """A worker whose first run lasts until the next notice is due."""

    def __init__(self, clock: Clock, due_at: datetime) -> None:
        self._clock, self._due_at = clock, due_at
        self.runs = 0

    async def drain(self, now: Callable[[], datetime]) -> DeliveryReport:
        self.runs += 1
        self._clock.move_to(self._due_at)
        return DeliveryReport(sent=self.runs, deferred=1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    files = read_policies(POLICIES, read_settings(SETTINGS))
    repository = create_repository(tmp_path / "policy", SETTINGS, datetime(2027, 1, 1, tzinfo=UTC))
    for number, file in enumerate(files):
        merge(repository, file, "Merge", datetime(2027, 1, 2, tzinfo=UTC) + timedelta(days=number))
    return Settings().model_copy(
        update={
            "policy_repo": str(tmp_path / "policy"),
            "database_url": SecretStr(f"sqlite:///{tmp_path}/herald.db"),
            "state_folder": tmp_path / "state",
        }
    )


def test_a_notice_that_falls_due_during_a_run_goes_out_in_it(settings: Settings) -> None:
    clock = Clock(datetime(2027, 1, 6, tzinfo=UTC))
    with open_herald(settings, clock=clock) as herald:
        sync(herald)
        with herald.ledger.begin() as connection:
            (notice,) = [each for each in list_notices(connection) if each.state == "proposed"]
            approve(connection, notice.id, by="jane", text_hash=notice.text_hash, now=clock.now())
        worker = FallsDueMeanwhile(clock, notice.due_at)
        done = asyncio.run(deliver_due(herald, worker))
    assert worker.runs == 2
    assert next(happening.what for happening in done.happenings if happening.notice_id == notice.id) == "begun"
    assert done.report == DeliveryReport(sent=3, deferred=2)
