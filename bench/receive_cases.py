"""10,000 mixed messages end to end: bytes in, stored, parsed, understood, matched, cases opened, letters owed.

A commit for the bytes of every message, which the door waits for, on a SQLite ledger with synchronous=FULL; eight
connections hand in messages at once, and beside them a tick after every hundred reads and records the backlog, as in
`herald serve`. ARGS: number of messages.
"""

from __future__ import annotations

import asyncio
import base64
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import sqlalchemy as sa

from notifier.cases import Receiver
from notifier.inbound import Envelope
from notifier.ledger import Ledger, verify
from notifier.ledger.schema import cases, customers, deliveries, inbound_messages, notices, raw_messages
from notifier.signing import Signer

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
TARGET = 200
SIGNER = Signer(b"a key for benchmarks")
CUSTOMERS = 5_000
DOORS = 8  # connections that hand in messages at the same time
TEXTS = (
    "I object to the change of your privacy policy. Please keep my data where they are.",
    "Please delete my account and all data that you hold about me.",
    "Je m'oppose à cette modification.",
    "Bitte löschen Sie alle meine Daten.",
    "Me opongo al cambio de la política de privacidad.",
    "Vorrei ricevere una copia dei miei dati personali.",
    "Ik wil dat u mijn gegevens verwijdert.",
    "Quem são os vossos subcontratantes?",
    "Thanks for letting me know!",
    "Please unsubscribe me from the newsletter, but don't delete my account.",
    "What exactly changes in section 6, and who will get my phone number?",
    "This is outrageous; I will complain to the data protection authority.",
)
QUOTED = "\r\n".join(f"> Line {number} of the notice that says what changes and how to object." for number in range(60))


def plain(number: int, customer: int, text: str) -> bytes:
    return (
        f"From: Customer {customer} <p{customer}@example.org>\r\nTo: privacy@herald.example\r\n"
        f"Subject: Re: Our privacy policy changes\r\nMessage-ID: <m{number}@mail.example>\r\n"
        f"References: {SIGNER.message_id(customer, 'herald.example')}\r\nDate: Mon, 02 Nov 2026 08:00:00 +0000\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"Hello,\r\n\r\n{text}\r\n\r\nRegards,\r\nCustomer {customer}\r\n\r\n"
        f"On Sun, 1 Nov 2026 at 09:00, Privacy <privacy@herald.example> wrote:\r\n{QUOTED}\r\n"
    ).encode()


def html(number: int, customer: int, text: str) -> bytes:
    page = f"<html><body><p>Hello,</p><p>{text}</p><blockquote>{QUOTED}</blockquote></body></html>"
    body = base64.encodebytes(page.encode()).decode().replace("\n", "\r\n")
    return (
        f"From: p{customer}@example.org\r\nTo: privacy@herald.example\r\nSubject: Re: notice\r\n"
        f"Message-ID: <m{number}@mail.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{body}"
    ).encode()


def bounce(number: int, customer: int) -> bytes:
    return (
        f"From: MAILER-DAEMON@mx.example.org\r\nTo: privacy@herald.example\r\nReturn-Path: <>\r\n"
        f"Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <m{number}@mx.example>\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nYour message could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; p{customer}@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {SIGNER.message_id(customer, 'herald.example')}\r\n--b--\r\n"
    ).encode()


def away(number: int, customer: int) -> bytes:
    return (
        f"From: p{customer}@example.org\r\nTo: privacy@herald.example\r\nSubject: Out of office: notice\r\n"
        f"Message-ID: <m{number}@mail.example>\r\nAuto-Submitted: auto-replied\r\n\r\nI am away until Monday.\r\n"
    ).encode()


def attached(number: int, customer: int, text: str) -> bytes:
    blob = base64.encodebytes(bytes(range(256)) * 400).decode().replace("\n", "\r\n")
    return (
        f"From: p{customer}@example.org\r\nTo: privacy@herald.example\r\nSubject: Re: notice\r\n"
        f'Message-ID: <m{number}@mail.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
        "--b\r\nContent-Type: application/pdf; name=id.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        f"{blob}\r\n--b--\r\n"
    ).encode()


def message(number: int) -> tuple[bytes, int]:
    """Of 20 messages: 12 plain replies, 3 in HTML, 2 bounces, 2 auto-replies, 1 with a 100 KB attachment."""
    customer = number * 7919 % CUSTOMERS + 1
    text = TEXTS[number % len(TEXTS)]
    match number % 20:
        case 0 | 1 | 2:
            return html(number, customer, text), customer
        case 3 | 4:
            return bounce(number, customer), customer
        case 5 | 6:
            return away(number, customer), customer
        case 7:
            return attached(number, customer, text), customer
        case _:
            return plain(number, customer, text), customer


def fill(ledger: Ledger, signer: Signer) -> None:
    people = [
        {"external_id": f"c{n}", "email": f"p{n}@example.org", "email_key": f"p{n}@example.org", "changed_at": NOW}
        for n in range(1, CUSTOMERS + 1)
    ]
    sent = [
        {
            "notice_id": 1,
            "customer_id": n,
            "state": "sent",
            "due_at": NOW,
            "sent_at": NOW - timedelta(days=2),
            "message_id": signer.message_id(n, "herald.example"),
        }
        for n in range(1, CUSTOMERS + 1)
    ]
    notice = {"document": "privacy.md", "revision": "b" * 40, "effective_on": date(2026, 11, 28), "notice_days": 30}
    with ledger.begin() as connection:
        connection.execute(sa.insert(customers), people)
        more = {"due_at": NOW, "state": "sent", "text_hash": "0" * 64, "created_at": NOW}
        connection.execute(sa.insert(notices).values(**notice, **more))
        connection.execute(sa.insert(deliveries), sent)


def memory() -> float:
    """Resident memory now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


async def take_in_all(ledger: Ledger, count: int, readers: Executor) -> list[float]:
    """As `herald serve` does: doors commit every message, and beside them a tick finishes the backlog."""
    receiver = Receiver(ledger, SIGNER, readers=readers)
    readings = []
    ticking = asyncio.ensure_future(receiver.finish(NOW))
    for first in range(0, count, 100):
        numbers = iter(range(first, min(first + 100, count)))
        await asyncio.gather(*(hand_in(receiver, numbers) for _ in range(DOORS)))
        await ticking  # what came a hundred messages ago is recorded: the backlog cannot grow without end
        ticking = asyncio.ensure_future(receiver.finish(NOW + timedelta(seconds=first + 100)))
        if first // 100 in (count // 1_000, count // 200):
            readings.append(memory())
    await ticking
    await receiver.finish(NOW + timedelta(seconds=count))
    return [*readings, memory()]


async def hand_in(receiver: Receiver, numbers: Iterator[int]) -> None:
    """One connection of a door: a message after the other, each answered when its bytes are committed."""
    for number in numbers:
        content, customer = message(number)
        to = f"privacy+{SIGNER.reply_token(customer)}@herald.example" if number % 3 else "privacy@herald.example"
        envelope = Envelope(f"p{customer}@example.org", (to,))
        await receiver.store(content, door="bench", envelope=envelope, now=NOW + timedelta(seconds=number))


def main(count: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger.open(f"sqlite:///{folder}/herald.db")
        fill(ledger, SIGNER)
        began, busy = time.perf_counter(), time.process_time()
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as readers:
            readings = asyncio.run(take_in_all(ledger, count, readers))
        seconds, busy = time.perf_counter() - began, time.process_time() - busy
        with ledger.begin() as connection:
            sizes = {
                table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for table in (raw_messages, inbound_messages, cases)
            }
            triage = connection.execute(sa.select(sa.func.count()).where(cases.c.kind == "other")).scalar_one()
            by_match = sa.select(inbound_messages.c.matched, sa.func.count()).group_by(inbound_messages.c.matched)
            matched = {row.matched: row[1] for row in connection.execute(by_match)}
            sound = verify(connection).is_sound
        ledger.close()
    print(f"{count} messages in {seconds:.1f} s: {count / seconds:.0f} messages/s (target {TARGET})")
    print(f"of which this process computed {busy:.1f} s: {count / busy:.0f} messages a second of its own computing")
    print(f"memory after 10 %, 50 %, 100 %: {', '.join(f'{one:.0f} MB' for one in readings)}")
    print(f"rows: {sizes}; to sort: {triage}; matched: {matched}; chain sound: {sound}")
    kept = sizes["raw_messages"] == sizes["inbound_messages"] == count
    return 0 if count / seconds >= TARGET and kept and sound and readings[-1] < 1.25 * readings[0] else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
