"""One worker process of the delivery benchmarks: LEDGER-URL RELAY-URL FOLDER; prints what it did as JSON."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from dataclasses import fields
from pathlib import Path

import sqlalchemy as sa
import structlog
from support import NOW

from notifier.delivery import Deliverer, NoticeLetters, open_transport
from notifier.ledger import Ledger
from notifier.ledger.schema import notices
from notifier.message import MessageSettings, NoticeLinks
from notifier.model import Notice, NoticeKind, NoticeState
from notifier.signing import Signer

SETTINGS = MessageSettings(
    company="Larkpost Cooperative",
    mail_from="notices@mail.larkpost.example",
    reply_to="privacy@larkpost.example",
    links=NoticeLinks("https://larkpost.example/r", "https://larkpost.example/n", "https://larkpost.example/o"),
)


structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))


async def main(url: str, relay: str, folder: str) -> None:
    ledger = Ledger.open(url)

    def find(number: int):
        with ledger.reading() as connection:
            row = connection.execute(sa.select(notices).where(notices.c.id == number)).one()._asdict()
        values = {field.name: row[field.name] for field in fields(Notice)}
        values |= {"kind": NoticeKind(row["kind"]), "state": NoticeState(row["state"])}
        return Notice(**values), SETTINGS

    letters = NoticeLetters(find, Signer(b"a key for benchmarks, long enough"), lambda: NOW)
    worker = Deliverer(ledger, open_transport(relay), letters, folder=Path(folder))
    began = time.perf_counter()
    report = await worker.drain(lambda: NOW)
    seconds = time.perf_counter() - began
    ledger.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"sent": report.sent, "trouble": report.trouble, "seconds": seconds, "peak_mb": peak}), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
