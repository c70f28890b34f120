"""Mailgun and Mailjet: batches within their limits, every refusal mapped to the customer it concerns."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from owed import NOW, SIGNER, deliverer, owe, states
from services import Service, running

from notifier.delivery import open_transport
from notifier.errors import DeliveryError
from notifier.ledger import Ledger
from notifier.ledger.schema import customers, deliveries

URLS = {
    "mailgun": "mailgun+http://key-1@127.0.0.1:{}/mg.larkpost.example",
    "mailjet": "mailjet+http://key-1:secret-1@127.0.0.1:{}",
}
MOST = {"mailgun": 500, "mailjet": 50}


@pytest.mark.parametrize("name", URLS)
async def test_everything_is_sent_in_batches_and_personal(name: str, ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 620)
    async with running(Service()) as service:
        report = await deliverer(ledger, URLS[name].format(service.port), tmp_path / "s").drain(lambda: NOW)
    assert (report.sent, report.trouble) == (620, "")
    assert states(ledger) == {"sent": 620}
    assert max(service.calls) == MOST[name]
    assert len({message["recipient"] for message in service.messages}) == 620
    one = next(message for message in service.messages if message["recipient"] == "customer7@mail0.example")
    text = one.get("text") or one["TextPart"]
    assert text.startswith("Hello Customer 7,")
    assert "slot" not in text
    assert "%recipient" not in str(one)
    reply = one.get("h:Reply-To") or one["ReplyTo"]["Email"]
    assert SIGNER.read_reply_token(reply.partition("+")[2].partition("@")[0]) == 7


@pytest.mark.parametrize("name", URLS)
async def test_a_refused_recipient_fails_alone(name: str, ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 120)
    bad = {"customer13@mail6.example", "customer77@mail0.example"}
    async with running(Service(refuse=lambda recipient: recipient in bad)) as service:
        await deliverer(ledger, URLS[name].format(service.port), tmp_path / "s").drain(lambda: NOW)
    assert states(ledger) == {"sent": 118, "failed": 2}
    with ledger.reading() as connection:
        failed = connection.execute(sa.select(deliveries.c.address).where(deliveries.c.state == "failed")).scalars()
        assert set(failed) == bad


@pytest.mark.parametrize("name", URLS)
async def test_a_busy_service_is_asked_again_later(name: str, ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 10)
    async with running(Service(statuses=[429])) as service:
        url = URLS[name].format(service.port)
        first = await deliverer(ledger, url, tmp_path / "s").drain(lambda: NOW)
        assert (first.sent, first.deferred) == (0, 10)
        await deliverer(ledger, url, tmp_path / "s").drain(lambda: NOW + timedelta(hours=1))
    assert states(ledger) == {"sent": 10}


@pytest.mark.parametrize("name", URLS)
async def test_a_wrong_key_blocks_and_condemns_nobody(name: str, ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 10)
    async with running(Service()) as service:
        url = URLS[name].format(service.port).replace("key-1", "key-2")
        report = await deliverer(ledger, url, tmp_path / "s").drain(lambda: NOW)
    assert "refuses our mail: 401" in report.trouble
    assert "key-2" not in report.trouble
    assert states(ledger) == {"due": 10}


async def test_a_call_without_an_answer_is_repeated_with_the_same_message_id(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 3)
    async with running(Service(cut=1)) as service:
        url = URLS["mailgun"].format(service.port)
        first = await deliverer(ledger, url, tmp_path / "s").drain(lambda: NOW)
        assert first.deferred == 3
        await deliverer(ledger, url, tmp_path / "s").drain(lambda: NOW + timedelta(hours=1))
    assert states(ledger) == {"sent": 3}
    assert len(service.messages) == 6
    assert len({(message["recipient"], message["h:Message-Id"]) for message in service.messages}) == 3


async def test_a_service_that_is_away_touches_nothing(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 3)
    report = await deliverer(ledger, URLS["mailjet"].format(9), tmp_path / "s").drain(lambda: NOW)
    assert "mailjet:" in report.trouble
    assert states(ledger) == {"due": 3}


async def test_a_name_cannot_bring_placeholders_into_others_mail(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 2)
    with ledger.begin() as connection:
        connection.execute(customers.update().where(customers.c.id == 1).values(name="%recipient.v2% <b>"))
    async with running(Service()) as service:
        await deliverer(ledger, URLS["mailgun"].format(service.port), tmp_path / "s").drain(lambda: NOW)
    one = next(message for message in service.messages if message["recipient"].startswith("customer1@"))
    assert "&lt;b&gt;" in one["html"]
    assert "customer2" not in str(one)


@pytest.mark.parametrize(
    "url",
    ["mailgun://api.mailgun.net/d", "mailgun://k@api.mailgun.net", "mailjet+http://k:s@api.mailjet.com", "mailjet://"],
)
def test_an_incomplete_address_is_refused(url: str) -> None:
    with pytest.raises(DeliveryError, match="HERALD_SMTP_URL: write mail"):
        open_transport(url)
