"""A ledger with three customers and one notice that was sent to two of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from notifier.cases.incoming import Incoming
from notifier.cases.reading import Read
from notifier.cases.receiving import Receipt, take_in
from notifier.cases.steps import step
from notifier.cases.store import get_case
from notifier.inbound import Reading, store_raw
from notifier.ledger import Ledger
from notifier.ledger.schema import customers, deliveries, notices
from notifier.model import Case
from notifier.signing import Signer
from notifier.understanding import Understanding

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
EFFECTIVE = date(2026, 11, 28)


@dataclass(frozen=True)
class House:
    """A ledger with content, and the address that replies of each delivery go to."""

    ledger: Ledger
    signer: Signer
    notice: int

    def token(self, delivery: int) -> str:
        return self.signer.reply_token(delivery)

    def deliver(self, incoming: Incoming, now: datetime = NOW, raw: bytes | None = None) -> Receipt:
        """Store and take in one message, as `receive` does after reading it."""
        content = raw or f"X-Test: {incoming.sender} {incoming.text} {now}\n\n".encode()
        with self.ledger.begin() as connection:
            key = store_raw(connection, content, door="test", now=now)
            read = Read(
                replace(incoming, sha256=key), Reading(), Understanding(incoming.kinds, incoming.primary, False)
            )
            return take_in(connection, read, signer=self.signer, received_at=now, now=now)

    def case(self, number: str) -> Case:
        with self.ledger.begin() as connection:
            return get_case(connection, number)

    def step(self, number: str, action: str, *, by: str = "Ada", reason: str = "", now: datetime = NOW) -> Case:
        with self.ledger.begin() as connection:
            return step(connection, number, action, by=by, reason=reason, now=now)

    def rows(self, query: sa.Select[Any]) -> list[sa.Row[Any]]:
        with self.ledger.begin() as connection:
            return list(connection.execute(query))


def add_customer(connection: sa.Connection, external_id: str, email: str, **more: object) -> int:
    values = {"external_id": external_id, "email": email, "email_key": email.lower(), "changed_at": NOW, **more}
    return int(connection.execute(sa.insert(customers).values(values).returning(customers.c.id)).scalar_one())


def add_notice(connection: sa.Connection, effective_on: date, revision: str = "b" * 40) -> int:
    values = {
        "document": "privacy.md",
        "revision": revision,
        "effective_on": effective_on,
        "notice_days": 30,
        "due_at": NOW - timedelta(days=4),
        "state": "sent",
        "text_hash": "0" * 64,
        "created_at": NOW - timedelta(days=9),
    }
    return int(connection.execute(sa.insert(notices).values(values).returning(notices.c.id)).scalar_one())


def add_delivery(connection: sa.Connection, notice: int, customer: int, message_id: str) -> int:
    values = {
        "notice_id": notice,
        "customer_id": customer,
        "state": "sent",
        "due_at": NOW - timedelta(days=4),
        "sent_at": NOW - timedelta(days=4),
        "message_id": message_id,
    }
    return int(connection.execute(sa.insert(deliveries).values(values).returning(deliveries.c.id)).scalar_one())


def fill(ledger: Ledger) -> int:
    with ledger.begin() as connection:
        jane = add_customer(connection, "c-1", "jane@example.org", name="Jane Roe")
        omar = add_customer(
            connection, "c-2", "omar@example.net", name="Omar Diaz", language="de", segment="enterprise"
        )
        add_customer(connection, "c-3", "late@example.com", name="Lea Late", language="fr")
        notice = add_notice(connection, EFFECTIVE)
        add_delivery(connection, notice, jane, "<d1@herald.example>")
        add_delivery(connection, notice, omar, "<d2@herald.example>")
        return notice


@pytest.fixture
def house(ledger: Ledger) -> House:
    return House(ledger, Signer(b"a key for tests only"), fill(ledger))
