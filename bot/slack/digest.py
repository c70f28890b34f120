"""The week in one message: what comes into force, what is due, and what staff asked and did not find."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.blocks.case import CaseFacts
from bot.blocks.digest import Digest
from bot.slack.outbox import Fact, owe
from bot.slack.parts import SlackParts
from bot.slack.reading import open_cases
from notifier.ledger.schema import answer_feedback, cases, notices

WEEK = timedelta(days=7)
MONDAY = 0
HOUR = 8
MOST_QUESTIONS = 10


def week_of(now: datetime) -> str | None:
    """Return the name of the ISO week whose digest is due at `now`: on its Monday from 08:00 UTC on, else None."""
    if now.weekday() != MONDAY or now.hour < HOUR:
        return None
    year, number, _ = now.isocalendar()
    return f"{year}-W{number:02d}"


def owe_digest(connection: sa.Connection, now: datetime) -> bool:
    """Owe Slack this week's digest once; False when it is not due, owed already, or there is nothing to tell of."""
    week = week_of(now)
    if week is None or not any(_has_rows(connection, table) for table in (notices, cases, answer_feedback)):
        return False
    return owe(connection, Fact(f"digest:{week}", "digest", {"week": week}), now)


def _has_rows(connection: sa.Connection, table: sa.Table) -> bool:
    return connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() is not None


def read_digest(connection: sa.Connection, parts: SlackParts, now: datetime) -> Digest:
    """Return what the digest says at `now`; customers are masked."""
    waiting: tuple[CaseFacts, ...] = open_cases(connection)
    query = (
        sa.select(answer_feedback.c.kind, answer_feedback.c.question, sa.func.count())
        .where(answer_feedback.c.at > now - WEEK, answer_feedback.c.at <= now)
        .group_by(answer_feedback.c.kind, answer_feedback.c.question)
        .order_by(sa.func.count().desc(), answer_feedback.c.question)
    )
    asked = [(str(kind), str(question), int(times)) for kind, question, times in connection.execute(query)]
    return Digest(
        notices=parts.notices.list(connection),
        cases=tuple(facts for facts in waiting if facts.case.due_at <= now + 2 * WEEK),
        unanswered=tuple((question, times) for kind, question, times in asked if kind == "gap")[:MOST_QUESTIONS],
        wrong=tuple((question, times) for kind, question, times in asked if kind == "wrong")[:MOST_QUESTIONS],
        now=now,
    )
