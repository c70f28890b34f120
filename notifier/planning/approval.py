"""Whether a notice may go out: approvals name the exact text, come from enough different people, and come in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from notifier.model import Notice, NoticeKind, NoticeState

DECIDABLE = frozenset({NoticeState.PROPOSED, NoticeState.LATE})
SHORTEST_REASON = 10  # characters; "ok" is no reason


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when a notice is in time, and what would be lawful when it no longer is (`rule` asks for it)."""

    due_at: datetime
    earliest_effective: date
    rule: str

    def is_late(self, now: datetime) -> bool:
        """Whether `now` is past the last instant at which the notice gives everybody their whole period."""
        return now > self.due_at


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's word for one text."""

    by: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class Approve:
    """The notice goes out at `due_at`."""

    due_at: datetime


@dataclass(frozen=True, slots=True)
class AwaitAnother:
    """The vote counts; so many more people have to agree."""

    missing: int


@dataclass(frozen=True, slots=True)
class AlreadyApproved:
    """This very text is approved; saying so again changes nothing."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """It may not go out, for this reason."""

    reason: str


Decision = Approve | AwaitAnother | AlreadyApproved | Refuse


def decide_approval(
    notice: Notice, vote: Vote, earlier: Sequence[Vote], deadline: Deadline, *, now: datetime
) -> Decision:
    """Judge a vote for a notice; `earlier` are the votes that were given before, for whatever text.

    Fails closed: a nameless voter, another text, a wrong state or a second too late is a refusal that says why.
    """
    refusal = _refusal(notice, vote)
    if refusal:
        return Refuse(refusal)
    if notice.state not in DECIDABLE:
        return AlreadyApproved()
    if deadline.is_late(now) and notice.kind is NoticeKind.CHANGE and not notice.exception_by:
        return Refuse(late_reason(notice, deadline))
    people = {_person(other.by) for other in earlier if other.text_hash == notice.text_hash} | {_person(vote.by)}
    missing = notice.approvals_needed - len(people)
    return AwaitAnother(missing) if missing > 0 else Approve(max(deadline.due_at, _minute(now)))


def decide_exception(notice: Notice, vote: Vote, reason: str, deadline: Deadline, *, now: datetime) -> Refuse | None:
    """Whether a late notice may go on by exception: only a late one, only with a reason; None means it may."""
    refusal = _refusal(notice, vote)
    if refusal:
        return Refuse(refusal)
    if notice.state not in DECIDABLE:
        return Refuse(f"notice {notice.id} is {notice.state}: there is nothing to except")
    if not deadline.is_late(now):
        return Refuse(f"notice {notice.id} is in time until {deadline.due_at:%Y-%m-%d %H:%M} UTC: approve it instead")
    if len(reason.strip()) < SHORTEST_REASON:
        return Refuse(f"an exception needs a reason of at least {SHORTEST_REASON} characters")
    return None


def late_reason(notice: Notice, deadline: Deadline) -> str:
    """Why a notice cannot go out as it is, and what would be lawful instead."""
    return (
        f"notice {notice.id} is late: it had to go out by {deadline.due_at:%Y-%m-%d %H:%M} UTC to take effect on "
        f"{notice.effective_on.isoformat()} ({deadline.rule}); the earliest lawful effective date is now "
        f"{deadline.earliest_effective.isoformat()}; change it, or record an exception with a reason"
    )


def _refusal(notice: Notice, vote: Vote) -> str:
    if not vote.by.strip():
        return "an approval needs the name of who approves"
    if vote.text_hash != notice.text_hash:
        return f"notice {notice.id} has changed since this approval was asked for: look at it again"
    if notice.state in DECIDABLE or notice.state is NoticeState.APPROVED:
        return ""
    hint = ": release it first" if notice.state is NoticeState.HELD else ""
    return f"notice {notice.id} is {notice.state}{hint}"


def _minute(now: datetime) -> datetime:
    """The minute as it is shown: what is approved late is due in it at once, whoever looks at its seconds."""
    return now.replace(second=0, microsecond=0)


def _person(name: str) -> str:
    return name.strip().casefold()
