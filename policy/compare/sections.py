"""Sections that moved as a whole: one change, not one for each of their clauses."""

from __future__ import annotations

from dataclasses import dataclass

from policy.compare.alignment import Alignment
from policy.compare.units import Unit


@dataclass(frozen=True, slots=True)
class MovedSection:
    """A moved heading's clauses that moved along (`inside`, old positions), and how many blocks each side holds."""

    inside: frozenset[int]
    old_blocks: int
    new_blocks: int


def moved_sections(alignment: Alignment) -> dict[int, MovedSection]:
    """Return the moved sections by the old position of their heading, outermost only."""
    found: dict[int, MovedSection] = {}
    taken: set[int] = set()
    for unit in alignment.old:
        if unit.is_heading and unit.position in alignment.moved and unit.position not in taken:
            partner = alignment.new[alignment.forward[unit.position]]
            old_end, new_end = _end(alignment.old, unit), _end(alignment.new, partner)
            inside = frozenset(
                old
                for old in range(unit.position + 1, old_end)
                if old in alignment.moved and partner.position < alignment.forward[old] < new_end
            )
            taken |= inside
            found[unit.position] = MovedSection(inside, old_end - unit.position, new_end - partner.position)
    return found


def _end(units: tuple[Unit, ...], heading: Unit) -> int:
    """Return the position after the last clause of a section, its subsections included."""
    for unit in units[heading.position + 1 :]:
        if unit.is_heading and unit.block.level <= heading.block.level:
            return unit.position
    return len(units)
