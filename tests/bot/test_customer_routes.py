"""The company's systems over HTTP: a key, idempotent changes, clear refusals."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.customers import customer_routes
from notifier.customers import get_customer
from notifier.ledger import Ledger
from notifier.model import CustomerState
from notifier.signing import Signer

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
KEY = "a key of the company's systems"
RIGHT = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture
async def client(ledger: Ledger) -> AsyncIterator[TestClient]:
    application = web.Application()
    customer_routes(ledger, Signer(b"a sufficiently long key"), KEY, lambda: NOW)(application)
    async with TestClient(TestServer(application)) as client:
        yield client


async def put(client: TestClient, identity: str, **fields: str) -> tuple[int, dict[str, str]]:
    answer = await client.put(f"/api/customers/{identity}", json=fields, headers=RIGHT)
    return answer.status, await answer.json()


async def test_putting_twice_changes_nothing_the_second_time(client: TestClient, ledger: Ledger) -> None:
    assert await put(client, "c1", email="A@Example.com", name="A") == (201, {"id": "c1", "outcome": "created"})
    assert await put(client, "c1", email="A@Example.com", name="A") == (200, {"id": "c1", "outcome": "unchanged"})
    assert await put(client, "c1", email="b@example.com", id="c1") == (200, {"id": "c1", "outcome": "changed"})
    customer = await ledger.read(get_customer, "c1")
    assert customer is not None
    assert customer.email == "b@example.com"


async def test_deleting_lets_a_customer_leave(client: TestClient, ledger: Ledger) -> None:
    await put(client, "c 1/2", email="a@example.com")
    for status in (204, 204):
        assert (await client.delete("/api/customers/c%201%2F2", headers=RIGHT)).status == status
    assert (await client.delete("/api/customers/other", headers=RIGHT)).status == 404
    customer = await ledger.read(get_customer, "c 1/2")
    assert customer is not None
    assert customer.state is CustomerState.LEFT


@pytest.mark.parametrize(
    "key", [None, "", "Bearer ", "Bearer wrong", f"bearer {KEY}", KEY, f"Bearer {KEY}x", "Bearer ü"]
)
async def test_without_the_key_nothing_happens(client: TestClient, ledger: Ledger, key: str | None) -> None:
    headers = {} if key is None else {"Authorization": key}
    for method in ("put", "delete"):
        answer = await getattr(client, method)("/api/customers/c1", data=b'{"email":"a@example.com"}', headers=headers)
        assert answer.status == 401
    assert await ledger.read(get_customer, "c1") is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not JSON"),
        (b"[" * 100_000, "longer than 16384"),
        (b"[" * 16_000, "not JSON"),
        (b"[]", "one JSON object"),
        (b'{"email": 1}', "values are texts"),
        (b'{"email": "a@example.com", "id": "c2"}', "another one than in the address"),
        (b'{"email": "bad"}', "email: has no @"),
        (b'{"email": "a@example.com", "admin": "1"}', "admin: no such field"),
        (b'{"email": "a@example.com", "name": "x\\r\\nBcc: y"}', "control character"),
        (b'{"email": "a@example.com", "name": "\\ud800"}', "not UTF-8"),
        (json.dumps({"email": "a@example.com", "name": "x" * 17_000}).encode(), "longer than"),
    ],
)
async def test_bad_bodies_are_refused_by_name(client: TestClient, ledger: Ledger, body: bytes, reason: str) -> None:
    answer = await client.put("/api/customers/c1", data=body, headers=RIGHT)
    assert answer.status == 400
    assert reason in (await answer.json())["error"]
    assert await ledger.read(get_customer, "c1") is None


@pytest.mark.parametrize("key", ["", "short"])
def test_without_a_real_key_nothing_is_served(ledger: Ledger, key: str) -> None:
    application = web.Application()
    customer_routes(ledger, Signer(b"a sufficiently long key"), key, lambda: NOW)(application)
    assert len(application.router.resources()) == 0
