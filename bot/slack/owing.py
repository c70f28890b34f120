"""What Slack is owed about notices follows from the ledger's events: nobody can change one and forget to tell."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.slack.outbox import Fact, owe
from bot.slack.rendering import notice_key
from notifier.cases.store import insert_for
from notifier.ledger.schema import events, outbox

CURSOR = "slack:events-told"
MOST_EVENTS = 20_000


def owe_notices(connection: sa.Connection, now: datetime) -> int:
    """Owe a card for every notice that has events, and an update for every one with new events; how many facts.

    Many events of one notice are one update: the card shows the state of the moment anyway.
    """
    told = _told(connection)
    query = (
        sa.select(events.c.subject, sa.func.max(events.c.id))
        .where(events.c.id > told, events.c.id <= told + MOST_EVENTS, events.c.subject.like("notice:%"))
        .group_by(events.c.subject)
        .order_by(sa.func.min(events.c.id))
    )
    owed = 0
    for subject, newest in connection.execute(query).all():
        number = subject.partition(":")[2]
        if number.isdecimal():
            owed += _owe_notice(connection, int(number), newest, now)
    newest = connection.execute(sa.select(sa.func.max(events.c.id))).scalar_one() or 0
    _tell(connection, told, min(newest, told + MOST_EVENTS), now)
    return owed


def _owe_notice(connection: sa.Connection, notice_id: int, event_id: int, now: datetime) -> bool:
    about = {"notice_id": notice_id}
    if owe(connection, Fact(notice_key(notice_id), "notice_card", about), now):
        return True
    return owe(connection, Fact(f"notice:{notice_id}:event:{event_id}", "notice_changed", about), now)


def _told(connection: sa.Connection) -> int:
    result = connection.execute(sa.select(outbox.c.result).where(outbox.c.key == CURSOR)).scalar_one_or_none()
    return int(result) if result else 0


def _tell(connection: sa.Connection, before: int, after: int, now: datetime) -> None:
    if after == before:
        return
    moved = connection.execute(
        sa.update(outbox).where(outbox.c.key == CURSOR, outbox.c.result == str(before)).values(result=str(after))
    )
    if moved.rowcount == 0 and before == 0:
        values = {"key": CURSOR, "destination": "cursor", "operation": "cursor", "state": "done", "result": str(after)}
        insert = insert_for(connection)(outbox).values(**values, next_attempt_at=now)
        connection.execute(insert.on_conflict_do_nothing())
