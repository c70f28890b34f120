"""Saying something to the one person who asked, where they asked; and what people see when something goes wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog
from pydantic import ValidationError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.models.blocks import Block
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.blocks.modals import Routing
from bot.blocks.parts import section
from bot.blocks.text import cut_literal, one_line
from bot.blocks.values import Message
from bot.errors import BotError
from bot.slack.people import presser_of
from notifier.errors import NotifierError
from policy.errors import PolicyError

log = structlog.get_logger(__name__)
SPOKEN_ERRORS = (BotError, NotifierError, PolicyError)
SORRY = "Something went wrong here, and nothing was changed. It is in Herald's log; please try again."


def said(text: str) -> Message:
    """Return a message of one literal sentence."""
    shown = cut_literal(one_line(text), 2_900)
    blocks: tuple[Block, ...] = (section(shown),)
    return Message(shown, blocks)


async def tell(client: AsyncWebClient, body: Mapping[str, Any], message: Message) -> None:
    """Show a message to the person who acted and to nobody else: in the place where they acted, else directly."""
    payload = message.payload()
    address = body.get("response_url")
    if isinstance(address, str) and address:
        await AsyncWebhookClient(address, trust_env_in_session=False).send(
            text=payload["text"], blocks=payload.get("blocks"), response_type="ephemeral", replace_original=False
        )
        return
    presser = presser_of(body)
    channel = presser.channel or _routed_channel(body)
    thread = _thread_of(body)
    try:
        if channel and not channel.startswith("D"):
            await client.chat_postEphemeral(channel=channel, user=presser.user, thread_ts=thread, **payload)
            return
    except SlackApiError as error:
        log.info("ephemeral_refused", channel=channel, error=str(error.response.get("error", "")))
    await client.chat_postMessage(channel=presser.user, **payload)


def routing_of(body: Mapping[str, Any]) -> Routing | None:
    """Return where a modal came from; None when its metadata is none of ours."""
    view = body.get("view")
    metadata = view.get("private_metadata") if isinstance(view, Mapping) else None
    try:
        return Routing.model_validate_json(str(metadata)) if metadata else None
    except ValidationError:
        return None


def _routed_channel(body: Mapping[str, Any]) -> str:
    routing = routing_of(body)
    return routing.channel if routing else ""


def _thread_of(body: Mapping[str, Any]) -> str | None:
    event = body.get("event")
    if isinstance(event, Mapping):
        return str(event.get("thread_ts") or event.get("ts") or "") or None
    return None


async def on_error(error: Exception, body: Mapping[str, Any], client: AsyncWebClient) -> None:
    """Turn an error of a listener into one sentence for the person; unexpected ones are logged, never shown."""
    if isinstance(error, SPOKEN_ERRORS):
        sentence = str(error)
    else:
        log.error("listener_failed", error=type(error).__name__, reason=str(error)[:500])
        sentence = SORRY
    try:
        await tell(client, body, said(sentence))
    except (SlackClientError, aiohttp.ClientError, TimeoutError) as refusal:
        log.error("telling_failed", error=type(refusal).__name__)
