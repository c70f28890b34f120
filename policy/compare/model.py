"""What a comparison says: changes, each with the places it touches and the words that came and went."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from policy.documents import Document

Sign = Literal["=", "-", "+"]


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    AMENDED = "amended"
    MOVED = "moved"
    MOVED_AMENDED = "moved_amended"
    RENUMBERED = "renumbered"
    FORMATTING = "formatting"
    SPLIT = "split"
    MERGED = "merged"


QUIET_KINDS = frozenset({ChangeKind.FORMATTING, ChangeKind.RENUMBERED})
"""Kinds that change nothing of substance."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words: kept (`=`), gone (`-`) or come (`+`)."""

    sign: Sign
    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """The place of a change in one version, as a lawyer cites it.

    `section` is the printed number, else the heading's slug; `label` the block's own printed label; `block` its index
    in the document; `text` its plain text. `blocks` is more than 1 where the side stands for a whole section that
    moved: the heading and the blocks that follow it.
    """

    section: str
    heading: str
    label: str
    block: int
    text: str
    blocks: int = 1


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `old` is empty for what came, `new` for what went; a split has several `new`, a merge several `old`.

    `words` rebuilds the old text (the sides' texts joined by spaces) from `=` and `-`, the new from `=` and `+`.
    `aspects` says what a change of form touches: "quotes", "characters", "emphasis", "link", "image", "style",
    "list sign", "capitals".
    """

    kind: ChangeKind
    old: tuple[Side, ...]
    new: tuple[Side, ...]
    words: tuple[Run, ...]
    aspects: tuple[str, ...] = ()

    @property
    def of_substance(self) -> bool:
        """Does the change say anything but form and numbering?"""
        return self.kind not in QUIET_KINDS


@dataclass(frozen=True, slots=True)
class Partner:
    """An old block and the new block that it became, by index in their documents."""

    old: int
    new: int
    moved: bool


@dataclass(frozen=True, slots=True)
class Redline:
    """All changes from one document to another, in reading order of the new one.

    `partners` lists every block that became one other block, changed or not, by old index.
    """

    old: Document
    new: Document
    changes: tuple[Change, ...]
    partners: tuple[Partner, ...] = ()

    @property
    def of_substance(self) -> bool:
        """Does any change say more than form and numbering?"""
        return any(change.of_substance for change in self.changes)
