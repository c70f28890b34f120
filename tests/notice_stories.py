"""A ledger in which notices live through their stories: short verbs for tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import sqlalchemy as sa

from notifier import notices
from notifier.customers import import_csv
from notifier.ledger import Ledger, history
from notifier.ledger.schema import deliveries
from notifier.model import Notice
from notifier.notices import Announced, Happening
from notifier.planning import Text
from notifier.signing import Signer
from policy.settings import PolicySettings

SIGNER = Signer(b"a sufficiently long key")
MERGED = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)
DUE = datetime(2027, 3, 11, 8, 0, tzinfo=UTC)  # 30 days before, at 09:00 in Berlin
EFFECTIVE = date(2027, 4, 10)
IN_FORCE = datetime(2027, 4, 9, 22, 0, tzinfo=UTC)
SETTINGS = PolicySettings(timezone="Europe/Berlin")


def text(name: str) -> Text:
    return Text(f"r{name}", f"t{name[0]}")


def step(
    new: str, previous: str, *, effective: date | None = EFFECTIVE, material: bool = True, document: str = "p.md"
) -> Announced:
    return Announced(document, text(new), text(previous), None, effective, 30, material)


@dataclass(slots=True)
class Story:
    ledger: Ledger
    settings: PolicySettings = field(default_factory=lambda: SETTINGS)

    def customers(self, *lines: str, now: datetime = MERGED) -> None:
        rows = ["id,email,name,language,country,segment,joined_on\n", *(f"{line}\n" for line in lines)]
        report = import_csv(self.ledger, rows, now=now, signer=SIGNER)
        assert report.imported, report.refused

    def merge(self, of: Announced, *, now: datetime = MERGED, whole: Announced | None = None) -> Notice | None:
        with self.ledger.begin() as connection:
            return notices.propose_announced(connection, of, self.settings, now=now, whole=whole)

    def merged(self, of: Announced, *, now: datetime = MERGED, whole: Announced | None = None) -> Notice:
        notice = self.merge(of, now=now, whole=whole)
        assert notice is not None
        return notice

    def approve(self, notice: Notice, by: str = "jane", *, now: datetime = MERGED) -> Notice:
        with self.ledger.begin() as connection:
            return notices.approve(connection, notice.id, by=by, text_hash=notice.text_hash, now=now)

    def advance(self, now: datetime, *, look_for_new: bool = False) -> list[str]:
        with self.ledger.begin() as connection:
            done = notices.advance(connection, now=now, look_for_new=look_for_new)
        return [shape(happening) for happening in done]

    def send(self, notice: Notice, now: datetime, *, only: Iterable[str] = (), state: str = "sent") -> int:
        """Mark what is due as sent, as the deliverer would; `only` the customers of these ids."""
        chosen = f"AND external_id IN ({','.join(repr(one) for one in only)})" if only else ""
        statement = f"""UPDATE deliveries SET state = '{state}', sent_at = :at, response = '250 2.0.0 queued',
            address = (SELECT email FROM customers WHERE customers.id = customer_id)
            WHERE notice_id = :notice AND state IN ('due', 'claimed') AND due_at <= :at
            AND customer_id IN (SELECT id FROM customers WHERE state = 'active' {chosen})"""
        values = {"notice": notice.id, "at": int(now.timestamp() * 1_000_000)}
        with self.ledger.begin() as connection:
            return connection.execute(sa.text(statement), values).rowcount

    def sent(self, notice: Notice) -> Notice:
        """Approve, begin, send and finish."""
        self.approve(notice)
        self.advance(notice.due_at)
        self.send(notice, notice.due_at)
        self.advance(notice.due_at)
        return self.again(notice)

    def again(self, notice: Notice) -> Notice:
        with self.ledger.reading() as connection:
            return notices.get_notice(connection, notice.id)

    def states(self) -> list[str]:
        with self.ledger.reading() as connection:
            return [f"{notice.kind} {notice.revision} {notice.state}" for notice in notices.list_notices(connection)]

    def deliveries(self, notice: Notice) -> list[tuple[str, str, str]]:
        """(customer, purpose, state) of every delivery."""
        query = """SELECT external_id, purpose, deliveries.state FROM deliveries
            JOIN customers ON customers.id = customer_id WHERE notice_id = :notice ORDER BY external_id, purpose"""
        with self.ledger.reading() as connection:
            return [tuple(row) for row in connection.execute(sa.text(query), {"notice": notice.id})]  # type: ignore[misc]

    def events(self, notice: Notice) -> list[str]:
        with self.ledger.reading() as connection:
            return [event.kind.removeprefix("notice.") for event in history(connection, f"notice:{notice.id}")]

    def count(self) -> int:
        with self.ledger.reading() as connection:
            return int(connection.execute(sa.select(sa.func.count()).select_from(deliveries)).scalar_one())


def shape(happening: Happening) -> str:
    return f"{happening.notice_id} {happening.what} {happening.number}".removesuffix(" 0")
