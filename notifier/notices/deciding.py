"""What people decide about notices; every decision is an event with its actor, and every doubt is a refusal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

import sqlalchemy as sa

from notifier.errors import RefusedError
from notifier.ledger.schema import approvals, deliveries
from notifier.model import DeliveryState, Notice, NoticeKind, NoticeState
from notifier.notices.audience import cancel_unsent, deadline
from notifier.notices.proposing import propose_withdrawal
from notifier.notices.store import change_notice, list_notices, lock_notice, move_notice, tell
from notifier.planning import (
    AlreadyApproved,
    Approve,
    AwaitAnother,
    Deadline,
    Refuse,
    Vote,
    decide_approval,
    decide_exception,
)
from notifier.planning.proposal import OPEN, TOLD

SENDABLE = frozenset({NoticeState.SENDING, NoticeState.PAUSED, NoticeState.SENT})


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A cancelled notice: how many were told before, how many messages were in flight, how many were held back."""

    notice: Notice
    sent: int
    in_flight: int
    held_back: int


def approve(connection: sa.Connection, notice_id: int, *, by: str, text_hash: str, now: datetime) -> Notice:
    """Count a person's word for the text of that hash; the notice is approved once enough different people gave theirs.

    Approving what is approved changes nothing. Raises RefusedError for another text, a wrong state, or a second too
    late; then the message names the earliest lawful effective date.
    """
    notice = lock_notice(connection, notice_id)
    _refuse_outdated(connection, notice)
    until, vote = deadline(connection, notice, now=now), Vote(by.strip(), text_hash)
    decision = decide_approval(notice, vote, votes(connection, notice_id), until, now=now)
    match decision:
        case Refuse(reason=reason):
            raise RefusedError(reason)
        case AlreadyApproved():
            return notice
        case AwaitAnother(missing=missing):
            if not _count(connection, notice, vote, now):
                return notice
            tell(connection, notice, "vote", at=now, actor=vote.by, text_hash=text_hash, missing=missing)
            return notice
        case Approve(due_at=due_at):
            _count(connection, notice, vote, now)
            return _approved(connection, notice, vote, replace(until, due_at=due_at), now=now)
        case _:
            assert_never(decision)


def record_exception(  # noqa: PLR0913 - all but the first two are named by the caller
    connection: sa.Connection, notice_id: int, *, by: str, text_hash: str, reason: str, now: datetime
) -> Notice:  # fmt: skip
    """Let a late notice go on all the same, for a written reason; counts as that person's approval as well.

    Raises RefusedError when the notice is in time, when there is no real reason, or for what `approve` refuses.
    """
    notice = lock_notice(connection, notice_id)
    until, vote = deadline(connection, notice, now=now), Vote(by.strip(), text_hash)
    refusal = decide_exception(notice, vote, reason, until, now=now)
    if refusal is not None:
        raise RefusedError(refusal.reason)
    excepted = change_notice(connection, notice, exception_by=vote.by, exception_reason=reason.strip())
    facts = {
        "reason": reason.strip(), "due_at": until.due_at.isoformat(), "rule": until.rule, "text_hash": text_hash,
        "earliest_lawful": until.earliest_effective.isoformat(),
    }  # fmt: skip
    tell(connection, excepted, "exception", at=now, actor=vote.by, **facts)
    return approve(connection, notice_id, by=by, text_hash=text_hash, now=now)


def votes(connection: sa.Connection, notice_id: int) -> tuple[Vote, ...]:
    """Everybody's word for any text of a notice, oldest first."""
    query = sa.select(approvals).where(approvals.c.notice_id == notice_id).order_by(approvals.c.at)
    return tuple(Vote(row.approver, row.text_hash) for row in connection.execute(query))


def hold(connection: sa.Connection, notice_id: int, *, by: str, now: datetime, text_hash: str = "") -> Notice:
    """Put the decision off; an approval that was given is void."""
    return _decide(connection, notice_id, NoticeState.HELD, _Word(by, text_hash, "put off"), now=now)


def release(connection: sa.Connection, notice_id: int, *, by: str, now: datetime) -> Notice:
    """Take up a notice that was held or called editorial; it has to be approved anew."""
    return _decide(connection, notice_id, NoticeState.PROPOSED, _Word(by), now=now)


def mark_editorial(connection: sa.Connection, notice_id: int, *, by: str, now: datetime, text_hash: str = "") -> Notice:
    """Decide that the change is editorial: nobody is told of it alone, it folds into the next notice."""
    return _decide(connection, notice_id, NoticeState.EDITORIAL, _Word(by, text_hash, "editorial"), now=now)


def pause(connection: sa.Connection, notice_id: int, *, by: str, reason: str, now: datetime) -> Notice:
    """Stop sending for now; what is in flight arrives."""
    notice = move_notice(connection, lock_notice(connection, notice_id), NoticeState.PAUSED, reason=reason)
    tell(connection, notice, "paused", at=now, actor=_named(by), reason=reason)
    return notice


def resume(connection: sa.Connection, notice_id: int, *, by: str, now: datetime) -> Notice:
    """Go on sending."""
    notice = move_notice(connection, lock_notice(connection, notice_id), NoticeState.SENDING, reason="")
    tell(connection, notice, "resumed", at=now, actor=_named(by))
    return notice


def cancel(  # noqa: PLR0913 - all but the first two are named by the caller
    connection: sa.Connection, notice_id: int, *, by: str, now: datetime, reason: str = "", text_hash: str = ""
) -> Notice:  # fmt: skip
    """Cancel a notice at any moment before its change is in force; see `cancel_counted` for who was told already."""
    return cancel_counted(connection, notice_id, by=by, now=now, reason=reason, text_hash=text_hash).notice


def cancel_counted(  # noqa: PLR0913 - all but the first two are named by the caller
    connection: sa.Connection, notice_id: int, *, by: str, now: datetime, reason: str = "", text_hash: str = ""
) -> Cancelled:  # fmt: skip
    """Cancel a notice and hold back what is not in flight.

    When some were told already, a withdrawal to exactly those is proposed in the same transaction.
    """
    actor, notice = _named(by), lock_notice(connection, notice_id)
    _refuse_other_text(notice, text_hash)
    why = reason.strip() or f"cancelled by {actor}"
    was_sendable = notice.state in SENDABLE
    notice = move_notice(connection, notice, NoticeState.CANCELLED, reason=why)
    held_back = cancel_unsent(connection, notice_id, "the notice was cancelled")
    sent, in_flight = _count_told(connection, notice_id)
    facts = {"reason": why, "sent": sent, "in_flight": in_flight, "held_back": held_back}
    tell(connection, notice, "cancelled", at=now, actor=actor, **facts)
    if was_sendable and sent + in_flight and notice.kind is NoticeKind.CHANGE:
        propose_withdrawal(connection, notice, f"notice {notice.id} was cancelled while sending", now=now, actor=actor)
    return Cancelled(notice, sent, in_flight, held_back)


def withdraw(connection: sa.Connection, notice_id: int, *, by: str, reason: str, now: datetime) -> Notice:
    """Propose by hand to tell everybody who was told that the change will not happen."""
    actor, notice = _named(by), lock_notice(connection, notice_id)
    if notice.kind is NoticeKind.WITHDRAWAL or notice.state not in TOLD | {NoticeState.CANCELLED}:
        raise RefusedError(f"notice {notice.id} is {notice.state}: nobody was told of it, so nothing can be withdrawn")
    return propose_withdrawal(connection, notice, reason.strip() or f"withdrawn by {actor}", now=now, actor=actor)


def _approved(connection: sa.Connection, notice: Notice, vote: Vote, until: Deadline, *, now: datetime) -> Notice:
    _supersede_approved(connection, notice, now)
    people = [one.by for one in votes(connection, notice.id) if one.text_hash == notice.text_hash]
    values = {"approved_by": ", ".join(people), "approved_at": now, "due_at": until.due_at, "reason": ""}
    approved = move_notice(connection, notice, NoticeState.APPROVED, **values)
    facts = {
        "text_hash": vote.text_hash, "approvers": people, "due_at": until.due_at.isoformat(), "rule": until.rule,
        "effective_on": notice.effective_on.isoformat(), "exception": bool(notice.exception_by),
    }  # fmt: skip
    tell(connection, approved, "approved", at=now, actor=vote.by, **facts)
    return approved


def _supersede_approved(connection: sa.Connection, notice: Notice, now: datetime) -> None:
    """What was approved before and has not gone out is replaced by what is approved now."""
    for other in list_notices(connection, document=notice.document):
        if other.id < notice.id and other.state is NoticeState.APPROVED:
            reason = f"notice {notice.id} was approved before it went out"
            moved = move_notice(connection, lock_notice(connection, other.id), NoticeState.SUPERSEDED, reason=reason)
            tell(connection, moved, "superseded", at=now, actor="herald", reason=reason)


def _refuse_outdated(connection: sa.Connection, notice: Notice) -> None:
    for other in list_notices(connection, document=notice.document):
        newer = other.id > notice.id and other.kind is NoticeKind.CHANGE
        if newer and other.state in TOLD | {NoticeState.APPROVED} and notice.state in OPEN - {NoticeState.APPROVED}:
            raise RefusedError(f"notice {other.id} of a later revision is {other.state} already")


def _count(connection: sa.Connection, notice: Notice, vote: Vote, now: datetime) -> bool:
    """Keep a vote; False when that person gave it for this text before, in whatever spelling of the name."""
    given = {(one.by.casefold(), one.text_hash) for one in votes(connection, notice.id)}
    if (vote.by.casefold(), vote.text_hash) in given:
        return False
    values = {"notice_id": notice.id, "text_hash": vote.text_hash, "approver": vote.by, "at": now}
    connection.execute(sa.insert(approvals).values(values))
    return True


@dataclass(frozen=True, slots=True)
class _Word:
    by: str
    text_hash: str = ""
    reason: str = ""


def _decide(connection: sa.Connection, notice_id: int, to: NoticeState, word: _Word, *, now: datetime) -> Notice:
    actor, notice = _named(word.by), lock_notice(connection, notice_id)
    _refuse_other_text(notice, word.text_hash)
    blank = {"approved_by": "", "approved_at": None}
    connection.execute(sa.delete(approvals).where(approvals.c.notice_id == notice_id))
    moved = move_notice(connection, notice, to, reason=word.reason, **blank)
    kind = "released" if to is NoticeState.PROPOSED else str(to)
    tell(connection, moved, kind, at=now, actor=actor)
    return moved


def _refuse_other_text(notice: Notice, text_hash: str) -> None:
    if text_hash and text_hash != notice.text_hash:
        raise RefusedError(f"notice {notice.id} has changed since this was asked for: look at it again")


def _named(by: str) -> str:
    if not by.strip():
        raise RefusedError("a decision needs the name of who decides")
    return by.strip()


def _count_told(connection: sa.Connection, notice_id: int) -> tuple[int, int]:
    query = (
        sa.select(deliveries.c.state, sa.func.count())
        .where(deliveries.c.notice_id == notice_id)
        .group_by(deliveries.c.state)
    )
    count = {DeliveryState(state): number for state, number in connection.execute(query)}
    told = sum(count.get(state, 0) for state in (DeliveryState.SENT, DeliveryState.BOUNCED))
    return told, count.get(DeliveryState.CLAIMED, 0)
