"""The Home tab and the agent view: published when opened, page by page."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.blocks.names import ActionId, EventName
from bot.slack.desk import Desk
from bot.slack.listeners.asking import PROMPTS
from bot.slack.requests import Request, Work, acknowledged

MOST_PAGES = 1_000


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the Home tab."""
    app.event(EventName.HOME)(acknowledged(_opened(desk)))
    app.action(ActionId.HOME_BACK)(acknowledged(_turn(desk)))
    app.action(ActionId.HOME_ON)(acknowledged(_turn(desk)))


def _opened(desk: Desk) -> Work:
    async def opened(request: Request) -> None:
        if request.event.get("tab") == "messages":
            await _suggest(request)
            return
        presser = await desk.colleague(request)
        await desk.homes.show(presser, request.client, request.team)

    return opened


async def _suggest(request: Request) -> None:
    """Offer questions in the agent view."""
    prompts = [{"title": title, "message": message} for title, message in PROMPTS]
    try:
        await request.client.assistant_threads_setSuggestedPrompts(
            channel_id=str(request.event.get("channel")), thread_ts="", title="Ask the policy", prompts=prompts
        )
    except SlackApiError:
        return


def _turn(desk: Desk) -> Work:
    async def turn(request: Request) -> None:
        page = int(request.chosen) if request.chosen.isdecimal() and len(request.chosen) < 6 else 0
        await desk.homes.show(await desk.colleague(request), request.client, request.team, min(page, MOST_PAGES))

    return turn
