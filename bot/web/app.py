"""The web application: Slack's requests, git's pushes, health and metrics; pages are added by their own modules."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

from bot.web.push import MOST_BYTES, PushVerdict, read_push

SLACK_PATH = "/slack/events"
Register = Callable[[web.Application], None]


@dataclass(frozen=True, slots=True)
class WebParts:
    """What the web application is built from.

    `health` returns the names of parts that are not well, none when all is; `on_push` is called once for every
    verified push; `pages` add further routes.
    """

    health: Callable[[], Awaitable[tuple[str, ...]]]
    on_push: Callable[[], Awaitable[None]]
    push_secret: bytes
    metrics: CollectorRegistry
    slack: AsyncApp | None = None
    pages: tuple[Register, ...] = ()


def build_web(parts: WebParts) -> web.Application:
    """Return the application; the caller says where it listens."""
    application = web.Application(client_max_size=MOST_BYTES)
    application.router.add_get("/healthz", _healthz(parts))
    application.router.add_get("/metrics", _metrics(parts))
    application.router.add_post("/webhooks/push", _push(parts))
    if parts.slack is not None:
        application.router.add_post(SLACK_PATH, _slack(parts.slack))
    for register in parts.pages:
        register(application)
    return application


def _healthz(parts: WebParts) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def healthz(_request: web.Request) -> web.Response:
        unwell = await parts.health()
        return web.json_response({"well": not unwell, "unwell": list(unwell)}, status=503 if unwell else 200)

    return healthz


def _metrics(parts: WebParts) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(parts.metrics), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return metrics


def _push(parts: WebParts) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def push(request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        verdict = read_push(headers, await request.read(), parts.push_secret).verdict
        if verdict is PushVerdict.REFUSED:
            return web.json_response({"error": "the signature does not fit"}, status=401)
        if verdict is PushVerdict.PUSHED:
            await parts.on_push()
        return web.json_response({"push": verdict.value}, status=202)

    return push


def _slack(app: AsyncApp) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def slack(request: web.Request) -> web.Response:
        answer = await app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    return slack
