"""Texts cut into words with their concepts; the same text is read once in a process."""

from __future__ import annotations

from functools import lru_cache

from policy.sharing.model import Wording
from policy.vocabulary import Vocabulary, standard_vocabulary, tokens

_LONGEST_SENTENCE = 6_000


@lru_cache(maxsize=100_000)
def _standard_wording(text: str) -> Wording:
    return _read_wording(text, standard_vocabulary())


def wording(text: str, vocabulary: Vocabulary) -> Wording:
    """Return the words and concepts of a text; sentences that stay the same between revisions are read once."""
    if vocabulary is standard_vocabulary():
        return _standard_wording(text)
    return _read_wording(text, vocabulary)


def _read_wording(text: str, vocabulary: Vocabulary) -> Wording:
    words = tokens(text[:_LONGEST_SENTENCE])
    matches = tuple(vocabulary.clause.find(words, text))
    return Wording(
        text, words, matches, frozenset(word.stem for word in words), frozenset(match.concept for match in matches)
    )
