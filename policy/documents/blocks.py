"""From Markdown's block tokens to drafts: headings, stretches between hard breaks, list items, table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from policy.documents.chunks import chunks
from policy.documents.draft import Draft, relabel
from policy.documents.html import html_drafts
from policy.documents.inline import NO_REFERENCES, References, Segment, clean, forget_segments, read_segments
from policy.documents.model import BlockKind, Emphasis
from policy.errors import DocumentError

if TYPE_CHECKING:
    from markdown_it.token import Token

DEEPEST = 60
"""Most levels of lists and quotes inside one another; deeper text would be lost by the Markdown parser."""

LONGEST_HEADING = 300
"""A "heading" beyond this many characters is a paragraph that happens to stand on a line of dashes."""

_UNDERLINED_NUMBER = re.compile(
    r"(?:\A|(?<=\n\n))(\d{1,3})([.)])(?=[ \t]{1,4}\S[^\n]{0,200}\n(?:-{4,}|={4,})[ \t]*(?:\n|\Z))"
)
"""A numbered title with a line below it, whose number nobody escaped: Markdown makes an item and a rule of it, or an item
that ends in signs; a reader sees the heading that it was written as."""
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_DELIMITER_ROW = re.compile(r"[\s|:-]*-[\s|:-]*")

# Indented code is switched off: in policies, text that is indented by four spaces is text.
_markdown = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table").disable(["code", "inline", "text_join"])


@dataclass(slots=True)
class _List:
    """An open list: the number that its next item prints (None for bullets) and the sign behind the number."""

    number: int | None
    sign: str
    waiting: str | None = None


class _TooDeepError(Exception):
    """A chunk nests deeper than the parser reads."""


def read_drafts(text: str, name: str) -> list[Draft]:
    """Cut a document into drafts in reading order. Raises `DocumentError` when it nests deeper than `DEEPEST`."""
    drafts: list[Draft] = []
    for lines, chunk in chunks(text):
        try:
            drafts.extend(draft.placed(lines) for draft in _read_chunk(chunk))
        except _TooDeepError as error:
            line = lines + int(str(error))
            raise DocumentError(
                f"{name}:{line}", f"lists or quotes nest {DEEPEST} levels deep", "flatten that part"
            ) from error
    return drafts


@lru_cache(maxsize=8_192)
def _read_chunk(text: str) -> tuple[Draft, ...]:
    """Return the drafts of a chunk; they are shared, so nobody may change them but through `Draft.placed`."""
    environment: dict[str, dict[str, dict[str, str]]] = {}
    tokens = _markdown.parse(_UNDERLINED_NUMBER.sub(r"\1\\\2", text), environment)
    deepest = max(tokens, key=lambda token: token.level, default=None)
    if deepest is not None and deepest.level >= DEEPEST - 1:
        raise _TooDeepError((deepest.map or [0])[0] + 1)
    references = {key: str(entry["href"]) for key, entry in environment.get("references", {}).items()}
    walk = _Walk(References(references) if references else NO_REFERENCES)
    return tuple(walk.walk(tokens, text.split("\n")))


def forget() -> None:
    """Drop what is kept of texts already read; for measuring the cold case."""
    _read_chunk.cache_clear()
    forget_segments()


class _Walk:
    def __init__(self, references: References) -> None:
        self.references = references
        self.lists: list[_List] = []
        self.drafts: list[Draft] = []
        self.written = ""
        self.numbered: dict[str, int] = {}

    def walk(self, tokens: list[Token], lines: list[str]) -> list[Draft]:
        openings = {
            "bullet_list_open": self.open_list,
            "ordered_list_open": self.open_list,
            "bullet_list_close": self.close_list,
            "ordered_list_close": self.close_list,
            "list_item_open": self.open_item,
            "fence": self.fence,
            "html_block": self.html,
            "hr": self.rule,
        }
        stream = iter(tokens)
        for token in stream:
            match token.type:
                case "heading_open":
                    self.heading(token, next(stream))
                case "paragraph_open":
                    self.paragraph(next(stream))
                case "tr_open":
                    self.row(token, stream, lines)
                case other if other in openings:
                    openings[other](token)
                case _:  # closings, quotes and table parts carry no text of their own
                    pass
        return self.drafts

    def open_list(self, token: Token) -> None:
        start = int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else None
        self.lists.append(_List(start, token.markup))

    def close_list(self, _token: Token) -> None:
        self.lists.pop()

    def open_item(self, token: Token) -> None:
        listing = self.lists[-1]
        listing.waiting = ""
        self.written = token.info
        if listing.number is not None:
            listing.waiting = str(listing.number) + (")" if listing.sign == ")" else "")
            listing.number += 1

    def take_label(self) -> str | None:
        """Return the label of the item that has just been opened ("" for a bullet), None inside or outside of items."""
        waiting = None
        for listing in self.lists:
            if listing.waiting is not None:
                waiting, listing.waiting = listing.waiting, None
        return waiting

    def heading(self, token: Token, inline: Token) -> None:
        label = self.take_label()
        segments = read_segments(inline.content, self.references)
        if not segments:
            return
        whole = _joined(segments)
        if len(whole.text) > LONGEST_HEADING:
            self.segments(segments, inline, label)
            return
        if label:
            label = self.number_of_heading(token.tag, label)
        draft = _draft(BlockKind.HEADING, whole, inline, int(token.tag[1]))
        draft.last_line = max(draft.last_line, (token.map or [0, 0])[1])
        relabel(draft, label or "")
        self.drafts.append(draft)

    def number_of_heading(self, tag: str, counted: str) -> str:
        """Return the number of a heading that opens a list item: as counted, unless the source goes on from the last one.

        Text that is indented too little for "10." and above falls out of its item, and its own "1." is counted with the
        sections; "12." behind "11." is section 12 all the same.
        """
        number = int(counted.rstrip(")"))
        if self.written.isdigit() and int(self.written) == self.numbered.get(tag, -1) + 1 != number:
            number = int(self.written)
            self.lists[-1].number = number + 1
        self.numbered[tag] = number
        return f"{number})" if counted.endswith(")") else str(number)

    def paragraph(self, inline: Token) -> None:
        if inline.content.startswith("|") and all(line.lstrip().startswith("|") for line in inline.content.split("\n")):
            self.loose_rows(inline)
            return
        self.segments(read_segments(inline.content, self.references), inline, self.take_label())

    def segments(self, segments: tuple[Segment, ...], inline: Token, label: str | None) -> None:
        for position, segment in enumerate(segments):
            listed = label is not None and position == 0
            draft = _draft(BlockKind.ITEM if listed else BlockKind.PARAGRAPH, segment, inline, len(self.lists))
            draft.joined, draft.listed = position > 0, listed
            relabel(draft, (label or "") if listed else "")
            if draft.text or "![" in draft.markdown:
                self.drafts.append(draft)

    def loose_rows(self, inline: Token) -> None:
        """Rows of a table that has no delimiter row; Markdown calls them a paragraph, a reader sees rows."""
        self.take_label()
        for offset, line in enumerate(inline.content.split("\n")):
            if not _DELIMITER_ROW.fullmatch(line):
                self.add_row(_split_row(line), line, _first_line(inline) + offset)

    def row(self, token: Token, stream: Iterator[Token], lines: list[str]) -> None:
        self.take_label()
        contents: list[str] = []
        for part in stream:
            if part.type == "tr_close":
                break
            if part.type == "inline":
                contents.append(part.content)
        line = _first_line(token)
        source = lines[line - 1]
        printed = _split_row(source)
        self.add_row(printed if len(printed) > len(contents) else contents, source, line)

    def add_row(self, contents: list[str], source: str, line: int) -> None:
        # A row may have more cells than its table has columns; Markdown drops them, a redline must not.
        cells = [_joined(read_segments(content.strip(), self.references)) for content in contents]
        text = " ".join(cell.text for cell in cells if cell.text)
        draft = Draft(BlockKind.ROW, text, source.strip(), line, line, cells=tuple(cell.text for cell in cells))
        draft.links = tuple(link for cell in cells for link in cell.links)
        draft.emphases = tuple(_shifted_emphases(cells))
        if text:
            self.drafts.append(draft)

    def html(self, token: Token) -> None:
        self.take_label()
        self.drafts.extend(html_drafts(token.content, _first_line(token)))

    def rule(self, token: Token) -> None:
        self.drafts.append(Draft(BlockKind.RULE, "", token.markup, _first_line(token), _first_line(token)))

    def fence(self, token: Token) -> None:
        """A fence gives one block for each stretch between empty lines: an unclosed one holds the rest of a policy."""
        self.take_label()
        first = _first_line(token) + 1
        for match in re.finditer(r"(?:^.*\S.*(?:\n|\Z))+", token.content, re.MULTILINE):
            start = first + token.content.count("\n", 0, match.start())
            text = " ".join(clean(match.group()).split())
            markdown = match.group().rstrip("\n")
            self.drafts.append(Draft(BlockKind.CODE, text, markdown, start, start + markdown.count("\n")))


def _first_line(token: Token) -> int:
    return (token.map or [0])[0] + 1


def _draft(kind: BlockKind, segment: Segment, inline: Token, level: int) -> Draft:
    first = _first_line(inline)
    return Draft(
        kind,
        segment.text,
        segment.markdown,
        first + segment.first_line,
        first + segment.last_line,
        level=level,
        strong=segment.strong,
        links=segment.links,
        emphases=segment.emphases,
    )


def _joined(segments: tuple[Segment, ...]) -> Segment:
    """Read several segments as one: a heading or a cell does not fall apart at a hard break."""
    if len(segments) == 1:
        return segments[0]
    return Segment(
        " ".join(segment.text for segment in segments),
        "<br>".join(segment.markdown for segment in segments),
        0,
        max((segment.last_line for segment in segments), default=0),
        tuple(link for segment in segments for link in segment.links),
        tuple(_shifted_emphases(segments)),
    )


def _shifted_emphases(segments: list[Segment] | tuple[Segment, ...]) -> Iterator[Emphasis]:
    start = 0
    for segment in segments:
        for emphasis in segment.emphases:
            yield Emphasis(start + emphasis.start, start + emphasis.end, emphasis.strong)
        start += len(segment.text) + 1 if segment.text else 0


def _split_row(line: str) -> list[str]:
    """Split a row at its borders; escaped bars belong to the cell."""
    inner = line.strip().removeprefix("|")
    cells = _CELL_BORDER.split(inner)
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return [cell.strip().replace("\\|", "|") for cell in cells]
