"""What is worked out of a revision before it is stored."""

from __future__ import annotations

from datetime import UTC, datetime

from policy.compare import Comparer, Redline
from policy.documents import Document, read_document
from policy.index.preparing import KEPT_PAIRS, Preparer
from policy.repository import Revision
from policy.settings import PolicySettings


class Counting(Comparer):
    """Counts what it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def compare(self, old: Document, new: Document) -> Redline:
        self.asked += 1
        return super().compare(old, new)


def revision(number: int, blob: str) -> Revision:
    return Revision("privacy.md", f"commit{number}", blob, datetime(2026, 1, 1, tzinfo=UTC), "a@legal.example", "")


def text(blob: str) -> Document:
    return read_document(f"# Privacy\n\nWe keep letters for {blob} days.\n\nWe share nothing.\n", "privacy.md")


def prepare(blobs: list[str], comparer: Comparer) -> list[tuple[object, ...]]:
    preparer = Preparer(lambda one: text(one.blob), lambda _: PolicySettings(), comparer)
    prepared = [preparer.prepare(revision(number, blob)) for number, blob in enumerate(blobs)]
    return [one.changes for one in prepared]


def test_a_history_that_goes_to_and_fro_is_compared_once_each_way() -> None:
    with Counting() as comparer, Comparer() as afresh:
        found = prepare(["30", "60", "30", "60", "30"], comparer)
        assert comparer.asked == 2
        assert found[1] == found[3] == prepare(["30", "60"], afresh)[1]
        assert found[2] == found[4] == prepare(["60", "30"], afresh)[1]
        assert found[1] != found[2]


def test_only_the_last_pairs_are_kept() -> None:
    with Counting() as comparer:
        prepare(["0", *(str(number) for number in range(1, KEPT_PAIRS + 3)), "0", "1"], comparer)
        assert comparer.asked == KEPT_PAIRS + 4
