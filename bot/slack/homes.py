"""Publishing the App Home, and again to those who look at it when something changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.announcement import read_announcement
from bot.blocks.home import WAITING, HomeFacts, home_view
from bot.blocks.notice import NoticeFacts
from bot.slack.parts import SlackParts
from bot.slack.people import NotAllowedError, Presser, require_approver, require_colleague
from bot.slack.reading import open_cases

REFRESHED_FOR = timedelta(hours=1)
MOST_VIEWERS = 50
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody whose Home is open: on which page, since when, and the hash of what it shows."""

    presser: Presser
    client: AsyncWebClient
    team: str
    page: int
    opened_at: datetime
    hash: str = ""


@dataclass(slots=True)
class Homes:
    """Knows who looked at their Home lately."""

    parts: SlackParts
    _viewers: dict[str, Viewer] = field(default_factory=dict)

    async def show(self, presser: Presser, client: AsyncWebClient, team: str, page: int = 0) -> None:
        """Publish a person's Home; raises NotAllowedError for guests and outsiders."""
        await require_colleague(client, presser, team)
        known = self._viewers.get(presser.user)
        viewer = Viewer(presser, client, team, page, self.parts.now(), known.hash if known else "")
        await self._publish(viewer)

    async def refresh(self) -> None:
        """Publish again to everybody who opened their Home within the last hour."""
        oldest = self.parts.now() - REFRESHED_FOR
        recent = sorted(self._viewers.values(), key=lambda viewer: viewer.opened_at, reverse=True)[:MOST_VIEWERS]
        self._viewers = {viewer.presser.user: viewer for viewer in recent if viewer.opened_at >= oldest}
        for viewer in tuple(self._viewers.values()):
            try:
                await self._publish(viewer)
            except (SlackApiError, NotAllowedError) as error:
                log.info("home_not_refreshed", error=type(error).__name__)
                self._viewers.pop(viewer.presser.user, None)

    async def _publish(self, viewer: Viewer) -> None:
        approver = await _is_approver(viewer, self.parts.approvers)
        facts = await self.parts.ledger.read(self._facts, approver, viewer.page)
        answer = await viewer.client.views_publish(user_id=viewer.presser.user, view=home_view(facts))
        shown = answer.get("view") or {}
        now_shown = Viewer(
            viewer.presser, viewer.client, viewer.team, viewer.page, viewer.opened_at, str(shown.get("hash", ""))
        )
        self._viewers[viewer.presser.user] = now_shown

    def _facts(self, connection: sa.Connection, approver: bool, page: int) -> HomeFacts:  # noqa: FBT001 - passed on
        notices = self.parts.notices.list(connection)
        site = self.parts.site_url.rstrip("/")
        now, url = self.parts.now(), f"{site}/" if site else ""
        waiting = [notice for notice in notices if notice.state in WAITING] if approver else []
        shown = tuple(
            NoticeFacts(
                notice,
                read_announcement(notice.announcement),
                earliest=self.parts.notices.earliest(connection, notice, now),
                prepared_by=self.parts.notices.waiting_for_another(connection, notice),
            )
            for notice in sorted(waiting, key=lambda notice: notice.due_at)
        )
        return HomeFacts(notices, shown, open_cases(connection), approver, now, page, url)


async def _is_approver(viewer: Viewer, approvers: tuple[str, ...]) -> bool:
    try:
        await require_approver(viewer.client, viewer.presser, viewer.team, approvers)
    except NotAllowedError:
        return False
    return True
