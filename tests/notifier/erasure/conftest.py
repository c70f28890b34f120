"""A ledger with people whose data are everywhere they can be, and a company system that listens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from notifier.cases import Correspondence, Postman, Receipt, get_case, receive, step
from notifier.erasure import Answer, Request
from notifier.inbound import Envelope
from notifier.ledger import Ledger
from notifier.ledger.schema import customers, deliveries, notices
from notifier.model import Case
from notifier.signing import Signer

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
WRITER = Correspondence("Privacy <privacy@herald.example>", "privacy@herald.example", "https://herald.example")


@dataclass
class Archive:
    """One ledger file and the steps that its tests take."""

    ledger: Ledger
    signer: Signer
    letters: list[bytes] = field(default_factory=list)

    def write(self, sender: str, text: str, now: datetime = NOW, delivery: int | None = None) -> Receipt:
        content = (
            f"From: {sender}\r\nSubject: Mail of {sender}\r\nMessage-ID: <{hash(text)}@x.example>\r\n\r\n{text}\r\n"
        )
        to = f"privacy+{self.signer.reply_token(delivery)}@herald.example" if delivery else "privacy@herald.example"
        with self.ledger.begin() as connection:
            return receive(
                connection, content.encode(), door="t", envelope=Envelope(sender, (to,)), signer=self.signer, now=now
            )

    def step(self, number: str, action: str, by: str = "Ada", reason: str = "as asked by jane@example.org") -> Case:
        with self.ledger.begin() as connection:
            return step(connection, number, action, by=by, reason=reason, now=NOW)

    def confirmed(self, sender: str = "jane@example.org", delivery: int | None = 1) -> str:
        number = self.write(sender, "Please delete my account and all my data.", delivery=delivery).opened[0]
        self.step(number, "confirm_identity")
        self.step(number, "start")
        return number

    def case(self, number: str) -> Case:
        with self.ledger.begin() as connection:
            return get_case(connection, number)

    def rows(self, query: sa.Select[Any]) -> list[sa.Row[Any]]:
        with self.ledger.begin() as connection:
            return list(connection.execute(query))

    async def send_letters(self, now: datetime = NOW) -> None:
        async def send(sender: str, recipient: str, content: bytes) -> str:
            self.letters.append(content)
            return f"250 delivered to {recipient}"

        await Postman(self.ledger, self.signer, WRITER, send).send_due(now)


@dataclass
class Company:
    """Answers as told, 200 afterwards; keeps every request."""

    answers: list[Answer] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    async def __call__(self, request: Request) -> Answer:
        self.requests.append(request)
        return self.answers.pop(0) if self.answers else Answer(200)


def fill(ledger: Ledger) -> None:
    people = [("c-jane", "jane@example.org", "Jane Roe-Unique"), ("c-omar", "omar@example.net", "Omar Diaz")]
    with ledger.begin() as connection:
        for external_id, email, name in people:
            values = {"external_id": external_id, "email": email, "email_key": email, "name": name, "changed_at": NOW}
            connection.execute(sa.insert(customers).values(values))
        notice = {"document": "p.md", "revision": "b" * 40, "effective_on": date(2026, 11, 28), "notice_days": 30}
        more = {"due_at": NOW, "state": "sent", "text_hash": "0" * 64, "created_at": NOW}
        connection.execute(sa.insert(notices).values(**notice, **more))
        for customer, (_, email, _name) in enumerate(people, 1):
            sent = {"notice_id": 1, "customer_id": customer, "state": "sent", "due_at": NOW, "sent_at": NOW}
            told = {"message_id": f"<d{customer}@herald.example>", "address": email, "response": f"250 ok <{email}>"}
            connection.execute(sa.insert(deliveries).values(**sent, **told))


@pytest.fixture
def archive(ledger: Ledger) -> Archive:
    fill(ledger)
    return Archive(ledger, Signer(b"a key for tests only"))


@pytest.fixture
def any_archive(any_ledger: Ledger) -> Archive:
    fill(any_ledger)
    return Archive(any_ledger, Signer(b"a key for tests only"))


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.fixture
def files(ledger_url: str) -> list[Path]:
    """The ledger's file and the files beside it that SQLite writes."""
    path = Path(ledger_url.removeprefix("sqlite:///"))
    return [path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")]
