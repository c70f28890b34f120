"""When a workspace removes Herald, its token goes too."""

from __future__ import annotations

import structlog
from slack_bolt.async_app import AsyncApp

from bot.blocks.names import EventName
from bot.slack.desk import Desk
from bot.slack.requests import Request, Work, acknowledged

log = structlog.get_logger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to uninstalling and revoking."""
    app.event(EventName.UNINSTALLED)(acknowledged(_forget(desk)))
    app.event(EventName.TOKENS_REVOKED)(acknowledged(_revoked(desk)))


def _forget(desk: Desk) -> Work:
    async def forget(request: Request) -> None:
        team, enterprise = request.body.get("team_id"), request.body.get("enterprise_id")
        log.warning("slack_uninstalled", team=team)
        if desk.installations is not None:
            await desk.installations.async_delete_all(enterprise_id=enterprise, team_id=team)

    return forget


def _revoked(desk: Desk) -> Work:
    forget = _forget(desk)

    async def revoked(request: Request) -> None:
        tokens = request.event.get("tokens") or {}
        if tokens.get("bot"):
            await forget(request)

    return revoked
