"""What a policy document is once read: blocks in order, and the sections they stand in.

A block is the smallest unit that a lawyer cites: a heading, a paragraph (one stretch between hard breaks), a list
item, a table row. Sections carry the number as printed, or else the heading's slug.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

HEADER = "header"
"""Key of the part that stands before the first numbered section or heading."""


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"
    HTML = "html"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a block: the words that carry it and where they lead."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """A stretch of a block's plain text that stands in italics or bold; `start`/`end` are offsets in `Block.text`."""

    start: int
    end: int
    strong: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a document.

    `text` is plain text: no markup, no list label, white space folded. `label` is the printed label of the block
    itself ("3.2", "(b)", "" if none; for a heading its number). `section` is the key of the section that holds the
    block (a heading belongs to the section it opens). `level` is the heading level (1-6) or the depth of a list item
    (0 for paragraphs and rows). Lines are 1-based and inclusive in the source. `markdown` is the block's own inline
    source. `joined` is true where the block hangs on the one before it by a hard break only.
    """

    index: int
    kind: BlockKind
    text: str
    label: str
    section: str
    heading: str
    level: int
    first_line: int
    last_line: int
    markdown: str
    joined: bool = False
    cells: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    emphases: tuple[Emphasis, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section: `key` is the printed number ("6", "D.8"), else the heading's GitHub slug, else `header`.

    `number` is the printed number or ""; `first_block` and `end_block` are a half-open range of block indexes that
    includes the heading and everything up to the next section of any level.
    """

    key: str
    number: str
    heading: str
    level: int
    first_block: int
    end_block: int
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """A policy document as read from Markdown. `source` is the text it was read from, line ends folded to LF."""

    name: str
    title: str
    source: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    front_matter: tuple[tuple[str, str], ...] = ()

    def section(self, key: str) -> Section | None:
        """Return the section with this key, or None."""
        return next((section for section in self.sections if section.key == key), None)

    def blocks_of(self, key: str) -> tuple[Block, ...]:
        """Return the blocks of the section with this key, its heading first; empty when there is none."""
        return tuple(block for block in self.blocks if block.section == key)
