"""What listeners work with: the parts, the checks of who acts, and the steps that a click leads to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.blocks.notice import NoticeFacts
from bot.blocks.values import NoticeReference
from bot.slack.homes import Homes
from bot.slack.installations import SealedInstallations
from bot.slack.outbox import Posted, posted
from bot.slack.parts import SlackParts
from bot.slack.people import NotAllowedError, Presser, require_approver, require_colleague
from bot.slack.reading import notice_facts
from bot.slack.rendering import case_key, notice_key
from bot.slack.requests import Request
from notifier.cases import get_case
from notifier.cases.store import insert_for
from notifier.ledger.schema import outbox, seen_requests

TIMESTAMP = re.compile(r"[0-9]{1,12}\.[0-9]{1,8}")
HOME = "home"  # instead of a channel: no channel's id is lower case
STALE = "This button belongs to an earlier text of the notice, so nothing was done. The card shows how it stands now."
ELSEWHERE = "This can only be done where Herald posted it."


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts with the checks around them; `wake` lets the outbox post soon what a step changed."""

    parts: SlackParts
    wake: Callable[[], None]
    homes: Homes
    installations: SealedInstallations | None = None

    async def asker(self, request: Request) -> Presser:
        """Return who asks; raises NotAllowedError unless it is a full member of a workspace that installed Herald."""
        presser = request.presser
        await require_colleague(request.client, presser, request.team)
        return presser

    async def colleague(self, request: Request) -> Presser:
        """Return who acts; raises NotAllowedError unless it is a full member of the company's own workspace."""
        await self._require_home(request.team)
        return await self.asker(request)

    async def _require_home(self, team: str) -> None:
        if self.installations is None:
            return
        first = await self.installations.first()
        if first is None or first.team_id != team:
            raise NotAllowedError("This belongs to the workspace that installed Herald first.")

    async def approver(self, request: Request) -> Presser:
        """Return who acts; raises NotAllowedError unless Slack says now that it is an approver."""
        await self._require_home(request.team)
        presser = request.presser
        await require_approver(request.client, presser, request.team, self.parts.approvers)
        return presser

    async def current_notice(self, reference: NoticeReference, channel: str) -> NoticeFacts:
        """Return a notice as it stands; raises NotAllowedError when the button is stale or stands elsewhere.

        `channel` is where it was pressed, HOME on the presser's own Home tab.
        """
        return await self.parts.ledger.read(self._current_notice, reference, channel, self.parts.now())

    def _current_notice(
        self, connection: sa.Connection, reference: NoticeReference, channel: str, now: datetime
    ) -> NoticeFacts:
        notice = self.parts.notices.get(connection, reference.notice_id)
        card = posted(connection, notice_key(notice.id))
        if channel != HOME and (card is None or card.channel != channel):
            raise NotAllowedError(ELSEWHERE)
        if notice.text_hash != reference.text_hash:
            raise NotAllowedError(STALE)
        return notice_facts(connection, self.parts, notice, now)

    async def check_case_place(self, number: str, channel: str) -> None:
        """Raise NotAllowedError unless the case's card stands in this channel."""
        await self.parts.ledger.read(self._check_case_place, number, channel)

    @staticmethod
    def _check_case_place(connection: sa.Connection, number: str, channel: str) -> None:
        card = posted(connection, case_key(get_case(connection, number).id))
        if card is None or card.channel != channel:
            raise NotAllowedError(ELSEWHERE)

    async def case_of_thread(self, channel: str, thread: str) -> str:
        """Return the number of the case whose card heads this thread; empty for any other thread."""
        if not TIMESTAMP.fullmatch(thread):
            return ""
        return await self.parts.ledger.read(_case_of_thread, channel, thread)

    async def first_time(self, request: str) -> bool:
        """Return whether a request with this id is new; Slack sends events again when it missed the answer."""
        return await self.parts.ledger.run(_first_time, request, self.parts.now())


def _case_of_thread(connection: sa.Connection, channel: str, thread: str) -> str:
    query = sa.select(outbox.c.payload, outbox.c.result).where(
        outbox.c.operation == "case_opened", outbox.c.result.like(f"%{thread}%")
    )
    for row in connection.execute(query):
        card = Posted.decode(row.result)
        if card is not None and (card.channel, card.ts) == (channel, thread):
            return str(json.loads(row.payload).get("number", ""))
    return ""


def _first_time(connection: sa.Connection, request: str, now: datetime) -> bool:
    insert = insert_for(connection)(seen_requests).values(key=request, seen_at=now).on_conflict_do_nothing()
    return bool(connection.execute(insert).rowcount == 1)


def read_reference(value: object) -> NoticeReference:
    """Read what a button names; raises NotAllowedError for anything that is no reference of ours."""
    try:
        return NoticeReference.decode(str(value or ""))
    except ValueError:
        raise NotAllowedError(STALE) from None
