from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer

from bot.web.mail import MailWebhooks
from notifier.cases import Receiver, list_cases
from notifier.ledger import Ledger
from notifier.signing import Signer

NOW = datetime(2031, 3, 1, 9, tzinfo=UTC)
KEY = b"signing key of the routes"
MIME = "From: Amara <amara@birch.example>\nMessage-ID: <7@birch.example>\nSubject: Re\n\nI object to this change.\n"


@pytest.fixture
async def client(ledger: Ledger) -> AsyncIterator[TestClient]:
    signer = Signer(b"a key of the test, long enough")
    receiver = Receiver(ledger, signer)
    hooks = MailWebhooks(ledger, receiver, signer, lambda: NOW, mailgun_key=KEY, mailjet_secret="told to Mailjet")
    application = web.Application()
    hooks.register(application)
    async with TestClient(TestServer(application)) as client:
        yield client


def form(token: str = "t" * 50, key: bytes = KEY, at: datetime = NOW) -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    signature = hmac.new(key, (stamp + token).encode(), hashlib.sha256).hexdigest()
    return {"timestamp": stamp, "token": token, "signature": signature, "recipient": "p@l.example", "body-mime": MIME}


def kinds(ledger: Ledger) -> list[str]:
    with ledger.reading() as connection:
        return [case.kind.value for case in list_cases(connection)]


async def test_a_mailgun_reply_becomes_one_case_however_often_it_comes(client: TestClient, ledger: Ledger) -> None:
    answers = [await client.post("/webhooks/mail/mailgun", data=form()) for _ in range(5)]
    assert [answer.status for answer in answers] == [200] * 5
    assert [(await answer.json())["known"] for answer in answers] == [False, True, True, True, True]
    assert kinds(ledger) == ["objection"]


async def test_a_mailgun_multipart_form_is_read(client: TestClient, ledger: Ledger) -> None:
    data = FormData(default_to_multipart=True)
    for name, value in form().items():
        data.add_field(name, value)
    assert (await client.post("/webhooks/mail/mailgun", data=data)).status == 200
    assert kinds(ledger) == ["objection"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        (form(key=b"another"), 401),
        (form(at=datetime(2031, 2, 28, 20, tzinfo=UTC)), 406),
        ({}, 401),
    ],
    ids=["forged", "half a day old", "empty"],
)
async def test_what_mailgun_did_not_sign_is_refused(
    client: TestClient, ledger: Ledger, fields: dict[str, str], status: int
) -> None:
    assert (await client.post("/webhooks/mail/mailgun", data=fields)).status == status
    assert kinds(ledger) == []


async def test_a_mailjet_reply_needs_the_secret(client: TestClient, ledger: Ledger) -> None:
    body = {
        "From": "Amara <amara@birch.example>",
        "Subject": "Re",
        "Text-part": "I object to this change.",
        "Headers": {},
    }
    assert (await client.post("/webhooks/mail/mailjet", json=body)).status == 401
    assert (await client.post("/webhooks/mail/mailjet?secret=guessed", json=body)).status == 401
    assert (await client.post("/webhooks/mail/mailjet?secret=told+to+Mailjet", json=body)).status == 200
    assert kinds(ledger) == ["objection"]
