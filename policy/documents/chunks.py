"""Stretches of Markdown that can be read one by one: consecutive revisions share most of them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_SAFE = re.compile(r"\n(?:[ \t]*\n)+(?=(?![*+-](?:\s|\Z)|\d{1,9}[.)](?:\s|\Z))(\S[^\n]{0,30}))")
_REACHES_OVER_EMPTY_LINES = re.compile(
    r"```|~~~|<[!?]|<(?:script|pre|style|textarea)\b|^ {0,3}\[[^\]\n]+\]:", re.I | re.M
)
_EVERY = 2


def chunks(text: str) -> Iterator[tuple[int, str]]:
    """Yield (lines before it, chunk): read apart, the chunks give the same blocks as the whole.

    A cut is made only before a line that stands at the margin behind an empty line and continues no list. Documents
    with anything that reaches over empty lines (fences, comments, link definitions) stay whole. Which of the possible
    cuts are made follows from the text behind them, so that an edit leaves the other chunks as they were.
    """
    if _reaches_over_empty_lines(text):
        yield 0, text
        return
    start = lines = 0
    for match in _SAFE.finditer(text):
        if zlib.crc32(match.group(1).encode()) % _EVERY == 0:
            yield lines, text[start : match.start() + 1]
            lines += text.count("\n", start, match.end())
            start = match.end()
    yield lines, text[start:]


def _reaches_over_empty_lines(text: str) -> bool:
    """Whether the pattern is found; nearly all texts are told by what it cannot do without, many times as fast."""
    if not any(sign in text for sign in ("```", "~~~", "]:")) and "<" not in text:
        return False
    return _REACHES_OVER_EMPTY_LINES.search(text) is not None
