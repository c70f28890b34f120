"""The Slack side as a whole: what the composition root builds, serves and ticks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp

from bot.settings import Settings
from bot.slack.app import assemble
from bot.slack.client import open_client
from bot.slack.desk import Desk
from bot.slack.homes import Homes
from bot.slack.installations import SealedInstallations
from bot.slack.oauth import SignedStates, oauth_flow
from bot.slack.parts import SlackParts
from bot.slack.posting import SPACING_SECONDS, Outbox
from bot.slack.sealing import Sealer


@dataclass(frozen=True, slots=True)
class SlackSide:
    """`app` takes Slack's requests (HTTP or Socket Mode); `await outbox.drain()` at each tick posts what is owed."""

    app: AsyncApp
    outbox: Outbox

    async def close(self) -> None:
        """Finish the drains that clicks woke."""
        await self.outbox.settle()


def build_slack(settings: Settings, parts: SlackParts, *, spacing: float = SPACING_SECONDS) -> SlackSide:
    """Return the Slack side; `spacing` are the seconds between two messages to one channel.

    With SLACK_CLIENT_ID several workspaces may install Herald; cards are posted in the one that did first.
    """
    homes, client = Homes(parts), open_client(settings, patient=False)
    if not settings.slack_client_id:
        outbox = Outbox(parts, client, spacing=spacing, after=homes.refresh)
        return SlackSide(assemble(settings, Desk(parts, outbox.wake, homes)), outbox)
    store = SealedInstallations(settings.state_folder / "slack", Sealer((_secret(settings),)))
    outbox = Outbox(parts, client, spacing=spacing, after=homes.refresh, token=_token_of(store))
    states = SignedStates(parts.ledger, parts.signer, parts.now)
    shared = settings.model_copy(update={"slack_bot_token": None})
    flow = oauth_flow(settings, store, states, open_client(shared, patient=True))
    return SlackSide(assemble(shared, Desk(parts, outbox.wake, homes, store), flow), outbox)


def _secret(settings: Settings) -> bytes:
    return settings.secret.get_secret_value().encode() if settings.secret else b""


def _token_of(store: SealedInstallations) -> Callable[[], Awaitable[str]]:
    async def token() -> str:
        bot = await store.first()
        return bot.bot_token if bot is not None else ""

    return token
