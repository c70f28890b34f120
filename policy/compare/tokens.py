"""Words: how a text is cut for comparison, and what of it counts as the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]*[\w/]"  # an address is one word
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\d+(?:[.,]\d{3})+(?![\d.,]*\d)|\d+\.\d+"  # so is a number with separators
    r"|\w+(?:['\N{RIGHT SINGLE QUOTATION MARK}-]\w+)*"
    r"|[^\w\s]"
)
_SAME = str.maketrans(
    {
        **dict.fromkeys("\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\u201a\u201b\u2032\u00b4`", "'"),
        **dict.fromkeys("\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\u201e\u201f\u2033«»", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u200c\u200d®™©", None),
        "\u2026": "...",
    }
)
_LETTER_OR_DIGIT = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text cut into words and punctuation.

    `key` is equal for texts that differ only in form: quotes, dashes, trade marks, invisible characters, spacing.
    """

    text: str
    words: tuple[str, ...]
    key: str

    @property
    def lines(self) -> bytes:
        """The words one a line, as git compares them."""
        return ("\n".join(self.words) + "\n").encode() if self.words else b""


@lru_cache(maxsize=16_384)
def tokenise(text: str) -> Tokens:
    """Cut a block's plain text. The result is kept: consecutive revisions share most of their blocks."""
    words = tuple(_TOKEN.findall(text))
    return Tokens(text, words, same(words))


@lru_cache(maxsize=1_024)
def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where each word of a text begins and ends."""
    return tuple(match.span() for match in _TOKEN.finditer(text))


def same(words: tuple[str, ...]) -> str:
    """Return what is left of words when form is taken away; equal for texts that say the same."""
    folded = " ".join(words).translate(_SAME)
    return " ".join((folded if folded.isascii() else unicodedata.normalize("NFC", folded)).split())


def is_word(token: str) -> bool:
    """Is the token a word or number, not punctuation?"""
    return bool(_LETTER_OR_DIGIT.match(token))
