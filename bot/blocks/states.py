"""What the state of a notice is called, and what the days that stand in it mean then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.blocks.parts import day, moment
from notifier.model import Notice, NoticeState

STATE_WORDS: dict[NoticeState, str] = {
    NoticeState.PROPOSED: "Proposed: waits for a decision",
    NoticeState.HELD: "On hold",
    NoticeState.EDITORIAL: "Editorial: no notice is sent",
    NoticeState.LATE: "Late: the notice period cannot be kept",
    NoticeState.APPROVED: "Approved and scheduled",
    NoticeState.SENDING: "Sending",
    NoticeState.PAUSED: "Sending is paused",
    NoticeState.SENT: "Sent",
    NoticeState.IN_FORCE: "In force",
    NoticeState.CANCELLED: "Cancelled",
    NoticeState.SUPERSEDED: "Superseded by a later revision",
}
GIVEN_UP = frozenset({NoticeState.CANCELLED, NoticeState.SUPERSEDED})
COMES_NO_MORE = GIVEN_UP | {NoticeState.EDITORIAL, NoticeState.IN_FORCE}


def days_words(notice: Notice) -> str:
    """Return which days count for a notice in its present state.

    An editorial revision holds as soon as the text that it corrects does: its own counted day means nothing.
    """
    if notice.state is NoticeState.EDITORIAL:
        return f"Revision dated {day(notice.updated_on)}"
    if notice.state in GIVEN_UP:
        return f"Was to be in force {day(notice.effective_on)}"
    if notice.state is NoticeState.IN_FORCE:
        return f"Since {day(notice.effective_on)}"
    return f"In force {day(notice.effective_on)}, notice due {moment(notice.due_at, notice.timezone)}"


def days_until(notice: Notice, now: datetime) -> int:
    """Return the days from that of `now`, in the policy's time zone, to the effective date; negative when it is past."""
    return (notice.effective_on - now.astimezone(ZoneInfo(notice.timezone)).date()).days


def coming(notices: Iterable[Notice], now: datetime) -> list[Notice]:
    """Return the notices of what comes into force on the day of `now` or later, soonest first."""
    found = [notice for notice in notices if notice.state not in COMES_NO_MORE and days_until(notice, now) >= 0]
    return sorted(found, key=lambda notice: notice.effective_on)
