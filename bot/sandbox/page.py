"""The page of a rehearsal: served on this machine alone, for a newcomer who plays legal, staff and customer."""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from importlib import resources
from typing import Any

import structlog
from aiohttp import web

from bot.errors import UsageError
from bot.sandbox.fake import SandboxError
from bot.sandbox.rehearsal import Rehearsal, snapshot
from bot.sandbox.workspace import BOT_USER
from notifier.errors import NotifierError
from policy.errors import PolicyError

MOST_BYTES = 100_000
LONG_POLL_SECONDS = 20.0
MOST_DAYS = 400
PNG = b"\x89PNG\r\n"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
TYPES = {"css": "text/css", "js": "text/javascript", "html": "text/html"}
SPOKEN = (UsageError, SandboxError, NotifierError, PolicyError, KeyError, ValueError)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: http://127.0.0.1:*; "
    "frame-src 'self' http://127.0.0.1:* http://localhost:*; connect-src 'self'; base-uri 'none'; form-action 'self'"
)
Body = dict[str, Any]
Deed = Callable[["Page", Body], Awaitable[Body]]
log = structlog.get_logger(__name__)


class Page:
    """Serves the page. `token` guards every deed: a page of another origin cannot read it, so it cannot act here."""

    def __init__(self, rehearsal: Rehearsal, token: str) -> None:
        self.rehearsal = rehearsal
        self._token = token
        self._version = 1
        self._doing = asyncio.Lock()

    def application(self) -> web.Application:
        """Return the application; the caller binds it to a loopback address."""
        application = web.Application(client_max_size=MOST_BYTES, middlewares=[_only_here])
        application.router.add_get("/", self._index)
        application.router.add_get("/{name:(?:sandbox|render)[.](?:css|js)}", self._asset)
        application.router.add_get("/state", self._state)
        application.router.add_get("/file/{id:F[0-9]+}", self._file)
        application.router.add_post("/do/{deed}", self._do)
        return application

    async def _index(self, request: web.Request) -> web.Response:
        del request
        text = _asset_text("index.html").replace("__TOKEN__", self._token)
        return web.Response(text=text, content_type=TYPES["html"], headers={"Content-Security-Policy": POLICY})

    async def _asset(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        return web.Response(text=_asset_text(name), content_type=TYPES[name.rpartition(".")[2]])

    async def _file(self, request: web.Request) -> web.Response:
        known = self.rehearsal.slack.space.files.get(request.match_info["id"])
        if known is None or known.content is None or not known.content.startswith(PNG):
            return web.Response(status=404)
        return web.Response(body=known.content, content_type="image/png")

    async def _state(self, request: web.Request) -> web.Response:
        after = request.query.get("after", "")
        shown = self._shown()
        loop = asyncio.get_running_loop()
        until = loop.time() + LONG_POLL_SECONDS
        while str(shown["version"]) == after and loop.time() < until:
            await self._something()
            shown = self._shown()
        return web.json_response(shown, headers={"Cache-Control": "no-store"})

    def _shown(self) -> Body:
        """Return the state; its version is a digest of it, so that nothing has to be remembered."""
        state = snapshot(self.rehearsal, 0)
        clock = state.pop("now")
        text = json.dumps(state, sort_keys=True, default=str)
        return {**state, "now": clock, "version": f"{hash(text) & 0xFFFFFFFFFFFF:x}-{clock}"}

    async def _something(self) -> None:
        changed = self.rehearsal.slack.server.changed
        async with changed:
            try:
                await asyncio.wait_for(changed.wait(), 1.0)
            except TimeoutError:
                return

    async def _do(self, request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get("X-Sandbox-Token", "").encode(), self._token.encode()):
            return web.json_response({"problem": "This page is of an earlier rehearsal: load it again."}, status=403)
        deed = DEEDS.get(request.match_info["deed"])
        if deed is None:
            return web.json_response({"problem": "That cannot be done here."}, status=404)
        try:
            body = json.loads(await request.text())
            async with self._doing:
                said = await deed(self, body)
        except SPOKEN as error:
            return web.json_response({"problem": str(error) or type(error).__name__}, status=400)
        await self.rehearsal.slack.server.tell()
        return web.json_response(said)


def _asset_text(name: str) -> str:
    return resources.files("bot.sandbox").joinpath("assets", name).read_text(encoding="utf-8")


@web.middleware
async def _only_here(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse other host names (a page elsewhere that points its name here) and let nothing be framed or sniffed."""
    host = request.host.rsplit(":", 1)[0] if not request.host.startswith("[") else request.host.split("]")[0] + "]"
    if host not in LOOPBACK:
        raise web.HTTPForbidden(text="This page is served on this machine only.")
    answer = await handler(request)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["X-Frame-Options"] = "DENY"
    return answer


def _person(page: Page, body: Body) -> str:
    person = str(body["person"])
    if person not in page.rehearsal.slack.space.users:
        raise UsageError("Nobody of that name is here.")
    return person


async def _say(page: Page, body: Body) -> Body:
    slack, person = page.rehearsal.slack, _person(page, body)
    channel, text = str(body["channel"]), str(body["text"])[:3_000]
    if text.startswith("/policy"):
        await slack.command(person, text.removeprefix("/policy").strip(), channel)
    elif body.get("mention") and not text.startswith("<@"):
        await slack.mention(person, text, channel, str(body.get("thread") or ""))
    else:
        said = text.replace("@herald", f"<@{BOT_USER}>")
        await slack.say(person, said, channel, str(body.get("thread") or ""))
    return {}


async def _press(page: Page, body: Body) -> Body:
    slack, person = page.rehearsal.slack, _person(page, body)
    action, option = str(body["action"]), str(body.get("option") or "")
    if body.get("view"):
        view = slack.space.views.get(str(body["view"])) or slack.space.homes.get(person)
        if view is None:
            raise UsageError("That is closed already.")
        await slack.click_in_view(person, view, action, option)
        return {}
    position = slack.space.find(str(body["channel"]), str(body["ts"]))
    wanted = (str(body["channel"]), str(body["ts"]))
    message = (
        slack.space.messages[position]
        if position is not None
        else next((one for one in slack.seen_by(person) if (one.channel, one.ts) == wanted), None)
    )
    if message is None:
        raise UsageError("That message is gone.")
    await slack.click(person, message, action, option)
    return {}


async def _submit(page: Page, body: Body) -> Body:
    slack, person = page.rehearsal.slack, _person(page, body)
    view = slack.space.views[str(body["view"])]
    values = {str(name): str(value) for name, value in dict(body.get("values") or {}).items()}
    answer = (await slack.submit(person, values, view)).json()
    return {"faults": answer.get("errors", {})}


async def _close(page: Page, body: Body) -> Body:
    page.rehearsal.slack.space.views.pop(str(body["view"]), None)
    return {}


async def _home(page: Page, body: Body) -> Body:
    person = _person(page, body)
    try:
        await page.rehearsal.slack.open_home(person)
    except TimeoutError:
        raise UsageError("The app shows no Home to this person.") from None
    return {}


async def _days(page: Page, body: Body) -> Body:
    days = int(body["days"])
    if not 1 <= days <= MOST_DAYS:
        raise UsageError(f"The clock moves by 1 to {MOST_DAYS} days.")
    await page.rehearsal.move_days(days)
    return {}


async def _deed(page: Page, body: Body) -> Body:
    await page.rehearsal.do(str(body["deed"]))
    return {}


async def _answer(page: Page, body: Body) -> Body:
    text = str(body["text"]).strip()
    if not text:
        raise UsageError("Write something first.")
    await page.rehearsal.answer(str(body["letter"]), text[:10_000])
    return {}


DEEDS: dict[str, Deed] = {
    "say": _say,
    "press": _press,
    "submit": _submit,
    "close": _close,
    "home": _home,
    "days": _days,
    "deed": _deed,
    "answer": _answer,
}
