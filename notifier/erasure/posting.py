"""Posting webhooks over HTTP: bounded time and size, no redirects, every failure a value."""

from __future__ import annotations

from datetime import timedelta
from types import TracebackType

import aiohttp

from notifier.erasure.calls import Answer
from notifier.erasure.systems import Request

TIMEOUT = aiohttp.ClientTimeout(total=30, connect=10)
LONGEST_ANSWER = 4_096  # bytes that are read of an answer; what it says is for the log only
LONGEST_PAUSE = timedelta(days=1)


class HttpPost:
    """A `Post` over one session; use it as an async context manager."""

    def __init__(self, timeout: aiohttp.ClientTimeout = TIMEOUT) -> None:
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> HttpPost:
        # Cookies and proxies of the environment have no business in a call that names a person.
        self._session = aiohttp.ClientSession(timeout=self._timeout, cookie_jar=aiohttp.DummyCookieJar())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def __call__(self, request: Request) -> Answer:
        """Post one request; status 0 says that there was no answer."""
        if self._session is None:
            raise RuntimeError("HttpPost is used outside its context")
        try:
            async with self._session.post(
                request.url, data=request.body, headers=request.headers, allow_redirects=False
            ) as response:
                await response.content.read(LONGEST_ANSWER)
                reason = response.reason or ""
                return Answer(response.status, reason[:100], _pause(response.headers.get("Retry-After", "")))
        except (aiohttp.ClientError, TimeoutError, OSError) as problem:
            return Answer(0, type(problem).__name__)


def _pause(text: str) -> timedelta | None:
    """Retry-After in seconds; dates are left alone, the own waiting rule is good enough then."""
    return (
        min(timedelta(seconds=int(text)), LONGEST_PAUSE)
        if text.isascii() and text.isdigit() and len(text) < 7
        else None
    )
