"""Which partners moved: as few as can explain the new order, a section counting as one."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from policy.compare.alignment import Alignment
from policy.compare.units import likeness

_FEWEST_WORDS = 4
_LEAST_MOVED_ALIKE = 0.6
_SECTION_STAYS = 9.0


@dataclass(slots=True)
class _Stretch:
    """Partners that follow one another in both versions. `weight` grows with what would have to be said of a move."""

    pairs: list[tuple[int, int]]
    weight: float = 0.0


def find_moves(alignment: Alignment) -> None:
    """Fill `alignment.moved`. Repeated or tiny texts never move alone: they went here and came there."""
    stretches = _stretches(alignment)
    kept = _heaviest_in_order(stretches)
    for position, stretch in enumerate(stretches):
        if position not in kept:
            _move(alignment, stretch)


def _stretches(alignment: Alignment) -> list[_Stretch]:
    ranks = {new: rank for rank, new in enumerate(sorted(alignment.backward))}
    stretches: list[_Stretch] = []
    before = -2
    for old, new in sorted(alignment.forward.items()):
        if ranks[new] != before + 1:
            stretches.append(_Stretch([]))
        stretches[-1].pairs.append((old, new))
        before = ranks[new]
    for stretch in stretches:
        stretch.weight = _weight(alignment, stretch)
    return stretches


def _weight(alignment: Alignment, stretch: _Stretch) -> float:
    reports, level, words = 0, 0, 0
    for old, _ in stretch.pairs:
        unit = alignment.old[old]
        words += unit.size
        if not level:
            reports += 1
            level = unit.block.level if unit.is_heading else 0
        elif unit.is_heading and unit.block.level <= level:
            reports += 1
            level = unit.block.level
    # A heading does not leave its clauses behind: rather they moved away from it. Nor does a section make way for one
    # clause: that moved past its heading.
    headings = [alignment.old[old].is_heading for old, _ in stretch.pairs]
    return 10 * reports + (12.0 if all(headings) else min(9.0, words / 100) + _SECTION_STAYS * headings[0])


def _heaviest_in_order(stretches: list[_Stretch]) -> set[int]:
    """Return the stretches that stay: the heaviest series that has the same order in both versions."""
    ends: list[int] = []
    front: list[tuple[int, float, int]] = []  # (last new position, weight so far, stretch): both rise together
    chosen_before: list[int] = []
    for position, stretch in enumerate(stretches):
        new = stretch.pairs[0][1]
        place = bisect_left(ends, new)
        weight, before = (front[place - 1][1], front[place - 1][2]) if place else (0.0, -1)
        weight += stretch.weight
        chosen_before.append(before)
        stop = place
        while stop < len(front) and front[stop][1] <= weight:
            stop += 1
        front[place:stop] = [(new, weight, position)]
        ends[place:stop] = [new]
    kept: set[int] = set()
    position = front[-1][2] if front else -1
    while position >= 0:
        kept.add(position)
        position = chosen_before[position]
    return kept


def _move(alignment: Alignment, stretch: _Stretch) -> None:
    words = sum(alignment.old[old].size for old, _ in stretch.pairs)
    certain = words >= _FEWEST_WORDS and any(_is_certain(alignment, old, new) for old, new in stretch.pairs)
    for old, _ in stretch.pairs:
        if certain:
            alignment.moved.add(old)
        else:
            alignment.part(old)


def _is_certain(alignment: Alignment, old: int, new: int) -> bool:
    alike = likeness(alignment.old[old], alignment.new[new]) >= _LEAST_MOVED_ALIKE
    return alike and not alignment.is_repeated(old)
