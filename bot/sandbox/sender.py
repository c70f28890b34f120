"""Sends to the app what Slack sends: signed, with three seconds of patience, and again when an event fails.

Signing: https://docs.slack.dev/authentication/verifying-requests-from-slack. Retries of events:
https://docs.slack.dev/apis/events-api#retries.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.workspace import Json

PATIENCE_SECONDS = 3.0
EVENT_RETRIES = 3


@dataclass(frozen=True, slots=True)
class AppReply:
    """What the app answered; status 0 and `timed_out` when it did not within three seconds or not at all."""

    status: int
    body: str = ""
    seconds: float = 0.0
    timed_out: bool = False

    @property
    def ok(self) -> bool:
        """Whether Slack would be content."""
        return self.status == 200

    def json(self) -> Json:
        """Return the body as an object; empty when it is none."""
        try:
            read = json.loads(self.body or "{}")
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}


@dataclass(slots=True)
class Sender:
    """Signs and posts requests to the app at `url`; `sent` are the last thousand, as Slack would write them."""

    url: str
    secret: str
    wall: Callable[[], datetime]
    session: aiohttp.ClientSession
    retry_seconds: tuple[float, ...] = (0.0, 1.0, 5.0)
    patience: float = PATIENCE_SECONDS
    sent: deque[Json] = field(default_factory=lambda: deque(maxlen=1_000))

    async def form(self, fields: Json) -> AppReply:
        """Post a slash command."""
        self.sent.append(fields)
        return await self._post(urlencode(fields), "application/x-www-form-urlencoded", {})

    async def payload(self, payload: Json) -> AppReply:
        """Post an interaction: the payload as JSON in a form field."""
        self.sent.append(payload)
        fields = {"payload": json.dumps(payload)}
        return await self._post(urlencode(fields), "application/x-www-form-urlencoded", {})

    async def event(self, envelope: Json) -> AppReply:
        """Post an event, and again up to three times when the app does not say 200."""
        self.sent.append(envelope)
        body = json.dumps(envelope)
        reply = await self._post(body, "application/json", {})
        for number, delay in enumerate(self.retry_seconds[:EVENT_RETRIES], 1):
            if reply.ok:
                break
            await asyncio.sleep(delay)
            reason = "http_timeout" if reply.timed_out else "http_error"
            headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
            reply = await self._post(body, "application/json", headers)
        return reply

    async def _post(self, body: str, content_type: str, more: dict[str, str]) -> AppReply:
        stamp = str(int(self.wall().timestamp()))
        signature = SignatureVerifier(self.secret).generate_signature(timestamp=stamp, body=body) or ""
        headers = {"Content-Type": content_type, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}
        return await self.raw(body, headers | more)

    async def raw(self, body: str, headers: dict[str, str]) -> AppReply:
        """Post a body under headers of the caller's own: for forged and replayed requests."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        timeout = aiohttp.ClientTimeout(total=self.patience)
        try:
            async with self.session.post(self.url, data=body.encode(), headers=headers, timeout=timeout) as response:
                return AppReply(response.status, await response.text(), loop.time() - start)
        except TimeoutError:
            return AppReply(0, seconds=loop.time() - start, timed_out=True)
        except aiohttp.ClientError:
            return AppReply(0, seconds=loop.time() - start)


def event_envelope(event: Json, event_id: str, team: str, app: str, at: datetime) -> Json:
    """Return an event as the Events API wraps it."""
    return {
        "token": "unused",
        "team_id": team,
        "api_app_id": app,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(at.timestamp()),
        "authorizations": [{"team_id": team, "user_id": "U0BOT", "is_bot": True, "is_enterprise_install": False}],
        "event": event,
    }


def state_value(element: Json, value: Any) -> Json:
    """Return an input's value as a view submission carries it."""
    kind = str(element["type"])
    if kind == "static_select":
        option = next(option for option in element["options"] if option["value"] == value)
        return {"type": kind, "selected_option": option}
    return {"type": kind, "value": value}
