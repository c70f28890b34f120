"""Socket Mode of the pretended Slack: the same commands, clicks and events, over a WebSocket that the app opened.

https://docs.slack.dev/apis/events-api/using-socket-mode. Tickets work once; `drop` ends the connection as Slack does
when it refreshes one, and the app has to come back by itself.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from bot.sandbox.sender import EVENT_RETRIES, PATIENCE_SECONDS, AppReply
from bot.sandbox.workspace import APP, Json, Workspace


@dataclass(slots=True)
class SocketRoad:
    """What `Sender` is over HTTP; only one connection at a time gets envelopes."""

    space: Workspace
    patience: float = PATIENCE_SECONDS
    connections: int = 0
    _socket: web.WebSocketResponse | None = None
    _tickets: set[str] = field(default_factory=set)
    _waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    @property
    def connected(self) -> bool:
        """Whether the app listens."""
        return self._socket is not None and not self._socket.closed

    def ticket(self) -> str:
        """Return a ticket for one connection."""
        made = self.space.number("ticket")
        self._tickets.add(made)
        return made

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Take a connection of the app's, until either side ends it."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket, self.connections = socket, self.connections + 1
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": APP}})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._acknowledged(message.data)
        return socket

    def _acknowledged(self, text: str) -> None:
        read = json.loads(text)
        waiting = self._waiting.pop(str(read.get("envelope_id")), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(read.get("payload") or {})

    async def drop(self) -> None:
        """End the connection with the notice that Slack gives before it refreshes one."""
        if self._socket is not None:
            await self._socket.send_json({"type": "disconnect", "reason": "refresh_requested"})
            await self._socket.close()

    async def form(self, fields: Json) -> AppReply:
        """Send a slash command."""
        return await self._send("slash_commands", fields, {})

    async def payload(self, payload: Json) -> AppReply:
        """Send an interaction."""
        return await self._send("interactive", payload, {})

    async def event(self, envelope: Json) -> AppReply:
        """Send an event, and again up to three times when it is not acknowledged."""
        reply = await self._send("events_api", envelope, {"retry_attempt": 0, "retry_reason": ""})
        for number in range(1, EVENT_RETRIES + 1):
            if reply.ok:
                break
            reply = await self._send("events_api", envelope, {"retry_attempt": number, "retry_reason": "timeout"})
        return reply

    async def _send(self, kind: str, payload: Json, more: Json) -> AppReply:
        loop = asyncio.get_running_loop()
        start = loop.time()
        if self._socket is None or self._socket.closed:
            return AppReply(0)
        envelope = self.space.number("envelope")
        self._waiting[envelope] = loop.create_future()
        body = {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": True, **more}
        try:
            await self._socket.send_json(body)
            answer = await asyncio.wait_for(self._waiting[envelope], self.patience)
        except (TimeoutError, ConnectionError):
            self._waiting.pop(envelope, None)
            return AppReply(0, seconds=loop.time() - start, timed_out=True)
        return AppReply(200, json.dumps(answer), loop.time() - start)
