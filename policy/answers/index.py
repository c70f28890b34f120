"""A reading prepared for questions: which clauses hold which concept or word."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from math import log

from policy.sharing import Clause, PolicyReading, wording
from policy.vocabulary import Vocabulary, standard_vocabulary, tokens


@dataclass(frozen=True, slots=True)
class ClauseContext:
    """What a clause has besides its own words: concepts and stems of its block, label, list opening and headings."""

    clause: Clause
    concepts: frozenset[str]
    block_concepts: frozenset[str]
    stems: frozenset[str]
    home: frozenset[str]
    label: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class ReadingIndex:
    """Clauses by concept and by stem; `weight` of a stem grows with its rarity, 0 when the policy lacks the word."""

    reading: PolicyReading
    contexts: tuple[ClauseContext, ...]
    by_concept: dict[str, tuple[int, ...]]
    by_stem: dict[str, tuple[int, ...]]
    stems: frozenset[str]

    def weight(self, stem: str) -> float:
        """Return how telling a word is in this policy."""
        count = len(self.by_stem.get(stem, ()))
        return log(1 + len(self.contexts) / count) if count else 0.0


@lru_cache(maxsize=4_096)
def _heading_concepts(heading: str) -> frozenset[str]:
    return frozenset(match.concept for match in standard_vocabulary().heading.find(tokens(heading), heading))


def heading_concepts(heading: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the concepts of a heading; its words count more freely than those of a clause."""
    if vocabulary is standard_vocabulary():
        return _heading_concepts(heading)
    return frozenset(match.concept for match in vocabulary.heading.find(tokens(heading), heading))


_INDEXES: dict[int, ReadingIndex] = {}
_MOST_INDEXES = 256


def index_of(reading: PolicyReading, vocabulary: Vocabulary) -> ReadingIndex:
    """Return the index of a reading; built once for each reading that is kept in memory."""
    found = _INDEXES.get(id(reading))
    if found is not None and found.reading is reading:
        return found
    if len(_INDEXES) >= _MOST_INDEXES:
        _INDEXES.pop(next(iter(_INDEXES)))
    built = _build(reading, vocabulary)
    _INDEXES[id(reading)] = built
    return built


def _build(reading: PolicyReading, vocabulary: Vocabulary) -> ReadingIndex:
    blocks: dict[int, list[Clause]] = defaultdict(list)
    for clause in reading.clauses:
        blocks[clause.block].append(clause)
    by_concept: dict[str, list[int]] = defaultdict(list)
    by_stem: dict[str, list[int]] = defaultdict(list)
    contexts: list[ClauseContext] = []
    for clause in reading.clauses:
        home = frozenset().union(*(heading_concepts(heading, vocabulary) for heading in clause.headings[:2]))
        beside = [other.wording for other in blocks[clause.block] if other is not clause]
        around = frozenset().union(clause.context.concepts, *(other.concepts for other in beside))
        stems = frozenset().union(clause.context.stems, *(other.stems for other in beside))
        label = wording(clause.label, vocabulary).concepts
        contexts.append(ClauseContext(clause, around | home, around, stems, home, label))
        for concept in clause.wording.concepts | around | home:
            by_concept[concept].append(clause.index)
        for stem in clause.wording.stems:
            by_stem[stem].append(clause.index)
    return ReadingIndex(
        reading,
        tuple(contexts),
        {concept: tuple(places) for concept, places in by_concept.items()},
        {stem: tuple(places) for stem, places in by_stem.items()},
        frozenset(by_stem),
    )
