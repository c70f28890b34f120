"""Nobody decides what is not theirs to decide, and nothing is decided twice or on a text that is gone."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.sandbox.fake import GUEST, LEGAL, OUTSIDER, SECOND, STAFF
from bot.sandbox.workspace import FakeMessage
from tests.slack.conftest import World, case_state, open_case

DECISIONS = ["notice_prepare", "notice_editorial", "notice_hold"]


async def card_of(world: World, **more: Any) -> FakeMessage:
    world.propose(**more)
    await world.outbox.drain()
    return world.slack.posted()[-1]


async def heard(world: World, user: str) -> str:
    found = await world.slack.until(lambda: world.slack.seen_by(user))
    return str(found[-1].text)


@pytest.mark.parametrize("action", DECISIONS)
@pytest.mark.parametrize("user", [STAFF.id, GUEST.id], ids=["staff", "guest"])
async def test_only_approvers_decide(world: World, action: str, user: str) -> None:
    card = await card_of(world)
    assert (await world.slack.click(user, card, action)).ok
    assert "approvers" in await heard(world, user) or "Guests" in await heard(world, user)
    assert world.notice(1).state == "proposed"
    assert world.slack.view_of(user) is None


async def test_people_of_other_workspaces_are_not_even_heard(world: World) -> None:
    card = await card_of(world)
    assert (await world.slack.click(OUTSIDER.id, card, "notice_editorial")).ok
    assert (await world.slack.command(OUTSIDER.id, "notices")).ok
    await asyncio.sleep(0.2)
    assert world.notice(1).state == "proposed"
    assert world.slack.seen_by(OUTSIDER.id) == ()


class TestNobody:
    @pytest.fixture
    def approvers(self) -> tuple[str, ...]:
        return ()

    async def test_an_empty_list_means_nobody(self, world: World) -> None:
        card = await card_of(world)
        await world.slack.click(LEGAL.id, card, "notice_editorial")
        assert "Nobody may decide yet" in await heard(world, LEGAL.id)
        assert world.notice(1).state == "proposed"


async def test_a_member_of_the_user_group_decides(world: World) -> None:
    card = await card_of(world)
    await world.slack.click(SECOND.id, card, "notice_hold")
    await world.slack.until(lambda: world.notice(1).state == "held")


async def test_who_left_the_group_between_click_and_submit_is_refused(world: World) -> None:
    card = await card_of(world)
    await world.slack.click(SECOND.id, card, "notice_prepare")
    await world.slack.until(lambda: world.slack.view_of(SECOND.id))
    world.slack.space.groups["S0LEGAL"] = (LEGAL.id,)
    await world.slack.submit(SECOND.id)
    assert "Only approvers" in await heard(world, SECOND.id)
    assert world.notice(1).state == "proposed"


@pytest.mark.parametrize("method", ["users.info", "usergroups.users.list"])
async def test_when_slack_cannot_say_who_it_is_nothing_is_done(world: World, method: str) -> None:
    card = await card_of(world)
    world.slack.fail(method, status=200, error="fatal_error", times=9)
    await world.slack.click(SECOND.id, card, "notice_editorial")
    assert "nothing was done" in await heard(world, SECOND.id)
    assert world.notice(1).state == "proposed"


async def test_a_stale_button_says_so_and_does_nothing(world: World) -> None:
    card = await card_of(world)
    world.change(1, text_hash="hash-2")
    await world.slack.click(LEGAL.id, card, "notice_editorial")
    assert "earlier text" in await heard(world, LEGAL.id)
    assert world.notice(1).state == "proposed"


async def test_a_modal_that_went_stale_while_it_was_open_does_nothing(world: World) -> None:
    card = await card_of(world)
    await world.slack.click(LEGAL.id, card, "notice_prepare")
    await world.slack.until(lambda: world.slack.view_of(LEGAL.id))
    world.change(1, text_hash="hash-2")
    await world.slack.submit(LEGAL.id)
    assert "earlier text" in await heard(world, LEGAL.id)
    assert world.notice(1).approved_by == ""


async def test_a_button_copied_to_another_channel_does_nothing(world: World) -> None:
    card = await card_of(world)
    payload = world.slack.action_payload(LEGAL.id, card, button_of(card, "notice_editorial"))
    payload["channel"] = {"id": "C0GENERAL", "name": "general"}
    await world.slack.sender.payload(payload)
    assert "where Herald posted it" in await heard(world, LEGAL.id)
    assert world.notice(1).state == "proposed"


def button_of(card: FakeMessage, action_id: str) -> dict[str, Any]:
    for block in card.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == action_id:
                return {"type": "button", "action_id": action_id, "block_id": "b", "value": element["value"]}
    raise AssertionError(action_id)


@pytest.mark.parametrize(
    "value", ["", "1", "x:hash-1", "1:", "999999999999999999999:hash-1", "1:hash-1:2", "-1:hash-1"]
)
async def test_a_forged_value_does_nothing(world: World, value: str) -> None:
    card = await card_of(world)
    action = {**button_of(card, "notice_editorial"), "value": value}
    assert (await world.slack.sender.payload(world.slack.action_payload(LEGAL.id, card, action))).ok
    await heard(world, LEGAL.id)
    assert world.notice(1).state == "proposed"


async def test_a_double_click_decides_once(world: World) -> None:
    card = await card_of(world)
    clicks = (world.slack.click(LEGAL.id, card, "notice_prepare") for _ in range(2))
    await asyncio.gather(*clicks)
    await world.slack.until(lambda: len(world.slack.space.views) == 2)
    first, second = world.slack.space.views.values()
    await asyncio.gather(world.slack.submit(LEGAL.id, view=first), world.slack.submit(LEGAL.id, view=second))
    await world.slack.until(lambda: len(world.slack.seen_by(LEGAL.id)) == 2)
    assert world.events("notice_approved") == 1


async def test_used_buttons_vanish_from_the_card(world: World) -> None:
    card = await card_of(world)
    await world.slack.click(LEGAL.id, card, "notice_editorial")
    await world.slack.until(lambda: "Editorial" in world.slack.posted()[0].text)
    shown = json.dumps(world.slack.posted()[0].payload())
    assert not [action for action in DECISIONS if action in shown]


async def test_a_late_notice_needs_a_written_reason(world: World) -> None:
    card = await card_of(world, state="late")
    assert "24 December 2026" in card.text
    assert "notice_prepare" not in json.dumps(card.payload())
    await world.slack.click(LEGAL.id, card, "notice_exception")
    view = await world.slack.until(lambda: world.slack.view_of(LEGAL.id))
    forged = {
        **view.payload(),
        "state": {"values": {"reason": {"reason": {"type": "plain_text_input", "value": "ok"}}}},
    }
    reply = await world.slack.sender.payload({**world.slack._who(LEGAL.id, "view_submission"), "view": forged})
    assert reply.json()["response_action"] == "errors"
    assert world.notice(1).exception_by == ""

    await world.slack.submit(LEGAL.id, {"reason": "The regulator ordered it on 19 October."})
    await world.slack.until(lambda: world.notice(1).exception_by == "slack:U0LEGAL")
    await world.slack.until(lambda: "regulator" in world.slack.posted()[0].text)


async def test_an_event_that_slack_sends_again_is_answered_once(world: World) -> None:
    event = {"type": "app_mention", "user": STAFF.id, "team": "T0HERALD", "text": "<@U0BOT> who gets card data?"}
    event |= {"channel": "C0POLICY", "ts": "1.1"}
    message = await world.slack.say(STAFF.id, "look", "C0POLICY")
    event["ts"] = message.ts
    for _ in range(3):
        await world.slack.event(event, event_id="Ev1")
    await world.slack.until(lambda: world.slack.thread(message))
    await asyncio.sleep(0.1)
    assert len(world.asked) == 1
    assert len(world.slack.thread(message)) == 1


async def test_customer_and_policy_words_cannot_mention_or_format(world: World) -> None:
    entry = {
        "document": "<!everyone> `privacy`.md",
        "summary": "<@U0LEGAL> *bold* <https://evil.example|click>",
        "materiality": {"proposed": "material", "reasons": ["<!channel> & co"]},
        "conflicts": ["<#C0GENERAL>"],
        "recipients_added": ["<!here|Acme>"],
        "changes": [
            {"kind": "added", "old": None, "new": {"section": "1", "heading": "<!channel>", "text": "<!here>"}}
        ],
    }
    open_case(world, "<!channel> please delete my account <@U0LEGAL>")
    card = await card_of(world, entry=entry)
    for message in (*world.slack.posted(), *world.slack.thread(card)):
        assert not any(mark in spoken(message) for mark in ("<!", "<@", "<#", "<https://evil", "`", "*bold"))


def spoken(message: FakeMessage) -> str:
    """All that Slack would interpret: the fallback text and every mrkdwn object, but not rich or plain text."""
    parts = [message.text]

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if value.get("type") == "mrkdwn":
                parts.append(value["text"])
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                walk(inner)

    walk(message.blocks)
    return "\n".join(parts)


@pytest.mark.parametrize("case", ["unsigned", "wrong", "old"])
async def test_requests_that_slack_did_not_sign_are_refused(world: World, case: str) -> None:
    sender = world.slack.sender
    body = "command=%2Fpolicy&text=help&team_id=T0HERALD&user_id=U0LEGAL"
    from slack_sdk.signature import SignatureVerifier

    stamp = int(world.slack.space.wall().timestamp()) - (301 if case == "old" else 0)
    secret = "another" if case == "wrong" else sender.secret
    signature = SignatureVerifier(secret).generate_signature(timestamp=str(stamp), body=body) or ""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Slack-Request-Timestamp": str(stamp)}
    if case != "unsigned":
        headers["X-Slack-Signature"] = signature
    assert (await sender.raw(body, headers)).status == 401


async def test_a_guest_cannot_work_on_cases(world: World) -> None:
    number = open_case(world)
    await world.outbox.drain()
    (card,) = world.slack.posted()
    for action, option in (("case_assign", ""), ("case_open", ""), ("case_step", f"acknowledge:{number}")):
        await world.slack.click(GUEST.id, card, action, option)
    await world.slack.until(lambda: len(world.slack.seen_by(GUEST.id)) == 3)
    assert case_state(world, number) == "received"
    assert world.slack.view_of(GUEST.id) is None


async def test_guests_get_no_answers(world: World) -> None:
    assert "Guests" in (await world.slack.ask(GUEST.id, "cases")).text


async def test_a_call_without_its_scope_fails_as_slack_fails_it(world: World) -> None:
    world.slack.server.scopes -= {"users:read"}
    told = await world.slack.ask(STAFF.id, "cases")
    assert "cases" not in told.text
    refused = next(call for call in world.slack.server.calls if call.method == "users.info")
    assert refused.error == "missing_scope"
