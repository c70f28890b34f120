"""Socket Mode: the same listeners without a public address; the connection comes back by itself."""

from __future__ import annotations

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.errors import ConfigurationError
from bot.settings import Settings
from bot.slack.client import open_client

PING_SECONDS = 10.0


def open_socket(settings: Settings, app: AsyncApp, *, ping_seconds: float = PING_SECONDS) -> AsyncSocketModeHandler:
    """Return the handler; `await handler.connect_async()` opens it, `await handler.close_async()` ends it.

    Raises ConfigurationError when SLACK_APP_TOKEN is no app-level token. A lost connection is noticed by pings and
    opened anew by the library.
    """
    token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
    if not token.startswith("xapp-"):
        raise ConfigurationError("SLACK_APP_TOKEN is not an app-level token (xapp-…, with the scope connections:write)")
    # The handler takes the app's own token otherwise, and asks slack.com even where the API stands elsewhere.
    client = open_client(settings, patient=True)
    return AsyncSocketModeHandler(app, app_token=token, web_client=client, ping_interval=ping_seconds)
