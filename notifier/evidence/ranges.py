"""Sets of row numbers, written briefly as "1-3,7", as events name the deliveries they are about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Numbers:
    """A set of numbers as ascending ranges that do not touch each other."""

    ranges: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, numbers: Iterable[int]) -> Numbers:
        """From ascending numbers."""
        return cls.merge((number, number) for number in numbers)

    @classmethod
    def read(cls, text: str) -> Numbers:
        """From "1-3,7"; raises ValueError for anything else."""
        parts = (part.partition("-") for part in text.split(",") if part)
        return cls.merge((int(first), int(last if dash else first)) for first, dash, last in parts)

    @classmethod
    def merge(cls, ranges: Iterable[tuple[int, int]]) -> Numbers:
        """From ranges in ascending order of their beginnings."""
        merged: list[tuple[int, int]] = []
        for first, last in ranges:
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        return cls(tuple(merged))

    @classmethod
    def union(cls, sets: Iterable[Numbers]) -> Numbers:
        """Of all numbers in any of the sets."""
        return cls.merge(sorted(one for numbers in sets for one in numbers.ranges))

    def __contains__(self, number: int) -> bool:
        place = bisect_right(self.ranges, (number, float("inf"))) - 1
        return place >= 0 and self.ranges[place][0] <= number <= self.ranges[place][1]

    def overlaps(self, other: Numbers) -> bool:
        """Whether any number is in both."""
        return any(self._touches(first, last) for first, last in other.ranges)

    def _touches(self, first: int, last: int) -> bool:
        place = bisect_right(self.ranges, (last, float("inf"))) - 1
        return place >= 0 and self.ranges[place][1] >= first
