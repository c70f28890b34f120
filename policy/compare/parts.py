"""Splits and merges: one clause that became several, several that became one."""

from __future__ import annotations

from collections import Counter

from policy.compare.alignment import Alignment
from policy.compare.units import Unit, bag

_LEAST_COVERED = 0.6
_LEAST_OF_WHOLE = 0.7
_FEWEST_WORDS = 3
_MOST_PARTS = 5


def find_splits(alignment: Alignment) -> None:
    """Record each old block that stands in two or more consecutive new blocks."""
    partners = alignment.forward
    free = set(alignment.free_new())
    for unit in alignment.old:
        partner = partners.get(unit.position)
        if not free or unit.is_heading or (partner is not None and alignment.is_equal(unit.position, partner)):
            continue
        if partner is None and not alignment.is_free_old(unit.position):
            continue
        parts = _parts(unit, partner, alignment.new, free, _expected(unit.position, partners))
        if parts:
            if partner is not None:
                alignment.part(unit.position)
            alignment.split(unit.position, parts)
            free.difference_update(parts)


def find_merges(alignment: Alignment) -> None:
    """Record each new block that holds two or more consecutive old blocks."""
    partners = alignment.backward
    free = set(alignment.free_old())
    for unit in alignment.new:
        partner = partners.get(unit.position)
        if not free or unit.is_heading or (partner is not None and alignment.is_equal(partner, unit.position)):
            continue
        if partner is None and not alignment.is_free_new(unit.position):
            continue
        parts = _parts(unit, partner, alignment.old, free, _expected(unit.position, partners))
        if parts:
            if partner is not None:
                alignment.part(partner)
            alignment.merge(unit.position, parts)
            free.difference_update(parts)


def _expected(position: int, partners: dict[int, int]) -> int:
    """Return where a block without partner should stand on the other side: after the partner of the block before it."""
    for before in range(position - 1, max(-1, position - 8), -1):
        if before in partners:
            return partners[before] + 1
    return -1


def _parts(whole: Unit, partner: int | None, units: tuple[Unit, ...], free: set[int], expected: int) -> tuple[int, ...]:
    """Return the consecutive blocks that together say what `whole` says, () when there are not two of them."""
    if partner is not None and partner + 1 not in free and partner - 1 not in free:
        return ()
    rest = bag(whole.key).copy()
    if partner is not None:
        rest -= bag(units[partner].key)
        start = partner
        found = [partner]
    else:
        start = next((place for place in range(expected, expected + 4) if place in free), -1)
        if start < 0 or not _covers(rest, units[start]):
            return ()
        rest -= bag(units[start].key)
        found = [start]
    for step in (1, -1):
        place = start + step
        while place in free and len(found) < _MOST_PARTS and _covers(rest, units[place]):
            rest -= bag(units[place].key)
            found.append(place)
            place += step
    total = bag(whole.key).total()
    enough = len(found) > 1 and total - rest.total() >= _LEAST_OF_WHOLE * total
    return tuple(sorted(found)) if enough else ()


def _covers(rest: Counter[str], part: Unit) -> bool:
    words = bag(part.key)
    total = words.total()
    return total >= _FEWEST_WORDS and not part.is_heading and (rest & words).total() >= _LEAST_COVERED * total
