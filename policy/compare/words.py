"""Words that came and went inside a clause, from git's diff of the clauses written one word a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy.compare.git import Git
from policy.compare.hunks import Region, read_regions
from policy.compare.model import Run, Sign
from policy.compare.shortcut import only_region
from policy.compare.tokens import Tokens, spans, tokenise

_FENCE_LINES = 6
_MOST_TOGETHER = 3_000
_MOST_MINIMAL = 10_000


def word_runs(texts: Sequence[tuple[str, str]], git: Git) -> list[tuple[Run, ...]]:
    """Return the runs for each (old text, new text); the runs rebuild both texts exactly."""
    tokens = [(tokenise(old), tokenise(new)) for old, new in texts]
    regions = iter(_regions([pair for pair in tokens if _differ(*pair)], git))
    return [tuple(_runs(old, new, next(regions) if _differ(old, new) else _whole(old, new))) for old, new in tokens]


def _differ(old: Tokens, new: Tokens) -> bool:
    return bool(old.words and new.words) and old.words != new.words


def _regions(pairs: list[tuple[Tokens, Tokens]], git: Git) -> list[tuple[Region, ...]]:
    """Return the regions of each pair. Git is asked where it has a choice; small pairs go to it together, in one file
    with fences between them."""
    sure = {n: (region,) for n, (old, new) in enumerate(pairs) if (region := only_region(old.words, new.words))}
    open_pairs = [pair for n, pair in enumerate(pairs) if n not in sure]
    asked = iter(_ask(open_pairs, git) if open_pairs else ())
    return [sure.get(n) or next(asked) for n in range(len(pairs))]


def _ask(pairs: list[tuple[Tokens, Tokens]], git: Git) -> list[tuple[Region, ...]]:
    shares: dict[int, tuple[Region, ...]] = {}
    groups = list(_groups(pairs))
    for minimal in (True, False):
        chosen = [group for group in groups if _is_small(pairs[group[0]]) is minimal]
        files = [{f"{group[0]:06d}": _fenced([pairs[n][side] for n in group]) for group in chosen} for side in (0, 1)]
        found = read_regions(git.patch(*files, minimal=minimal)) if chosen else {}
        for group in chosen:
            told = _split(found.get(f"{group[0]:06d}", ()), [pairs[n] for n in group])
            shares.update(zip(group, told or _alone([pairs[n] for n in group], git), strict=True))
    return [shares[n] for n in range(len(pairs))]


def _is_small(pair: tuple[Tokens, Tokens]) -> bool:
    return max(len(tokens.words) for tokens in pair) <= _MOST_MINIMAL


def _groups(pairs: list[tuple[Tokens, Tokens]]) -> Iterator[list[int]]:
    """Yield the numbers of the pairs that share a file; a long pair stands alone."""
    group: list[int] = []
    size = 0
    for number, pair in enumerate(pairs):
        more = sum(len(tokens.words) for tokens in pair)
        if group and size + more > _MOST_TOGETHER:
            yield group
            group, size = [], 0
        group.append(number)
        size += more
    if group:
        yield group


def _alone(pairs: list[tuple[Tokens, Tokens]], git: Git) -> list[tuple[Region, ...]]:
    """Ask for each pair on its own: git had matched words across a fence."""
    files = [{f"{n:06d}": pair[side].lines for n, pair in enumerate(pairs)} for side in (0, 1)]
    found = read_regions(git.patch(*files))
    return [found.get(f"{n:06d}", ()) for n in range(len(pairs))]


def _fenced(texts: list[Tokens]) -> bytes:
    # No word begins with a space, so no word is a fence. Several lines make a fence dear to break.
    return b"".join(tokens.lines + f" fence {n}\n".encode() * _FENCE_LINES for n, tokens in enumerate(texts))


def _split(regions: tuple[Region, ...], pairs: list[tuple[Tokens, Tokens]]) -> list[tuple[Region, ...]] | None:
    """Share the regions of a common file out to its pairs; None when one of them reaches over a fence."""
    shares: list[tuple[Region, ...]] = []
    waiting = list(reversed(regions))
    old_start = new_start = 0
    for old, new in pairs:
        old_end, new_end = old_start + len(old.words), new_start + len(new.words)
        share = []
        while waiting and waiting[-1].old_end <= old_end and waiting[-1].new_end <= new_end:
            region = waiting.pop()
            if region.old_start < old_start or region.new_start < new_start:
                return None
            share.append(region.shifted(-old_start, -new_start))
        shares.append(tuple(share))
        old_start, new_start = old_end + _FENCE_LINES, new_end + _FENCE_LINES
    return None if waiting else shares


def _whole(old: Tokens, new: Tokens) -> tuple[Region, ...]:
    return () if old.words == new.words else (Region(0, len(old.words), 0, len(new.words)),)


class _Builder:
    """Collects runs; within one place of change what went stands before what came."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.kept: list[str] = []
        self.gone: list[str] = []
        self.come: list[str] = []

    def keep(self, text: str) -> None:
        if self.gone or self.come:
            self.flush()
        self.kept.append(text)

    def change(self, gone: str, come: str) -> None:
        if gone or come:
            if self.kept:
                self.flush()
            self.gone.append(gone)
            self.come.append(come)

    def flush(self) -> None:
        signed: tuple[tuple[Sign, list[str]], ...] = (("=", self.kept), ("-", self.gone), ("+", self.come))
        for sign, parts in signed:
            text = "".join(parts)
            if text:
                self.runs.append(Run(sign, text))
            parts.clear()


class _Writer:
    """Walks both texts at once; `old_end`/`new_end` are the offsets up to which they are written."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.old_spans, self.new_spans = spans(old), spans(new)
        self.builder = _Builder()
        self.old_end = self.new_end = 0

    def keep(self, old_first: int, new_first: int, count: int) -> None:
        """Write `count` words that both texts share; white space between them may still differ."""
        if not count:
            return
        (old_start, _), (_, old_end) = self.old_spans[old_first], self.old_spans[old_first + count - 1]
        (new_start, _), (_, new_end) = self.new_spans[new_first], self.new_spans[new_first + count - 1]
        stretch = self.old[old_start:old_end]
        if stretch != self.new[new_start:new_end]:
            self.keep(old_first, new_first, count // 2)
            self.keep(old_first + count // 2, new_first + count // 2, count - count // 2)
            return
        before, after = self.old[self.old_end : old_start], self.new[self.new_end : new_start]
        if before == after:
            self.builder.keep(before)
        else:
            self.builder.change(before, after)
        self.builder.keep(stretch)
        self.old_end, self.new_end = old_end, new_end

    def change(self, region: Region) -> None:
        """Write the words that went and those that came, each with the white space before it."""
        old_end = self.old_spans[region.old_end - 1][1] if region.old_end > region.old_start else self.old_end
        new_end = self.new_spans[region.new_end - 1][1] if region.new_end > region.new_start else self.new_end
        self.builder.change(self.old[self.old_end : old_end], self.new[self.new_end : new_end])
        self.old_end, self.new_end = old_end, new_end

    def finish(self) -> list[Run]:
        """Write what follows the last word and return everything."""
        self.builder.change(self.old[self.old_end :], self.new[self.new_end :])
        self.builder.flush()
        return self.builder.runs


def _runs(old: Tokens, new: Tokens, regions: tuple[Region, ...]) -> list[Run]:
    if old.text == new.text:
        return [Run("=", old.text)] if old.text else []
    if not old.words or not new.words:
        whole: tuple[tuple[Sign, str], ...] = (("-", old.text), ("+", new.text))
        return [Run(sign, text) for sign, text in whole if text]
    writer = _Writer(old.text, new.text)
    i = j = 0
    for region in regions:
        writer.keep(i, j, region.old_start - i)
        writer.change(region)
        i, j = region.old_end, region.new_end
    writer.keep(i, j, len(old.words) - i)
    return writer.finish()
