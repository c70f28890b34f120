"""Asking the policy from wherever somebody is, and noting what it could not answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from pydantic import TypeAdapter

from bot.blocks.answer import AnswerReference, ShownAnswer, answer_message, clause_message
from bot.blocks.names import COMMAND
from bot.blocks.text import one_line
from bot.blocks.values import Message
from bot.errors import UsageError
from bot.site.publish import version_address
from bot.slack.desk import Desk
from bot.slack.people import Presser
from notifier.conversations import recall, remember
from notifier.ledger.schema import answer_feedback
from policy.answers import Subject

LONGEST_QUESTION = 500
NOT_STATED = "not_stated"
SUBJECT = TypeAdapter(Subject)


async def answered(desk: Desk, presser: Presser, question: str, conversation: str = "") -> Message:
    """Answer a question from the policy; raises UsageError for none or one that is too long.

    In a `conversation` (workspace, channel, thread) a follow-up keeps the subject of the question before it.
    """
    asked = one_line(question)
    if not asked:
        raise UsageError(f"Ask something: {COMMAND} ask who do we share card data with?")
    if len(asked) > LONGEST_QUESTION:
        raise UsageError(f"That question has {len(asked)} characters; ask in at most {LONGEST_QUESTION}.")
    subject = await _subject(desk, conversation)
    answer = await desk.parts.ask(asked, subject)
    if conversation and answer.subject is not None:
        kept = SUBJECT.dump_json(answer.subject).decode()
        await desk.parts.ledger.run(remember, conversation, kept, desk.parts.now())
    if answer.verdict == NOT_STATED:
        await desk.parts.ledger.run(note, Feedback("gap", asked, presser.actor, answer), desk.parts.now())
    return shown(desk, answer)


async def _subject(desk: Desk, conversation: str) -> Subject | None:
    kept = await desk.parts.ledger.read(recall, conversation, desk.parts.now()) if conversation else ""
    return SUBJECT.validate_json(kept) if kept else None


def conversation_of(presser: Presser, thread: str) -> str:
    """The key of a thread's conversation; "" where there is no thread to follow up in."""
    return f"{presser.team}:{presser.channel}:{thread}" if thread and presser.channel else ""


async def followed_up(desk: Desk, reference: AnswerReference, question: str) -> Message:
    """Ask a follow-up ("since when?") about the question that an answer's button names."""
    first = await desk.parts.ask(reference.question, None)
    return shown(desk, await desk.parts.ask(question, first.subject))


async def clause_of(desk: Desk, reference: AnswerReference) -> Message:
    """The whole section that an answer quotes from, as it stood in the revision that was answered from."""
    clause = await desk.parts.clause(reference.revision, reference.section)
    if not clause.words:
        raise UsageError("That revision of the policy is not to be found any more; ask again to see the present one.")
    return clause_message(reference, clause.heading, clause.words)


def shown(desk: Desk, answer: ShownAnswer) -> Message:
    """An answer as a message, its sections linked to the public page where there is one."""
    site = desk.parts.site_url
    if not site:
        return answer_message(answer)

    def page(section: str, revision: str) -> str:
        return version_address(site, answer.document, revision, section)

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
