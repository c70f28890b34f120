"""What time alone does to notices: called by the ticker and before every delivery run, as often as one likes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

import sqlalchemy as sa

from notifier.model import Notice, NoticeKind, NoticeState
from notifier.notices.audience import (
    cancel_unsent,
    deadline,
    is_running,
    plan_deliveries,
    plan_reminders,
    plan_top_up,
    progress,
    unreached,
)
from notifier.notices.store import (
    change_notice,
    list_notices,
    lock_notice,
    move_notice,
    notices_in,
    owe_staff,
    tell,
)
from notifier.planning import (
    Begin,
    Miss,
    Wait,
    decide_begin,
    is_effective,
    is_overdue,
    is_reminder_due,
    late_reason,
    remind_at,
    was_approved_in_force,
)
from notifier.planning.proposal import OPEN

ACTOR = "herald"
RUNNING = (NoticeState.SENDING, NoticeState.PAUSED, NoticeState.SENT)
LOOK_AGAIN = timedelta(minutes=10)
"""How often customers who joined in the window are looked for: a scan of all who changed of late."""


class Happened(StrEnum):
    LATE = "late"
    BEGUN = "begun"
    TOPPED_UP = "topped_up"
    SENT = "sent"
    REMINDED = "reminded"
    IN_FORCE = "in_force"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that time brought about; `number` counts deliveries where some were planned."""

    notice_id: int
    what: Happened
    number: int = 0
    reason: str = ""


def advance(connection: sa.Connection, *, now: datetime, look_for_new: bool = False) -> tuple[Happening, ...]:
    """Do all that is due at `now`: mark late, begin to send, top up, remind, finish, take effect.

    What is due is judged by rows, never by a memory of ticks, so that a restart, a computer asleep or a clock set back
    neither lose nor repeat anything. `look_for_new` looks for new customers now instead of every ten minutes.
    """
    happenings: list[Happening] = []
    for notice in notices_in(connection, NoticeState.PROPOSED, NoticeState.APPROVED, *RUNNING):
        happenings.extend(_advance(connection, notice, now, look_for_new=look_for_new))
    return tuple(happenings)


def _advance(
    connection: sa.Connection, notice: Notice, now: datetime, *, look_for_new: bool
) -> tuple[Happening, ...]:  # fmt: skip
    if notice.state is NoticeState.PROPOSED:
        return _mark_late(connection, notice, now)
    if notice.state is NoticeState.APPROVED:
        return _begin(connection, notice, now)
    return _carry_on(connection, notice, now, look_for_new=look_for_new)


def _mark_late(connection: sa.Connection, notice: Notice, now: datetime) -> tuple[Happening, ...]:
    if not is_overdue(notice, now=now):
        return ()
    reason = late_reason(notice, deadline(connection, notice, now=now))
    late = move_notice(connection, lock_notice(connection, notice.id), NoticeState.LATE, reason=reason)
    tell(connection, late, "late", at=now, actor=ACTOR, reason=reason)
    owe_staff(connection, late, "notice_late", at=now)
    return (Happening(notice.id, Happened.LATE, reason=reason),)


def _begin(connection: sa.Connection, notice: Notice, now: datetime) -> tuple[Happening, ...]:
    decision = decide_begin(notice, now=now)
    match decision:
        case Wait():
            return ()
        case Miss(reason=reason):
            late = move_notice(connection, lock_notice(connection, notice.id), NoticeState.LATE, reason=reason)
            tell(connection, late, "late", at=now, actor=ACTOR, reason=reason)
            owe_staff(connection, late, "notice_late", at=now)
            return (Happening(notice.id, Happened.LATE, reason=reason),)
        case Begin(late_reason=reason):
            return _send(connection, lock_notice(connection, notice.id), reason, now)
        case _:
            assert_never(decision)


def _send(connection: sa.Connection, notice: Notice, late: str, now: datetime) -> tuple[Happening, ...]:
    planned = plan_deliveries(connection, notice, now=now)
    reminder = remind_at(notice, notice.reminder_days, notice.notice_hour, begins_at=now)
    values = {"planned_at": now, "remind_at": reminder, "reason": late}
    sending = move_notice(connection, notice, NoticeState.SENDING, **values)
    _supersede_replaced(connection, sending, now)
    facts = {"planned": planned, "late": late, "due_at": notice.due_at.isoformat(), "text_hash": notice.text_hash}
    tell(connection, sending, "sending", at=now, actor=ACTOR, **facts)
    return (Happening(notice.id, Happened.BEGUN, planned, late),)


def _supersede_replaced(connection: sa.Connection, notice: Notice, now: datetime) -> None:
    """A notice of another date, or of a withdrawal, replaces the one it corrects: what that one told will not come."""
    if notice.replaces is None:
        return
    other = lock_notice(connection, notice.replaces)
    if other.state not in RUNNING:
        return
    reason = f"notice {notice.id} tells customers otherwise"
    held_back = cancel_unsent(connection, other.id, reason)
    moved = move_notice(connection, other, NoticeState.SUPERSEDED, reason=reason)
    tell(connection, moved, "superseded", at=now, actor=ACTOR, reason=reason, held_back=held_back)


def _carry_on(
    connection: sa.Connection, notice: Notice, now: datetime, *, look_for_new: bool
) -> tuple[Happening, ...]:  # fmt: skip
    doubted = _is_doubted(connection, notice)
    effective = is_effective(notice, now=now) and notice.kind is NoticeKind.CHANGE
    if effective and not _sends_afterwards(connection, notice):
        if not doubted:
            return _take_effect(connection, notice, now)
        cancel_unsent(connection, notice.id, "not delivered before the day that it names")
    happenings = []
    if notice.kind is NoticeKind.CHANGE and not doubted and _looks_again(notice, now, look_for_new=look_for_new):
        happenings += _top_up(connection, notice, now)
    if not doubted and is_reminder_due(notice, now=now):
        happenings.append(_remind(connection, notice, now))
    if notice.state is NoticeState.SENDING and not is_running(connection, notice.id):
        happenings.append(_finish(connection, notice, now))
    return tuple(happenings)


def _is_doubted(connection: sa.Connection, notice: Notice) -> bool:
    """Whether the change was put off or taken back, and nobody has decided yet what customers are told of that.

    Until then nobody is told once more what the notice said, and nobody that it is in force.
    """
    others = list_notices(connection, document=notice.document)
    return any(other.replaces == notice.id and other.state in OPEN for other in others)


def _sends_afterwards(connection: sa.Connection, notice: Notice) -> bool:
    """Whether an approver let the notice go out by exception after the change took effect, and it is still going."""
    return was_approved_in_force(notice) and is_running(connection, notice.id)


def _looks_again(notice: Notice, now: datetime, *, look_for_new: bool) -> bool:
    if notice.state is NoticeState.PAUSED or notice.planned_at is None or is_effective(notice, now=now):
        return False
    clock_was_set_back = now < notice.planned_at
    return look_for_new or clock_was_set_back or now - notice.planned_at >= LOOK_AGAIN


def _top_up(connection: sa.Connection, notice: Notice, now: datetime) -> list[Happening]:
    planned = plan_top_up(connection, notice, now=now)
    change_notice(connection, notice, planned_at=now)
    if not planned:
        return []
    tell(connection, notice, "topped_up", at=now, actor=ACTOR, planned=planned)
    return [Happening(notice.id, Happened.TOPPED_UP, planned)]


def _remind(connection: sa.Connection, notice: Notice, now: datetime) -> Happening:
    planned = plan_reminders(connection, notice, now=now)
    change_notice(connection, notice, remind_at=None)
    tell(connection, notice, "reminded", at=now, actor=ACTOR, planned=planned)
    return Happening(notice.id, Happened.REMINDED, planned)


def _finish(connection: sa.Connection, notice: Notice, now: datetime) -> Happening:
    sent = move_notice(connection, lock_notice(connection, notice.id), NoticeState.SENT, sent_at=now)
    counts = asdict(progress(connection, notice.id))
    tell(connection, sent, "sent", at=now, actor=ACTOR, **counts)
    return Happening(notice.id, Happened.SENT, counts["sent"])


def _take_effect(connection: sa.Connection, notice: Notice, now: datetime) -> tuple[Happening, ...]:
    held_back = cancel_unsent(connection, notice.id, "not delivered before the change took effect")
    in_force = move_notice(connection, lock_notice(connection, notice.id), NoticeState.IN_FORCE)
    missing = sum(1 for _ in unreached(connection, notice))
    counts = asdict(progress(connection, notice.id))
    tell(connection, in_force, "in_force", at=now, actor=ACTOR, **counts, held_back=held_back, unreached=missing)
    owe_staff(connection, in_force, "notice_in_force", at=now)
    return (Happening(notice.id, Happened.IN_FORCE, missing),)
