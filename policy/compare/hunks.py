"""Git's patches without context, read as regions of lines that differ."""

from __future__ import annotations

from dataclasses import dataclass

from unidiff.patch import Hunk, PatchSet


@dataclass(frozen=True, slots=True)
class Region:
    """Half-open ranges of lines, from 0: what went in the old file and what came in its place in the new one."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    def shifted(self, old: int, new: int) -> Region:
        """Return the region so many lines on."""
        return Region(self.old_start + old, self.old_end + old, self.new_start + new, self.new_end + new)


def read_regions(patch: bytes) -> dict[str, tuple[Region, ...]]:
    """Return the differing regions of each file of a patch that was made with `-U0`, in order.

    The lines that git compares are single words, so none of them holds a line end that unidiff could trip over.
    """
    return {file.path: tuple(_region(hunk) for hunk in file) for file in PatchSet(patch.decode(), metadata_only=True)}


def _region(hunk: Hunk) -> Region:
    """An empty range is given by the line before it, any other by its first line (counted from 1)."""
    old_start = hunk.source_start - (1 if hunk.source_length else 0)
    new_start = hunk.target_start - (1 if hunk.target_length else 0)
    return Region(old_start, old_start + hunk.source_length, new_start, new_start + hunk.target_length)
