"""The public pages in a real Chromium: what people see, at desktop and phone widths, light and dark, and axe-core."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bot.demo.repository import create_repository, read_policies
from bot.site import build_site, publish
from policy.repository import PolicyRepository
from policy.settings import read_settings
from tests.absent import absent

ROOT = Path(__file__).parents[3]
AXE = ROOT / "tests" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
SETTINGS = 'date_order = "mdy"\ncontact = "privacy@larkpost.example"\ncompany = "Larkpost"\n'
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)
HOSTILE = (
    "# Privacy <script>document.title = 'owned'</script>\n\nLast updated: March 1, 2027\n\n"
    "[click](javascript:document.title='owned') <img src=x onerror=\"document.title='owned'\">\n\n"
    "Changes take effect 30 days after the update date. {text}\n"
)

pytestmark = pytest.mark.xdist_group("browser")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        del format, args


def serve(folder: Path) -> tuple[ThreadingHTTPServer, str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}"


def build(folder: Path, texts: list[bytes], today: date) -> Path:
    from git import Repo

    start = datetime(2027, 1, 1, 9, tzinfo=UTC)
    repository: Repo = create_repository(folder / "policy", SETTINGS, start)
    for number, text in enumerate(texts):
        (folder / "policy" / "privacy.md").write_bytes(text)
        repository.index.add(["privacy.md"])
        repository.index.commit(f"Version {number}", commit_date=start + timedelta(days=number + 1))
    with PolicyRepository.open(folder / "policy") as opened:
        build_site(publish(opened, today=today), folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        absent("Chromium is absent (install Debian's package `chromium`)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("browser")
    files = read_policies(ROOT / "bot" / "demo" / "policies", read_settings(SETTINGS))
    server, url = serve(build(folder, [file.path.read_bytes() for file in files[:3]], date(2027, 4, 1)))
    yield url
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def change_page(page: Page, site: str, place: int = 0) -> None:
    page.goto(f"{site}/privacy/changelog/")
    page.locator("ol.entries a").nth(place).click()
    page.wait_for_url("**/changes/**", wait_until="load")  # a click returns as soon as the new page is asked for


def test_a_reader_finds_the_redline_and_switches_its_view_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/privacy/")
    assert page.get_by_text("This policy changes on 14 April 2027").is_visible()
    page.get_by_role("link", name="See exactly what changes").click()
    page.wait_for_url("**/changes/**", wait_until="load")
    assert page.get_by_role("heading", name="Change of 15 March 2027").is_visible()
    assert not page.locator(".redline-side table").is_visible()
    page.get_by_text("Side by side").click()
    assert page.locator(".redline-side table").is_visible()
    context.close()


def test_the_previous_version_is_one_click_from_the_change(page: Page, site: str) -> None:
    change_page(page, site, place=1)
    page.get_by_role("link", name="Previous version in full").click()
    page.wait_for_url("**/versions/**", wait_until="load")
    assert page.get_by_text("This is an earlier version").is_visible()


def test_nothing_is_loaded_from_elsewhere(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    change_page(page, site)
    assert asked
    assert all(url.startswith(site) for url in asked)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize("path", ["", "changelog/", "versions/", "recipients/", "upcoming/", "change"])
def test_pages_pass_axe_and_fit_their_width(browser: Browser, site: str, path: str, width: int, scheme: str) -> None:
    if not AXE.is_file():
        absent("axe-core is absent (run `npm ci --prefix tests/npm`)")
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    if path == "change":
        change_page(page, site)
    else:
        page.goto(f"{site}/privacy/{path}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run().then(report => report.violations.map(v => v.id + ': ' + v.nodes[0].html))")
    page.close()
    assert found == []


def test_a_keyboard_reaches_the_text_first_and_the_views(page: Page, site: str) -> None:
    change_page(page, site)
    page.locator("body").press("Tab")  # a key pressed before the new page has the focus is lost
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.locator(".redline-choice").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".redline-side table").is_visible()


def test_hostile_policy_text_stays_text(browser: Browser, tmp_path: Path) -> None:
    texts = [HOSTILE.format(text=text).encode() for text in ("One.", "Two <script>document.title='owned'</script>.")]
    server, url = serve(build(tmp_path, texts, date(2027, 3, 2)))
    page = browser.new_page()
    for path in ("", "changelog/", "versions/"):
        page.goto(f"{url}/privacy/{path}")
        assert page.title() != "owned"
        assert page.locator("main img, main script").count() == 0
        assert page.locator('a[href^="javascript"]').count() == 0
    page.goto(f"{url}/privacy/changelog/")
    page.locator("ol.entries a").first.click()
    page.wait_for_url("**/changes/**", wait_until="load")
    assert page.locator("main script").count() == 0
    page.close()
    server.shutdown()
    server.server_close()


def test_the_banner_is_shown_in_the_window_and_stays_dismissed(browser: Browser, site: str, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        f'<!doctype html><title>Shop</title><h1>Shop</h1><script src="{site}/banner.js" defer></script>'
    )
    server, url = serve(tmp_path)
    context = browser.new_context()
    page = context.new_page()
    page.clock.install(time=datetime(2027, 4, 1, tzinfo=UTC))
    page.route(
        "**/upcoming.json",
        lambda route: route.fulfill(
            path=None,
            response=route.fetch(),
            headers={"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"},
        ),
    )
    page.goto(url)
    banner = page.get_by_role("region", name="Privacy Policy: a change is coming")
    banner.wait_for()
    banner.get_by_role("button", name="Dismiss").click()
    assert banner.count() == 0
    page.reload()
    page.wait_for_load_state("networkidle")
    assert banner.count() == 0
    context.close()
    server.shutdown()
    server.server_close()
