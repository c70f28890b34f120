"""Untrusted words stay words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks.modals import PART_CHARACTERS, parts_of
from bot.blocks.text import cut, cut_literal, link, literal, person, plain

HOSTILE = "<!channel> <@U0123> <https://evil.example|our site> *bold* `code` _it_ ~gone~ :tada: @here #general"


def test_hostile_words_lose_every_special_character() -> None:
    shown = literal(HOSTILE)
    assert re.findall(r"[<>*`_~|]|[@#]\w", shown) == []
    assert ":tada:" not in shown


def test_a_line_that_starts_like_a_quote_is_none() -> None:
    assert literal("> said\n  > so") == "\u203a said\n  \u203a so"


def test_times_keep_their_colons() -> None:
    assert literal("at 09:00:30, ratio 1:2") == "at 09:00:30, ratio 1:2"


@given(st.text())
def test_literal_leaves_no_markup_in_any_text(text: str) -> None:
    assert re.findall(r"[<>*`_~|]|[@#]\w", literal(text)) == []


@given(st.text(max_size=400), st.integers(20, 120))
def test_cut_literal_fits_and_never_breaks_an_entity(text: str, most: int) -> None:
    shown = cut_literal(text, most)
    assert len(shown) <= most
    assert re.sub(r"&(amp|lt|gt);", "", shown).count("&") == 0


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("Short.", 10, "Short."),
        ("One sentence. Another sentence.", 20, "One sentence. …"),
        ("words without any end here", 20, "words without any …"),
        ("x" * 30, 10, "xxxxxxxx …"),
    ],
)
def test_cut_prefers_sentences_then_words(text: str, most: int, expected: str) -> None:
    assert cut(text, most) == expected


def test_a_link_cannot_be_closed_early() -> None:
    assert link("https://a.example/x|y>z", "a|b>c") == "<https://a.example/x%7Cy%3Ez|a\u2223b&gt;c>"


@pytest.mark.parametrize(
    ("who", "shown"),
    [("U0123AB", "<@U0123AB>"), ("slack:U0123AB", "<@U0123AB>"), ("W9ZZZ", "<@W9ZZZ>"), ("ann <b>", "ann &lt;b&gt;")],
)
def test_only_slack_ids_become_mentions(who: str, shown: str) -> None:
    assert person(who) == shown


def test_plain_text_is_never_empty() -> None:
    assert plain("  \x00 ").text == "-"


@given(st.text(alphabet="ab .\n", max_size=9000))
def test_a_letter_in_parts_loses_no_word(text: str) -> None:
    parts = parts_of(text, 1_000)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(len(part) <= PART_CHARACTERS for part in parts)
