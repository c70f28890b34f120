"""The notice record of a revision: how early customers were told, by which channel, what they could do, what came back.

The three axes are those by which observers of policies sort disclosures: time, channel, and the reader's options.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from notifier.cases.store import CaseFilter, list_cases
from notifier.ledger.schema import approvals, notice_copies
from notifier.model import Case, CaseState, Notice, NoticeKind, ReplyKind
from notifier.notices import Progress, list_notices, progress, unreached

CHANNELS = ("e-mail", "public changelog")
OPTIONS = ("object", "ask for erasure")
CLOSED = (CaseState.DONE, CaseState.REFUSED, CaseState.WITHDRAWN)


class Timing(StrEnum):
    """How early customers were told, against what the policy promises."""

    AS_PROMISED = "as promised"
    LATE = "late"
    NOT_TOLD = "not told"


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A reply to the notice that became a case; nobody is named."""

    number: str
    kind: ReplyKind
    state: CaseState
    received_at: datetime
    due_at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """One notice of a revision. `days_before` counts from the day it was sent to the effective date, in the policy's
    time zone, None before it was sent. `copies` are names and SHA-256 of what was sent; `unreached` counts customers
    who were owed it and have not got it by mail, None while it is not sent.
    """

    notice: Notice
    days_before: int | None
    timing: Timing
    approvals: tuple[tuple[str, datetime], ...]
    copies: tuple[tuple[str, str], ...]
    progress: Progress
    unreached: int | None
    cases: tuple[CaseFact, ...]

    @property
    def open_cases(self) -> int:
        """Replies that still wait for their end."""
        return sum(case.state not in CLOSED for case in self.cases)


def notice_records(connection: sa.Connection, document: str) -> dict[str, tuple[NoticeRecord, ...]]:
    """Return the records of a document's notices by the revision that they announce, oldest first."""
    found: dict[str, tuple[NoticeRecord, ...]] = {}
    for notice in list_notices(connection, document=document):
        found[notice.revision] = (*found.get(notice.revision, ()), notice_record(connection, notice))
    return found


def notice_record(connection: sa.Connection, notice: Notice) -> NoticeRecord:
    """Return the record of one notice as it stands now."""
    days = _days_before(notice)
    signed = sa.select(approvals).where(approvals.c.notice_id == notice.id).order_by(approvals.c.at)
    kept = sa.select(notice_copies).where(notice_copies.c.notice_id == notice.id).order_by(notice_copies.c.name)
    return NoticeRecord(
        notice=notice,
        days_before=days,
        timing=_timing(notice, days),
        approvals=tuple((row.approver, row.at) for row in connection.execute(signed)),
        copies=tuple((row.name, row.sha256) for row in connection.execute(kept)),
        progress=progress(connection, notice.id),
        unreached=sum(1 for _ in unreached(connection, notice)) if notice.sent_at else None,
        cases=tuple(_case(case) for case in list_cases(connection, CaseFilter(notice_id=notice.id))),
    )


def record_json(record: NoticeRecord) -> dict[str, Any]:
    """Return what `herald changelog --notices --json` says of a notice; instants are UTC, no customer is named."""
    notice, sent = record.notice, record.notice.sent_at
    return {
        "notice": notice.id,
        "kind": str(notice.kind),
        "state": str(notice.state),
        "baseline": notice.baseline_revision or None,
        "effective_on": notice.effective_on.isoformat(),
        "due_at": notice.due_at.isoformat(),
        "sent_at": sent.isoformat() if sent else None,
        "how_early": {"days": record.days_before, "promised": notice.notice_days, "timing": str(record.timing)},
        "channels": list(CHANNELS),
        "options": list(_options(notice)),
        "approvals": [{"by": by, "at": at.isoformat()} for by, at in record.approvals],
        "exception": {"by": notice.exception_by, "reason": notice.exception_reason} if notice.exception_by else None,
        "reason": notice.reason,
        "text_hash": notice.text_hash,
        "copies": [{"name": name, "sha256": digest} for name, digest in record.copies],
        "audience": _audience_json(record),
        "cases": [_case_json(case) for case in record.cases],
    }


def record_lines(record: NoticeRecord) -> tuple[str, ...]:
    """Return what `herald changelog --notices` says of a notice: whole sentences in the order of the record."""
    return tuple(_lines(record))


def _lines(record: NoticeRecord) -> Iterator[str]:
    notice = record.notice
    what = "Withdrawal notice" if notice.kind is NoticeKind.WITHDRAWAL else "Notice"
    yield f"{what} {notice.id}: {_when(record)}"
    if record.approvals:
        yield "Approved by " + ", ".join(f"{by} on {at:%Y-%m-%d}" for by, at in record.approvals)
    if notice.exception_by:
        yield f"Exception by {notice.exception_by}: {notice.exception_reason}"
    counts = record.progress
    if counts.planned:
        missing = f", {record.unreached} to be told by other means" if record.unreached else ""
        yield (
            f"By e-mail to {counts.planned:,}: {counts.sent:,} sent, {counts.bounced:,} bounced, "
            f"{counts.failed:,} refused, {counts.open:,} open, {counts.cancelled:,} cancelled{missing}"
        )
    for name, digest in record.copies:
        yield f"Copy {name}: SHA-256 {digest}"
    if record.cases:
        kinds = {kind: sum(case.kind is kind for case in record.cases) for kind in ReplyKind}
        told = ", ".join(f"{number} {kind}" for kind, number in kinds.items() if number)
        yield f"Replies: {told}; {record.open_cases} open, {sum(case.late for case in record.cases)} late"


def _when(record: NoticeRecord) -> str:
    notice = record.notice
    if notice.sent_at is None or record.days_before is None:
        reason = f" ({notice.reason})" if notice.reason else ""
        return f"{str(notice.state).replace('_', ' ')}, not sent{reason}"
    day = notice.sent_at.astimezone(ZoneInfo(notice.timezone)).date()
    if notice.kind is NoticeKind.WITHDRAWAL:
        return f"sent {day}"
    return f"sent {day}, {record.days_before} days before ({record.timing}: {notice.notice_days})"


def _days_before(notice: Notice) -> int | None:
    if notice.sent_at is None:
        return None
    sent_on: date = notice.sent_at.astimezone(ZoneInfo(notice.timezone)).date()
    return (notice.effective_on - sent_on).days


def _timing(notice: Notice, days: int | None) -> Timing:
    if days is None:
        return Timing.NOT_TOLD
    if notice.kind is NoticeKind.WITHDRAWAL or days >= notice.notice_days:
        return Timing.AS_PROMISED
    return Timing.LATE


def _options(notice: Notice) -> tuple[str, ...]:
    return () if notice.kind is NoticeKind.WITHDRAWAL else OPTIONS


def _case(case: Case) -> CaseFact:
    return CaseFact(case.number, case.kind, case.state, case.opened_at, case.due_at, case.late)


def _case_json(case: CaseFact) -> dict[str, Any]:
    return {
        "number": case.number,
        "kind": str(case.kind),
        "state": str(case.state),
        "received_at": case.received_at.isoformat(),
        "due_at": case.due_at.isoformat(),
        "late": case.late,
    }


def _audience_json(record: NoticeRecord) -> dict[str, int | None]:
    counts = record.progress
    return {
        "planned": counts.planned,
        "sent": counts.sent,
        "open": counts.open,
        "failed": counts.failed,
        "bounced": counts.bounced,
        "cancelled": counts.cancelled,
        "unreached": record.unreached,
    }
