"""The page of a rehearsal, driven in a real browser by a newcomer who has no account anywhere."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import aiohttp
import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.errors import UsageError
from bot.sandbox import FakeSlack
from bot.sandbox.page import Page as RehearsalPage
from bot.sandbox.rehearsal import LegalDeed, Letter
from notifier.cases import receive
from tests.slack.conftest import World, case_state, empty_ledger, ledger, world  # noqa: F401 - fixtures

TOKEN = "page-token"
CHROMIUM = shutil.which("chromium")


@dataclass
class SmallRehearsal:
    """A rehearsal of one revision: legal merges it, days pass, a letter is sent, its customer answers."""

    world: World
    merged: bool = False
    sent: list[Letter] = field(default_factory=list)

    @property
    def slack(self) -> FakeSlack:
        return self.world.slack

    @property
    def public_url(self) -> str:
        return ""

    def now(self) -> datetime:
        return self.world.now[0]

    def letters(self) -> Sequence[Letter]:
        return self.sent

    def deeds(self) -> Sequence[LegalDeed]:
        return () if self.merged else (LegalDeed("merge", "Merge the next revision"),)

    async def do(self, deed: str) -> None:
        if deed != "merge" or self.merged:
            raise UsageError("There is nothing to merge.")
        self.merged = True
        self.world.propose()
        await self.world.outbox.drain()

    async def move_days(self, days: int) -> None:
        self.world.now[0] += timedelta(days=days)
        html = "<p>Our policy changes.</p><script>parent.document.title='broken'</script>"
        self.sent.append(Letter("1", "ada@example.org", "Our privacy policy changes", "Our policy changes.", html))

    async def answer(self, letter: str, text: str) -> None:
        content = f"From: ada@example.org\r\nMessage-ID: <{letter}@x>\r\nSubject: Re\r\n\r\n{text}\r\n".encode()
        signer = self.world.parts.signer
        await self.world.ledger.run(receive, content, door="test", signer=signer, now=self.now())
        await self.world.outbox.drain()


@pytest.fixture
def approvers() -> tuple[str, ...]:
    return ("S0LEGAL",)


@pytest.fixture
async def address(world: World) -> AsyncIterator[str]:  # noqa: F811
    application = RehearsalPage(SmallRehearsal(world), TOKEN).application()
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium is installed (apt-get install chromium)")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        await opened.close()


async def opened(browser: Browser, address: str, width: int = 1400) -> tuple[Page, list[str]]:
    page = await browser.new_page(viewport={"width": width, "height": 900})
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    await page.goto(address)
    return page, problems


async def test_a_newcomer_plays_legal_staff_and_customer(world: World, browser: Browser, address: str) -> None:  # noqa: F811
    page, problems = await opened(browser, address)
    await page.get_by_role("button", name="Merge the next revision").click()
    card = page.locator(".message").filter(has_text="Proposed: waits for a decision")
    await expect(card).to_be_visible()
    await expect(page.get_by_role("button", name="Merge the next revision")).to_have_count(0)

    await card.get_by_role("button", name=re.compile("Material: prepare notice")).click()
    modal = page.get_by_role("dialog")
    await expect(modal).to_contain_text("1,200 customers")
    await expect(modal).to_contain_text("Dear customer,")
    await modal.get_by_role("button", name="Approve").click()
    await expect(page.locator(".message").first).to_contain_text("Approved and scheduled")
    await expect(page.locator(".only-you")).to_have_count(1)
    assert world.notice(1).approved_by == "slack:U0LEGAL"

    await card_thread(page)
    await page.get_by_role("button", name="+1 day").click()
    await expect(page.locator("#tab-mail")).to_have_text("E-mails (1)")
    await page.get_by_text("Read it").click()
    await page.get_by_label("Answer as this customer").fill("Please delete my account and all my data.")
    await page.get_by_role("button", name="Answer").click()
    case = page.locator(".message").filter(has_text="Deletion request C-2026-0001")
    await expect(case).to_be_visible()
    await case.get_by_role("combobox").select_option("acknowledge:C-2026-0001")
    await expect(case).to_contain_text("acknowledged")
    assert case_state(world, "C-2026-0001") == "acknowledged"

    await page.get_by_label("You are").select_option("U0STAFF")
    await page.get_by_label("Message", exact=True).fill("/policy ask who gets card data?")
    await page.get_by_role("button", name="Send").first.click()
    await expect(page.locator("#messages .message").last).to_contain_text("Card data goes to Paywell.")
    await expect(page.locator("#messages .message").last).to_contain_text("We use Paywell <!channel>.")
    assert await page.title() == "Policy Herald: rehearsal"
    assert [problem for problem in problems if "Blocked script execution" not in problem] == []


async def card_thread(page: Page) -> None:
    await page.locator(".open-thread").first.click()
    await expect(page.locator("#thread s")).to_contain_text("Postfix Ltd")
    await page.get_by_role("button", name="Close the thread").click()


async def test_confirm_dialogs_and_the_home_tab_work(world: World, browser: Browser, address: str) -> None:  # noqa: F811
    page, problems = await opened(browser, address)
    await page.get_by_role("button", name="Merge the next revision").click()
    await page.get_by_role("button", name="Editorial: no notice").click()
    await page.get_by_role("button", name="Not yet").click()
    assert world.notice(1).state == "proposed"
    await page.get_by_role("button", name="Home").click()
    await expect(page.locator(".home")).to_contain_text("Waiting for your decision")
    await page.locator(".home").get_by_role("button", name="Ask the policy").click()
    await page.get_by_role("dialog").get_by_label("Your question").fill("Who gets card data?")
    await page.get_by_role("dialog").get_by_role("button", name="Ask").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert problems == []


async def test_a_phone_shows_it_too(world: World, browser: Browser, address: str) -> None:  # noqa: F811
    page, _ = await opened(browser, address, width=390)
    await page.get_by_role("button", name="Merge the next revision").click()
    await expect(page.locator(".message").first).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("headers", [{}, {"X-Sandbox-Token": "guess"}])
async def test_another_page_cannot_act_here(world: World, address: str, headers: dict[str, str]) -> None:  # noqa: F811
    async with aiohttp.ClientSession(trust_env=False) as session:
        async with session.post(f"{address}do/deed", json={"deed": "merge"}, headers=headers) as answer:
            assert answer.status == 403
        async with session.get(address, headers={"Host": "evil.example"}) as answer:
            assert answer.status == 403


async def test_bad_deeds_are_refused_in_words(world: World, address: str) -> None:  # noqa: F811
    headers = {"X-Sandbox-Token": TOKEN}
    async with aiohttp.ClientSession(trust_env=False, headers=headers) as session:
        for deed, body, status in (
            ("days", {"days": 0}, 400),
            ("days", {"days": "x"}, 400),
            ("press", {"person": "U0NOBODY", "action": "x"}, 400),
            ("press", {"person": "U0LEGAL", "channel": "C0POLICY", "ts": "1.0", "action": "x"}, 400),
            ("submit", {"person": "U0LEGAL", "view": "V9"}, 400),
            ("nothing", {}, 404),
        ):
            async with session.post(f"{address}do/{deed}", json=body) as answer:
                assert answer.status == status, deed
                assert (await answer.json())["problem"]
