"""Installing and removing: states that work once, tokens that nobody can read on the disk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr
from slack_sdk.oauth.installation_store import Bot

from bot.sandbox import FakeSlack
from bot.sandbox.fake import STAFF, TOKEN
from bot.sandbox.server import OAUTH_CODE
from bot.slack import build_slack
from bot.slack.installations import SealedInstallations
from bot.slack.oauth import SCOPES, SignedStates, install_routes
from bot.slack.sealing import Sealer, SealError
from bot.web.app import SLACK_PATH, _slack
from notifier.ledger import Ledger
from notifier.signing import Signer
from tests.slack.conftest import NOW, World, empty_ledger, ledger, make_parts, settings_for  # noqa: F401 - fixture

# slack_sdk 3.47 signs in with a class that aiohttp 3.14 wants to drop in its next major version.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


@pytest.fixture
async def shop(ledger: Ledger, tmp_path: Path) -> AsyncIterator[tuple[World, str, Path]]:  # noqa: F811
    now, asked = [NOW], []
    async with FakeSlack() as slack:
        parts = make_parts(ledger, now, asked)
        settings = settings_for(slack).model_copy(
            update={
                "slack_bot_token": None,
                "slack_client_id": "111.222",
                "slack_client_secret": SecretStr("client-secret"),
                "secret": SecretStr("the deployment's secret"),
                "state_folder": tmp_path / "state",
            }
        )
        side = build_slack(settings, parts, spacing=0.0)
        application = web.Application()
        application.router.add_post(SLACK_PATH, _slack(side.app))
        install_routes(side.app)(application)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        slack.app_url = address + SLACK_PATH
        yield World(slack, ledger, parts, side.outbox, now, asked), address, tmp_path / "state" / "slack"
        await side.close()
        await runner.cleanup()


async def install(address: str, *, code: str = OAUTH_CODE, forget_cookie: bool = False) -> tuple[int, str]:
    """Walk through an installation as a browser does; return the last status and the state that was used."""
    async with aiohttp.ClientSession(trust_env=False) as session:
        async with session.get(f"{address}/slack/install") as page:
            text = await page.text()
            cookie = page.headers["Set-Cookie"].partition(";")[0]
        link = next(part for part in text.split('"') if part.startswith("https://slack.com/oauth"))
        query = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
        assert set(query["scope"][0].split(",")) == set(SCOPES)
        assert "user_scope" not in query
        headers = {} if forget_cookie else {"Cookie": cookie}
        back = f"{address}/slack/oauth_redirect?code={code}&state={query['state'][0]}"
        async with session.get(back, headers=headers) as page:
            return page.status, query["state"][0]


async def test_a_workspace_installs_works_and_removes_herald(shop: tuple[World, str, Path]) -> None:
    world, address, folder = shop
    assert not (await world.slack.command(STAFF.id, "help")).body.startswith("{")
    world.propose()
    assert await world.outbox.drain() == 0

    assert (await install(address))[0] == 200
    kept = [path.read_bytes() for path in folder.iterdir()]
    assert len(kept) == 1
    assert TOKEN.encode() not in kept[0]
    assert "Paywell" in (await world.slack.ask(STAFF.id, "ask who gets card data?")).text
    await world.outbox.drain()
    assert len(world.slack.posted()) == 1

    await world.slack.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}})
    assert list(folder.iterdir()) != []
    await world.slack.event({"type": "app_uninstalled"})
    await world.slack.until(lambda: not list(folder.iterdir()))
    world.propose()
    assert await world.outbox.drain() == 0


async def test_a_state_of_another_browser_is_refused(shop: tuple[World, str, Path]) -> None:
    _, address, folder = shop
    assert (await install(address, forget_cookie=True))[0] == 400
    assert not folder.exists()


async def test_a_wrong_code_installs_nothing(shop: tuple[World, str, Path]) -> None:
    _, address, folder = shop
    assert (await install(address, code="guessed"))[0] >= 400
    assert not folder.exists()


async def test_states_are_signed_expire_and_work_once(ledger: Ledger) -> None:  # noqa: F811
    now = [NOW]
    states = SignedStates(ledger, Signer(b"k" * 32), lambda: now[0])
    state = await states.async_issue()
    assert await states.async_consume(state)
    assert not await states.async_consume(state)
    assert not await states.async_consume("forged")
    late = await states.async_issue()
    now[0] += timedelta(minutes=11)
    assert not await states.async_consume(late)


async def test_tokens_survive_a_new_secret_and_no_other(tmp_path: Path) -> None:
    bot = Bot(team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U1", installed_at=1.0)
    await SealedInstallations(tmp_path, Sealer((b"old",))).async_save_bot(bot)
    renewed = SealedInstallations(tmp_path, Sealer((b"new", b"old")))
    found = await renewed.async_find_bot(enterprise_id=None, team_id="T1")
    assert found is not None
    assert found.bot_token == "xoxb-1"
    await renewed.async_save_bot(found)
    alone = SealedInstallations(tmp_path, Sealer((b"new",)))
    assert (await alone.first()) is not None
    with pytest.raises(SealError):
        await SealedInstallations(tmp_path, Sealer((b"stolen",))).first()


@pytest.mark.parametrize("team", ["../../etc", "", "t1", "T1/..", "T" * 40])
async def test_no_team_name_leads_out_of_the_folder(tmp_path: Path, team: str) -> None:
    store = SealedInstallations(tmp_path / "in", Sealer((b"s",)))
    assert await store.async_find_bot(enterprise_id=None, team_id=team) is None
    await store.async_delete_bot(enterprise_id=None, team_id=team)


def test_nothing_is_kept_without_a_secret() -> None:
    with pytest.raises(SealError, match="HERALD_SECRET"):
        Sealer((b"",))


async def test_another_workspace_asks_and_sees_nothing_else(shop: tuple[World, str, Path]) -> None:
    world, address, folder = shop
    first = Bot(team_id="T0FIRST", bot_token="xoxb-first", bot_id="B1", bot_user_id="U1", installed_at=1.0)
    await SealedInstallations(folder, Sealer((b"the deployment's secret",))).async_save_bot(first)
    await install(address)
    assert "Paywell" in (await world.slack.ask(STAFF.id, "ask who gets card data?")).text
    for words in ("cases", "notices", "upcoming"):
        assert "installed Herald first" in (await world.slack.ask(STAFF.id, words)).text
