"""Splits and merges: one clause that became several, several that became one."""

from __future__ import annotations

from collections import Counter

from policy.compare.alignment import Alignment
from policy.compare.units import Unit, bag, shared
from policy.documents import BlockKind

_LEAST_COVERED = 0.6
_LEAST_OF_WHOLE = 0.7
_FEWEST_WORDS = 3
_MOST_PARTS = 5
_FEW = 40
_MOST_BETWEEN = 1


def find_splits(alignment: Alignment) -> None:
    """Record each old block that stands in two or more new blocks that follow one another."""
    partners = alignment.forward
    free = set(alignment.free_new())
    for unit in alignment.old:
        partner = partners.get(unit.position)
        if (
            not free
            or not _may_have_parts(unit)
            or (partner is not None and alignment.is_equal(unit.position, partner))
        ):
            continue
        if partner is None and not alignment.is_free_old(unit.position):
            continue
        parts = _parts(unit, partners, alignment.new, free)
        if parts:
            if partner is not None:
                alignment.part(unit.position)
            alignment.split(unit.position, parts)
            free.difference_update(parts)


def find_merges(alignment: Alignment) -> None:
    """Record each new block that holds two or more old blocks that follow one another."""
    partners = alignment.backward
    free = set(alignment.free_old())
    for unit in alignment.new:
        partner = partners.get(unit.position)
        if (
            not free
            or not _may_have_parts(unit)
            or (partner is not None and alignment.is_equal(partner, unit.position))
        ):
            continue
        if partner is None and not alignment.is_free_new(unit.position):
            continue
        parts = _parts(unit, partners, alignment.old, free)
        if parts:
            if partner is not None:
                alignment.part(partner)
            alignment.merge(unit.position, parts)
            free.difference_update(parts)


def _may_have_parts(unit: Unit) -> bool:
    return unit.block.kind not in (BlockKind.HEADING, BlockKind.ROW)


def _places(position: int, partners: dict[int, int], free: set[int]) -> list[int]:
    """Return where the first part of a block without partner may stand on the other side, likeliest first."""
    if len(free) <= _FEW:
        return sorted(free)
    for before in range(position - 1, max(-1, position - 8), -1):
        if before in partners:
            return [place for place in range(partners[before] + 1, partners[before] + 4) if place in free]
    return []


def _parts(whole: Unit, partners: dict[int, int], units: tuple[Unit, ...], free: set[int]) -> tuple[int, ...]:
    """Return the blocks, one after another, that together say what `whole` says, () when there are not two of them."""
    partner = partners.get(whole.position)
    if partner is not None:
        beside = partner + 1 in free or partner - 1 in free
        return _parts_from(partner, whole, units, free) if beside else ()
    words = bag(whole.key)
    for start in _places(whole.position, partners, free):
        if _covers(words, units[start], whole):
            parts = _parts_from(start, whole, units, free)
            if parts:
                return parts
    return ()


def _parts_from(start: int, whole: Unit, units: tuple[Unit, ...], free: set[int]) -> tuple[int, ...]:
    words = bag(whole.key)
    rest = words - bag(units[start].key)
    found = [start]
    for step in (1, -1):
        place = start + step
        between = 0
        while place in free and len(found) < _MOST_PARTS and between <= _MOST_BETWEEN:
            if _covers(rest, units[place], whole):
                rest -= bag(units[place].key)
                found.append(place)
            else:  # a clause of its own that went from between the parts, or came there
                between += 1
            place += step
    total = words.total()
    enough = len(found) > 1 and total - rest.total() >= _LEAST_OF_WHOLE * total
    return tuple(sorted(found)) if enough else ()


def _covers(rest: Counter[str], part: Unit, whole: Unit) -> bool:
    """Does a part stand in what is left of a whole? A heading or a word or two do only where they open or close it."""
    words = bag(part.key)
    total = words.total()
    if not total or part.block.kind is BlockKind.ROW:
        return False
    if part.is_heading or total < _FEWEST_WORDS:
        return words <= rest and (whole.key.startswith(part.key) or whole.key.endswith(part.key))
    return shared(rest, words) >= _LEAST_COVERED * total
