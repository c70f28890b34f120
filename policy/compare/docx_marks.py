"""Paragraph marks of a Word redline where a program that settles changes would go wrong.

A paragraph that came or went right before a table would leave an empty one behind, for there is no paragraph to join.
So its mark is exchanged for that of the paragraph before: the text of both versions stays the same.

And where a paragraph ends with words that came and the next one begins with some, or its mark came, too, LibreOffice
takes both for one change, with the mark between them, and joins the two when it is refused. Such a paragraph ends with
words that went.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from policy.compare.model import Run

_GONE = ("del", "moveFrom")
_COME = ("ins", "moveTo")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a Word document: the markup of its layout and runs, and how its mark is tracked ("" not at all).

    `before` is the layout in the old version, None where it is the same. `closing` are the runs ending with what went,
    "" where they need not.
    """

    layout: str
    runs: str
    mark: str = ""
    before: str | None = None
    closing: str = ""

    @property
    def gone(self) -> bool:
        """Whether only the old version has the paragraph."""
        return self.mark in _GONE


@dataclass(frozen=True, slots=True)
class Table:
    """The markup of a table."""

    markup: str


Item = Paragraph | Table


def settled(items: Iterable[Item]) -> list[Item]:
    """Return the items as a program settles them rightly, wherever that can be had."""
    found = settled_before_tables(items)
    return [_closed(item, following) for item, following in zip(found, [*found[1:], None], strict=False)]


def _closed(item: Item, following: Item | None) -> Item:
    """Let a paragraph end with what went, where the next one begins with what came, or its mark came."""
    tracked = isinstance(following, Paragraph) and (following.mark in _COME or following.runs.startswith("<w:ins "))
    return replace(item, runs=item.closing) if isinstance(item, Paragraph) and tracked and item.closing else item


def ending_with_what_went(runs: Sequence[Run]) -> list[Run]:
    """Return runs that end with words that came so that they end with words that went, saying the same: what came
    stands first, and where nothing went the last word that stays goes and comes again."""
    *before, last = runs
    if before and before[-1].sign == "-":
        return [*before[:-1], last, before[-1]]
    if not before or before[-1].sign != "=":
        return list(runs)
    kept = before[-1].text
    word = kept[kept.rstrip().rfind(" ") + 1 :]
    head = [Run("=", kept[: -len(word)])] if len(word) < len(kept) else []
    return [*before[:-1], *head, Run("+", word + last.text), Run("-", word)]


def settled_before_tables(items: Iterable[Item]) -> list[Item]:
    """Return the items with no tracked mark right before a table, wherever another mark can do in its place.

    None can where the document begins with what came or went, or where only that stands between two tables: there an
    empty paragraph remains in the other version.
    """
    done: list[Item] = []
    for item in items:
        if isinstance(item, Table):
            start = _start_of_tracked(done)
            stretch = [each for each in done[start:] if isinstance(each, Paragraph)]
            kept = done[start - 1] if start else None
            if stretch:
                done[max(start - 1, 0) :] = _exchanged(kept, stretch)
        done.append(item)
    return done


def _start_of_tracked(done: Sequence[Item]) -> int:
    for back, item in enumerate(reversed(done)):
        if isinstance(item, Table) or not item.mark:
            return len(done) - back
    return 0


def _exchanged(kept: Item | None, stretch: Sequence[Paragraph]) -> list[Item]:
    before: list[Item] = [] if kept is None else [kept]
    gone = [paragraph for paragraph in stretch if paragraph.gone]
    come = [paragraph for paragraph in stretch if not paragraph.gone]
    if gone and come:
        return [*before, *_shared(gone, come)]
    if not isinstance(kept, Paragraph):
        return [*before, *stretch]
    own = kept.layout
    last = stretch[-1]
    if gone:
        return [replace(kept, mark="del"), *stretch[:-1], _last(last, own, last.layout)]
    return [replace(kept, mark="ins"), *stretch[:-1], _last(last, last.layout, kept.before or own)]


def _shared(gone: Sequence[Paragraph], come: Sequence[Paragraph]) -> list[Item]:
    """Let the last one that went and the first one that came share a paragraph, and keep the last mark untracked."""
    shared = replace(come[0], runs=gone[-1].runs + come[0].runs)
    following = [shared, *come[1:]]
    return [*gone[:-1], *following[:-1], _last(following[-1], following[-1].layout, gone[-1].layout)]


def _last(paragraph: Paragraph, layout: str, before: str) -> Paragraph:
    return replace(paragraph, mark="", layout=layout, before=before if before != layout else None)
