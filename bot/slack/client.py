"""The Web API client: its token, its address, its patience."""

from __future__ import annotations

from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler, AsyncServerErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings

TIMEOUT_SECONDS = 10


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
