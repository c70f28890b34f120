"""The outbox on PostgreSQL: two workers, one message."""

from __future__ import annotations

import asyncio

import pytest

from bot.sandbox import FakeSlack
from bot.slack.client import open_client
from bot.slack.posting import Outbox
from notifier.ledger import Ledger
from tests.slack.conftest import NOW, SqlNotices, World, make_parts, open_case, settings_for


@pytest.mark.slow
async def test_two_workers_on_postgresql_post_each_fact_once_and_in_order(postgres_url: str) -> None:
    first, second = Ledger.open(postgres_url), Ledger.open(postgres_url)
    now, asked = [NOW], []
    try:
        async with FakeSlack() as slack:
            workers = [
                Outbox(make_parts(ledger, now, asked), open_client(settings_for(slack), patient=False), spacing=0.0)
                for ledger in (first, second)
            ]
            world = World(slack, first, make_parts(first, now, asked), workers[0], now, asked)
            assert isinstance(world.parts.notices, SqlNotices)
            world.propose()
            numbers = [open_case(world, email=f"c{index}@example.org") for index in range(6)]
            for _ in range(4):
                await asyncio.gather(*(worker.drain() for worker in workers))
            texts = [message.text for message in slack.posted()]
    finally:
        first.close()
        second.close()
    told = [number for text in texts for number in numbers if number in text]
    assert told == numbers
    assert len(texts) == 7
