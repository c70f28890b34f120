"""Storing and recording under faults: many workers on PostgreSQL, a full disk, a step that loses a race."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from notifier.cases import Receiver, step
from notifier.errors import RefusedError
from notifier.ledger import Ledger, verify
from notifier.ledger.case_tables import mail_outbox
from notifier.ledger.schema import cases, inbound_messages, outbox, raw_messages
from notifier.signing import Signer

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SIGNER = Signer(b"a key for tests only")


def mail(number: int, extra: str = "") -> bytes:
    head = f"From: p{number}@example.org\nMessage-ID: <m{number}@x>\nSubject: Re: notice\n{extra}"
    return f"{head}\nPlease delete my account and all my data.\n".encode()


def sizes(ledger: Ledger) -> list[int]:
    tables = (raw_messages, inbound_messages, cases, mail_outbox, outbox)
    with ledger.begin() as connection:
        assert verify(connection).is_sound
        return [len(connection.execute(sa.select(table)).all()) for table in tables]


@pytest.fixture
def workers(postgres_url: str) -> Iterator[list[Ledger]]:
    opened = [Ledger.open(postgres_url) for _ in range(4)]
    yield opened
    for ledger in opened:
        ledger.close()


async def test_four_workers_on_postgresql_record_each_message_once(workers: list[Ledger]) -> None:
    doors = [Receiver(ledger, SIGNER) for ledger in workers]
    deliveries = [door.take(mail(number), door="webhook", now=NOW) for number in range(6) for door in doors]
    receipts = await asyncio.gather(*deliveries, *(door.finish(NOW) for door in doors))
    assert sizes(workers[0]) == [6] * 5
    assert len(receipts) == 28
    numbers = [row.number for row in _rows(workers[0], sa.select(cases.c.number).order_by(cases.c.number))]
    assert numbers == [f"C-2026-{number:04d}" for number in range(1, 7)]


async def test_copies_through_two_doors_at_once_are_one_case_on_postgresql(workers: list[Ledger]) -> None:
    doors = [Receiver(ledger, SIGNER) for ledger in workers]
    await asyncio.gather(
        *(door.take(mail(1, f"X-Door: {number}\n"), door="imap", now=NOW) for number, door in enumerate(doors))
    )
    assert sizes(workers[0]) == [4, 1, 1, 1, 1]


async def test_two_people_who_step_a_case_at_once_do_it_once(workers: list[Ledger]) -> None:
    await Receiver(workers[0], SIGNER).take(mail(1), door="imap", now=NOW)

    async def refuse(ledger: Ledger) -> bool:
        try:
            await ledger.run(step, "C-2026-0001", "refuse", by="Ada", reason="no account", now=NOW)
        except RefusedError:
            return False
        return True

    assert sorted(await asyncio.gather(*(refuse(ledger) for ledger in workers))) == [False, False, False, True]


async def test_a_full_disk_refuses_the_message_and_loses_none(ledger: Ledger) -> None:
    door = Receiver(ledger, SIGNER)
    await door.take(mail(0), door="lmtp", now=NOW)

    def limit(connection: sa.Connection, pages: int) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    await ledger.run(limit, 1)  # SQLite raises it to the present size: no further page is to be had
    refused = 0
    for number in range(1, 40):
        try:
            await door.take(mail(number, f"X-Long: {'x' * 900}\n" * 9), door="lmtp", now=NOW)
        except sa.exc.OperationalError:
            refused += 1
    assert refused > 30
    await ledger.run(limit, 1_000_000)
    for number in range(1, 40):  # the doors' clients come again, as for every message that was not accepted
        await door.take(mail(number, f"X-Long: {'x' * 900}\n" * 9), door="lmtp", now=NOW)
    await door.finish(NOW)
    assert sizes(ledger) == [40] * 5


def _rows(ledger: Ledger, query: sa.Select[tuple[str]]) -> list[sa.Row[tuple[str]]]:
    with ledger.begin() as connection:
        return list(connection.execute(query))
