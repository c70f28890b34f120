"""A relay that answers badly: everything is tried again, nothing is held against the wrong message."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from owed import NOW, deliverer, owe, states
from sink import Plan, Sink, answers_badly

from notifier.ledger import Ledger
from notifier.ledger.schema import deliveries

BARE = ("8BITMIME",)


class Clock:
    def __init__(self) -> None:
        self.time = NOW

    def __call__(self):
        return self.time


async def drain_for_days(ledger: Ledger, url: str, folder: Path, *, hours: int = 36) -> None:
    clock = Clock()
    for _ in range(hours):
        await deliverer(ledger, url, folder).drain(clock)
        clock.time += timedelta(hours=1)
        if not set(states(ledger)) & {"due", "claimed", "deferred"}:
            return


@pytest.mark.parametrize("extensions", [("PIPELINING",), BARE], ids=["pipelined", "plain"])
async def test_a_bad_relay_still_delivers_everything_that_it_may(
    ledger: Ledger, tmp_path: Path, extensions: tuple[str, ...]
) -> None:
    total = 1_000
    owe(ledger, total)
    cut: set[str] = set()

    def refused(recipient: str, number: int) -> str | None:
        return "550 5.1.1 no such user" if recipient.split("@")[0].endswith("77") else None

    async with Sink(Plan(content=answers_badly(cut), rcpt=refused, extensions=extensions)) as sink:
        await drain_for_days(ledger, sink.url, tmp_path / "state")
    counts = Counter(item.recipient for item in sink.received)
    assert states(ledger) == {"sent": total - 10, "failed": 10}
    assert len(counts) == total - 10
    assert {recipient for recipient, count in counts.items() if count > 1} <= cut
    with ledger.reading() as connection:
        failed = connection.execute(sa.select(deliveries.c.response).where(deliveries.c.state == "failed")).scalars()
        assert set(failed) == {"550 5.1.1 no such user"}


@pytest.mark.parametrize("extensions", [("PIPELINING",), BARE], ids=["pipelined", "plain"])
async def test_a_server_that_asks_for_content_of_a_refused_recipient_gets_none(
    ledger: Ledger, tmp_path: Path, extensions: tuple[str, ...]
) -> None:
    owe(ledger, 30)
    plan = Plan(
        rcpt=lambda recipient, number: "550 no" if number % 3 == 0 else None, data="354 go", extensions=extensions
    )
    async with Sink(plan) as sink:
        await deliverer(ledger, sink.url, tmp_path / "state").drain(lambda: NOW)
    assert states(ledger) == {"sent": 20, "failed": 10}
    assert len(sink.received) == 20


async def test_a_refused_sender_blocks_the_relay_and_condemns_nobody(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 200)
    async with Sink(Plan(mail=lambda sender: "553 5.7.1 sender not owned by you")) as sink:
        report = await deliverer(ledger, sink.url, tmp_path / "state").drain(lambda: NOW)
    assert "sender not owned by you" in report.trouble
    assert states(ledger) == {"due": 200}


async def test_a_relay_that_is_away_is_reported_and_nothing_is_lost(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 50)
    report = await deliverer(ledger, "smtp://127.0.0.1:9?starttls=off", tmp_path / "state").drain(lambda: NOW)
    assert "relay 127.0.0.1:9" in report.trouble
    assert states(ledger) == {"due": 50}


async def test_a_relay_away_for_a_day_delivers_when_it_is_back(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 40)
    for hours in range(0, 24, 6):
        later = NOW + timedelta(hours=hours)
        await deliverer(ledger, "smtp://127.0.0.1:9?starttls=off", tmp_path / "state").drain(lambda at=later: at)
    async with Sink() as sink:
        report = await deliverer(ledger, sink.url, tmp_path / "state").drain(lambda: NOW + timedelta(days=1))
    assert report.sent == 40
    assert len(sink.received) == 40


async def test_a_message_is_given_up_after_five_days_of_trying(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 1)
    async with Sink(Plan(rcpt=lambda recipient, number: "450 4.2.0 greylisted")) as sink:
        await drain_for_days(ledger, sink.url, tmp_path / "state", hours=24 * 6)
    assert states(ledger) == {"failed": 1}
    assert 30 <= len([line for line in sink.commands if line.startswith("RCPT")]) <= 60
