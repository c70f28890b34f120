"""One sequence of rows that holds both versions: what every rendering of a redline walks through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from policy.compare.model import Change, ChangeKind, Redline
from policy.compare.series import longest_in_order
from policy.documents import Block, BlockKind


class RowState(StrEnum):
    """How a row stands to the two versions. Rows that are not `ADDED`/`MOVED_HERE` give the old text in order, rows
    that are not `REMOVED`/`MOVED_AWAY` the new text."""

    KEPT = "kept"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED_AWAY = "moved-away"
    MOVED_HERE = "moved-here"


@dataclass(frozen=True, slots=True)
class Row:
    """Blocks of the old and the new version that stand at one place; `change` is None where nothing is said."""

    state: RowState
    old: tuple[Block, ...]
    new: tuple[Block, ...]
    change: Change | None


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Blocks of both versions at the same place, by index."""

    old: tuple[int, ...]
    new: tuple[int, ...]


def lay_out(redline: Redline) -> tuple[Row, ...]:
    """Return the rows in reading order."""
    return tuple(_Layout(redline).rows())


class _Layout:
    def __init__(self, redline: Redline) -> None:
        self.redline = redline
        self.by_old = {side.block: change for change in redline.changes for side in change.old}
        self.by_new = {side.block: change for change in redline.changes for side in change.new}
        self.elsewhere = {partner.old: partner.new for partner in redline.partners if partner.moved}
        self.here = set(self.elsewhere.values())

    def rows(self) -> Iterator[Row]:
        anchors = self._anchors()
        used_old = {index for anchor in anchors for index in anchor.old}
        used_new = {index for anchor in anchors for index in anchor.new}
        old_at = new_at = 0
        for anchor in (*anchors, _Anchor((len(self.redline.old.blocks),), (len(self.redline.new.blocks),))):
            yield from self._gone(range(old_at, anchor.old[0]), used_old)
            yield from self._come(range(new_at, anchor.new[0]), used_new)
            if anchor.old[0] < len(self.redline.old.blocks):
                yield self._row(anchor)
            old_at, new_at = anchor.old[-1] + 1, anchor.new[-1] + 1

    def _anchors(self) -> list[_Anchor]:
        """Everything that stands at the same place: partners that did not move, splits, merges; in both orders."""
        broken: list[_Anchor] = []
        found = [_Anchor((partner.old,), (partner.new,)) for partner in self.redline.partners if not partner.moved]
        for change in self.redline.changes:
            if change.kind in (ChangeKind.SPLIT, ChangeKind.MERGED):
                anchor = _Anchor(*(tuple(side.block for side in sides) for sides in (change.old, change.new)))
                (found if self._is_whole(anchor) else broken).append(anchor)
        found.sort(key=lambda anchor: anchor.old)
        kept = _in_order(found)
        for anchor in {*found, *broken} - set(kept):  # something that stays stands across them, so they count as moved
            self.elsewhere |= dict.fromkeys(anchor.old, anchor.new[0])
            self.here.update(anchor.new)
        return kept

    def _is_whole(self, anchor: _Anchor) -> bool:
        """Does nothing that is compared stand between the parts of a split or merge?"""
        blocks = ((self.redline.old.blocks, anchor.old), (self.redline.new.blocks, anchor.new))
        between = (side[n] for side, parts in blocks for n in range(parts[0], parts[-1]) if n not in parts)
        return not any(_says(block) for block in between)

    def _row(self, anchor: _Anchor) -> Row:
        change = self.by_old.get(anchor.old[0])
        old = tuple(self.redline.old.blocks[index] for index in anchor.old)
        new = tuple(self.redline.new.blocks[index] for index in anchor.new)
        return Row(RowState.CHANGED if change else RowState.KEPT, old, new, change)

    def _gone(self, indexes: range, used: set[int]) -> Iterator[Row]:
        for index in indexes:
            block, change = self.redline.old.blocks[index], self.by_old.get(index)
            if index not in used and _says(block):
                away = index in self.elsewhere or (change is not None and bool(change.new))
                yield Row(RowState.MOVED_AWAY if away else RowState.REMOVED, (block,), (), change)

    def _come(self, indexes: range, used: set[int]) -> Iterator[Row]:
        for index in indexes:
            block, change = self.redline.new.blocks[index], self.by_new.get(index)
            if index not in used and _says(block):
                here = index in self.here or (change is not None and bool(change.old))
                yield Row(RowState.MOVED_HERE if here else RowState.ADDED, (), (block,), change)


def _says(block: Block) -> bool:
    return bool(block.text) and block.kind is not BlockKind.RULE


def _in_order(anchors: list[_Anchor]) -> list[_Anchor]:
    """Return the longest series of anchors, sorted by old place, whose new places rise too."""
    return [anchors[place] for place in longest_in_order([(anchor.new[0], anchor.new[-1]) for anchor in anchors])]
