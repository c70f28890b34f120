"""Quotes that are literally in the policy: found in the source text, or not shown at all."""

from __future__ import annotations

import re
from functools import lru_cache

from policy.documents import Document

_MARKS = re.compile(r"[*_\\]")
_LINK = re.compile(r"!?\[((?:[^\[\]]|\\.)*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_SHORTEST_FRAGMENT = 12


def flat(text: str) -> str:
    """Return text as quotes are compared: emphasis marks and escapes dropped, white space folded."""
    return " ".join(_MARKS.sub("", text).split())


@lru_cache(maxsize=256)
def _flat_source(source: str) -> str:
    return flat(source)


def is_literal(quote: str, document: Document) -> bool:
    """Whether the quote stands in the document's source, emphasis marks and white space aside."""
    return bool(quote.strip()) and flat(quote) in _flat_source(document.source)


def literal_quote(text: str, block: int, document: Document) -> str:
    """Return the words of `text` as they literally stand in the source, or "" when they do not.

    Where a link interrupts the text, its Markdown is kept, because the source holds it between the words; where even
    that fails, the longest literal part between two links is returned.
    """
    if is_literal(text, document):
        return text
    markdown = document.blocks[block].markdown
    whole = _with_links(text, markdown)
    if whole and is_literal(whole, document):
        return whole
    parts = list(re.split("|".join(re.escape(link) for link in _link_texts(markdown)) or r"(?!)", text))
    fragments = sorted((part.strip(" ,;:") for part in parts), key=len, reverse=True)
    return next((part for part in fragments if len(part) >= _SHORTEST_FRAGMENT and is_literal(part, document)), "")


def _link_texts(markdown: str) -> tuple[str, ...]:
    return tuple(flat(match.group(1)) for match in _LINK.finditer(markdown) if match.group(1).strip())


def _with_links(text: str, markdown: str) -> str:
    """Return the slice of the markdown whose words, links aside, are `text`."""
    plain: list[str] = []
    places: list[int] = []
    position = 0
    for match in _LINK.finditer(markdown):
        _copy(markdown, position, match.start(), plain, places)
        _copy(markdown, match.start(1), match.end(1), plain, places)
        position = match.end()
    _copy(markdown, position, len(markdown), plain, places)
    found = "".join(plain).find("".join(flat(text).split()))
    if found < 0:
        return ""
    start, last = places[found], places[found + len("".join(flat(text).split())) - 1]
    start, last = _widened(markdown, start, last)
    return flat(markdown[start : last + 1])


def _copy(markdown: str, start: int, end: int, plain: list[str], places: list[int]) -> None:
    for place in range(start, end):
        letter = markdown[place]
        if not letter.isspace() and letter not in "*_\\":
            plain.append(letter)
            places.append(place)


def _widened(markdown: str, start: int, last: int) -> tuple[int, int]:
    """Take in the whole of a link that the slice begins or ends in."""
    for match in _LINK.finditer(markdown):
        if match.start() <= start < match.end():
            start = match.start()
        if match.start() <= last < match.end():
            last = match.end() - 1
    return start, last
