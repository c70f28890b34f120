"""Builds the Bolt application: one client, one tenant check, one error handler, listeners by kind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.response import BoltResponse

from bot.settings import Settings
from bot.slack.client import open_client
from bot.slack.desk import Desk
from bot.slack.listeners import asking, cases, commands, home, lifecycle, links, notices, open_case
from bot.slack.people import presser_of
from bot.slack.requests import installed_team

LISTENERS = (commands, notices, cases, asking, home, open_case, lifecycle, links)


def assemble(settings: Settings, desk: Desk, flow: AsyncOAuthFlow | None = None) -> AsyncApp:
    """Return the application with every listener registered once; with a `flow`, for several workspaces."""
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    client = open_client(settings, patient=True)
    app = AsyncApp(name="policy-herald", client=client, signing_secret=secret, oauth_flow=flow)
    app.use(refuse_strangers)
    for listener in LISTENERS:
        listener.register(app, desk)
    return app


async def refuse_strangers(
    body: dict[str, Any], context: AsyncBoltContext, next: Callable[[], Awaitable[BoltResponse]]
) -> BoltResponse | None:
    """Drop what people of other workspaces do in shared channels, before any listener; costs no call to Slack."""
    presser = presser_of(body)
    installed = installed_team(context)
    if presser.team and installed and presser.team != installed:
        return BoltResponse(status=200, body="")
    return await next()
