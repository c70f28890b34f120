"""Giving the reminders that are due: looked up from the cases at each tick, recorded with the row that tells staff."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from notifier.cases import announcing
from notifier.cases.reminders import Reminder, reminder_due
from notifier.cases.store import CaseFilter, list_cases
from notifier.cases.transitions import OPEN_STATES
from notifier.ledger.case_tables import case_reminders
from notifier.model import Case


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A case that staff must be reminded of, and why now."""

    case: Case
    reminder: Reminder


def due_reminders(connection: sa.Connection, *, now: datetime) -> tuple[DueReminder, ...]:
    """Every reminder that is due and was not given, at most one a case. Reads only."""
    recorded: dict[tuple[int, datetime], set[str]] = defaultdict(set)
    for row in connection.execute(sa.select(case_reminders)):
        recorded[row.case_id, row.due_at].add(row.key)
    due = []
    for case in list_cases(connection, CaseFilter(states=OPEN_STATES)):
        reminder = reminder_due(case.opened_at, case.due_at, recorded[case.id, case.due_at], now)
        if reminder is not None:
            due.append(DueReminder(case, reminder))
    return tuple(due)


def remind(connection: sa.Connection, *, now: datetime) -> tuple[DueReminder, ...]:
    """Owe staff every reminder that is due, and record it in the same transaction; run it at each tick."""
    due = due_reminders(connection, now=now)
    for one in due:
        _give(connection, one, now)
    return due


def _give(connection: sa.Connection, due: DueReminder, now: datetime) -> None:
    case, reminder = due.case, due.reminder
    known = sa.select(case_reminders.c.key).where(
        case_reminders.c.case_id == case.id, case_reminders.c.due_at == case.due_at
    )
    seen = set(connection.execute(known).scalars())
    fresh = [key for key in reminder.covers if key not in seen]
    rows = [{"case_id": case.id, "due_at": case.due_at, "key": key, "at": now} for key in fresh]
    connection.execute(sa.insert(case_reminders), rows)
    fact = f"reminder:{case.due_at.date()}:{reminder.key}"
    announcing.announce(
        connection, announcing.REMINDER, case, fact, now, reminder=reminder.key, due_at=case.due_at.isoformat()
    )
