"""The main job in Slack, through the real app over HTTP."""

from __future__ import annotations

import json

from bot.sandbox.fake import LEGAL, STAFF
from tests.slack.conftest import World, case_state, open_case


async def test_a_revision_is_posted_approved_and_its_card_updated(world: World) -> None:
    notice = world.propose()
    await world.outbox.drain()
    (card,) = world.slack.posted()
    assert "Adds Paywell" in card.text
    assert "Proposed" in card.text
    (redline,) = world.slack.thread(card)
    assert "<!channel>" not in redline.text

    assert (await world.slack.click(LEGAL.id, card, "notice_prepare")).ok
    view = await world.slack.until(lambda: world.slack.view_of(LEGAL.id))
    assert "1,200 customers" in json.dumps(view.view)
    assert (await world.slack.submit(LEGAL.id)).ok

    await world.slack.until(lambda: "Approved and scheduled" in world.slack.posted()[0].text)
    assert world.notice(notice.id).approved_by == "slack:U0LEGAL"
    assert len(world.slack.posted()) == 1
    said = await world.slack.until(lambda: world.slack.seen_by(LEGAL.id))
    assert "29 October 2026, 09:00 (Europe/Paris)" in said[-1].text


async def test_a_case_is_posted_and_worked_on(world: World) -> None:
    number = open_case(world)
    await world.outbox.drain()
    (card,) = world.slack.posted()
    assert "Deletion request" in card.text
    assert "ada@example.org" not in json.dumps(card.payload())

    await world.slack.click(STAFF.id, card, "case_assign")
    await world.slack.until(lambda: "U0STAFF" in world.slack.posted()[0].text)
    await world.slack.click(STAFF.id, world.slack.posted()[0], "case_step", f"acknowledge:{number}")
    await world.slack.until(lambda: case_state(world, number) == "acknowledged")
    await world.outbox.settle()
    assert [reply.text for reply in world.slack.thread(card)][-1] == f"{number}: acknowledge; now acknowledged."


async def test_staff_ask_and_get_a_cited_answer(world: World) -> None:
    answer = await world.slack.ask(STAFF.id, "ask who do we share card data with?")
    assert "Paywell" in answer.text
    assert "§6" in answer.text
    assert world.slack.posted() == ()


async def test_each_subcommand_answers(world: World) -> None:
    world.propose()
    open_case(world)
    expected = {
        "help": "/policy ask",
        "diff": "amended: §6 Recipients",
        "upcoming": "28 November 2026",
        "notices": "1 notice",
        "cases": "1 open case",
        "nonsense": "/policy ask",
        "": "/policy ask",
        "do we sell data?": "Paywell",
        "ask": "Ask something",
        "diff one": "with two revisions",
        "diff nowhere here": "revision nowhere",
    }
    for text, words in expected.items():
        assert words in (await world.slack.ask(STAFF.id, text)).text, text
