"""The company's systems telling of customers over HTTP: idempotent, with an API key.

    PUT    /api/customers/ID   {"email": "…", "name": "…", "language": "de", "country": "DE", "segment": "…",
                                "joined_on": "2026-11-23"}      201 created, 200 changed or unchanged
    DELETE /api/customers/ID                                    204 left (again: 204), 404 never known

Both want `Authorization: Bearer KEY`. Nothing is served without a key in HERALD_CUSTOMERS_KEY.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from datetime import datetime

from aiohttp import web

from bot.web.app import Register
from notifier.customers import UpsertOutcome, remove_customer, upsert_customer
from notifier.errors import CustomerError
from notifier.ledger import Ledger
from notifier.signing import Signer

PATH = "/api/customers/{id:.+}"
MOST_BYTES = 16_384
SHORTEST_KEY = 16
Handler = Callable[[web.Request], Awaitable[web.Response]]


def customer_routes(ledger: Ledger, signer: Signer, key: str, now: Callable[[], datetime]) -> Register:
    """Routes for the company's systems; none when `key` is empty or too short to be one."""

    async def put(request: web.Request) -> web.Response:
        fields = _read_fields(await _bounded(request), request.match_info["id"])
        if isinstance(fields, str):
            return _refused(400, fields)
        try:
            done = await ledger.run(upsert_customer, fields, now=now(), signer=signer)
        except CustomerError as error:
            return _refused(400, str(error))
        status = 201 if done.outcome is UpsertOutcome.CREATED else 200
        return web.json_response({"id": done.customer.external_id, "outcome": done.outcome.value}, status=status)

    async def delete(request: web.Request) -> web.Response:
        known = await ledger.run(remove_customer, request.match_info["id"], now=now())
        return web.Response(status=204) if known else _refused(404, "id: no such customer")

    def register(application: web.Application) -> None:
        if len(key) >= SHORTEST_KEY:
            application.router.add_put(PATH, _guarded(key, put))
            application.router.add_delete(PATH, _guarded(key, delete))

    return register


def _guarded(key: str, handler: Handler) -> Handler:
    expected = f"Bearer {key}".encode()

    async def guarded(request: web.Request) -> web.Response:
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, expected):
            return _refused(401, "the API key does not fit")
        return await handler(request)

    return guarded


async def _bounded(request: web.Request) -> bytes:
    return await request.content.read(MOST_BYTES + 1)


def _read_fields(body: bytes, identity: str) -> dict[str, str] | str:
    """The fields of a body with the id of the path, or why it cannot be read."""
    if len(body) > MOST_BYTES:
        return f"the body is longer than {MOST_BYTES} octets"
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return "the body is not JSON"
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        return "the body must be one JSON object whose values are texts"
    if value.get("id", identity) != identity:
        return "id: is another one than in the address"
    return {**value, "id": identity}


def _refused(status: int, reason: str) -> web.Response:
    return web.json_response({"error": reason}, status=status)
