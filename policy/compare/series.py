"""The longest series of what stands in the same order in both versions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_in_order(stretches: Sequence[tuple[int, int]]) -> list[int]:
    """Return the places of the longest series of (first, last) stretches in which each begins after the one before.

    The stretches are given in the order of the old version; first and last are places in the new one.
    """
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for place, (start, end) in enumerate(stretches):
        length = bisect_left(ends, start)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [end]
        last[length : length + 1] = [place]
    series: list[int] = []
    place = last[-1] if last else -1
    while place >= 0:
        series.append(place)
        place = before[place]
    return series[::-1]
