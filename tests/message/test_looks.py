"""How a notice looks: in Chromium at two widths and in both colour schemes, and to clients that know little CSS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from examples import message
from playwright.sync_api import Browser, Page, sync_playwright

from notifier.message import LANGUAGES
from notifier.message.preview import bodies, find_browser, write_preview

CONTRAST = """() => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = node => {
    for (let up = node; up; up = up.parentElement) {
      const colour = parse(getComputedStyle(up).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  let worst = 21;
  for (const node of document.querySelectorAll('h1, h2, p, li, a, span')) {
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
    worst = Math.min(worst, (a + 0.05) / (b + 0.05));
  }
  return worst;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium is installed (Debian's package `chromium`)")
    quiet = ["--no-sandbox", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=quiet)
        yield opened
        opened.close()


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(color_scheme=request.param, java_script_enabled=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [320, 375, 820, 1280])
@pytest.mark.parametrize("language", ["en", "de"])
def test_it_fits_and_can_be_read(page: Page, width: int, language: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(bodies(message(language=language))[0])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".sheet").bounding_box()["width"] <= 600  # type: ignore[index]
    assert page.evaluate(CONTRAST) >= 4.5
    assert page.locator("a[href^='mailto:privacy+']").count() == 2


@pytest.mark.parametrize("width", [320, 1280])
def test_it_can_be_read_where_style_sheets_are_dropped(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(re.sub(r"<style>.*?</style>", "", bodies(message())[0], flags=re.DOTALL))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CONTRAST) >= 4.5
    assert page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor") == "rgb(255, 255, 255)"


def test_the_dark_scheme_is_dark(browser: Browser) -> None:
    colours = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
        shown = context.new_page()
        shown.set_content(bodies(message())[0])
        colours.append(shown.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor"))
        context.close()
    assert colours == ["rgb(255, 255, 255)", "rgb(21, 29, 44)"]


# What Gmail, Outlook for Windows, Apple Mail, Yahoo and Thunderbird render, or leave out without harm.
TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "table",
    "tbody",
    "tr",
    "td",
    "h1",
    "h2",
    "p",
    "ul",
    "li",
    "a",
    "span",
}
PROPERTIES = {
    "background-color", "border-collapse", "border-top", "color", "font-family", "font-size", "font-weight",
    "line-height", "margin", "max-width", "padding", "text-align", "width",
}  # fmt: skip


class Features(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.properties: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "style":
                self.properties |= {item.partition(":")[0].strip() for item in (value or "").split(";") if item.strip()}
            if name in ("href", "src"):
                self.addresses.append(value or "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_what_mail_clients_know_is_used(language: str) -> None:
    html = bodies(message(language=language))[0]
    found = Features()
    found.feed(html)
    assert found.tags <= TAGS
    assert found.properties <= PROPERTIES
    assert all(address.startswith(("https://", "mailto:")) for address in found.addresses)
    assert set(re.findall(r"@[a-z-]+", re.sub(r"[\w+.]+@[\w.]+", "", html))) <= {"@media"}
    assert "url(" not in html
    assert "http-equiv" not in html


def test_a_preview_writes_everything_that_can_be_looked_at(tmp_path: Path) -> None:
    if find_browser() is None:
        pytest.skip("no Chromium is installed (Debian's package `chromium`)")
    written = write_preview(message(), tmp_path / "out", "notice.en")
    assert [path.name for path in written[:3]] == ["notice.en.eml", "notice.en.html", "notice.en.txt"]
    assert len(written) == 7
    for picture in written[3:]:
        content = picture.read_bytes()
        assert content.startswith(b"\x89PNG")
        assert len(content) > 40_000  # an empty page is a fifth of that
