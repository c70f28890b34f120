"""Posts what the outbox owes: one row at a time, in order, at Slack's pace, through its failures."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import NoResultFound

from bot.blocks.values import UnsendableError, fingerprint
from bot.slack.digest import owe_digest
from bot.slack.outbox import OF_CASES, Owed, Posted, claim, finish, give_up, pause_after, posted, postpone, remember
from bot.slack.owing import owe_notices
from bot.slack.parts import SlackParts
from bot.slack.rendering import Plan, Post, UnknownFactError, Update, Upload, render
from notifier.errors import RefusedError

SPACING_SECONDS = 1.0
MOST_ATTEMPTS_AT_POISON = 8
HOPELESS = frozenset(
    {
        "cannot_parse_attachment",
        "invalid_arguments",
        "invalid_attachments",
        "invalid_blocks",
        "invalid_blocks_format",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "thread_not_found",
    }
)
"""Errors of the message itself: trying it again cannot help. All others wait for Slack, or for whoever mends a setting."""
GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
SETTING_PAUSE = timedelta(minutes=1)
log = structlog.get_logger(__name__)


class Outbox:
    """Posts owed facts. One drain runs at a time; `client` must not retry rate limits itself.

    `after` is awaited after a drain that posted something: what was shown elsewhere may be out of date then.
    `token` is asked at each drain where workspaces install and remove Herald; while there is none, everything waits.
    """

    def __init__(  # noqa: PLR0913 - the parts of a worker, wired at one place
        self,
        parts: SlackParts,
        client: AsyncWebClient,
        *,
        spacing: float = SPACING_SECONDS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        after: Callable[[], Awaitable[None]] | None = None,
        token: Callable[[], Awaitable[str]] | None = None,
    ) -> None:
        self._parts = parts
        self._client = client
        self._spacing = spacing
        self._sleep = sleep
        self._after = after
        self._token = token
        self._lock = asyncio.Lock()
        self._last: dict[str, float] = {}
        self._tasks: set[asyncio.Task[int]] = set()

    async def drain(self) -> int:
        """Post everything that can be posted now and return how many rows were done."""
        async with self._lock:
            await self._parts.ledger.run(owe_notices, self._parts.now())
            await self._parts.ledger.run(owe_digest, self._parts.now())
            if self._token is not None:
                self._client.token = await self._token()
                if not self._client.token:
                    return 0
            done = 0
            while (owed := await self._parts.ledger.run(claim, self._parts.now())) is not None:
                done += await self._one(owed)
            if done and self._after is not None:
                await self._after()
            return done

    def wake(self) -> None:
        """Drain soon, without waiting for it."""
        task = asyncio.get_running_loop().create_task(self.drain())
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    async def settle(self) -> None:
        """Wait for every drain that was woken."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _finished(self, task: asyncio.Task[int]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("outbox_drain_failed", error=type(error).__name__, reason=str(error)[:300])

    async def _one(self, owed: Owed) -> bool:
        ledger, now = self._parts.ledger, self._parts.now()
        try:
            plan = await ledger.read(render, self._parts, owed, now)
            where = await self._carry_out(plan, owed)
        except (UnsendableError, UnknownFactError, RefusedError, NoResultFound) as error:
            await self._drop(owed, str(error))
        except SlackApiError as error:
            await self._after_refusal(owed, error)
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
            await self._wait(owed, pause_after(owed.attempts), type(error).__name__)
        except Exception as error:  # noqa: BLE001 - the worker's loop: one poisoned row must not stop the others
            await self._poisoned(owed, error)
        else:
            follow_ups = () if isinstance(plan, Upload) else plan.follow_ups
            await ledger.run(finish, owed, where.encode(), follow_ups, self._parts.now())
            return True
        return False

    async def _poisoned(self, owed: Owed, error: Exception) -> None:
        if owed.attempts >= MOST_ATTEMPTS_AT_POISON:
            await self._drop(owed, f"{type(error).__name__}: {error}")
        else:
            await self._wait(owed, pause_after(owed.attempts), type(error).__name__)

    async def _drop(self, owed: Owed, reason: str) -> None:
        log.error("outbox_row_failed", key=owed.key, reason=reason[:300])
        await self._parts.ledger.run(give_up, owed, reason)

    async def _wait(self, owed: Owed, pause: timedelta, reason: str) -> None:
        log.warning("outbox_row_waits", key=owed.key, reason=reason[:300], seconds=pause.total_seconds())
        await self._parts.ledger.run(postpone, owed, self._parts.now() + pause, reason)

    async def _after_refusal(self, owed: Owed, refusal: SlackApiError) -> None:
        error, status = _error_of(refusal), _status_of(refusal)
        if error in HOPELESS:
            await self._drop(owed, error)
        elif status == 429:
            await self._wait(owed, timedelta(seconds=_retry_after(refusal)), "ratelimited")
        elif status >= 500 or error in ("internal_error", "fatal_error", "service_unavailable", "request_timeout"):
            await self._wait(owed, pause_after(owed.attempts), error)
        else:
            await self._wait(owed, max(SETTING_PAUSE, pause_after(owed.attempts)), error)

    async def _carry_out(self, plan: Plan, owed: Owed) -> Posted:
        match plan:
            case Post():
                return await self._post(plan, owed, await self._thread(plan.thread_of))
            case Update():
                return await self._update(plan, owed)
            case Upload():
                return await self._upload(plan)

    async def _thread(self, key: str) -> Posted | None:
        return await self._parts.ledger.read(posted, key) if key else None

    async def _post(self, plan: Post, owed: Owed, thread: Posted | None) -> Posted:
        if plan.thread_of and thread is None:
            raise UnsendableError("the message whose thread this belongs to is not posted")
        payload = {**plan.message.payload(), "client_msg_id": message_key(owed.key)}
        channel = thread.channel if thread else owed.channel or self._home_of(owed)
        await self._pace(channel)
        answer = await self._client.chat_postMessage(
            channel=channel,
            thread_ts=thread.ts if thread else None,
            unfurl_links=False,
            unfurl_media=False,
            **payload,
        )
        return Posted(str(answer["channel"]), str(answer["ts"]), fingerprint(plan.message.payload()))

    def _home_of(self, owed: Owed) -> str:
        """The channel of a fact that names none: that of cases for cases where there is one, else the policy's."""
        of_cases = self._parts.case_channel() if owed.operation.startswith(OF_CASES) else ""
        return of_cases or self._parts.channel()

    async def _update(self, plan: Update, owed: Owed) -> Posted:
        payload = plan.message.payload()
        known = await self._parts.ledger.read(posted, plan.key)
        if known is None:
            fresh = await self._post(Post(plan.message), owed, None)
        elif known.fingerprint == fingerprint(payload):
            return known
        else:
            fresh = await self._rewrite(known, plan, owed, payload)
        await self._parts.ledger.run(remember, plan.key, fresh)
        return fresh

    async def _rewrite(self, known: Posted, plan: Update, owed: Owed, payload: dict[str, Any]) -> Posted:
        await self._pace(known.channel)
        try:
            await self._client.chat_update(channel=known.channel, ts=known.ts, **payload)
        except SlackApiError as error:
            if _error_of(error) not in GONE:
                raise
            # Somebody deleted the card: the fact still stands, so its card comes back once.
            return await self._post(Post(plan.message), owed, None)
        return Posted(known.channel, known.ts, fingerprint(payload))

    async def _upload(self, plan: Upload) -> Posted:
        thread = await self._thread(plan.thread_of)
        if thread is None:
            raise UnsendableError("the card that the file belongs to is not posted")
        await self._pace(thread.channel)
        await self._client.files_upload_v2(
            channel=thread.channel,
            thread_ts=thread.ts,
            filename=plan.name,
            content=plan.content,
            initial_comment=plan.comment,
        )
        return Posted(thread.channel, thread.ts)

    async def _pace(self, channel: str) -> None:
        loop = asyncio.get_running_loop()
        wait = self._last.get(channel, -self._spacing) + self._spacing - loop.time()
        if wait > 0:
            await self._sleep(wait)
        self._last[channel] = loop.time()


def message_key(key: str) -> str:
    """Return the fact's key as an identifier in the form of a UUID, the same for every attempt."""
    digits = hashlib.sha256(key.encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"


def _error_of(error: SlackApiError) -> str:
    response = error.response
    return str(response.get("error", "")) if hasattr(response, "get") else str(error)


def _status_of(error: SlackApiError) -> int:
    return int(getattr(error.response, "status_code", 0) or 0)


def _retry_after(error: SlackApiError) -> int:
    headers = getattr(error.response, "headers", {}) or {}
    value = next((value for name, value in headers.items() if name.lower() == "retry-after"), "1")
    return min(int(value), 3600) if str(value).isdecimal() else 30
