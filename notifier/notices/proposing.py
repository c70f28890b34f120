"""From a changelog entry to the notices it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, assert_never

import sqlalchemy as sa

from notifier.errors import RefusedError
from notifier.ledger import history, record
from notifier.model import Notice, NoticeKind, NoticeState
from notifier.notices.audience import groups
from notifier.notices.store import (
    change_notice,
    contracts_json,
    insert_notice,
    list_notices,
    lock_notice,
    move_notice,
    tell,
)
from notifier.planning import (
    Cancel,
    Change,
    Frame,
    Group,
    Leave,
    Propose,
    Revise,
    Supersede,
    Text,
    Withdraw,
    baseline_text,
    decide_proposal,
    terms_of,
    text_hash,
)
from policy.settings import PolicySettings

ACTOR = "herald"


@dataclass(frozen=True, slots=True)
class Announced:
    """What one changelog entry says that bears on notices; `previous` is None for a first publication.

    `announcement` is the entry's JSON, kept with the notice. For `moves_date` and `alike` see `planning.Change`.
    """

    document: str
    revision: Text
    previous: Text | None
    updated_on: date | None
    effective_on: date | None
    notice_days: int
    material: bool
    conflicts: tuple[str, ...] = ()
    announcement: str = "{}"
    moves_date: bool = True
    alike: frozenset[str] = frozenset()


def adopt(connection: sa.Connection, document: str, text: Text, *, now: datetime, actor: str = ACTOR) -> bool:
    """Take a text for known to customers, as when Herald is started on a policy with a past; False if one is already.

    Later notices compare with it until the first one has gone out.
    """
    if _adopted(connection, document) is not None:
        return False
    payload = {"revision": text.revision, "text_id": text.text_id}
    record(connection, at=now, actor=actor, kind="document.adopted", subject=f"document:{document}", payload=payload)
    return True


def baseline(connection: sa.Connection, step: Announced) -> Text | None:
    """The text that a notice of this step compares with: what customers know. None before a first publication."""
    known = list_notices(connection, document=step.document)
    return _baseline(connection, step, known)


def propose_announced(
    connection: sa.Connection,
    step: Announced,
    settings: PolicySettings,
    *,
    now: datetime,
    whole: Announced | None = None,
) -> Notice | None:
    """Draw from a merged revision what it means for notices, and propose one where customers are owed one.

    `step` compares with the revision before; `whole` with `baseline`, and is needed where that is another revision.
    Gives the notice that is proposed or stands already, None when nothing is to be announced (a first publication, a
    text that customers know). Doing it again changes nothing. Raises RefusedError for a revision without dates, or
    when `whole` is missing or compares with something else.
    """
    known = list_notices(connection, document=step.document)
    base = _baseline(connection, step, known)
    if base is None:
        adopt(connection, step.document, step.revision, now=now)
        return None
    change = _change(step, whole or step, base)
    for text in (change.new, change.baseline):
        if not text.revision or not text.text_id:
            raise RefusedError(f"{step.document}: a revision without commit and blob cannot be announced")
    intents = decide_proposal(change, known, timezone=settings.timezone, now=now)
    done = [_carry_out(connection, intent, settings, change, now=now) for intent in intents]
    return next((notice for notice in reversed(done) if notice is not None), _of_revision(connection, change))


def _baseline(connection: sa.Connection, step: Announced, known: Sequence[Notice]) -> Text | None:
    adopted = _adopted(connection, step.document)
    if adopted is None and step.previous is None and not known:
        return None
    return baseline_text(known, adopted, step.previous or step.revision)


def _adopted(connection: sa.Connection, document: str) -> Text | None:
    for event in history(connection, f"document:{document}"):
        if event.kind == "document.adopted":
            return Text(event.details["revision"], event.details["text_id"])
    return None


def _change(step: Announced, whole: Announced, base: Text) -> Change:
    compared = whole.previous or whole.revision
    same_text = step.revision.text_id == base.text_id
    if not same_text and compared.text_id != base.text_id:
        raise RefusedError(
            f"{step.document}: customers know revision {base.revision[:12]}, so the notice must compare with that one, "
            f"not with {compared.revision[:12]}; where the history no longer holds it, bring it back, or tell customers by "
            "hand"
        )
    if step.effective_on is None:
        raise RefusedError(
            f"{step.document}: revision {step.revision.revision[:12]} states no date, so nobody can be told when it "
            'takes effect: add "Last updated: …" to the text'
        )
    return Change(
        document=step.document, new=step.revision, baseline=base, updated_on=step.updated_on,
        effective_on=step.effective_on, notice_days=step.notice_days, material=whole.material,
        step_material=step.material, announcement=whole.announcement, moves_date=step.moves_date, alike=step.alike,
    )  # fmt: skip


def _carry_out(
    connection: sa.Connection,
    intent: Propose | Revise | Supersede | Cancel | Withdraw | Leave,
    settings: PolicySettings,
    change: Change,
    *,
    now: datetime,
) -> Notice | None:
    match intent:
        case Propose():
            return _propose(connection, intent, settings, now=now)
        case Revise():
            return _revise(connection, intent, settings, now=now)
        case Withdraw():
            notice = lock_notice(connection, intent.notice_id)
            return propose_withdrawal(connection, notice, intent.reason, now=now, actor=ACTOR)
        case Supersede() | Cancel():
            to = NoticeState.SUPERSEDED if isinstance(intent, Supersede) else NoticeState.CANCELLED
            notice = move_notice(connection, lock_notice(connection, intent.notice_id), to, reason=intent.reason)
            tell(connection, notice, str(to), at=now, actor=ACTOR, reason=intent.reason, by=change.new.revision)
            return None
        case Leave():
            return None
        case _:
            assert_never(intent)


def _propose(connection: sa.Connection, intent: Propose, settings: PolicySettings, *, now: datetime) -> Notice:
    values = _values(connection, intent.change, settings, intent.reason)
    own = {"kind": str(NoticeKind.CHANGE), "state": str(NoticeState.PROPOSED), "created_at": now}
    notice = insert_notice(connection, {**values, **own, "replaces": intent.replaces})
    tell(connection, notice, "proposed", at=now, actor=ACTOR, **_told(notice, intent.change), reason=intent.reason)
    return notice


def _revise(connection: sa.Connection, intent: Revise, settings: PolicySettings, *, now: datetime) -> Notice:
    notice = lock_notice(connection, intent.notice_id)
    values = _values(connection, intent.change, settings, intent.reason)
    blank = {"approved_by": "", "approved_at": None, "exception_by": "", "exception_reason": ""}
    if notice.state is NoticeState.PROPOSED:
        notice = change_notice(connection, notice, **values, **blank)
    else:
        notice = move_notice(connection, notice, NoticeState.PROPOSED, **values, **blank)
    tell(connection, notice, "revised", at=now, actor=ACTOR, **_told(notice, intent.change), reason=intent.reason)
    return notice


def _values(connection: sa.Connection, change: Change, settings: PolicySettings, reason: str) -> dict[str, Any]:
    frame = Frame(
        change.document, change.effective_on, change.notice_days, settings.timezone, settings.notice_hour,
        settings.contracts,
    )  # fmt: skip
    try:
        due_at = min(terms_of(frame, group).due_at for group in (Group("", ""), *groups(connection)))
    except ValueError as problem:
        raise RefusedError(f"{change.document}: {problem}") from problem
    return {
        "document": change.document, "baseline_revision": change.baseline.revision, "revision": change.new.revision,
        "text_id": change.new.text_id, "baseline_text_id": change.baseline.text_id, "updated_on": change.updated_on,
        "effective_on": change.effective_on, "notice_days": change.notice_days, "due_at": due_at,
        "timezone": settings.timezone, "notice_hour": settings.notice_hour, "reminder_days": settings.reminder_days,
        "contracts": contracts_json(settings.contracts), "approvals_needed": settings.approvals,
        "text_hash": text_hash(NoticeKind.CHANGE, change), "announcement": change.announcement, "reason": reason,
    }  # fmt: skip


def _told(notice: Notice, change: Change) -> dict[str, Any]:
    return {
        "text_hash": notice.text_hash, "baseline": notice.baseline_revision, "material": change.material,
        "effective_on": notice.effective_on.isoformat(), "due_at": notice.due_at.isoformat(),
    }  # fmt: skip


def propose_withdrawal(connection: sa.Connection, notice: Notice, reason: str, *, now: datetime, actor: str) -> Notice:
    """Propose to tell everybody who was told of `notice` that the change will not happen; gives a standing one again."""
    standing = [n for n in list_notices(connection, document=notice.document) if n.replaces == notice.id]
    standing = [n for n in standing if n.kind is NoticeKind.WITHDRAWAL]
    if standing:
        return standing[0]
    change = Change(
        document=notice.document, new=Text(notice.revision, notice.text_id),
        baseline=Text(notice.baseline_revision, notice.baseline_text_id), updated_on=notice.updated_on,
        effective_on=notice.effective_on, notice_days=0, material=True, step_material=True,
    )  # fmt: skip
    values = {
        "kind": str(NoticeKind.WITHDRAWAL), "document": notice.document, "revision": notice.revision,
        "text_id": notice.text_id, "baseline_revision": notice.baseline_revision,
        "baseline_text_id": notice.baseline_text_id, "updated_on": notice.updated_on,
        "effective_on": notice.effective_on, "notice_days": 0, "due_at": now, "timezone": notice.timezone,
        "notice_hour": notice.notice_hour, "state": str(NoticeState.PROPOSED), "reason": reason, "created_at": now,
        "approvals_needed": notice.approvals_needed, "announcement": notice.announcement,
        "text_hash": text_hash(NoticeKind.WITHDRAWAL, change), "replaces": notice.id,
    }  # fmt: skip
    withdrawal = insert_notice(connection, values)
    tell(connection, withdrawal, "proposed", at=now, actor=actor, **_told(withdrawal, change), reason=reason)
    return withdrawal


def _of_revision(connection: sa.Connection, change: Change) -> Notice | None:
    found = [n for n in list_notices(connection, document=change.document) if n.revision == change.new.revision]
    return found[-1] if found else None
