from __future__ import annotations

import io
from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry, Counter

from bot.web import WebParts, build_web
from tests.bot.test_push import BODY, SECRET, github


class Recorder:
    def __init__(self) -> None:
        self.pushes = 0
        self.unwell: tuple[str, ...] = ()

    async def health(self) -> tuple[str, ...]:
        return self.unwell

    async def pushed(self) -> None:
        self.pushes += 1


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
async def client(recorder: Recorder) -> AsyncIterator[TestClient]:
    registry = CollectorRegistry()
    Counter("sent", "Notices sent", registry=registry).inc(3)
    parts = WebParts(health=recorder.health, on_push=recorder.pushed, push_secret=SECRET, metrics=registry)
    async with TestClient(TestServer(build_web(parts))) as client:
        yield client


async def test_health_is_well(client: TestClient) -> None:
    answer = await client.get("/healthz")
    assert (answer.status, await answer.json()) == (200, {"well": True, "unwell": []})


async def test_health_names_what_is_not_well(client: TestClient, recorder: Recorder) -> None:
    recorder.unwell = ("ledger",)
    answer = await client.get("/healthz")
    assert (answer.status, await answer.json()) == (503, {"well": False, "unwell": ["ledger"]})


async def test_signed_push_is_acted_on(client: TestClient, recorder: Recorder) -> None:
    answer = await client.post("/webhooks/push", data=BODY, headers=github())
    assert (answer.status, recorder.pushes) == (202, 1)


async def test_unsigned_push_does_nothing(client: TestClient, recorder: Recorder) -> None:
    answer = await client.post("/webhooks/push", data=BODY, headers={"X-GitHub-Event": "push"})
    assert (answer.status, recorder.pushes) == (401, 0)


async def test_huge_push_is_refused(client: TestClient, recorder: Recorder) -> None:
    answer = await client.post("/webhooks/push", data=io.BytesIO(b"x" * 1_100_000), headers=github())
    assert (answer.status, recorder.pushes) == (413, 0)


async def test_metrics_are_shown(client: TestClient) -> None:
    assert "sent_total 3.0" in await (await client.get("/metrics")).text()
