"""Every HTML element, CSS property and at-rule of a notice against caniemail's tests of real mail clients.

What carries the message must work wherever it was tested; what only embellishes it may be missing, and is named here
with what a reader has without it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from absent import absent
from examples import message

from notifier.message import LANGUAGES
from notifier.message.preview import bodies

DATA = Path(__file__).parents[1] / "npm" / "node_modules" / "caniemail" / "data" / "caniemail.json"
ELEMENTS = {
    "body": "html-body",
    "h1": "html-h1-h6",
    "h2": "html-h1-h6",
    "li": "html-lists",
    "p": "html-p",
    "span": "html-span",
    "style": "html-style",
    "table": "html-table",
    "tbody": "html-table",
    "td": "html-table",
    "tr": "html-table",
    "ul": "html-lists",
}
UNTESTED_ELEMENTS = {"a", "head", "html", "meta", "title"}
"""Without an entry of their own: every client shows links (those to mailboxes are an entry), the rest shows nothing."""
SHORT_FOR = {"border-top": "border", "border-top-color": "border", "font-family": "font"}
UNTESTED_PROPERTIES = {"color"}
HARMLESS = {
    "html-body": "the outer table repeats the body's background, and its cells their margins",
    "html-style": "every rule but those for dark and narrow screens stands in the elements",
    "html-doctype": "the layout needs no standards mode: tables and block elements with their own sizes",
    "html-lang": "a screen reader takes the language of its user",
    "html-dir": "text without right-to-left letters, and names that isolate their own direction",
    "html-role": "a screen reader announces the two layout tables",
    "html-meta-color-scheme": "the light scheme is shown",
    "css-at-media": "the padding of wide screens is kept",
    "css-at-media-prefers-color-scheme": "the light scheme is shown",
    "css-important": "the light scheme is shown",
    "css-selector-class": "as without style sheets",
    "css-selector-type": "as without style sheets",
}
HARMLESS_IN = {"html-mailto-links": {"orange.ios"}}
"""Answering the message does the same, and it says so."""


class Used(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.features: set[str] = set()
        self.unknown: set[str] = set()
        self.feed(html)
        self.rules("".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL)))
        self.features |= {"html-doctype"} if html.startswith("<!DOCTYPE") else set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ELEMENTS:
            self.features.add(ELEMENTS[tag])
        elif tag not in UNTESTED_ELEMENTS:
            self.unknown.add(tag)
        given = dict(attrs)
        self.features |= {f"html-{name}" for name in ("lang", "dir", "role") if name in given}
        if given.get("name") == "color-scheme":
            self.features.add("html-meta-color-scheme")
        if (given.get("href") or "").startswith("mailto:"):
            self.features.add("html-mailto-links")
        self.declarations(given.get("style") or "")

    def rules(self, sheet: str) -> None:
        self.features |= {f"css-at-{name}" for name in re.findall(r"@([a-z-]+)", sheet)}
        if "prefers-color-scheme" in sheet:
            self.features.add("css-at-media-prefers-color-scheme")
        for selectors, declarations in re.findall(r"([^{}@;]+)\{([^{}]*)\}", sheet):
            self.features.add("css-selector-class" if "." in selectors else "css-selector-type")
            self.declarations(declarations)

    def declarations(self, text: str) -> None:
        for declaration in filter(str.strip, text.split(";")):
            name, _, value = (part.strip() for part in declaration.partition(":"))
            if "!important" in value:
                self.features.add("css-important")
            self.features |= {f"css-unit-{unit}" for unit in re.findall(r"\d(px|em|rem|pt|vw)\b", value)}
            if name not in UNTESTED_PROPERTIES:
                self.features.add(f"css-{SHORT_FOR.get(name, name)}")


@cache
def client_results() -> dict[str, dict[str, str]]:
    """Return, for each feature, the newest result in each client: y(es), a(lmost), n(o), u(nknown)."""
    if not DATA.is_file():
        absent("caniemail is not installed (npm ci --prefix tests/npm)")
    return {feature["slug"]: dict(_results(feature["stats"])) for feature in json.loads(DATA.read_text())["data"]}


def _results(stats: dict[str, dict[str, dict[str, str]]]) -> Iterator[tuple[str, str]]:
    for family, clients in stats.items():
        for client, versions in clients.items():
            if versions:
                yield f"{family}.{client}", list(versions.values())[-1][0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_carries_a_notice_works_in_every_client_that_was_tested(language: str) -> None:
    used = Used(bodies(message(language=language))[0])
    assert used.unknown == set()
    results = client_results()
    assert {feature for feature in used.features if feature not in results} == set()
    lost = {
        feature: {client for client, result in results[feature].items() if result == "n"} for feature in used.features
    }
    assert {
        feature: clients - HARMLESS_IN.get(feature, set())
        for feature, clients in lost.items()
        if clients - HARMLESS_IN.get(feature, set()) and feature not in HARMLESS
    } == {}
    assert {"html-table", "css-padding", "css-background-color", "css-at-media"} <= used.features


def test_nothing_is_excused_without_need() -> None:
    used = Used(bodies(message())[0]).features
    results = client_results()
    assert {feature for feature in HARMLESS if feature not in used or "n" not in results[feature].values()} == set()
