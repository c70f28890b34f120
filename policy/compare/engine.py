"""The comparison: two documents in, a redline out."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType

from policy.compare.alignment import Alignment
from policy.compare.changes import list_changes
from policy.compare.git import Git
from policy.compare.leftovers import match_leftovers
from policy.compare.model import Partner, Redline
from policy.compare.order import find_moves
from policy.compare.pairing import keep_in_place, match_elsewhere, match_in_gaps
from policy.compare.parts import find_merges, find_splits
from policy.compare.twins import match_moved, settle_repeated, settle_twins
from policy.compare.units import Unit, read_units
from policy.documents import Document

_DOCUMENTS_KEPT = 4


class Comparer:
    """Compares documents with one set of git processes; use it as a context manager for more than one pair.

    Not safe for use by several threads at once.
    """

    def __init__(self) -> None:
        self._git = Git()
        self._units: list[tuple[Document, tuple[Unit, ...]]] = []

    def __enter__(self) -> Comparer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the git processes."""
        self._git.close()

    def compare(self, old: Document, new: Document) -> Redline:
        """Return what changed. The words of every change rebuild both its texts. Raises `ComparisonError`."""
        alignment = Alignment(self._read(old), self._read(new))
        keep_in_place(alignment, self._git)
        settle_repeated(alignment)
        settle_twins(alignment)
        match_moved(alignment)
        match_in_gaps(alignment, self._git)
        find_splits(alignment)
        find_merges(alignment)
        match_elsewhere(alignment, self._git)
        match_leftovers(alignment)
        find_moves(alignment)
        return Redline(old, new, list_changes(alignment, self._git), tuple(_partners(alignment)))

    def _read(self, document: Document) -> tuple[Unit, ...]:
        """Return a document's units, kept for the next comparison: in a history each revision is new, then old."""
        units = next((units for known, units in self._units if known is document), None)
        if units is None:
            units = read_units(document)
            self._units = [*self._units[-_DOCUMENTS_KEPT + 1 :], (document, units)]
        return units


def _partners(alignment: Alignment) -> Iterator[Partner]:
    for old, new in sorted(alignment.forward.items()):
        yield Partner(alignment.old[old].block.index, alignment.new[new].block.index, old in alignment.moved)


def compare(old: Document, new: Document) -> Redline:
    """Return what changed between two documents, with git processes of its own; see `Comparer` for many pairs."""
    with Comparer() as comparer:
        return comparer.compare(old, new)
