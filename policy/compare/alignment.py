"""Which block became which: the state that the passes of the alignment share."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from policy.compare.series import longest_in_order
from policy.compare.units import Unit


@dataclass(frozen=True, slots=True)
class Gap:
    """Blocks of both versions, by position, that lie between the same two kept blocks and have no partner yet."""

    old: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(slots=True)
class Alignment:
    """Partners by position. `splits` maps an old block to what it became, `merges` a new block to what it came from;
    the positions that stand in them stand in no other place."""

    old: tuple[Unit, ...]
    new: tuple[Unit, ...]
    forward: dict[int, int] = field(default_factory=dict)
    backward: dict[int, int] = field(default_factory=dict)
    splits: dict[int, tuple[int, ...]] = field(default_factory=dict)
    merges: dict[int, tuple[int, ...]] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)
    taken_old: set[int] = field(default_factory=set)
    taken_new: set[int] = field(default_factory=set)
    gone: Counter[str] = field(default_factory=Counter)
    come: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.gone.update(unit.key for unit in self.old)
        self.come.update(unit.key for unit in self.new)

    def pair(self, old: int, new: int) -> None:
        """Make two blocks partners."""
        self.forward[old] = new
        self.backward[new] = old

    def part(self, old: int) -> None:
        """Undo a partnership."""
        del self.backward[self.forward.pop(old)]
        self.moved.discard(old)

    def split(self, old: int, parts: tuple[int, ...]) -> None:
        """Record that an old block became several new ones."""
        self.splits[old] = parts
        self.taken_new.update(parts)

    def merge(self, new: int, parts: tuple[int, ...]) -> None:
        """Record that several old blocks became a new one."""
        self.merges[new] = parts
        self.taken_old.update(parts)

    def is_free_old(self, position: int) -> bool:
        return not (position in self.forward or position in self.splits or position in self.taken_old)

    def is_free_new(self, position: int) -> bool:
        return not (position in self.backward or position in self.merges or position in self.taken_new)

    def free_old(self) -> list[int]:
        """Positions of old blocks without partner."""
        used = {*self.forward, *self.splits, *self.taken_old}
        return [position for position in range(len(self.old)) if position not in used]

    def free_new(self) -> list[int]:
        """Positions of new blocks without partner."""
        used = {*self.backward, *self.merges, *self.taken_new}
        return [position for position in range(len(self.new)) if position not in used]

    def is_equal(self, old: int, new: int) -> bool:
        """Do two blocks say the same?"""
        return self.old[old].key == self.new[new].key

    def is_repeated(self, old: int) -> bool:
        """Does what an old block says stand more than once in either version?"""
        key = self.old[old].key
        return self.gone[key] > 1 or self.come[key] > 1

    def gaps(self) -> Iterator[Gap]:
        """Yield where both versions have blocks without partner after the partner of the same block."""
        yield from self._gaps(self.forward, self.backward)

    def gaps_around_moves(self) -> Iterator[Gap]:
        """Yield the gaps between partners that keep their order: what moved away or in divides none of them."""
        partners = sorted(self.forward.items())
        series = longest_in_order([(new, new) for _, new in partners])
        if len(series) < len(partners):
            kept = dict(partners[place] for place in series)
            yield from self._gaps(kept, {new: old for old, new in kept.items()})

    def _gaps(self, forward: Mapping[int, int], backward: Mapping[int, int]) -> Iterator[Gap]:
        free_old, free_new = self.free_old(), self.free_new()
        if not free_old or not free_new:
            return
        places = sorted(backward)
        slots: dict[int, tuple[list[int], list[int]]] = {}
        place, before = -1, 0
        for position in free_old:
            for step in range(position - 1, before - 1, -1):
                if step in forward:
                    place = forward[step]
                    break
            before = position
            slots.setdefault(place, ([], []))[0].append(position)
        for position in free_new:
            index = bisect_left(places, position)
            slots.setdefault(places[index - 1] if index else -1, ([], []))[1].append(position)
        yield from (Gap(tuple(old), tuple(new)) for old, new in slots.values() if old and new)
