"""What Slack's listeners may ask and decide about notices, as the notifier's rules give it."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from bot.blocks.values import Progress
from notifier import notices
from notifier.model import Notice, NoticeState


class LedgerNotices:
    """Notices of the ledger; every decision goes to `notifier.notices`, which refuses what the rules forbid."""

    def list(self, connection: sa.Connection) -> tuple[Notice, ...]:
        """Return every notice."""
        return tuple(notices.list_notices(connection))

    def get(self, connection: sa.Connection, notice_id: int) -> Notice:
        """Return one notice; raises RefusedError for an unknown one."""
        return notices.get_notice(connection, notice_id)

    def approve(self, connection: sa.Connection, notice_id: int, *, by: str, text_hash: str, now: datetime) -> Notice:
        """Give one person's approval of the text with this hash."""
        return notices.approve(connection, notice_id, by=by, text_hash=text_hash, now=now)

    def mark_editorial(
        self, connection: sa.Connection, notice_id: int, *, by: str, text_hash: str, now: datetime
    ) -> Notice:
        """Decide that no notice is sent."""
        return notices.mark_editorial(connection, notice_id, by=by, text_hash=text_hash, now=now)

    def hold(self, connection: sa.Connection, notice_id: int, *, by: str, text_hash: str, now: datetime) -> Notice:
        """Put the decision off."""
        return notices.hold(connection, notice_id, by=by, text_hash=text_hash, now=now)

    def cancel(self, connection: sa.Connection, notice_id: int, *, by: str, text_hash: str, now: datetime) -> Notice:
        """Cancel, and hold back what is not in flight."""
        return notices.cancel(connection, notice_id, by=by, text_hash=text_hash, now=now)

    def record_exception(  # noqa: PLR0913 - what a person says when recording an exception
        self, connection: sa.Connection, notice_id: int, *, by: str, text_hash: str, reason: str, now: datetime
    ) -> Notice:
        """Let a late notice go out all the same, for a written reason."""
        return notices.record_exception(connection, notice_id, by=by, text_hash=text_hash, reason=reason, now=now)

    def audience(self, connection: sa.Connection, notice: Notice) -> int:
        """Return how many customers would get the notice now."""
        return notices.audience(connection, notice)

    def progress(self, connection: sa.Connection, notice: Notice) -> Progress:
        """Return how far its sending is."""
        found = notices.progress(connection, notice.id)
        return Progress(total=found.planned - found.cancelled, sent=found.sent, failed=found.failed + found.bounced)

    def earliest(self, connection: sa.Connection, notice: Notice, now: datetime) -> date | None:
        """Return the first lawful effective date of a late notice, None when it is in time."""
        until = notices.deadline(connection, notice, now=now)
        undecided = notice.state in (NoticeState.PROPOSED, NoticeState.LATE, NoticeState.HELD)
        return until.earliest_effective if undecided and until.is_late(now) else None

    def waiting_for_another(self, connection: sa.Connection, notice: Notice) -> str:
        """Return who approved first where a second person has to, else an empty string."""
        if notice.state not in (NoticeState.PROPOSED, NoticeState.LATE):
            return ""
        people = [vote.by for vote in notices.votes(connection, notice.id) if vote.text_hash == notice.text_hash]
        return ", ".join(people)
