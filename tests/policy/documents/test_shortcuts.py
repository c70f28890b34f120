"""The quick ways past Markdown and patterns give what the long ways give."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from policy.compare.units import shared
from policy.dates.clause import _may_speak_of_changes
from policy.dates.promises import CHANGE
from policy.documents.chunks import _REACHES_OVER_EMPTY_LINES, _reaches_over_empty_lines
from policy.documents.inline import _MARKUP, _read_marked, _read_plain
from policy.documents.source import MOST_LINES, decode

PIECES = (
    "we keep",
    "  ",
    " ",
    "\n",
    "\t",
    "data",
    "]",
    "!",
    "(a)",
    "\u00ad",
    "\u00a0",
    "\x1f",
    "\u2028",
    "é",
    "&",
    "*",
    "`x`",
)
MARKS = ("```", "``", "~~~", "<!--", "<pre", "<b>", "\n\n", "   [a]: b", "]:", "text", "\n[", "]")
WORDS = (
    "cha",
    "nge",
    "CHANGE",
    " ",
    "revi",
    "\u0131",
    "\u017f",
    "rEVISE",
    "upDATED",
    "Änder",
    "ung",
    "new  version",
    "-",
    "var\u0131at\u0131on",
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_plain_text_reads_as_markdown_reads_it(text: str) -> None:
    content = text.strip(" \t\n")
    if not _MARKUP.search(content):
        assert _read_plain(content) == _read_marked(content)


@given(st.lists(st.sampled_from(MARKS), max_size=8).map("".join))
def test_what_reaches_over_empty_lines_is_never_missed(text: str) -> None:
    assert _reaches_over_empty_lines(text) == (_REACHES_OVER_EMPTY_LINES.search(text) is not None)


@given(st.lists(st.sampled_from(WORDS), max_size=6).map("".join))
def test_no_clause_about_changes_is_passed_over(text: str) -> None:
    if CHANGE.search(text):
        assert _may_speak_of_changes(text)


@given(st.lists(st.sampled_from("abcd")).map(Counter), st.lists(st.sampled_from("abc")).map(Counter))
def test_shared_words_are_those_of_both_bags(one: Counter[str], other: Counter[str]) -> None:
    assert shared(one, other) == (one & other).total()


def test_empty_lines_do_not_count_as_lines() -> None:
    text = "\n" * (2 * MOST_LINES) + "We keep data.\n"
    assert decode(text, "p.md") == text
