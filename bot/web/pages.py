"""The public pages over HTTP, made anew when the repository or the day changes."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from aiohttp import web

from bot.site import CONTENT_TYPES, SECURITY_POLICY, Publication, pages

Key = tuple[object, ...]
SECONDS_BETWEEN_LOOKS = 1.0
"""Looking whether the pages are still right costs a git call: visitors must not be able to make thousands."""
HEADERS = {
    "Content-Security-Policy": SECURITY_POLICY + "; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "public, max-age=60",
}


@dataclass(slots=True)
class PublicPages:
    """Holds the pages in memory. `key` says cheaply whether they are still right, `publish` makes them anew."""

    key: Callable[[], Key]
    publish: Callable[[], Publication]
    _made: Key | None = None
    _files: Mapping[str, bytes] = field(default_factory=dict)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _checked_at: float = float("-inf")

    async def file(self, path: str) -> bytes | None:
        """Return the file at a path of the site, None where there is none."""
        async with self._lock:
            now = asyncio.get_running_loop().time()
            if now - self._checked_at >= SECONDS_BETWEEN_LOOKS:
                key = await asyncio.to_thread(self.key)
                if key != self._made:
                    self._files = await asyncio.to_thread(lambda: dict(pages(self.publish())))
                    self._made = key
                self._checked_at = now
        return self._files.get(path)

    def register(self, application: web.Application) -> None:
        """Add the pages to the web application; every path that nothing else serves is theirs."""
        application.router.add_get("/{path:.*}", self._serve)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        body = await self.file(path + "index.html" if path.endswith("/") or not path else path)
        if body is None:
            if path and not path.endswith("/") and await self.file(f"{path}/index.html") is not None:
                raise web.HTTPMovedPermanently(f"/{path}/")
            return web.Response(status=404, text="There is no such page.", headers=HEADERS)
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers=HEADERS | {"ETag": tag})
        suffix = PurePosixPath(path).suffix or ".html"
        kind = CONTENT_TYPES.get(suffix, CONTENT_TYPES[".html"])
        return web.Response(body=body, headers=HEADERS | {"ETag": tag, "Content-Type": kind} | _shared(path))


def _shared(path: str) -> dict[str, str]:
    """Let the company's own pages read what the banner needs, and nothing else."""
    return {"Access-Control-Allow-Origin": "*"} if path in ("upcoming.json", "banner.js") else {}
