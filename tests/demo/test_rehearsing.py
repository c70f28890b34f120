"""`herald demo --serve`, driven in a real browser: the whole main job, played by hand."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright, expect

from bot.demo.rehearsing import run_rehearsal
from bot.errors import UsageError

CHROMIUM = shutil.which("chromium")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium is installed (apt-get install chromium)")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        await opened.close()


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    until, found = asyncio.Event(), asyncio.get_running_loop().create_future()
    task = asyncio.create_task(run_rehearsal(tmp_path / "out", None, found.set_result, port=0, until=until))
    done, _ = await asyncio.wait({task, found}, return_when=asyncio.FIRST_COMPLETED)
    if task in done:
        await task
    yield await found
    until.set()
    await task


@pytest.mark.slow
async def test_a_real_policy_change_is_rehearsed_by_hand(browser: Browser, address: str) -> None:
    page = await browser.new_page(viewport={"width": 1400, "height": 900})
    page.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    await page.goto(address)
    cards = page.locator("#messages .message")
    await page.get_by_role("button", name=re.compile("^Merge")).click()
    await cards.get_by_role("button", name="Editorial: no notice").click()
    await page.locator("#confirm button.primary").click()
    await expect(cards.first).to_contain_text("Editorial: no notice is sent")

    await page.get_by_role("button", name=re.compile("^Merge")).click()
    await cards.get_by_role("button", name=re.compile("Material")).click()
    modal = page.locator("#modal")
    await expect(modal).to_contain_text("8 customers")
    await expect(modal).not_to_contain_text("slot")
    await modal.get_by_role("button", name="Approve").click()
    await expect(cards.filter(has_text="Approved and scheduled")).to_have_count(1)
    await page.get_by_role("button", name="+7 days").click()
    await expect(cards.filter(has_text="Told 8 customers")).to_have_count(1)
    await expect(page.locator(".letter")).to_have_count(8)

    await page.get_by_label("Answer as this customer").first.fill("Please delete my account and all my data.")
    await page.get_by_role("button", name="Answer").first.click()
    await expect(cards.filter(has_text="Deletion request")).to_have_count(1)
    await page.get_by_role("tab", name="Public page").click()
    await expect(page.frame_locator("#public iframe").locator("h1").first).to_be_visible()
    assert problems == []


@pytest.mark.slow
async def test_a_page_drawn_anew_meanwhile_loses_no_click(browser: Browser, address: str) -> None:
    page = await browser.new_page(viewport={"width": 1400, "height": 900})
    page.set_default_timeout(30_000)
    await page.goto(address)
    await page.get_by_role("button", name=re.compile("^Merge")).click()
    button = page.locator("#messages .message").get_by_role("button", name="Editorial: no notice")
    await button.hover()
    await page.mouse.down()
    handle = await button.element_handle()
    assert handle is not None
    await page.evaluate("fetch('do/days', {method: 'POST', headers: {'Content-Type': 'application/json', "
                        "'X-Sandbox-Token': token}, body: JSON.stringify({person, days: 1})})")  # fmt: skip
    await page.wait_for_function("waiting", timeout=30_000)
    await page.mouse.up()
    await page.locator("#confirm button.primary").wait_for()
    await page.wait_for_function("!waiting")


async def test_a_taken_port_is_named(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(UsageError, match=f"--port: {port} cannot be used"):
        await run_rehearsal(tmp_path / "out", None, print, port=port, until=asyncio.Event())
    server.close()
    await server.wait_closed()
