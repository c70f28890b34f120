"""What similarity alone cannot pair: reworded headings, rows with the same key, lone rewritten clauses."""

from __future__ import annotations

from policy.compare.alignment import Alignment, Gap
from policy.compare.units import Unit, likeness
from policy.documents import BlockKind

_LEAST_ALONE = 0.5
_LEAST_WITH_KEY = 0.2
_MOST_HEADINGS = 200


def match_leftovers(alignment: Alignment) -> None:
    """Pair blocks without partner at the same place where their surroundings say that one became the other."""
    for gap in [*alignment.gaps(), *alignment.gaps_around_moves()]:
        _match_headings(alignment, gap)
        _match_rows(alignment, gap)
    for gap in list(alignment.gaps()):
        _match_alone(alignment, gap)


def _match_headings(alignment: Alignment, gap: Gap) -> None:
    """A heading whose first clause stayed below it was reworded, whatever it says now."""
    for old in [position for position in gap.old if alignment.old[position].is_heading][:_MOST_HEADINGS]:
        for new in [position for position in gap.new if alignment.new[position].is_heading][:_MOST_HEADINGS]:
            if not _are_free(alignment, old, new):
                continue
            one, other = alignment.old[old], alignment.new[new]
            below = alignment.forward.get(old + 1) == new + 1
            if one.block.level == other.block.level and (below or (one.block.label and _same_label(one, other))):
                alignment.pair(old, new)


def _are_free(alignment: Alignment, old: int, new: int) -> bool:
    return alignment.is_free_old(old) and alignment.is_free_new(new)


def _same_label(one: Unit, other: Unit) -> bool:
    return one.block.label == other.block.label and likeness(one, other) >= _LEAST_WITH_KEY


def _match_rows(alignment: Alignment, gap: Gap) -> None:
    """Rows are the same row when their first cell is, and no other row there begins so."""
    old, new = _rows_by_key(alignment.old, gap.old), _rows_by_key(alignment.new, gap.new)
    for key in old.keys() & new.keys():
        if len(old[key]) == len(new[key]) == 1 and _are_free(alignment, old[key][0], new[key][0]):
            alignment.pair(old[key][0], new[key][0])


def _rows_by_key(units: tuple[Unit, ...], positions: tuple[int, ...]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for position in positions:
        block = units[position].block
        if block.kind is BlockKind.ROW and len(block.cells) > 1 and any(sign.isalpha() for sign in block.cells[0]):
            rows.setdefault(block.cells[0].lower(), []).append(position)
    return rows


def _match_alone(alignment: Alignment, gap: Gap) -> None:
    """One clause went and one came at the same place: a rewrite, if they share enough words."""
    for kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW, BlockKind.HEADING):
        old = [position for position in gap.old if alignment.old[position].block.kind is kind]
        new = [position for position in gap.new if alignment.new[position].block.kind is kind]
        if len(old) == len(new) == 1 and likeness(alignment.old[old[0]], alignment.new[new[0]]) >= _LEAST_ALONE:
            alignment.pair(old[0], new[0])
