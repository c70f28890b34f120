"""How alike clauses are by git's measure, for few clauses at once: asking git's process would take longer.

Git's rename detection calls two files alike by the share of bytes, counted in whole lines, that the longer one has in
common with the other; the clauses are written one word a line. It then pairs the most similar files first. Both are
repeated here, so that a gap with few clauses gets the pairs that git would give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from policy.compare.git import LEAST_SIMILARITY
from policy.compare.units import Unit

_WHOLE = 60_000
"""Git's own scale of similarity: what is as alike on it is paired in order of place."""


def shared_percentage(one: Unit, other: Unit) -> int:
    """Return what git would call the similarity of two units: shared bytes of words against those of the longer one."""
    return _score(one.tokens.words, other.tokens.words) * 100 // _WHOLE


def most_alike(old: Sequence[Unit], new: Sequence[Unit]) -> list[tuple[int, int, int]]:
    """Return (old position, new position, percentage) of the pairs that git would find, the most similar first."""
    least = LEAST_SIMILARITY * _WHOLE // 100
    scored = []
    for other in new:
        for one in old:
            score = _score(one.tokens.words, other.tokens.words)
            if score >= least:
                scored.append((-score, other.position, one.position))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs = []
    for score, there, here in sorted(scored):
        if here not in taken_old and there not in taken_new:
            taken_old.add(here)
            taken_new.add(there)
            pairs.append((here, there, -score * 100 // _WHOLE))
    return pairs


def _score(words: tuple[str, ...], others: tuple[str, ...]) -> int:
    few, many = _weighed(words), _weighed(others)
    longer = max(few[1], many[1])
    if longer * LEAST_SIMILARITY > min(few[1], many[1]) * 100:  # not even all of the shorter one is enough
        return 0
    if len(few[0]) > len(many[0]):
        few, many = many, few
    weights, other_weights = few[0], many[0]
    common = sum([min(weights[word], other_weights[word]) for word in weights.keys() & other_weights.keys()])
    return common * _WHOLE // longer if longer else 0


@lru_cache(maxsize=4_096)
def _weighed(words: tuple[str, ...]) -> tuple[dict[str, int], int]:
    """Return how many bytes each word and all of them take, each time it stands there on a line of its own."""
    weights = {word: (len(word.encode()) + 1) * count for word, count in Counter(words).items()}
    return weights, sum(weights.values())


def forget() -> None:
    """Drop what is kept of the words of texts already compared."""
    _weighed.cache_clear()
