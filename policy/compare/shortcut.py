"""What git would say of two lists of lines, where it can say but one thing: no process need be asked then."""

from __future__ import annotations

from collections.abc import Sequence

from policy.compare.hunks import Region


def only_region(old: Sequence[object], new: Sequence[object]) -> Region | None:
    """Return the one region that differs when git's diff can give no other; None when git has to be asked.

    Git, too, takes off the common start and the common end first. If what is left in between shares no line, all of it
    changed. What git does next is slide a stretch whose neighbour equals its far end: where that is possible, on
    either side, the answer is git's to give.
    """
    shorter = min(len(old), len(new))
    start = next((place for place in range(shorter) if old[place] != new[place]), shorter)
    most = shorter - start
    end = next((step for step in range(most) if old[-1 - step] != new[-1 - step]), most)
    region = Region(start, len(old) - end, start, len(new) - end)
    if not shorter or start == len(old) == len(new):
        return None
    if not set(old[start : region.old_end]).isdisjoint(new[start : region.new_end]):
        return None
    if _may_slide(old, start, region.old_end) or _may_slide(new, start, region.new_end):
        return None
    return region


def _may_slide(lines: Sequence[object], start: int, end: int) -> bool:
    """Could a stretch of changed lines as well begin one line earlier or later?"""
    if start == end:
        return False
    up = start > 0 and lines[start - 1] == lines[end - 1]
    return up or (end < len(lines) and lines[start] == lines[end])
