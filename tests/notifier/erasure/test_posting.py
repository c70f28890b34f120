"""Webhooks against a real HTTP server on the loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web

from notifier.erasure.posting import HttpPost
from notifier.erasure.systems import Request

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/erase", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield f"http://127.0.0.1:{port}/erase"
    finally:
        await runner.cleanup()


async def post(url: str, *, seconds: float = 20.0) -> tuple[int, timedelta | None]:
    async with HttpPost(aiohttp.ClientTimeout(total=seconds)) as poster:
        answer = await poster(Request(url, {"Idempotency-Key": "k"}, b"{}"))
    return answer.status, answer.retry_after


@pytest.mark.parametrize("status", [200, 202, 302, 400, 500])
async def test_the_status_is_the_answer(status: int) -> None:
    async def handler(request: web.Request) -> web.Response:
        assert request.headers["Idempotency-Key"] == "k"
        return web.Response(status=status, headers={"Location": "/elsewhere"} if status == 302 else {})

    async with serving(handler) as url:
        assert await post(url) == (status, None)


@pytest.mark.parametrize(
    ("text", "pause"), [("120", 120), ("99999999999", None), ("Mon, 23 Nov", None), ("999999", 86400)]
)
async def test_retry_after_is_read_and_bounded(text: str, pause: int | None) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=429, headers={"Retry-After": text})

    async with serving(handler) as url:
        assert await post(url) == (429, None if pause is None else timedelta(seconds=pause))


async def test_no_answer_is_status_0() -> None:
    async def slow(request: web.Request) -> web.Response:
        await asyncio.sleep(3)
        return web.Response()

    async with serving(slow) as url:
        assert await post(url, seconds=0.5) == (0, None)
    assert await post(url) == (0, None)


async def test_an_endless_answer_is_not_read_to_its_end() -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(1000):
            await response.write(b"x" * 10_000)
        return response

    async with serving(endless) as url:
        assert (await post(url))[0] in (0, 200)
