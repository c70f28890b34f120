"""Installing Herald into several workspaces: states that are signed, expire and work once, and where Slack leads back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from logging import Logger, getLogger

import sqlalchemy as sa
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient

from bot.composition import fresh_token
from bot.settings import Settings
from bot.slack.installations import SealedInstallations
from notifier.cases.store import insert_for
from notifier.errors import SigningError
from notifier.ledger import Ledger
from notifier.ledger.schema import seen_requests
from notifier.signing import Signer

SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "chat:write",
    "commands",
    "files:write",
    "im:history",
    "im:write",
    "links:read",
    "links:write",
    "usergroups:read",
    "users:read",
)
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
PURPOSE = "slack-install"
STATE_LIFE = timedelta(minutes=10)


class SignedStates(AsyncOAuthStateStore):
    """States of installations under way: signed, ten minutes long, spent when they come back."""

    def __init__(self, ledger: Ledger, signer: Signer, now: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._signer = signer
        self._now = now

    @property
    def logger(self) -> Logger:
        """The logger that the library asks for."""
        return getLogger(__name__)

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        """Return a new state."""
        del args, kwargs
        return self._signer.link_token(PURPOSE, fresh_token()[:20], self._now() + STATE_LIFE)

    async def async_consume(self, state: str) -> bool:
        """Return whether the state was issued here, has not expired, and comes back for the first time."""
        try:
            subject = self._signer.read_link_token(state, purpose=PURPOSE, now=self._now())
        except (SigningError, ValueError):
            return False
        return await self._ledger.run(_spend, f"{PURPOSE}:{subject}", self._now())


def _spend(connection: sa.Connection, key: str, now: datetime) -> bool:
    insert = insert_for(connection)(seen_requests).values(key=key, seen_at=now).on_conflict_do_nothing()
    return bool(connection.execute(insert).rowcount == 1)


def oauth_flow(
    settings: Settings, store: SealedInstallations, states: SignedStates, client: AsyncWebClient
) -> AsyncOAuthFlow:
    """Return the flow of an app that several workspaces may install; only bot scopes are asked for."""
    secret = settings.slack_client_secret.get_secret_value() if settings.slack_client_secret else ""
    return AsyncOAuthFlow(
        client=client,
        settings=AsyncOAuthSettings(
            client_id=settings.slack_client_id,
            client_secret=secret,
            scopes=SCOPES,
            user_scopes=(),
            redirect_uri=f"{settings.site_url.rstrip('/')}{REDIRECT_PATH}" if settings.site_url else None,
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            installation_store=store,
            installation_store_bot_only=True,
            state_store=states,
            state_expiration_seconds=int(STATE_LIFE.total_seconds()),
        ),
    )


def install_routes(app: AsyncApp) -> Callable[[web.Application], None]:
    """Return what adds the two pages of an installation; nothing is added for an app of one workspace."""
    flow = app.oauth_flow

    def register(application: web.Application) -> None:
        if flow is None:
            return
        application.router.add_get(INSTALL_PATH, _handler(flow.handle_installation))
        application.router.add_get(REDIRECT_PATH, _handler(flow.handle_callback))

    return register


def _handler(handle: Callable[..., Awaitable[object]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def page(request: web.Request) -> web.Response:
        answer = await handle(await to_bolt_request(request))
        return await to_aiohttp_response(answer)  # type: ignore[arg-type]  # Bolt's handlers are typed as object

    return page
