"""What Slack is owed arrives once, in order, whatever Slack does in between."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.sandbox.fake import LEGAL
from bot.slack.client import open_client
from bot.slack.outbox import Fact, claim, owe, pause_after, waiting
from bot.slack.posting import Outbox, message_key
from tests.slack.conftest import NOW, World, open_case, settings_for


def left(world: World) -> int:
    with world.ledger.reading() as connection:
        return waiting(connection)


def owe_all(world: World, *facts: Fact) -> None:
    with world.ledger.begin() as connection:
        for fact in facts:
            owe(connection, fact, world.now[0])


async def test_an_hour_without_slack_loses_nothing_and_doubles_nothing(world: World) -> None:
    notice = world.propose()
    numbers = [open_case(world, email=f"c{index}@example.org") for index in range(3)]
    world.slack.server.down = True
    for _ in range(60):
        await world.outbox.drain()
        world.settle(60)
    world.change(notice.id, state="held")
    assert world.slack.posted() == ()
    world.slack.server.down = False
    world.settle(300)
    await world.outbox.drain()
    texts = [message.text for message in world.slack.posted()]
    assert len(texts) == 4
    assert [number in text for number, text in zip(numbers, texts[:3], strict=True)] == [True] * 3
    assert "On hold" in texts[3]
    assert left(world) == 0


async def test_a_rate_limit_is_waited_out_as_long_as_slack_says(world: World) -> None:
    world.propose()
    world.slack.fail("chat.postMessage", status=429, error="ratelimited", retry_after=30)
    await world.outbox.drain()
    world.settle(29)
    await world.outbox.drain()
    assert world.slack.posted() == ()
    world.settle(2)
    await world.outbox.drain()
    assert len(world.slack.posted()) == 1


async def test_a_rate_limit_in_the_middle_keeps_the_order(world: World) -> None:
    numbers = [open_case(world, email=f"c{index}@example.org") for index in range(4)]
    world.slack.fail("chat.postMessage", status=429, error="ratelimited", retry_after=5)
    for _ in range(4):
        await world.outbox.drain()
        world.settle(6)
    texts = [message.text for message in world.slack.posted()]
    assert [number in text for number, text in zip(numbers, texts, strict=True)] == [True] * 4


async def test_an_answer_that_got_lost_is_not_posted_twice(world: World) -> None:
    world.propose()
    world.slack.fail("chat.postMessage", status=500, after=True)
    await world.outbox.drain()
    world.settle(5)
    await world.outbox.drain()
    assert len(world.slack.posted()) == 1
    assert len(world.slack.thread(world.slack.posted()[0])) == 1


async def test_a_worker_that_died_is_relieved_after_its_lease(world: World) -> None:
    number = open_case(world)
    assert await world.ledger.run(claim, world.now[0]) is not None
    assert await world.outbox.drain() == 0
    world.settle(61)
    await world.outbox.drain()
    assert [number in message.text for message in world.slack.posted()] == [True]


async def test_a_case_that_is_gone_stops_nobody(world: World) -> None:
    owe_all(world, Fact("case:9:opened", "case_opened", {"case_id": 9}))
    world.propose()
    await world.outbox.drain()
    assert len(world.slack.posted()) == 1


async def test_a_row_that_can_never_be_posted_stops_nobody(world: World) -> None:
    owe_all(world, Fact("odd:1", "no_such_operation", {}), Fact("odd:2", "case_opened", {"case_id": "x"}))
    world.propose()
    await world.outbox.drain()
    assert len(world.slack.posted()) == 1
    assert left(world) == 0


@pytest.mark.parametrize("error", ["channel_not_found", "not_in_channel", "invalid_auth"])
async def test_a_setting_that_somebody_can_mend_loses_nothing(world: World, error: str) -> None:
    world.propose()
    world.slack.fail("chat.postMessage", error=error)
    await world.outbox.drain()
    assert left(world) == 1
    world.settle(61)
    await world.outbox.drain()
    assert len(world.slack.posted()) == 1


async def test_a_deleted_card_comes_back_once_when_it_changes(world: World) -> None:
    notice = world.propose()
    await world.outbox.drain()
    world.slack.space.messages.clear()
    world.change(notice.id, state="held")
    await world.outbox.drain()
    world.change(notice.id, state="proposed")
    await world.outbox.drain()
    (card,) = world.slack.posted()
    assert "Proposed" in card.text
    assert card.edits == 1


async def test_a_change_that_shows_nothing_new_is_not_sent(world: World) -> None:
    notice = world.propose()
    await world.outbox.drain()
    before = len(world.slack.server.calls)
    world.change(notice.id, state="proposed")
    await world.outbox.drain()
    assert len(world.slack.server.calls) == before


async def test_many_events_of_one_notice_are_one_update(world: World) -> None:
    notice = world.propose()
    await world.outbox.drain()
    for _ in range(20):
        world.change(notice.id, state="held")
    await world.outbox.drain()
    assert world.slack.posted()[0].edits == 1


async def test_two_workers_on_one_ledger_post_once(world: World) -> None:
    for index in range(5):
        open_case(world, email=f"c{index}@example.org")
    second = Outbox(world.parts, open_client(settings_for(world.slack), patient=False), spacing=0.0)
    await asyncio.gather(world.outbox.drain(), second.drain(), world.outbox.drain())
    await world.outbox.drain()
    texts = [message.text for message in world.slack.posted()]
    assert len(texts) == 5
    assert texts == sorted(texts, key=lambda text: text.split("C-2026-")[1][:4])


async def test_posts_keep_slacks_pace(world: World) -> None:
    for index in range(3):
        open_case(world, email=f"c{index}@example.org")
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    outbox = Outbox(world.parts, open_client(settings_for(world.slack), patient=False), spacing=30.0, sleep=sleep)
    await outbox.drain()
    assert len(waited) == 2
    assert all(0 < seconds <= 30.0 for seconds in waited)


async def test_a_redline_too_long_for_a_thread_becomes_a_file(world: World) -> None:
    change = {"kind": "added", "new": {"section": "", "heading": "H", "text": "A long sentence of the policy. " * 70}}
    changes = [{**change, "new": {**change["new"], "section": str(number)}} for number in range(40)]
    world.propose(entry={"document": "privacy.md", "changes": changes})
    await world.outbox.drain()
    (reply,) = world.slack.thread(world.slack.posted()[0])
    (name,) = reply.files
    assert (world.slack.space.files[name].content or b"").count(b"A long sentence") == 40 * 70


async def test_progress_is_shown_in_the_card(world: World) -> None:
    notice = world.propose()
    world.change(notice.id, state="sending", approved_by="slack:U0LEGAL", approved_at=NOW)
    await world.outbox.drain()
    card = world.slack.posted()[0]
    assert "25 % (300 of 1,200 sent, 2 failed)" in card.text
    assert f"<@{LEGAL.id}>" in card.text


def test_the_same_fact_has_the_same_message_key() -> None:
    assert message_key("notice:1:card") == message_key("notice:1:card") != message_key("notice:2:card")
    assert len(message_key("x")) == 36


def test_pauses_grow_to_five_minutes() -> None:
    assert [pause_after(n).total_seconds() for n in (1, 2, 3, 20)] == [1, 2, 4, 300]
    assert pause_after(1) == timedelta(seconds=1)
