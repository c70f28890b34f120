"""Blocks of raw HTML inside Markdown: tables, lists and headings that a publisher pasted."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from policy.documents.draft import Draft, relabel
from policy.documents.inline import clean
from policy.documents.model import BlockKind, Link

_SILENT = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template|noscript)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_BLOCK_TAG = re.compile(
    r"<(/?)(address|article|aside|blockquote|br|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer"
    r"|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|summary|table|tbody|tfoot|thead|tr|ul)\b[^<>]*>",
    re.IGNORECASE,
)
_CELL_TAG = re.compile(r"</?t[dh]\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LINK = re.compile(r"<a\b[^<>]*?\bhref\s*=\s*[\"']?([^\"'\s<>]+)[^<>]*>(.*?)</a\s*>", re.DOTALL | re.IGNORECASE)


def html_drafts(content: str, line: int) -> Iterator[Draft]:
    """Cut a block of HTML at its block tags into headings, items, rows and stretches of text.

    A block that says nothing (a comment, an anchor) gives one empty draft, so that its coming and going is seen.
    """
    silent = _SILENT.sub(lambda match: "\n" * match.group().count("\n"), content)
    found = False
    for tag, start, stretch in _stretches(silent):
        first = line + silent.count("\n", 0, start + len(stretch) - len(stretch.lstrip()))
        cells = [_plain(cell) for cell in _CELL_TAG.split(stretch)] if tag == "tr" else []
        text = " ".join(cell for cell in cells if cell) if cells else _plain(stretch)
        if not text:
            continue
        found = True
        made = Draft(_kind(tag), text, stretch.strip(), first, first + stretch.strip().count("\n"))
        made.level = int(tag[1]) if made.kind is BlockKind.HEADING else 0
        made.cells = tuple(cell for cell in cells if cell)
        made.listed = made.kind is BlockKind.ITEM
        made.links = tuple(Link(_plain(match[1]), html.unescape(match[0])) for match in _LINK.findall(stretch))
        if not cells:
            relabel(made, "")
        yield made
    if not found:
        yield Draft(BlockKind.HTML, "", content.strip(), line, line + content.rstrip("\n").count("\n"))


def _stretches(content: str) -> Iterator[tuple[str, int, str]]:
    """Yield the block tag that governs a stretch, where the stretch starts, and the stretch."""
    tag, row, start = "", False, 0
    for match in _BLOCK_TAG.finditer(content):
        name = match.group(2).lower()
        if name == "tr":
            row = not match.group(1)
        elif row:  # paragraphs and breaks inside a row belong to its cells
            continue
        yield tag, start, content[start : match.start()]
        tag, start = ("" if match.group(1) else name), match.end()
    yield tag, start, content[start:]


def _kind(tag: str) -> BlockKind:
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        return BlockKind.HEADING
    return {"li": BlockKind.ITEM, "tr": BlockKind.ROW}.get(tag, BlockKind.HTML)


def _plain(content: str) -> str:
    return " ".join(clean(html.unescape(_TAG.sub("", _BLOCK_TAG.sub(" ", content)))).split())
