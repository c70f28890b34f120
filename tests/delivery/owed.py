"""Ledgers that owe notices, for the tests and benchmarks of delivery."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from notifier.delivery import Deliverer, NoticeLetters, WorkerOptions, open_transport
from notifier.delivery.outgoing import Transport
from notifier.ledger import Ledger
from notifier.ledger.schema import customers, deliveries, notices
from notifier.message import MessageSettings, NoticeLinks
from notifier.model import Notice, NoticeKind, NoticeState
from notifier.signing import Signer

NOW = datetime(2027, 3, 10, 8, 0, tzinfo=UTC)
SIGNER = Signer(b"a key for tests that is long enough")
SETTINGS = MessageSettings(
    company="Larkpost Cooperative",
    mail_from="notices@mail.larkpost.example",
    reply_to="privacy@larkpost.example",
    contact="privacy@larkpost.example",
    links=NoticeLinks(
        "https://larkpost.example/redline", "https://larkpost.example/new", "https://larkpost.example/old"
    ),
)
ANNOUNCEMENT = {
    "summary": "We now keep delivery logs for 60 days instead of 30.",
    "changes": [
        {"kind": "amended", "old": {"section": "4", "heading": "Logs"}, "new": {"section": "4", "heading": "Logs"}},
        {"kind": "added", "old": None, "new": {"section": "5", "heading": "Payment"}},
    ],
    "recipients_added": [{"name": "Quillbank"}],
    "recipients_removed": [],
}


def notice(number: int = 1, *, kind: NoticeKind = NoticeKind.CHANGE, **changes: object) -> Notice:
    values: dict[str, object] = {
        "id": number,
        "kind": kind,
        "document": "privacy-policy.md",
        "baseline_revision": "a" * 40,
        "revision": f"{number:040x}",
        "updated_on": date(2027, 3, 10),
        "effective_on": date(2027, 4, 10),
        "notice_days": 30,
        "due_at": NOW,
        "timezone": "UTC",
        "state": NoticeState.SENDING,
        "text_hash": "0" * 64,
        "announcement": json.dumps(ANNOUNCEMENT),
        "created_at": NOW,
    }
    return Notice(**(values | changes))  # type: ignore[arg-type]


def owe(
    ledger: Ledger, count: int, *, number: int = 1, domain: str = "mail{0}.example", due_at: datetime = NOW
) -> None:
    """Put `count` customers and their deliveries of one notice into a ledger."""
    owed = notice(number)
    fields = {name: getattr(owed, name) for name in Notice.__slots__}
    fields |= {"kind": owed.kind.value, "state": owed.state.value}
    with ledger.begin() as connection:
        connection.execute(notices.insert(), [fields])
        for first in range(0, count, 10_000):
            numbers = range(first + 1, min(first + 10_000, count) + 1)
            addresses = {i: f"customer{i}@{domain.format(i % 7)}" for i in numbers}
            start = connection.execute(sa.select(sa.func.coalesce(sa.func.max(customers.c.id), 0))).scalar_one()
            rows = [
                {
                    "id": start + place,
                    "external_id": f"c-{number}-{i}",
                    "email": addresses[i],
                    "email_key": addresses[i],
                    "name": f"Customer {i}",
                    "changed_at": NOW - timedelta(days=90),
                }
                for place, i in enumerate(numbers, 1)
            ]
            connection.execute(customers.insert(), rows)
            connection.execute(
                deliveries.insert(),
                [
                    {"notice_id": number, "customer_id": row["id"], "due_at": due_at, "objection_by": owed.effective_on}
                    for row in rows
                ],
            )


def states(ledger: Ledger) -> dict[str, int]:
    query = sa.select(deliveries.c.state, sa.func.count()).group_by(deliveries.c.state)
    with ledger.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def letters(now: datetime = NOW) -> NoticeLetters:
    return NoticeLetters(lambda number: (notice(number), SETTINGS), SIGNER, lambda: now)


def deliverer(ledger: Ledger, transport: Transport | str, folder: Path, **options: object) -> Deliverer:
    way = open_transport(transport) if isinstance(transport, str) else transport
    return Deliverer(ledger, way, letters(), folder=folder, options=WorkerOptions(**options))  # type: ignore[arg-type]
