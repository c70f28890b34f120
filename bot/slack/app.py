"""Builds the Bolt application: one client, one tenant check, one error handler, listeners by kind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler, AsyncServerErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from bot.slack.desk import Desk
from bot.slack.listeners import asking, cases, commands, home, notices, open_case
from bot.slack.people import presser_of
from bot.slack.requests import installed_team

TIMEOUT_SECONDS = 10
LISTENERS = (commands, notices, cases, asking, home, open_case)


def open_client(settings: Settings, *, patient: bool) -> AsyncWebClient:
    """Return a Web API client; a `patient` one waits out rate limits itself, the outbox's keeps its own calendar."""
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else None
    client = AsyncWebClient(
        token=token, base_url=settings.slack_api_url, timeout=TIMEOUT_SECONDS, trust_env_in_session=False
    )
    if patient:
        client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=2))
        client.retry_handlers.append(AsyncServerErrorRetryHandler(max_retry_count=2))
    return client


def assemble(settings: Settings, desk: Desk) -> AsyncApp:
    """Return the application with every listener registered once."""
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    app = AsyncApp(name="policy-herald", client=open_client(settings, patient=True), signing_secret=secret)
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
