"""The passes that find partners: git's diff of the order, its rename detection in each gap, then over all the rest."""

from __future__ import annotations

from collections.abc import Iterator

from policy.compare.alignment import Alignment, Gap
from policy.compare.git import Git
from policy.compare.hunks import Region, read_regions
from policy.compare.shortcut import only_region
from policy.compare.similarity import most_alike, shared_percentage
from policy.compare.units import Unit, likeness

LEAST_IN_GAP = 42
"""Percentage of shared words from which blocks at the same place are one block, amended."""

LEAST_ELSEWHERE = 60
"""The same for blocks at different places: a false move costs more trust than a removal and an addition."""

_FEWEST_WORDS_TO_MOVE = 6
_MOST_COMPARED = 4_000_000
_FEW_COMPARED = 100
_SWAP_LOSS = 0.15
_KIND_LOSS = 0.12
_NEAR = 3
_MOST_MINIMAL = 4_000
_MOST_SWEEPS = 4
_MOST_UNCROSSED = 200


def keep_in_place(alignment: Alignment, git: Git) -> None:
    """Pair the blocks that git's diff of the two orders keeps."""
    old_keys, new_keys = [unit.key for unit in alignment.old], [unit.key for unit in alignment.new]
    if old_keys == new_keys:
        for unit in alignment.old:
            alignment.pair(unit.position, unit.position)
        return
    region = only_region(old_keys, new_keys)
    regions = (region,) if region else _regions_of_order(alignment, git)
    if regions is None:  # one of the two documents says nothing: git calls its file new or deleted
        return
    old = new = 0
    for region in (*regions, Region(len(alignment.old), 0, len(alignment.new), 0)):
        for step in range(region.old_start - old):
            alignment.pair(old + step, new + step)
        old, new = region.old_end, region.new_end


def _regions_of_order(alignment: Alignment, git: Git) -> tuple[Region, ...] | None:
    numbers: dict[str, int] = {}

    def lines(units: tuple[Unit, ...]) -> bytes:
        return "".join(f"{numbers.setdefault(unit.key, len(numbers))}\n" for unit in units).encode()

    files = [{"order": lines(units)} for units in (alignment.old, alignment.new)]
    return read_regions(git.patch(*files, minimal=_may_be_minimal(alignment))).get("order")


def _may_be_minimal(alignment: Alignment) -> bool:
    """The fewest changes are worth looking for only where git finds them in little time."""
    return max(len(alignment.old), len(alignment.new)) <= _MOST_MINIMAL


def match_in_gaps(alignment: Alignment, git: Git) -> None:
    """Pair amended blocks at the same place, by git's rename detection within each gap."""
    _match_in(alignment, alignment.gaps(), git)
    _match_in(alignment, alignment.gaps_around_moves(), git)


def _match_in(alignment: Alignment, found_gaps: Iterator[Gap], git: Git) -> None:
    gaps = [gap for gap in found_gaps if len(gap.old) * len(gap.new) <= _MOST_COMPARED]
    crowded = []
    for gap in gaps:
        if len(gap.old) == len(gap.new) == 1:  # no choice to make: no need to ask
            (old,), (new,) = gap.old, gap.new
            if shared_percentage(alignment.old[old], alignment.new[new]) >= _least(alignment, old, new):
                alignment.pair(old, new)
        else:
            crowded.append(gap)
    for pairs in _similar(alignment, crowded, git):
        found = {old: new for old, new, percentage in pairs if percentage >= _least(alignment, old, new)}
        _uncross(alignment, found)
        for old, new in found.items():
            alignment.pair(old, new)


def _similar(alignment: Alignment, gaps: list[Gap], git: Git) -> list[list[tuple[int, int, int]]]:
    """Return (old position, new position, percentage) for each gap, the most similar first."""
    found: dict[Gap, list[tuple[int, int, int]]] = {}
    large = []
    for gap in gaps:
        if len(gap.old) * len(gap.new) <= _FEW_COMPARED:
            found[gap] = most_alike([alignment.old[n] for n in gap.old], [alignment.new[n] for n in gap.new])
        else:
            large.append(gap)
    # No old name may equal a new one: git would take equal names for a hint.
    groups = [
        (
            {f"o{position}": alignment.old[position].tokens.lines for position in gap.old},
            {f"n{position}": alignment.new[position].tokens.lines for position in gap.new},
        )
        for gap in large
    ]
    for gap, pairs in zip(large, git.pairs(groups) if groups else (), strict=True):
        found[gap] = [(int(pair.old[1:]), int(pair.new[1:]), pair.similarity) for pair in pairs]
    return [found[gap] for gap in gaps]


def _least(alignment: Alignment, old: int, new: int) -> int:
    one, other = alignment.old[old], alignment.new[new]
    return LEAST_IN_GAP if one.is_heading == other.is_heading else LEAST_ELSEWHERE


def _uncross(alignment: Alignment, found: dict[int, int]) -> None:
    """Swap crossing partners that are about as alike the other way round: near-identical items keep their order."""
    positions = sorted(found)
    for _ in range(_MOST_SWEEPS if len(positions) <= _MOST_UNCROSSED else 0):
        swapped = False
        for index, first in enumerate(positions):
            for second in positions[index + 1 :]:
                if found[first] > found[second] and _may_swap(alignment, first, second, found):
                    found[first], found[second] = found[second], found[first]
                    swapped = True
        if not swapped:
            return


def _may_swap(alignment: Alignment, first: int, second: int, found: dict[int, int]) -> bool:
    def alike(old: int, new: int) -> float:
        return likeness(alignment.old[old], alignment.new[new])

    crossed = alike(first, found[first]) + alike(second, found[second])
    straight = alike(first, found[second]) + alike(second, found[first])
    return straight >= crossed - _SWAP_LOSS and straight > 1.0


def match_elsewhere(alignment: Alignment, git: Git) -> None:
    """Pair what is left over with what came at another place, where much is shared."""

    def long(units: tuple[Unit, ...], positions: list[int]) -> tuple[int, ...]:
        return tuple(position for position in positions if units[position].size >= _FEWEST_WORDS_TO_MOVE)

    rest = Gap(long(alignment.old, alignment.free_old()), long(alignment.new, alignment.free_new()))
    if not rest.old or not rest.new or len(rest.old) * len(rest.new) > _MOST_COMPARED:
        return
    if any(set(rest.old) <= set(gap.old) and set(rest.new) <= set(gap.new) for gap in alignment.gaps()):
        return  # all of it stands at one place, where it has been compared
    (pairs,) = _similar(alignment, [rest], git)
    for old, new, percentage in pairs:
        if percentage >= LEAST_ELSEWHERE and not _is_of_a_kind(alignment, old, new):
            alignment.pair(old, new)


def _is_of_a_kind(alignment: Alignment, old: int, new: int) -> bool:
    """Are the neighbours as alike? Then these are two entries of one list, not one entry that moved."""
    one, other = alignment.old[old], alignment.new[new]
    alike = likeness(one, other) - _KIND_LOSS
    near_old = alignment.old[max(0, old - _NEAR) : old + _NEAR + 1]
    near_new = alignment.new[max(0, new - _NEAR) : new + _NEAR + 1]
    return any(likeness(unit, other) >= alike for unit in near_old if unit is not one) or any(
        likeness(one, unit) >= alike for unit in near_new if unit is not other
    )
