from __future__ import annotations

import json
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from bot.site.pages import pages
from bot.site.values import Fact, Publication, PublishedChange, PublishedDocument, Version

MERGED = datetime(2031, 3, 1, 12, tzinfo=UTC)


def version(key: str, day: int) -> Version:
    return Version(key, date(2031, 3, day), date(2031, 4, day), MERGED, f"<p>Text of {key}</p>")


def change(key: str, previous: str, *, upcoming: bool) -> PublishedChange:
    return PublishedChange(
        key=key,
        revision=key,
        previous=previous,
        title=f"Change {key} <b>",
        summary="Adds Graniteyard as a host.\x0b",
        machine_written=True,
        materiality="material",
        counts="1 amended",
        facts=(Fact("Effective", "1 April 2031", "takes effect 30 days after"),),
        merged_at=MERGED,
        announced_on=date(2031, 3, 2),
        effective_on=date(2031, 4, 1),
        upcoming=upcoming,
        redline="<p><ins>Graniteyard</ins></p>",
        redline_text="+Graniteyard",
    )


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    document = PublishedDocument(
        name="privacy.md",
        slug="privacy",
        title="Privacy Policy",
        versions=(version("aaa", 1), version("bbb", 2), version("ccc", 3)),
        changes=(change("bbb", "aaa", upcoming=False), change("ccc", "bbb", upcoming=True)),
        current="bbb",
    )
    publication = Publication((document,), "Larkpost", "privacy@larkpost.example", "https://policy.larkpost.example")
    return dict(pages(publication))


def test_every_version_and_change_has_its_page(site: dict[str, bytes]) -> None:
    assert {
        "privacy/index.html",
        "privacy/upcoming/index.html",
        "privacy/changelog/index.html",
        "privacy/changes/bbb/index.html",
        "privacy/changes/ccc/index.html",
        "privacy/versions/aaa/index.html",
        "privacy/feed.atom",
        "privacy/feed.json",
        "upcoming.json",
        "sitemap.xml",
        "banner.js",
        "style.css",
    } <= set(site)


def test_the_current_page_shows_the_version_in_force_and_announces_the_next(site: dict[str, bytes]) -> None:
    page = site["privacy/index.html"].decode()
    assert "Text of bbb" in page
    assert "changes on <strong>1 April 2031</strong>" in page


def test_titles_are_escaped(site: dict[str, bytes]) -> None:
    assert b"Change ccc &lt;b&gt;" in site["privacy/changes/ccc/index.html"]


def test_an_upcoming_change_tells_how_to_object(site: dict[str, bytes]) -> None:
    assert b"Do you object?" in site["privacy/changes/ccc/index.html"]
    assert b"Do you object?" not in site["privacy/changes/bbb/index.html"]


def test_the_atom_feed_holds_the_redline_newest_first(site: dict[str, bytes]) -> None:
    feed = ElementTree.fromstring(site["privacy/feed.atom"])
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert [entry.findtext("{http://www.w3.org/2005/Atom}title") for entry in entries] == [
        "Change ccc <b>",
        "Change bbb <b>",
    ]
    assert "<ins>Graniteyard</ins>" in (entries[0].findtext("{http://www.w3.org/2005/Atom}content") or "")


def test_the_json_feed_holds_the_redline(site: dict[str, bytes]) -> None:
    feed = json.loads(site["privacy/feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert "<ins>Graniteyard</ins>" in feed["items"][0]["content_html"]


def test_upcoming_json_lists_only_what_is_coming(site: dict[str, bytes]) -> None:
    assert [change["revision"] for change in json.loads(site["upcoming.json"])["upcoming"]] == ["ccc"]


def test_pages_are_the_same_each_time(site: dict[str, bytes]) -> None:
    assert all(
        b"default-src 'none'" in body.replace(b"&#39;", b"'") for path, body in site.items() if path.endswith(".html")
    )
