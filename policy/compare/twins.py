"""Equal texts: which of several stayed, which moved, and which only look like it."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import partial

from policy.compare.alignment import Alignment
from policy.compare.units import Unit, likeness

_MUCH_ALIKE = 0.8
_FARTHEST = 100
_MOST_TWINS = 20


def settle_repeated(alignment: Alignment) -> None:
    """In a row of equal clauses, pair what came amended with the one at its place.

    Of thirty equal clauses git may drop any to make room for an amended one: it sees a removal and an addition.
    """
    free = set(alignment.free_new())
    for run in _runs(alignment.old) if free else ():
        _settle(alignment, run, alignment.forward, alignment.new, free)
    free = set(alignment.free_old())
    for run in _runs(alignment.new) if free else ():
        _settle(alignment, run, alignment.backward, alignment.old, free)


def _runs(units: tuple[Unit, ...]) -> list[range]:
    """Return the rows of two or more equal neighbours."""
    starts = [unit.position for unit in units if not unit.position or units[unit.position - 1].key != unit.key]
    runs = (range(start, end) for start, end in zip(starts, [*starts, len(units)][1:], strict=True))
    return [run for run in runs if len(run) > 1]


def _settle(
    alignment: Alignment, run: range, partners: dict[int, int], others: tuple[Unit, ...], free: set[int]
) -> None:
    kept = [partners[position] for position in run if position in partners]
    spare = len(run) - len(kept)
    if not spare or not kept:
        return
    units = alignment.old if partners is alignment.forward else alignment.new
    first, last = kept[0], kept[-1]
    while first - 1 in free:
        first -= 1
    while last + 1 in free:
        last += 1
    alike = [
        place
        for place in range(first, last + 1)
        if place in free and likeness(units[run[0]], others[place]) >= _MUCH_ALIKE
    ]
    chosen = sorted(kept + alike[:spare])
    for position in run:
        if position in partners:
            alignment.part(position if partners is alignment.forward else partners[position])
    for position, place in zip(run, chosen, strict=False):
        alignment.pair(*((position, place) if partners is alignment.forward else (place, position)))
    free.difference_update(chosen)


def settle_twins(alignment: Alignment) -> None:
    """Where a kept clause has a free twin between the same two kept clauses, keep the one that stands more likely.

    To git any of them will do; the one at about the same distance from what stayed around it keeps the gaps whole.
    """
    free_old, free_new = _free_by_key(alignment, old=True), _free_by_key(alignment, old=False)
    kept = [(-1, -1), *sorted(alignment.forward.items()), (len(alignment.old), len(alignment.new))]
    for place in range(1, len(kept) - 1):
        before, (old, new), after = kept[place - 1 : place + 2]
        key = alignment.old[old].key
        twins_old, twins_new = free_old.get(key, []), free_new.get(key, [])
        if not 0 < len(twins_old) + len(twins_new) <= _MOST_TWINS:
            continue
        choices = [(old, new)]
        choices += [(twin, new) for twin in twins_old if before[0] < twin < after[0]]
        choices += [(old, twin) for twin in twins_new if before[1] < twin < after[1]]
        best = min(choices, key=partial(_lopsided, before, after))
        if best != (old, new):
            alignment.part(old)
            alignment.pair(*best)
            free_old[key] = [twin for twin in (*twins_old, old) if twin != best[0]]
            free_new[key] = [twin for twin in (*twins_new, new) if twin != best[1]]
            kept[place] = best


def _free_by_key(alignment: Alignment, *, old: bool) -> dict[str, list[int]]:
    units = alignment.old if old else alignment.new
    found: dict[str, list[int]] = defaultdict(list)
    for position in alignment.free_old() if old else alignment.free_new():
        found[units[position].key].append(position)
    return found


def _lopsided(before: tuple[int, int], after: tuple[int, int], pair: tuple[int, int]) -> int:
    """Return how unevenly a pair divides what stands between two others."""
    above = abs((pair[0] - before[0]) - (pair[1] - before[1]))
    return above + abs((after[0] - pair[0]) - (after[1] - pair[1]))


def match_moved(alignment: Alignment) -> None:
    """Pair equal blocks that stand elsewhere: those that occur once, then their equal neighbours."""
    free_old, free_new = alignment.free_old(), set(alignment.free_new())
    by_key = {alignment.new[position].key: position for position in free_new}
    seen_old = Counter(alignment.old[position].key for position in free_old)
    seen_new = Counter(alignment.new[position].key for position in free_new)
    for position in free_old:
        key = alignment.old[position].key
        if seen_old[key] == seen_new[key] == 1 and not alignment.is_repeated(position):
            alignment.pair(position, by_key[key])
    spare = _Spare(alignment)
    for old in free_old:
        if old in alignment.forward:
            for step in (1, -1):
                _extend(alignment, spare, old, step)
    for old in free_old:
        if old in alignment.forward and _stands_alone(alignment, old) and _was_amended_in_place(alignment, old):
            alignment.part(old)


class _Spare:
    """Free old blocks by what they say."""

    def __init__(self, alignment: Alignment) -> None:
        self.positions: dict[str, list[int]] = defaultdict(list)
        for position in alignment.free_old():
            self.positions[alignment.old[position].key].append(position)

    def take(self, alignment: Alignment, key: str) -> int | None:
        return next((position for position in self.positions[key] if alignment.is_free_old(position)), None)


def _extend(alignment: Alignment, spare: _Spare, old: int, step: int) -> None:
    """Pair the equal neighbours of a moved block, too; a twin that was kept elsewhere yields to one that is free."""
    new = alignment.forward[old]
    while True:
        old, new = old + step, new + step
        if not (0 <= old < len(alignment.old) and 0 <= new < len(alignment.new)):
            return
        if not alignment.is_free_new(new) or not alignment.is_equal(old, new):
            return
        if not alignment.is_free_old(old):
            twin = spare.take(alignment, alignment.old[old].key)
            if twin is None or old not in alignment.forward:
                return
            kept = alignment.forward[old]
            alignment.part(old)
            alignment.pair(twin, kept)
        alignment.pair(old, new)


def _stands_alone(alignment: Alignment, old: int) -> bool:
    """Did neither neighbour move along?"""
    new = alignment.forward[old]
    return all(alignment.forward.get(old + step) != new + step for step in (1, -1))


def _was_amended_in_place(alignment: Alignment, old: int) -> bool:
    """Did something nearly equal come where an apparently moved block was? Then that is its amended text."""
    nearby = range(old - 1, max(-1, old - _FARTHEST), -1)
    before = next((alignment.forward[other] for other in nearby if other in alignment.forward), -1)
    for new in range(before + 1, min(len(alignment.new), before + _FARTHEST)):
        if not alignment.is_free_new(new):
            return False
        if likeness(alignment.old[old], alignment.new[new]) >= _MUCH_ALIKE:
            return True
    return False
