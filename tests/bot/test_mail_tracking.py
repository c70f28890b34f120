"""What mail services tell later: a notice that came back is not told, whoever says it may say it once or often."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from notice_stories import DUE, SIGNER, Story, step

from bot.web.mail import MailWebhooks
from notifier.cases import Receiver
from notifier.ledger import Ledger, history, verify
from notifier.ledger.schema import customers, deliveries
from notifier.model import Notice

KEY = b"signing key of the account"
SECRET = "told to Mailjet"
NOW = DUE + timedelta(hours=1)


@dataclass
class Told:
    """A notice that went to three customers, and the web application that services post to."""

    ledger: Ledger
    client: TestClient[Any, Any]
    notice: Notice
    numbers: dict[str, int]
    tokens: list[str] = field(default_factory=list)

    def signed(self, token: str, key: bytes = KEY, at: datetime = NOW) -> dict[str, str]:
        stamp = str(int(at.timestamp()))
        signature = hmac.new(key, (stamp + token).encode(), hashlib.sha256).hexdigest()
        return {"timestamp": stamp, "token": token, "signature": signature}

    async def mailgun(self, event: dict[str, Any], *, token: str = "t" * 50, **signed: Any) -> tuple[int, Any]:
        body = {"signature": self.signed(token, **signed), "event-data": event}
        answer = await self.client.post("/webhooks/mail/events/mailgun", json=body)
        return answer.status, (await answer.json()).get("changed")

    async def mailjet(self, events: object, *, secret: str = SECRET) -> tuple[int, Any]:
        answer = await self.client.post(f"/webhooks/mail/events/mailjet?secret={secret}", json=events)
        return answer.status, (await answer.json()).get("changed")

    def message_id(self, customer: str) -> str:
        return SIGNER.message_id(self.numbers[customer], "larkpost.example").strip("<>")

    def states(self) -> list[tuple[str, str, str]]:
        columns = (customers.c.external_id, deliveries.c.state, customers.c.state)
        query = sa.select(*columns).join(customers, customers.c.id == deliveries.c.customer_id)
        with self.ledger.reading() as connection:
            return [tuple(row) for row in connection.execute(query.order_by(customers.c.external_id))]  # type: ignore[misc] - three columns

    def events(self) -> list[dict[str, Any]]:
        with self.ledger.reading() as connection:
            found = [
                {"kind": event.kind, **json.loads(event.payload)}
                for event in history(connection, f"notice:{self.notice.id}")
                if event.kind.startswith("delivery_")
            ]
            assert verify(connection).is_sound
        return found


@pytest.fixture
async def told(any_ledger: Ledger) -> AsyncIterator[Told]:
    story = Story(any_ledger)
    story.customers(*(f"{name},{name}@birch.example,,,,," for name in ("amara", "bo", "cy")))
    notice = story.approve(story.merged(step("B", "A")))
    story.advance(DUE)
    story.send(notice, DUE)
    query = sa.select(customers.c.external_id, deliveries.c.id).join(
        customers, customers.c.id == deliveries.c.customer_id
    )
    with any_ledger.reading() as connection:
        numbers = {row.external_id: row.id for row in connection.execute(query)}
    hooks = MailWebhooks(
        any_ledger, Receiver(any_ledger, SIGNER), SIGNER, lambda: NOW, mailgun_key=KEY, mailjet_secret=SECRET
    )
    application = web.Application()
    hooks.register(application)
    async with TestClient(TestServer(application)) as client:
        yield Told(any_ledger, client, notice, numbers)


def failed(told: Told, customer: str, reason: str = "bounce", severity: str = "permanent") -> dict[str, Any]:
    return {
        "event": "failed",
        "severity": severity,
        "reason": reason,
        "recipient": f"{customer}@birch.example",
        "delivery-status": {"code": 550, "message": f"{customer}@birch.example unknown"},
        "message": {"headers": {"message-id": told.message_id(customer)}},
    }


async def test_a_permanent_failure_is_a_bounce_and_the_customer_unreachable(told: Told) -> None:
    assert await told.mailgun(failed(told, "bo")) == (200, 1)
    assert told.states() == [("amara", "sent", "active"), ("bo", "bounced", "unreachable"), ("cy", "sent", "active")]
    (event,) = told.events()
    assert (event["kind"], event["delivery_id"], event["service"]) == (
        "delivery_bounced",
        told.numbers["bo"],
        "mailgun",
    )
    assert event["reason"] == "550 bounce"


async def test_the_same_webhook_again_changes_nothing(told: Told) -> None:
    answers = [await told.mailgun(failed(told, "bo")) for _ in range(3)]
    assert answers == [(200, 1), (200, 0), (200, 0)]
    assert len(told.events()) == 1


async def test_a_used_token_admits_no_other_event(told: Told) -> None:
    await told.mailgun(failed(told, "bo"))
    assert (await told.mailgun(failed(told, "cy")))[0] == 406
    assert told.states()[2] == ("cy", "sent", "active")


async def test_a_service_that_suppresses_has_not_told_the_customer(told: Told) -> None:
    assert await told.mailgun(failed(told, "bo", reason="suppress-unsubscribe")) == (200, 1)
    assert told.states()[1] == ("bo", "bounced", "active")


async def test_what_is_tried_again_changes_nothing(told: Told) -> None:
    assert await told.mailgun(failed(told, "bo", severity="temporary")) == (200, 0)
    assert await told.mailgun({"event": "delivered"}, token="u" * 50) == (200, 0)
    assert told.states()[1] == ("bo", "sent", "active")


@pytest.mark.parametrize(
    ("signed", "status"),
    [({"key": b"another"}, 401), ({"at": NOW - timedelta(hours=13)}, 406), ({"at": NOW - timedelta(hours=8)}, 200)],
    ids=["forged", "old", "kept back while Herald was down"],
)
async def test_a_mailgun_event_must_be_signed(told: Told, signed: dict[str, Any], status: int) -> None:
    assert (await told.mailgun(failed(told, "bo"), **signed))[0] == status
    assert (told.states()[1][1] == "bounced") is (status == 200)


async def test_a_message_id_of_others_names_no_delivery(told: Told) -> None:
    event = failed(told, "bo")
    event["message"] = {"headers": {"message-id": f"{'0' * 32}@larkpost.example"}}
    assert await told.mailgun(event) == (200, 0)
    assert {state for _, state, _ in told.states()} == {"sent"}


async def test_mailjet_tells_several_at_once(told: Told) -> None:
    common = {"time": 1, "MessageID": 7, "blocked": False}
    events = [
        {"event": "bounce", "hard_bounce": True, "error_related_to": "recipient", "error": "user unknown",
         "email": "Amara@birch.example", "CustomID": str(told.numbers["amara"]), **common},
        {"event": "bounce", "hard_bounce": False, "error_related_to": "recipient", "error": "user mailbox full",
         "email": "bo@birch.example", "CustomID": str(told.numbers["bo"]), **common},
        {"event": "spam", "email": "cy@birch.example", "CustomID": str(told.numbers["cy"]), **common},
        {"event": "sent", "email": "cy@birch.example", "CustomID": str(told.numbers["cy"]), **common},
    ]  # fmt: skip
    assert await told.mailjet(events) == (200, 3)
    assert await told.mailjet(events) == (200, 0)
    assert told.states() == [
        ("amara", "bounced", "unreachable"),
        ("bo", "bounced", "active"),
        ("cy", "sent", "active"),
    ]
    assert [(event["kind"], event["reason"]) for event in told.events()] == [
        ("delivery_bounced", "bounce recipient user unknown"),
        ("delivery_bounced", "bounce recipient user mailbox full"),
        ("delivery_complained", "complained"),
    ]


@pytest.mark.parametrize(
    "change",
    [{"email": "bo@other.example"}, {"CustomID": "999999"}, {"CustomID": "1; DROP"}, {"CustomID": ""}, {"event": None}],
)
async def test_a_mailjet_event_must_fit_its_delivery(told: Told, change: dict[str, Any]) -> None:
    event = {"event": "bounce", "hard_bounce": True, "email": "bo@birch.example", "CustomID": str(told.numbers["bo"])}
    assert await told.mailjet(event | change) == (200, 0)
    assert {state for _, state, _ in told.states()} == {"sent"}


@pytest.mark.parametrize(("body", "status"), [([1], 406), ("text", 406), ([{}] * 1_001, 406), ({}, 200)])
async def test_other_bodies_are_refused(told: Told, body: object, status: int) -> None:
    assert (await told.mailjet(body))[0] == status


async def test_mailjet_needs_the_secret(told: Told) -> None:
    event = {"event": "bounce", "hard_bounce": True, "email": "bo@birch.example", "CustomID": str(told.numbers["bo"])}
    assert (await told.mailjet(event, secret="wrong"))[0] == 401
    assert told.states()[1] == ("bo", "sent", "active")


async def test_a_reason_holds_no_address(told: Told) -> None:
    event = failed(told, "bo", reason="rejected by MX of bo@birch.example: <bo@birch.example>")
    await told.mailgun(event)
    assert told.events()[0]["reason"] == "550 rejected by mx of"


async def test_a_ledger_that_cannot_be_written_makes_the_service_tell_it_again(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object, **__: object) -> None:
        raise sa.exc.OperationalError("UPDATE deliveries", {}, Exception("database or disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "run", full)
        assert (await told.mailgun(failed(told, "bo")))[0] == 503
    assert told.states()[1] == ("bo", "sent", "active")
    assert await told.mailgun(failed(told, "bo")) == (200, 1), "the token was not used up"
