"""The pretended Web API over HTTP: tokens, rate limits, injected faults, uploads and response addresses."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.blocks.lint import lint_message
from bot.sandbox import methods, view_methods
from bot.sandbox.methods import ApiError, Method
from bot.sandbox.scopes import check_scope
from bot.sandbox.socket import SocketRoad
from bot.sandbox.workspace import APP, BOT_USER, TEAM, FakeMessage, Json, Workspace
from bot.slack.oauth import SCOPES

OAUTH_CODE = "sandbox-code"
APP_TOKEN = "xapp-sandbox"  # noqa: S105 - opens nothing but this stand-in
RESPONSE_USES = 5
RESPONSE_LIFE = timedelta(minutes=30)
LONGEST_BODY = 8 * 2**20

METHODS: dict[str, Method] = {
    "auth.test": methods.auth_test,
    "bots.info": methods.bots_info,
    "chat.postMessage": methods.post_message,
    "chat.postEphemeral": methods.post_ephemeral,
    "chat.update": methods.update,
    "chat.unfurl": methods.unfurl,
    "chat.getPermalink": methods.permalink,
    "users.info": methods.user_info,
    "usergroups.users.list": methods.group_members,
    "conversations.open": methods.open_conversation,
    "assistant.threads.setStatus": methods.set_status,
    "assistant.threads.setSuggestedPrompts": methods.suggested_prompts,
    "views.open": view_methods.open_view,
    "views.push": view_methods.push_view,
    "views.update": view_methods.update_view,
    "views.publish": view_methods.publish_view,
    "files.getUploadURLExternal": view_methods.upload_address,
    "files.completeUploadExternal": view_methods.complete_upload,
}
POSTING = frozenset({"chat.postMessage", "chat.update"})


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong on purpose: an HTTP status, or an error name under status 200.

    `after` lets the method do its work first, so that only its answer is lost.
    """

    method: str
    status: int = 200
    error: str = ""
    retry_after: int = 0
    after: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A call that the app made, and the error name it got ("" when it succeeded)."""

    method: str
    arguments: Json
    error: str


@dataclass(slots=True)
class ResponseAddress:
    """Where an app may still answer an interaction: up to five times within thirty minutes."""

    user: str
    channel: str
    made: datetime
    message_ts: str = ""
    uses: int = 0


@dataclass(slots=True)
class ApiServer:
    """Serves the workspace on a loopback port; `changed` is set whenever something happened."""

    space: Workspace
    token: str
    spacing: timedelta | None = None
    scopes: frozenset[str] = frozenset(SCOPES)
    calls: list[Call] = field(default_factory=list)
    faults: deque[Fault] = field(default_factory=deque)
    addresses: dict[str, ResponseAddress] = field(default_factory=dict)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    url: str = ""
    down: bool = False
    revoked: bool = False
    socket: SocketRoad = field(init=False)
    _last_posts: dict[str, datetime] = field(default_factory=dict)
    _runner: web.AppRunner | None = None

    def __post_init__(self) -> None:
        self.socket = SocketRoad(self.space)

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; `url` is then the base of every address."""
        app = web.Application(client_max_size=LONGEST_BODY)
        app.router.add_post("/api/{method}", self._api)
        app.router.add_get("/api/{method}", self._api)
        app.router.add_get("/socket", self.socket.handle)
        app.router.add_post("/response/{token}", self._response)
        app.router.add_post("/upload/{file}", self._upload)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        host, bound = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{bound}"

    async def close(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def response_address(self, user: str, channel: str, message_ts: str = "") -> str:
        """Make an address at which the app can answer one interaction."""
        token = self.space.number("response")
        self.addresses[token] = ResponseAddress(user, channel, self.space.wall(), message_ts)
        return f"{self.url}/response/{token}"

    async def tell(self) -> None:
        """Wake whoever waits for something to happen."""
        async with self.changed:
            self.changed.notify_all()

    async def _api(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        arguments = await _arguments(request)
        try:
            body, status, headers = self._answer(name, arguments, request.headers), 200, {}
        except ApiError as refusal:
            status = int(refusal.more.pop("status", 200))
            headers = refusal.more.pop("headers", {})
            body = {"ok": False, "error": refusal.error, **refusal.more}
        self.calls.append(Call(name, arguments, "" if body.get("ok") else str(body.get("error"))))
        await self.tell()
        return web.json_response(body, status=status, headers=headers)

    def _answer(self, name: str, arguments: Json, headers: Mapping[str, str]) -> Json:
        if self.down:
            raise ApiError("service_unavailable", status=503)
        given = headers.get("Authorization", "").removeprefix("Bearer ") or str(arguments.get("token", ""))
        if name in TOKENLESS:
            return TOKENLESS[name](self, given, arguments)
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method")
        self._check(given)
        check_scope(name, self.scopes)
        fault = self._fault(name)
        if fault is not None and not fault.after:
            raise _failure(fault)
        self._throttle(name, arguments)
        body = method(self.space, arguments)
        if fault is not None:
            raise _failure(fault)
        if "upload_url" in body:
            body["upload_url"] = self.url + body["upload_url"]
        return {"ok": True, **body}

    def _check(self, token: str) -> None:
        if not token:
            raise ApiError("not_authed")
        if token != self.token or self.revoked:
            raise ApiError("token_revoked" if self.revoked else "invalid_auth")

    def installed(self, token: str, arguments: Json) -> Json:
        """Exchange a code for the bot's token: https://docs.slack.dev/reference/methods/oauth.v2.access."""
        del token
        if arguments.get("code") != OAUTH_CODE:
            raise ApiError("invalid_code")
        team = {"id": TEAM, "name": "Sandbox"}
        bot = {"access_token": self.token, "token_type": "bot", "bot_user_id": BOT_USER, "app_id": APP}
        who = {"authed_user": {"id": "U0LEGAL"}, "enterprise": None, "is_enterprise_install": False}
        return {"ok": True, "scope": ",".join(sorted(self.scopes)), "team": team, **bot, **who}

    def connection(self, token: str, arguments: Json) -> Json:
        """Let an app-level token open a socket: https://docs.slack.dev/reference/methods/apps.connections.open."""
        del arguments
        if token != APP_TOKEN:
            raise ApiError("invalid_auth" if token.startswith("xapp-") else "not_allowed_token_type")
        return {"ok": True, "url": f"{self.url.replace('http', 'ws', 1)}/socket?ticket={self.socket.ticket()}"}

    def _fault(self, name: str) -> Fault | None:
        fault = next((fault for fault in self.faults if fault.method == name), None)
        if fault is not None:
            self.faults.remove(fault)
        return fault

    def _throttle(self, name: str, arguments: Json) -> None:
        """About one message a second and channel: https://docs.slack.dev/apis/web-api/rate-limits."""
        if self.spacing is None or name not in POSTING:
            return
        channel, now = str(arguments.get("channel")), self.space.wall()
        last = self._last_posts.get(channel)
        if last is not None and now - last < self.spacing:
            raise ApiError("ratelimited", status=429, headers={"Retry-After": "1"})
        self._last_posts[channel] = now

    async def _response(self, request: web.Request) -> web.Response:
        address = self.addresses.get(request.match_info["token"])
        if address is None or self.space.wall() - address.made > RESPONSE_LIFE:
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        address.uses += 1
        if address.uses > RESPONSE_USES:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        said = await _arguments(request)
        text, blocks = str(said.get("text") or ""), methods.blocks_of(said)
        faults = () if said.get("delete_original") else lint_message(text, blocks)
        if faults:
            return web.json_response({"ok": False, "error": faults[0].error}, status=400)
        self._respond(address, said, text, blocks)
        await self.tell()
        return web.Response(text="ok")

    def _respond(self, address: ResponseAddress, said: Json, text: str, blocks: tuple[Json, ...]) -> None:
        position = self.space.find(address.channel, address.message_ts) if address.message_ts else None
        if said.get("replace_original") and position is not None:
            self.space.edit(position, text, blocks)
            return
        seen_by = "" if said.get("response_type") == "in_channel" else address.user
        thread = str(said.get("thread_ts") or "")
        message = FakeMessage(address.channel, self.space.timestamp(), text, blocks, seen_by=seen_by, thread_ts=thread)
        self.space.put(message)

    async def _upload(self, request: web.Request) -> web.Response:
        known = self.space.files.get(request.match_info["file"])
        if known is None:
            return web.Response(status=404)
        self.space.files[known.id] = replace(known, content=await request.read())
        return web.Response(text="OK")


TOKENLESS: dict[str, Callable[[ApiServer, str, Json], Json]] = {
    "apps.connections.open": ApiServer.connection,
    "oauth.v2.access": ApiServer.installed,
}


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        body = await request.text()
        try:
            read = json.loads(body or "{}")
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}
    form: dict[str, Any] = {**request.query, **await request.post()}
    return form


def _failure(fault: Fault) -> ApiError:
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
    return ApiError(fault.error or "internal_error", status=fault.status, headers=headers)
