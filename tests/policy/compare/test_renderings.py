"""What lawyers are shown: the same redline as rows, text and HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from policy.compare import (
    REDLINE_STYLE,
    Redline,
    RowState,
    cite,
    compare,
    lay_out,
    redline_fragment,
    redline_html,
    redline_text,
)
from policy.documents import read_document

OLD = """# Policy

Intro that says who we are and where.

## 1. Use

We use your address to send books, and keep it for 6 months.

* one thing we do
* another thing we do

## 2. Sharing

We share your name with carriers. We share your card with the bank.

## 3. Rights

Ask us what we know about you, at any time you like.
"""
NEW = """# Policy

## 1. Rights

Ask us what we know about you, at any time you like.

## 2. Use

We use your address to send books, and keep it for 24 months.

* another thing we do

## 3. Sharing

We share your name with carriers.

We share your card with the bank.

Intro that says who we are and where &lt;script>alert(1)&lt;/script>.
"""


@pytest.fixture(scope="module")
def redline() -> Redline:
    return compare(read_document(OLD, "old.md"), read_document(NEW, "new.md"))


def test_rows_hold_both_versions_in_order(redline: Redline) -> None:
    rows = lay_out(redline)
    for document, blocks in (
        (redline.old, [block for row in rows for block in row.old]),
        (redline.new, [block for row in rows for block in row.new]),
    ):
        assert blocks == [block for block in document.blocks if block.text]
    assert {row.state for row in rows} >= {RowState.CHANGED, RowState.MOVED_AWAY, RowState.MOVED_HERE, RowState.REMOVED}


def test_text_marks_and_cites(redline: Redline) -> None:
    text = redline_text(redline, "v1", "v2")
    assert text.startswith("v1 \N{RIGHTWARDS ARROW} v2: ")
    assert "Amended: §1 Use \N{RIGHTWARDS ARROW} §2 Use" in text
    assert "[-6-] {+24+} months" in text
    assert "\x1b" not in text


def test_colours_come_only_when_asked_for(redline: Redline) -> None:
    assert "\x1b[31m[-6-]\x1b[0m" in redline_text(redline, "v1", "v2", colour=True)


def test_terminal_sequences_in_a_policy_do_not_reach_the_terminal() -> None:
    old, new = (
        read_document("Plain words here.", "p.md"),
        read_document("Plain \x1b[2Jwords\x07 \x9b31m there.", "p.md"),
    )
    text = redline_text(compare(old, new), "v1", "v2")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)


class Page(HTMLParser):
    """Collects tags, attributes and the words of the inline view by what marks them."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attributes


def test_the_page_is_self_contained_and_nothing_in_a_policy_becomes_markup(redline: Redline) -> None:
    page = redline_html(redline, "<b>v1</b>", "v2")
    parsed = Page(page)
    assert "script" not in parsed.tags
    assert "b" not in parsed.tags
    assert not {"src", "href", "onclick"} & {name for name, _ in parsed.attributes}
    assert "&lt;script&gt;" in page
    assert "url(" not in REDLINE_STYLE
    assert "@import" not in REDLINE_STYLE


def test_both_views_are_there_and_switch_without_script(redline: Redline) -> None:
    fragment = redline_fragment(redline, key="2023-01-16")
    assert fragment.count('type="radio"') == 2
    assert 'name="redline-2023-01-16"' in fragment
    assert "<ins>24</ins>" in fragment
    assert "<del>6</del>" in fragment
    assert ".redline-choice-side:checked ~ .redline-inline { display: none; }" in REDLINE_STYLE


def test_side_by_side_shows_each_version_in_its_own_column(redline: Redline) -> None:
    side = redline_fragment(redline).split('class="redline-side"')[1]
    row = next(row for row in side.split("<tr>") if "<del>6</del>" in row)
    old, new = row.split("</td><td>")
    assert ("24" in old, "24" in new, "<del>6</del>" in new) == (False, True, False)


def test_key_cannot_break_out_of_an_attribute(redline: Redline) -> None:
    assert "onload" not in dict(Page(redline_fragment(redline, key='"><img onload=x>')).attributes)


def test_citations_name_both_numbers(redline: Redline) -> None:
    assert [cite(change) for change in redline.changes if change.kind == "split"] == [
        "§2 Sharing \N{RIGHTWARDS ARROW} §3 Sharing"
    ]


def test_the_real_policy_is_laid_out_whole(shared: Path) -> None:
    folder = shared / "data" / "policies" / "mailjet"
    old, new = (read_document((folder / name).read_bytes(), name) for name in ("2020-10-29.md", "2023-01-16.md"))
    rows = lay_out(compare(old, new))
    assert [block.index for row in rows for block in row.old] == [block.index for block in old.blocks if block.text]
    assert [block.index for row in rows for block in row.new] == [block.index for block in new.blocks if block.text]
