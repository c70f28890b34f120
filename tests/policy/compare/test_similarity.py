"""Few clauses are paired without asking git; the pairs are those that git gives."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from policy.compare.git import Git
from policy.compare.similarity import most_alike, shared_percentage
from policy.compare.units import Unit, read_units
from policy.documents import read_document

WORDS = [
    "we",
    "keep",
    "your",
    "address",
    "for",
    "café",
    "orders",
    "until",
    "you",
    "ask",
    "us",
    "to",
    "forget",
    "it",
    "and",
    "no",
    "carrier",
    "may",
    "read",
    "them",
]


@pytest.fixture(scope="module")
def git() -> Iterator[Git]:
    opened = Git()
    yield opened
    opened.close()


def clauses(chance: random.Random) -> tuple[Unit, ...]:
    texts = [" ".join(chance.choices(WORDS, k=chance.randint(3, 14))) for _ in range(chance.randint(1, 4))]
    return read_units(read_document("\n\n".join(texts), "policy.md"))


@pytest.mark.parametrize("seed", range(30))
def test_pairs_are_those_of_git(git: Git, seed: int) -> None:
    chance = random.Random(seed)
    old, new = clauses(chance), clauses(chance)
    files = [
        {f"{side}{unit.position}": unit.tokens.lines for unit in units} for side, units in (("o", old), ("n", new))
    ]
    (asked,) = git.pairs([(files[0], files[1])])
    assert sorted(most_alike(old, new)) == sorted((int(p.old[1:]), int(p.new[1:]), p.similarity) for p in asked)


def test_the_share_is_of_the_longer_clause() -> None:
    one, other = read_units(read_document("one two three four\n\none two", "policy.md"))
    assert shared_percentage(one, other) == shared_percentage(other, one) == 100 * 8 // 19
    assert shared_percentage(one, one) == 100


def test_clauses_without_enough_in_common_are_no_pair() -> None:
    old, new = (read_units(read_document(text, "policy.md")) for text in ("alpha beta gamma", "delta epsilon zeta"))
    assert most_alike(old, new) == []
