"""What a merged revision means for the notices of its document: proposed, revised, superseded, cancelled, withdrawn.

A notice compares the text that customers were last told of with the new one, so editorial revisions fold into the next
notice. Nothing here looks at a database: the decisions are values that `notifier.notices` carries out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from notifier.model import Notice, NoticeKind, NoticeState
from notifier.planning.periods import local_day

OPEN = frozenset({NoticeState.PROPOSED, NoticeState.LATE, NoticeState.HELD, NoticeState.APPROVED})
TOLD = frozenset({NoticeState.SENDING, NoticeState.PAUSED, NoticeState.SENT, NoticeState.IN_FORCE})


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a document: its revision, and `text_id` (git's blob), equal for equal text."""

    revision: str
    text_id: str


@dataclass(frozen=True, slots=True)
class Change:
    """A merged revision as seen from `baseline`, the text customers know.

    `material` is the materiality proposed for the whole way from the baseline, `step_material` that of this revision
    alone. `moves_date`: this revision says from when the change holds, and not only when the text was touched last.
    `alike` are the ids of earlier texts that say the same as the new one, their date lines aside.
    """

    document: str
    new: Text
    baseline: Text
    updated_on: date | None
    effective_on: date
    notice_days: int
    material: bool
    step_material: bool
    announcement: str = "{}"
    moves_date: bool = True
    alike: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Propose:
    """Ask legal to approve a notice of the change; `reason` is what they should know besides the change itself.

    `replaces` is the notice whose effective date this one corrects, when that is all that changed.
    """

    change: Change
    reason: str
    replaces: int | None = None


@dataclass(frozen=True, slots=True)
class Revise:
    """The same revision now means other dates: the open notice changes and needs approval anew."""

    notice_id: int
    change: Change
    reason: str


@dataclass(frozen=True, slots=True)
class Supersede:
    """An open notice is replaced by the one that is proposed beside it."""

    notice_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """An open notice has nothing to announce any more."""

    notice_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Customers were told of a change that will not happen: propose to tell them so."""

    notice_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Nothing is to be done, for this reason."""

    reason: str


Intent = Propose | Revise | Supersede | Cancel | Withdraw | Leave


def told_text(notices: Sequence[Notice]) -> Text | None:
    """The text customers were last told of by a notice of this document (all of its notices, oldest first)."""
    last = _last_told(notices)
    if last is None:
        return None
    if last.kind is NoticeKind.WITHDRAWAL:
        return Text(last.baseline_revision, last.baseline_text_id)
    return Text(last.revision, last.text_id)


def baseline_text(notices: Sequence[Notice], adopted: Text | None, previous: Text) -> Text:
    """The text that the next notice compares with.

    That is what customers were told last; before any notice, the text that Herald was started with (`adopted`), else
    the one before the first notice that was proposed, else `previous`.
    """
    told = told_text(notices)
    if told is not None:
        return told
    if adopted is not None:
        return adopted
    first = next((notice for notice in notices if notice.kind is NoticeKind.CHANGE), None)
    return Text(first.baseline_revision, first.baseline_text_id) if first else previous


def text_hash(kind: NoticeKind, change: Change) -> str:
    """SHA-256 of what an approval is of: kind, document, both revisions and the effective date."""
    parts = (str(kind), change.document, change.baseline.revision, change.new.revision, change.effective_on.isoformat())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def decide_proposal(change: Change, notices: Sequence[Notice], *, timezone: str, now: datetime) -> tuple[Intent, ...]:
    """What to do about a merged revision, given all notices of its document, oldest first."""
    known = next((n for n in notices if n.kind is NoticeKind.CHANGE and n.revision == change.new.revision), None)
    if known is not None:
        return (_decide_known(change, known),)
    unsent = tuple(notice for notice in notices if notice.state in OPEN)
    if change.new.text_id == change.baseline.text_id:
        return _decide_unchanged(change, unsent)
    last = _last_told(notices)
    if last is not None and _takes_back(change, last, timezone, now):
        reason = f"revision {_short(change.new)} restores the text from before notice {last.id}"
        outdated = (notice for notice in unsent if notice.kind is not NoticeKind.WITHDRAWAL)
        return (*(Cancel(notice.id, reason) for notice in outdated), Withdraw(last.id, reason))
    moved = "" if last is None else _moved_date(change, last, timezone, now)
    corrected = last.id if last is not None and moved and not change.step_material else None
    return tuple(_decide_change(change, unsent, moved, corrected))


def _decide_known(change: Change, known: Notice) -> Intent:
    if known.state not in OPEN:
        return Leave(f"notice {known.id} of this revision is {known.state}")
    if known.text_hash == text_hash(known.kind, change) and known.notice_days == change.notice_days:
        return Leave(f"notice {known.id} of this revision is {known.state}")
    return Revise(known.id, change, f"its dates or its baseline changed: effective {change.effective_on.isoformat()}")


def _decide_unchanged(change: Change, unsent: Sequence[Notice]) -> tuple[Intent, ...]:
    reason = f"revision {_short(change.new)} is the text that customers know already"
    return tuple(Cancel(notice.id, reason) for notice in unsent) or (Leave(reason),)


def _decide_change(change: Change, unsent: Sequence[Notice], moved: str, corrected: int | None) -> Iterator[Intent]:
    matters = change.step_material or bool(moved)
    kept = None
    for notice in unsent:
        if notice.state is NoticeState.APPROVED and not matters and not _is_put_off(change, notice):
            kept = notice
        else:
            yield Supersede(notice.id, f"revision {_short(change.new)} was merged before it went out")
    if kept is not None:
        yield Propose(change, f"proposed as editorial: notice {kept.id} stays approved, unless this one is approved")
        return
    yield Propose(change, moved, corrected)


def _is_put_off(change: Change, notice: Notice) -> bool:
    """Whether a notice that has not gone out names a day on which the change does not take effect any more."""
    return change.moves_date and change.effective_on != notice.effective_on


def _takes_back(change: Change, last: Notice, timezone: str, now: datetime) -> bool:
    """Whether the change restores the text from before a notice that has not taken effect yet.

    Once it is in force, going back is a change like any other and owes its full notice.
    """
    before = last.baseline_text_id
    announced = last.kind is NoticeKind.CHANGE and (change.new.text_id == before or before in change.alike)
    return announced and local_day(now, timezone) < last.effective_on


def _moved_date(change: Change, last: Notice, timezone: str, now: datetime) -> str:
    if last.kind is not NoticeKind.CHANGE or local_day(now, timezone) >= last.effective_on:
        return ""
    if change.effective_on == last.effective_on or not change.moves_date:
        return ""
    where = "later" if change.effective_on > last.effective_on else "earlier"
    return (
        f"customers were told {last.effective_on.isoformat()} by notice {last.id}; "
        f"the effective date is now {where}: {change.effective_on.isoformat()}"
    )


def _last_told(notices: Sequence[Notice]) -> Notice | None:
    told = [notice for notice in notices if notice.state in TOLD]
    return told[-1] if told else None


def _short(text: Text) -> str:
    return text.revision[:12]
