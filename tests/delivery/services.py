"""Local stand-ins for Mailgun and Mailjet that refuse what their documentation says the real ones refuse."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.Response]]
FORBIDDEN = {"from", "to", "cc", "bcc", "subject", "reply-to", "sender", "return-path", "message-id", "dkim-signature"}


@dataclass(slots=True)
class Service:
    """What a service took: one dictionary a message, and the sizes of the calls."""

    refuse: Callable[[str], bool] = lambda recipient: False
    statuses: list[int] = field(default_factory=list)  # answers to give before behaving
    cut: int = 0  # calls to take and not to answer
    calls: list[int] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0

    def trouble(self) -> web.Response | None:
        return web.json_response({"message": "no"}, status=self.statuses.pop(0)) if self.statuses else None

    @staticmethod
    def login(request: web.Request) -> str:
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        return base64.b64decode(secret).decode() if kind == "Basic" else ""

    async def mailgun(self, request: web.Request) -> web.Response:
        form = await request.post()
        to = form.getall("to", [])
        self.calls.append(len(to))
        if (answer := self.trouble()) is not None:
            return answer
        if self.login(request) != "api:key-1":
            return web.Response(status=401, text="Forbidden")
        variables = json.loads(str(form.get("recipient-variables", "{}")))
        if not 0 < len(to) <= 1000 or set(variables) != set(to) or not form.get("from") or not form.get("subject"):
            return web.json_response({"message": "parameter missing or wrong"}, status=400)
        if any(self.refuse(str(one)) for one in to):
            return web.json_response({"message": "to parameter is not a valid address"}, status=400)
        for one in to:
            filled = {key: str(value) for key, value in form.items() if key not in ("to", "recipient-variables")}
            for name, value in variables[one].items():
                filled = {key: text.replace(f"%recipient.{name}%", value) for key, text in filled.items()}
            self.messages.append({"recipient": one, **filled})
        if self.cut:
            self.cut -= 1
            assert request.transport is not None
            request.transport.close()
        return web.json_response({"id": "<20270310.1@mg.example>", "message": "Queued. Thank you."})

    async def mailjet(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.calls.append(len(body["Messages"]))
        if (answer := self.trouble()) is not None:
            return answer
        if self.login(request) != "key-1:secret-1":
            return web.json_response({"ErrorMessage": "API key authentication failure", "StatusCode": 401}, status=401)
        if len(body["Messages"]) > 50:
            return web.json_response({"ErrorMessage": "too many", "StatusCode": 400}, status=400)
        answers = [self._mailjet_one(message) for message in body["Messages"]]
        status = 200 if all(item["Status"] == "success" for item in answers) else 400
        return web.json_response({"Messages": answers}, status=status)

    def _mailjet_one(self, message: dict[str, Any]) -> dict[str, Any]:
        recipient = message["To"][0]["Email"]
        wrong = FORBIDDEN & {name.lower() for name in message.get("Headers", {})}
        if self.refuse(recipient) or wrong:
            error = {"ErrorCode": "mj-0013", "StatusCode": 400, "ErrorMessage": f'"{recipient}" is an invalid email'}
            return {"Status": "error", "Errors": [error]}
        self.messages.append({"recipient": recipient, **message})
        told = {"Email": recipient, "MessageUUID": "u", "MessageID": len(self.messages)}
        return {"Status": "success", "CustomID": message["CustomID"], "To": [told]}


@asynccontextmanager
async def running(service: Service) -> AsyncIterator[Service]:
    app = web.Application(client_max_size=1 << 26)
    app.router.add_post("/v3/mg.larkpost.example/messages", service.mailgun)
    app.router.add_post("/v3.1/send", service.mailjet)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    service.port = runner.addresses[0][1]
    try:
        yield service
    finally:
        await runner.cleanup()
