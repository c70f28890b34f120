"""What the vocabulary finds in a stretch of policy text; remembered by text, since most blocks never change."""

from __future__ import annotations

from functools import lru_cache

from policy.changelog.model import Topic
from policy.vocabulary import Vocabulary, standard_vocabulary, tokens

_FAMILIES = {
    Topic.LEGAL_BASIS: "topic:legal_basis",
    Topic.RETENTION: "topic:retention",
    Topic.RIGHTS: "topic:rights",
    Topic.CONTACT: "topic:contact",
    Topic.TRANSFERS: "topic:transfers",
    Topic.CONTROLLER: "topic:controller",
    Topic.CHANGE_NOTICE: "topic:change_notice",
    Topic.SECURITY: "topic:security",
}
_TOO_WIDE = frozenset({"data:personal_data", "data:non_personal_data"})


@lru_cache(maxsize=16_384)
def concepts_of(text: str) -> frozenset[str]:
    """Return the keys of the vocabulary's concepts that a text speaks of ("data:ip_address", "topic:retention")."""
    vocabulary = standard_vocabulary()
    return frozenset(match.concept for match in vocabulary.clause.find(tokens(text), text)) - _TOO_WIDE


@lru_cache(maxsize=4_096)
def topics_of_heading(heading: str) -> frozenset[Topic]:
    """Return the topics that are at home under a heading."""
    vocabulary = standard_vocabulary()
    keys = {match.concept for match in vocabulary.heading.find(tokens(heading), heading)}
    return topics_of(frozenset(keys))


def topics_of(concepts: frozenset[str]) -> frozenset[Topic]:
    """Return the topics that concepts belong to."""
    vocabulary = standard_vocabulary()
    found = {topic for topic, family in _FAMILIES.items() for key in concepts if vocabulary.within(key, family)}
    if any(key.startswith("data:") for key in concepts):
        found.add(Topic.DATA)
    if any(key.startswith("purpose:") for key in concepts):
        found.add(Topic.PURPOSES)
    return frozenset(found)


def labels(concepts: frozenset[str]) -> tuple[str, ...]:
    """Return what people call these concepts, in alphabetical order; of a concept and its parent only the narrower."""
    vocabulary = standard_vocabulary()
    return tuple(sorted(vocabulary.label(key) for key in _narrowest(concepts, vocabulary)))


def _narrowest(concepts: frozenset[str], vocabulary: Vocabulary) -> frozenset[str]:
    wider = {ancestor for key in concepts for ancestor in vocabulary.ancestors(key)}
    return concepts - wider
