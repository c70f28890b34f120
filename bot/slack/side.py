"""The Slack side as a whole: what the composition root builds, serves and ticks."""

from __future__ import annotations

from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp

from bot.settings import Settings
from bot.slack.app import assemble
from bot.slack.client import open_client
from bot.slack.desk import Desk
from bot.slack.homes import Homes
from bot.slack.parts import SlackParts
from bot.slack.posting import SPACING_SECONDS, Outbox


@dataclass(frozen=True, slots=True)
class SlackSide:
    """`app` takes Slack's requests (HTTP or Socket Mode); `await outbox.drain()` at each tick posts what is owed."""

    app: AsyncApp
    outbox: Outbox

    async def close(self) -> None:
        """Finish the drains that clicks woke."""
        await self.outbox.settle()


def build_slack(settings: Settings, parts: SlackParts, *, spacing: float = SPACING_SECONDS) -> SlackSide:
    """Return the Slack side; `spacing` are the seconds between two messages to one channel."""
    homes = Homes(parts)
    outbox = Outbox(parts, open_client(settings, patient=False), spacing=spacing, after=homes.refresh)
    return SlackSide(assemble(settings, Desk(parts, outbox.wake, homes)), outbox)
