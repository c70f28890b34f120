from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
import sqlalchemy as sa
from owed import NOW, SETTINGS, SIGNER, deliverer, notice, owe, states
from sink import Plan, Sink

from notifier.delivery import Deliverer, NoticeLetters, open_transport
from notifier.ledger import Ledger
from notifier.ledger.schema import customers, deliveries


async def test_everything_due_is_sent_and_marked_with_the_relays_answer(any_ledger: Ledger, tmp_path: Path) -> None:
    owe(any_ledger, 250)
    async with Sink() as sink:
        report = await deliverer(any_ledger, sink.url, tmp_path / "state").drain(lambda: NOW)
    assert (report.sent, report.trouble) == (250, "")
    assert states(any_ledger) == {"sent": 250}
    assert len({item.recipient for item in sink.received}) == 250
    with any_ledger.reading() as connection:
        row = connection.execute(sa.select(deliveries).where(deliveries.c.id == 7)).one()
    assert row.response.startswith("250 2.0.0 queued as ")
    assert (row.attempts, row.sent_at, row.lease_owner) == (1, NOW, "")
    assert SIGNER.read_message_id(row.message_id) == 7


async def test_a_message_reads_as_it_should(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 1)
    async with Sink() as sink:
        await deliverer(ledger, sink.url, tmp_path / "state").drain(lambda: NOW)
    message = message_from_bytes(sink.received[0].content, policy=default)
    assert message["To"] == "Customer 1 <customer1@mail1.example>"
    assert "changes on 10 April 2027" in message["Subject"]
    assert sink.received[0].sender == message["Reply-To"]
    text = message.get_body(("plain",)).get_content()
    assert text.startswith("Hello Customer 1,")
    assert "Quillbank" in text


async def test_nothing_that_is_not_due_is_sent(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 5, due_at=NOW.replace(year=2028))
    async with Sink() as sink:
        report = await deliverer(ledger, sink.url, tmp_path / "state").drain(lambda: NOW)
    assert (report.sent, sink.received) == (0, [])
    assert states(ledger) == {"due": 5}


async def test_a_template_that_legal_must_mend_condemns_nobody(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 20)
    broken = replace(SETTINGS, overrides={"notice.txt.j2": "{% if %}"})
    letters = NoticeLetters(lambda number: (notice(number), broken), SIGNER, lambda: NOW)
    async with Sink() as sink:
        report = await Deliverer(ledger, open_transport(sink.url), letters, folder=tmp_path / "s").drain(lambda: NOW)
    assert "templates/notice.txt.j2:1" in report.trouble
    assert (states(ledger), sink.received) == ({"due": 20}, [])


@pytest.mark.parametrize(
    ("email", "offers", "state"),
    [
        ("пример@bücher.example", True, "sent"),
        ("пример@bücher.example", False, "failed"),
        ("plain@bücher.example", False, "sent"),
    ],
    ids=["smtputf8", "not-offered", "idna-only"],
)
async def test_international_addresses(ledger: Ledger, tmp_path: Path, email: str, offers: bool, state: str) -> None:
    owe(ledger, 1)
    with ledger.begin() as connection:
        key = f"{email.partition('@')[0]}@xn--bcher-kva.example"
        connection.execute(customers.update().values(email=email, email_key=key))
    extensions = ("PIPELINING", "SMTPUTF8") if offers else ("PIPELINING",)
    async with Sink(Plan(extensions=extensions)) as sink:
        await deliverer(ledger, sink.url, tmp_path / "s").drain(lambda: NOW)
    assert states(ledger) == {state: 1}
    assert [item.recipient for item in sink.received] == ([key] if state == "sent" else [])
