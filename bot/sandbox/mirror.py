"""Shows the public pages inside the rehearsal's page: the same pages, from an address that may be framed on this machine.

Herald forbids every frame around its pages. The rehearsal puts them beside Slack, so it fetches them as a browser would
and replaces that one rule; nothing else of the answer changes but the pages' own address.
"""

from __future__ import annotations

import aiohttp
from aiohttp import web

FRAMED_BY = "frame-ancestors http://127.0.0.1:* http://localhost:*"
FORBIDDEN = "frame-ancestors 'none'"
SECONDS = 30
KEPT = ("Content-Type", "Content-Security-Policy", "Cache-Control", "Location")


class Mirror:
    """Serves the pages of `origin` ("http://127.0.0.1:8080") on a loopback port of its own."""

    def __init__(self, origin: str) -> None:
        self._origin = origin.rstrip("/")
        self._session: aiohttp.ClientSession | None = None
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Mirror:
        self._session = aiohttp.ClientSession(trust_env=False, timeout=aiohttp.ClientTimeout(total=SECONDS))
        application = web.Application()
        application.router.add_get("/{path:.*}", self._page)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()

    async def _page(self, request: web.Request) -> web.Response:
        assert self._session is not None  # noqa: S101 - served only while open
        try:
            async with self._session.get(self._origin + request.raw_path, allow_redirects=False) as answer:
                body = await answer.read()
                headers = {name: self._own(answer.headers[name]) for name in KEPT if name in answer.headers}
        except (aiohttp.ClientError, TimeoutError):
            return web.Response(status=502, text="The public pages do not answer just now.")
        if answer.content_type == "text/html":
            body = body.replace(self._origin.encode(), self.url.encode())
        return web.Response(status=answer.status, body=body, headers=headers)

    def _own(self, header: str) -> str:
        return header.replace(FORBIDDEN, FRAMED_BY).replace(self._origin, self.url)
