"""Socket Mode: the same listeners, no address, and a connection that comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.errors import ConfigurationError
from bot.sandbox import FakeSlack
from bot.sandbox.fake import GUEST, LEGAL, STAFF
from bot.sandbox.server import APP_TOKEN
from bot.slack import build_slack, open_socket
from notifier.ledger import Ledger
from tests.slack.conftest import World, empty_ledger, ledger, make_parts, open_case, settings_for  # noqa: F401 - fixture


@pytest.fixture
async def socketed(ledger: Ledger) -> AsyncIterator[World]:  # noqa: F811
    from tests.slack.conftest import NOW

    now, asked = [NOW], []
    async with FakeSlack() as slack:
        parts = make_parts(ledger, now, asked)
        settings = settings_for(slack).model_copy(update={"slack_app_token": SecretStr(APP_TOKEN)})
        side = build_slack(settings, parts, spacing=0.0)
        handler = open_socket(settings, side.app, ping_seconds=0.2)
        await handler.connect_async()
        await slack.until(lambda: slack.server.socket.connected)
        yield World(slack, ledger, parts, side.outbox, now, asked)
        await side.close()
        await handler.close_async()


async def test_commands_clicks_and_modals_go_through_the_socket(socketed: World) -> None:
    slack = socketed.slack
    assert "Paywell" in (await slack.ask(STAFF.id, "ask who gets card data?")).text
    socketed.propose()
    await socketed.outbox.drain()
    assert (await slack.click(LEGAL.id, slack.posted()[0], "notice_prepare")).ok
    await slack.until(lambda: slack.view_of(LEGAL.id))
    assert (await slack.submit(LEGAL.id)).ok
    await slack.until(lambda: "Approved and scheduled" in slack.posted()[0].text)


async def test_rules_hold_in_the_socket_too(socketed: World) -> None:
    assert "Guests" in (await socketed.slack.ask(GUEST.id, "cases")).text
    open_case(socketed)
    event = {"type": "app_mention", "user": STAFF.id, "team": "T0HERALD", "text": "<@U0BOT> who gets card data?"}
    message = await socketed.slack.say(STAFF.id, "look")
    for _ in range(2):
        await socketed.slack.event({**event, "channel": "C0POLICY", "ts": message.ts}, event_id="Ev7")
    await socketed.slack.until(lambda: socketed.slack.thread(message))
    assert len(socketed.asked) == 1


async def test_a_dropped_connection_comes_back(socketed: World) -> None:
    socket = socketed.slack.server.socket
    await socket.drop()
    await socketed.slack.until(lambda: socket.connections == 2 and socket.connected, 15.0)
    assert "/policy ask" in (await socketed.slack.ask(STAFF.id, "help")).text


def test_a_bot_token_is_no_app_token(ledger: Ledger) -> None:  # noqa: F811
    del ledger
    from bot.settings import Settings

    settings = Settings().model_copy(update={"slack_app_token": SecretStr("xoxb-1")})
    with pytest.raises(ConfigurationError, match="SLACK_APP_TOKEN"):
        open_socket(settings, None)  # type: ignore[arg-type]  # refused before the app is used
