"""Inline Markdown: what a stretch says in plain text, with the links and emphases in it, split at hard breaks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from policy.documents.model import Emphasis, Link

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST_INLINE = 20_000
"""Longest stretch, in characters, that is parsed as Markdown; beyond it only the plain text is read, in linear time."""

_MOST_BRACKETS = 400  # brackets cost the Markdown parser quadratic time

_INVISIBLE = "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CONTROLS = "".join(chr(code) for code in (*range(9), *range(14, 32), *range(127, 160)) if code != 0x85)
_CLEAN = str.maketrans(
    {
        **dict.fromkeys(_INVISIBLE + _CONTROLS + "\ufffe\uffff"),
        **dict.fromkeys("\u00a0\u2007\u202f\u2028\u2029\u0085\f\v", " "),
    }
)
_HARD_BREAK = re.compile(r"(?: {2,}|\\)\n|<br\s*/?>\n?", re.IGNORECASE)
_LINE_BREAK_TAG = re.compile(r"<br\s*/?>\Z", re.IGNORECASE)
_ATTRIBUTE_LIST = re.compile(r"\s*\{:[^{}]*\}")
_SPACES = re.compile(r"\s+")
_INLINE_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_MARKS = re.compile(r"\\(?=[!-/:-@\[-`{-~])|\*{1,3}|`|</?[A-Za-z][^<>]{0,200}>")

_MARKUP = re.compile(r"[\\`*_\[<&~{]| {2}\n")
"""Text without any of these is plain: no rule of inline Markdown could change more than its white space."""

_inline = MarkdownIt("commonmark", {"maxNesting": 100}).enable("strikethrough")


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch between hard breaks. `first_line` and `last_line` count from 0 at the start of the whole stretch."""

    text: str
    markdown: str
    first_line: int
    last_line: int
    links: tuple[Link, ...] = ()
    emphases: tuple[Emphasis, ...] = ()

    @property
    def strong(self) -> bool:
        """Does all of the text stand in bold?"""
        covered = sum(emphasis.end - emphasis.start for emphasis in self.emphases if emphasis.strong)
        return bool(self.text) and covered >= len(self.text.rstrip(":")) - self.text.count(" ")


def clean(text: str) -> str:
    """Return `text` without invisible characters and terminal controls, odd spaces as spaces."""
    return text.translate(_CLEAN)


class References:
    """The link definitions of a document. Hashed once: every clause with a bracket is looked up with them."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self.entries = dict(entries)
        self.environment = {label: {"title": "", "href": target} for label, target in entries.items()}
        self._hash = hash(tuple(entries.items()))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, References) and self.entries == other.entries)


NO_REFERENCES = References({})


def read_segments(content: str, references: References = NO_REFERENCES) -> tuple[Segment, ...]:
    """Read inline Markdown with the document's link definitions."""
    return _read(content, references if "]" in content else NO_REFERENCES)


@lru_cache(maxsize=16_384)
def _read(content: str, references: References) -> tuple[Segment, ...]:
    if len(content) > MOST_INLINE or content.count("[") > _MOST_BRACKETS:
        return _read_long(content)
    if not _MARKUP.search(content):
        return _read_plain(content)
    return _read_marked(content, references)


def _read_plain(content: str) -> tuple[Segment, ...]:
    text = _SPACES.sub(" ", clean(content)).strip()
    return (Segment(text, content, 0, content.count("\n")),) if text else ()


def _read_marked(content: str, references: References = NO_REFERENCES) -> tuple[Segment, ...]:
    environment = {"references": references.environment}
    tokens: list[Token] = []
    _inline.inline.parse(_ATTRIBUTE_LIST.sub("", content), _inline, environment, tokens)
    reader = _Reader()
    reader.read(tokens)
    return _placed(reader.finished(), content)


def forget_segments() -> None:
    """Drop what is kept of clauses already read."""
    _read.cache_clear()


def _read_long(content: str) -> tuple[Segment, ...]:
    text = _SPACES.sub(" ", clean(html.unescape(_MARKS.sub("", _INLINE_LINK.sub(r"\1", content))))).strip()
    return (Segment(text, content, 0, content.count("\n")),) if text else ()


def _placed(parts: list[_Part], content: str) -> tuple[Segment, ...]:
    """Give each part its own source and lines; where source and parts cannot be told apart, those of the whole."""
    pieces = list(_pieces(content))
    if len(pieces) != len(parts):
        last = content.count("\n")
        pieces = [(content if len(parts) == 1 else part.text, 0, last) for part in parts]
    return tuple(
        Segment(part.text, source, first, last, tuple(part.links), tuple(part.emphases))
        for part, (source, first, last) in zip(parts, pieces, strict=True)
        if part.text or "![" in source
    )


def _pieces(content: str) -> Iterator[tuple[str, int, int]]:
    line = start = 0
    for match in _HARD_BREAK.finditer(content):
        piece = content[start : match.start()]
        yield piece, line, line + piece.count("\n")
        line += content.count("\n", start, match.end())
        start = match.end()
    yield content[start:], line, line + content.count("\n", start)


class _Part:
    """A segment under construction: text with white space folded, so that offsets are those of the result."""

    def __init__(self) -> None:
        self.text = ""
        self.links: list[Link] = []
        self.emphases: list[Emphasis] = []

    def add(self, text: str) -> None:
        folded = _SPACES.sub(" ", clean(text))
        self.text += folded.lstrip() if not self.text or self.text.endswith(" ") else folded


class _Reader:
    """Walks inline tokens; what is open at a hard break is closed there and opened again after it."""

    def __init__(self) -> None:
        self.parts = [_Part()]
        self.open_emphases: list[tuple[int, bool]] = []
        self.open_links: list[tuple[int, str]] = []

    def read(self, tokens: list[Token]) -> None:
        for token in tokens:
            match token.type:
                case "text" | "text_special" | "code_inline":
                    self.parts[-1].add(token.content)
                case "softbreak":
                    self.parts[-1].add(" ")
                case "hardbreak":
                    self.break_here()
                case "html_inline":
                    self.tag(token.content)
                case _:  # images say nothing in plain text; strikethrough marks only
                    self.mark(token)

    def mark(self, token: Token) -> None:
        here = len(self.parts[-1].text)
        match token.type:
            case "strong_open" | "em_open":
                self.open_emphases.append((here, token.type == "strong_open"))
            case "strong_close" | "em_close":
                self.close_emphasis()
            case "link_open":
                self.open_links.append((here, str(token.attrGet("href") or "")))
            case "link_close":
                self.close_link()

    def tag(self, content: str) -> None:
        if _LINE_BREAK_TAG.match(content):
            self.break_here()

    def close_emphasis(self) -> None:
        start, strong = self.open_emphases.pop()
        part = self.parts[-1]
        end = len(part.text.rstrip())
        start += len(part.text[start:end]) - len(part.text[start:end].lstrip())
        if start < end:
            part.emphases.append(Emphasis(start, end, strong))

    def close_link(self) -> None:
        start, target = self.open_links.pop()
        part = self.parts[-1]
        part.links.append(Link(part.text[start:].strip(), target))

    def break_here(self) -> None:
        emphases, links = self.open_emphases[:], self.open_links[:]
        while self.open_emphases:
            self.close_emphasis()
        while self.open_links:
            self.close_link()
        self.parts.append(_Part())
        self.open_emphases = [(0, strong) for _, strong in emphases]
        self.open_links = [(0, target) for _, target in links]

    def finished(self) -> list[_Part]:
        for part in self.parts:
            part.text = part.text.rstrip()
        return self.parts
