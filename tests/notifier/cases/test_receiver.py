"""From the bytes at a door to cases in the ledger: nothing lost, nothing twice, whatever happens in between."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from notifier.cases import Receiver, receive
from notifier.cases.backlog import BATCH, begin_batch, mark_forgotten, pending
from notifier.inbound import Envelope, store_raw
from notifier.ledger import Ledger, verify
from notifier.ledger.case_tables import mail_outbox
from notifier.ledger.schema import cases, inbound_messages, raw_messages, seen_requests
from notifier.model import Identity, ReplyKind

if TYPE_CHECKING:
    from conftest import House

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def mail(text: str, number: int = 1, sender: str = "jane@example.org", headers: str = "") -> bytes:
    head = f"From: {sender}\r\nTo: privacy@herald.example\r\nSubject: Re: notice\r\nMessage-ID: <m{number}@mail.example>\r\n"
    return f"{head}{headers}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()


def receiver(house: House) -> Receiver:
    return Receiver(house.ledger, house.signer, trusted_servers=("mx.herald.example",))


def count(house: House, table: sa.Table) -> int:
    return len(house.rows(sa.select(table)))


async def test_an_objection_by_signed_address_with_dmarc_is_likely(house: House) -> None:
    passed = "Authentication-Results: mx.herald.example; dmarc=pass header.from=example.org\r\n"
    envelope = Envelope("jane@example.org", (f"privacy+{house.token(1)}@herald.example",))
    content = mail("I object to the change.", headers=passed)
    receipt = await receiver(house).take(content, door="lmtp", envelope=envelope, now=NOW)
    case = house.case(receipt.opened[0])
    assert (case.kind, case.identity) == (ReplyKind.OBJECTION, Identity.LIKELY)
    shape = receipt.as_json("a.eml")
    assert (shape["kinds"], shape["customer"], shape["cases"]) == (["objection"], "c-1", [case.number])


async def test_results_of_another_server_prove_nothing(house: House) -> None:
    forged = "Authentication-Results: mx.evil.example; dmarc=pass header.from=example.org\r\n"
    envelope = Envelope("jane@example.org", (f"privacy+{house.token(1)}@herald.example",))
    receipt = await receiver(house).take(mail("I object.", headers=forged), door="lmtp", envelope=envelope, now=NOW)
    assert house.case(receipt.opened[0]).identity is Identity.UNCONFIRMED


async def test_the_same_webhook_five_times_at_once_is_one_message_and_one_case(house: House) -> None:
    door, content = receiver(house), mail("Please delete my account and all my data.")
    receipts = await asyncio.gather(*(door.take(content, door="webhook", now=NOW) for _ in range(5)))
    assert sorted(receipt.duplicate for receipt in receipts) == [False, True, True, True, True]
    assert [count(house, table) for table in (raw_messages, inbound_messages, cases, mail_outbox)] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 1000, b"\xff\xfe" * 500, b"From: \xff\r\n\r\n\xff", b"Content-Type: multipart/mixed\r\n\r\nx"],
    ids=["empty", "zeros", "not text", "bad headers", "no boundary"],
)
async def test_whatever_the_bytes_are_they_are_stored_and_recorded(house: House, content: bytes) -> None:
    await receiver(house).take(content, door="lmtp", now=NOW)
    assert [count(house, table) for table in (raw_messages, inbound_messages)] == [1, 1]


def test_an_unreadable_message_goes_to_a_person(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*args: object, **kwargs: object) -> None:
        raise RecursionError("deep")

    monkeypatch.setattr("notifier.cases.reading.read_message", explode)
    with house.ledger.begin() as connection:
        receipt = receive(connection, mail("I object."), door="lmtp", signer=house.signer, now=NOW)
    assert (house.case(receipt.opened[0]).kind, count(house, mail_outbox)) == (ReplyKind.OTHER, 0)


async def test_what_was_stored_before_a_crash_is_finished_with_its_own_receipt_time(house: House) -> None:
    with house.ledger.begin() as connection:
        store_raw(connection, mail("Please delete my account."), door="imap", now=NOW)
    door = receiver(house)
    assert [await door.finish(NOW + timedelta(days=3)) for _ in range(2)] == [1, 0]
    assert house.rows(sa.select(cases))[0].due_at == datetime(2026, 12, 2, 9, tzinfo=UTC)


async def test_a_batch_whose_reading_ended_the_program_is_read_message_by_message(house: House) -> None:
    """Kill -9 in the middle of reading: nobody's objection is left to a person only because it lay beside a bomb."""
    with house.ledger.begin() as connection:
        for number in range(3):
            store_raw(connection, mail(f"I object. {number}", number), door="imap", now=NOW)
        assert mark_forgotten(connection, NOW) == 3
        assert len(begin_batch(connection, NOW)) == 3  # and here the program ends
    door = receiver(house)
    assert await door.finish(NOW + timedelta(minutes=4)) == 0
    assert await door.finish(NOW + timedelta(minutes=5)) == 3
    assert {row.kind for row in house.rows(sa.select(cases))} == {"objection"}


async def test_a_message_that_ends_the_program_twice_goes_to_a_person(house: House) -> None:
    with house.ledger.begin() as connection:
        store_raw(connection, mail("I object."), door="imap", now=NOW)
        mark_forgotten(connection, NOW)
        for minutes in (0, 5):
            assert len(begin_batch(connection, NOW + timedelta(minutes=minutes))) == 1
    assert await receiver(house).finish(NOW + timedelta(minutes=10)) == 1
    assert "ended the program" in house.rows(sa.select(cases))[0].quote


async def test_two_workers_finish_a_long_backlog_without_doubling(house: House) -> None:
    with house.ledger.begin() as connection:
        for number in range(2 * BATCH + 3):
            store_raw(connection, mail(f"I object. {number}", number), door="imap", now=NOW)
    done = await asyncio.gather(*(receiver(house).finish(NOW) for _ in range(2)))
    assert (sum(done), count(house, inbound_messages)) == (2 * BATCH + 3, 2 * BATCH + 3)
    assert house.rows(sa.select(seen_requests)) == []


async def test_a_copy_through_another_door_is_not_pending_for_ever(house: House) -> None:
    door = receiver(house)
    await door.take(mail("I object."), door="imap", now=NOW)
    await door.take(mail("I object.", headers="X-Mailgun-Incoming: Yes\r\n"), door="webhook", now=NOW)
    with house.ledger.begin() as connection:
        assert pending(connection) == ()
    assert [count(house, table) for table in (raw_messages, inbound_messages, cases)] == [2, 1, 1]


async def test_a_locked_database_is_waited_for(house: House, ledger_url: str) -> None:
    other = sqlite3.connect(ledger_url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.7, lambda: other.execute("ROLLBACK"))
    release.start()
    started = time.monotonic()
    receipt = await receiver(house).take(mail("I object."), door="lmtp", now=NOW)
    release.join()
    other.close()
    assert time.monotonic() - started > 0.5
    assert receipt.opened


PROGRAM = """
import asyncio, sys
from datetime import UTC, datetime
from notifier.cases import Receiver
from notifier.ledger import Ledger
from notifier.signing import Signer

async def main():
    receiver = Receiver(Ledger.open(sys.argv[1]), Signer(b"a key for tests only"))
    now = datetime(2026, 11, 2, 9, tzinfo=UTC)
    await receiver.finish(now)
    for line in sys.stdin.buffer:
        number = int(line)
        text = f"Please delete my account. {number}"
        content = f"From: p{number}@example.org\\nMessage-ID: <m{number}@x>\\n\\n{text}\\n".encode()
        await receiver.store(content, door="lmtp", now=now)
        print(number, flush=True)  # the door said "accepted"
        await receiver.take(content, door="lmtp", now=now)

asyncio.run(main())
"""


def test_kill_9_at_random_points_loses_and_doubles_nothing(ledger: Ledger, ledger_url: str) -> None:
    """The door resends whatever it was not told "accepted" for, as IMAP and SMTP do."""
    messages, accepted, kills = 60, 0, 0
    while accepted < messages:
        process = start(ledger_url)
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("".join(f"{number}\n" for number in range(accepted, messages)).encode())
        process.stdin.flush()
        if kills < 4:
            for _ in range(4 + 3 * kills):
                accepted = int(process.stdout.readline()) + 1
            time.sleep(0.002 * kills)
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.stdin.close()
        rest = process.stdout.read().split()
        accepted = int(rest[-1]) + 1 if rest else accepted
        process.wait(timeout=20)
        process.stdout.close()
    finish = start(ledger_url)
    assert finish.stdin is not None
    assert finish.stdout is not None
    finish.stdin.close()
    finish.wait(timeout=20)
    finish.stdout.close()
    with ledger.begin() as connection:
        sizes = [
            len(connection.execute(sa.select(t)).all()) for t in (raw_messages, inbound_messages, cases, mail_outbox)
        ]
        assert sizes == [messages] * 4
        assert verify(connection).is_sound
    assert kills == 4


def start(url: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    command = [sys.executable, "-c", PROGRAM, url]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
