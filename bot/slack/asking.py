"""Asking the policy from wherever somebody is, and noting what it could not answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.blocks.answer import ShownAnswer, answer_message
from bot.blocks.names import COMMAND
from bot.blocks.text import one_line
from bot.blocks.values import Message
from bot.errors import UsageError
from bot.site.markdown import section_anchor
from bot.site.publish import KEY_LENGTH, slug_of
from bot.slack.desk import Desk
from bot.slack.people import Presser
from notifier.ledger.schema import answer_feedback

LONGEST_QUESTION = 500
NOT_STATED = "not_stated"


async def answered(desk: Desk, presser: Presser, question: str) -> Message:
    """Answer a question from the policy; raises UsageError for none or one that is too long."""
    asked = one_line(question)
    if not asked:
        raise UsageError(f"Ask something: {COMMAND} ask who do we share card data with?")
    if len(asked) > LONGEST_QUESTION:
        raise UsageError(f"That question has {len(asked)} characters; ask in at most {LONGEST_QUESTION}.")
    answer = await desk.parts.ask(asked)
    if answer.verdict == NOT_STATED:
        await desk.parts.ledger.run(note, Feedback("gap", asked, presser.actor, answer), desk.parts.now())
    site = desk.parts.site_url.rstrip("/")
    if not site:
        return answer_message(answer)

    def page(section: str, revision: str) -> str:
        return f"{site}/{slug_of(answer.document)}/versions/{revision[:KEY_LENGTH]}/#{section_anchor(section)}"

    return answer_message(answer, page=page)


@dataclass(frozen=True, slots=True)
class Feedback:
    """A question that found no answer (`gap`), or whose answer somebody reports as wrong (`wrong`)."""

    kind: str
    question: str
    by: str
    answer: ShownAnswer | None = None


def note(connection: sa.Connection, feedback: Feedback, now: datetime) -> None:
    """Keep a piece of feedback for the weekly digest and for legal."""
    answer = feedback.answer
    connection.execute(
        sa.insert(answer_feedback).values(
            kind=feedback.kind,
            question=feedback.question[:LONGEST_QUESTION],
            answer=answer.text[:2_000] if answer else "",
            revision=answer.revision if answer else "",
            reported_by=feedback.by,
            at=now,
        )
    )
