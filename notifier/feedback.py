"""What people say about answers: answers reported as wrong, and questions that found none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from notifier.ledger.schema import answer_feedback

WRONG = "wrong"
GAP = "gap"
_LONGEST_QUESTION = 1_000
_LONGEST_ANSWER = 20_000


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """An answer that somebody reported as wrong: what was asked and answered, from which revision, by whom, when."""

    id: int
    question: str
    answer: str
    revision: str
    reported_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that found no answer, how often it was asked in these or like words, and when last."""

    question: str
    count: int
    last_at: datetime


def record_wrong(  # noqa: PLR0913 - one column each
    connection: sa.Connection, *, question: str, answer: str, revision: str, by: str, at: datetime
) -> int:
    """Keep a report of a wrong answer for legal; return its id."""
    return _record(connection, WRONG, question, answer, revision, by, at)


def record_gap(connection: sa.Connection, *, question: str, revision: str, by: str, at: datetime) -> int:
    """Count a question that the policy did not answer; return the id of the row."""
    return _record(connection, GAP, question, "", revision, by, at)


def _record(  # noqa: PLR0913 - one column each
    connection: sa.Connection, kind: str, question: str, answer: str, revision: str, by: str, at: datetime
) -> int:
    statement = sa.insert(answer_feedback).values(
        kind=kind,
        question=question[:_LONGEST_QUESTION],
        answer=answer[:_LONGEST_ANSWER],
        revision=revision,
        reported_by=by,
        at=at,
    )
    return int(connection.execute(statement.returning(answer_feedback.c.id)).scalar_one())


def wrong_answers(connection: sa.Connection) -> tuple[WrongAnswer, ...]:
    """Return the reports of wrong answers, newest first."""
    table = answer_feedback
    rows = connection.execute(sa.select(table).where(table.c.kind == WRONG).order_by(table.c.id.desc()))
    return tuple(WrongAnswer(row.id, row.question, row.answer, row.revision, row.reported_by, row.at) for row in rows)


def gaps(connection: sa.Connection, *, since: datetime | None = None) -> tuple[Gap, ...]:
    """Return the questions that found no answer, most frequent first; letter case and punctuation aside they are one."""
    table = answer_feedback
    query = sa.select(table.c.question, table.c.at).where(table.c.kind == GAP).order_by(table.c.id)
    if since is not None:
        query = query.where(table.c.at >= since)
    found: dict[str, Gap] = {}
    for question, at in connection.execute(query):
        key = " ".join("".join(letter if letter.isalnum() else " " for letter in question.lower()).split())
        known = found.get(key)
        found[key] = Gap(known.question, known.count + 1, max(known.last_at, at)) if known else Gap(question, 1, at)
    return tuple(sorted(found.values(), key=lambda gap: (-gap.count, gap.question)))
