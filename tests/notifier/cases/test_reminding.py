"""Reminders from the ledger: given once, through restarts, silence and changed clocks."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from notifier.cases.incoming import Incoming
from notifier.cases.reminding import due_reminders, remind
from notifier.ledger import Ledger
from notifier.ledger.schema import outbox
from notifier.model import ReplyKind

if TYPE_CHECKING:
    from conftest import House

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def ask(house: House, kind: ReplyKind) -> str:
    incoming = Incoming("", sender="jane@example.org", text=f"{kind}", kinds=(kind,), primary=kind)
    return house.deliver(incoming).opened[0]


def given(ledger: Ledger) -> list[str]:
    with ledger.begin() as connection:
        rows = connection.execute(sa.select(outbox.c.payload).where(outbox.c.operation == "case_reminder"))
        return [json.loads(row.payload)["reminder"] for row in rows]


def tick(ledger: Ledger, now: datetime) -> int:
    with ledger.begin() as connection:
        return len(remind(connection, now=now))


def test_a_whole_life_of_reminders_with_a_restart_at_every_tick(house: House, ledger_url: str) -> None:
    ask(house, ReplyKind.ACCESS)  # due 2 December
    for hours in range(0, 24 * 33, 7):
        restarted = Ledger.open(ledger_url)
        tick(restarted, NOW + timedelta(hours=hours))
        restarted.close()
    assert given(house.ledger) == ["half", "7d", "2d", "1d", "overdue-0", "overdue-1", "overdue-2"]


def test_a_missed_week_and_a_clock_set_back(house: House) -> None:
    ask(house, ReplyKind.ACCESS)
    assert tick(house.ledger, NOW + 29.5 * DAY) == 1
    assert tick(house.ledger, NOW + 20 * DAY) == 0
    assert given(house.ledger) == ["1d"]


def test_looking_gives_nothing(house: House) -> None:
    ask(house, ReplyKind.ACCESS)
    with house.ledger.begin() as connection:
        for _ in range(2):
            assert [one.reminder.key for one in due_reminders(connection, now=NOW + 16 * DAY)] == ["half"]


def test_a_closed_case_is_silent_and_an_extended_one_starts_anew(house: House) -> None:
    closed, extended = ask(house, ReplyKind.COMPLAINT), ask(house, ReplyKind.ACCESS)
    house.step(closed, "refuse", reason="none of ours")
    assert tick(house.ledger, NOW + 29.5 * DAY) == 1
    house.step(extended, "extend", reason="many systems", now=NOW + 29.6 * DAY)
    assert tick(house.ledger, NOW + 30 * DAY) == 0
    assert tick(house.ledger, NOW + 90 * DAY) == 1
    assert given(house.ledger) == ["1d", "2d"]
