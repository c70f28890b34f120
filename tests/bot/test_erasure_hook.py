"""A company's system confirms an erasure over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.erasures import erasure_routes
from notifier.erasure.calls import CONFIRM_PATH, CONFIRMATION
from notifier.ledger import Ledger
from notifier.ledger.case_tables import company_calls
from notifier.ledger.schema import cases
from notifier.signing import Signer

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


async def test_only_a_signed_post_confirms_and_once(ledger: Ledger) -> None:
    signer = Signer(b"a key for tests only")
    with ledger.begin() as connection:
        case = {"number": "C-2026-0001", "kind": "erasure", "opened_at": NOW, "due_at": NOW}
        connection.execute(sa.insert(cases).values(**case))
        call = {"idempotency_key": "k", "case_id": 1, "system": "billing", "state": "told", "next_attempt_at": NOW}
        connection.execute(sa.insert(company_calls).values(**call))
    application = web.Application()
    erasure_routes(ledger, signer, lambda: NOW)(application)
    path = CONFIRM_PATH + signer.link_token(CONFIRMATION, "k", None)
    async with TestClient(TestServer(application)) as client:
        assert (await client.get(path)).status == 405
        assert (await client.post(path + "x")).status == 404
        assert (await client.post(CONFIRM_PATH + signer.link_token("identity", "k", None))).status == 404
        answers = [await (await client.post(path)).json() for _ in range(2)]
    assert answers == [{"confirmed": True, "before": False}, {"confirmed": True, "before": True}]
