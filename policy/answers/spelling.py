"""Misspelt words of a question, read as the nearest word of the vocabulary ("recieves", "retension")."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from policy.answers.mentions import Mentions, known_stems
from policy.answers.question import Question
from policy.vocabulary import Kind, Vocabulary, fold, tokens

_SURE = 85.0
_SHORTEST = 4
_WORDS: dict[int, tuple[str, ...]] = {}


def corrected(
    question: Question, mentions: Mentions, stems: frozenset[str], vocabulary: Vocabulary
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the question with misspelt words put right, and what was read as what.

    Names of the policy, words with a capital inside the sentence, words that the policy itself uses and ordinary words
    are never touched.
    """
    text, read_as = question.asked, []
    for place, word in reversed(list(enumerate(question.words))):
        plain = fold(word.text)
        named = place in mentions.places or (word.text[:1].isupper() and place > 0)
        known = plain in vocabulary.ordinary or word.stem in known_stems(vocabulary) or word.stem in stems
        if named or known or len(plain) < _SHORTEST or not plain.isalpha():
            continue
        found = process.extractOne(plain, _words(vocabulary), scorer=fuzz.ratio, score_cutoff=_SURE)
        if found:
            text = text[: word.start] + found[0] + text[word.end :]
            read_as.append((word.text, found[0]))
    return text, tuple(reversed(read_as))


def _words(vocabulary: Vocabulary) -> tuple[str, ...]:
    if id(vocabulary) not in _WORDS:
        concepts = (concept for kind in Kind for concept in vocabulary.of_kind(kind))
        aliases = (alias for c in concepts for alias in (*c.aliases, *c.asked, *c.said))
        words = {fold(token.text) for alias in aliases for token in tokens(alias)} | _QUESTION_WORDS
        _WORDS[id(vocabulary)] = tuple(sorted(word for word in words if len(word) >= _SHORTEST and word.isalpha()))
    return _WORDS[id(vocabulary)]


_QUESTION_WORDS = frozenset(
    ["which", "what", "where", "when", "does", "share", "shared", "company", "companies", "provider", "providers", "vendor", "customer", "customers", "receive", "receives",
     "policy", "privacy", "data", "information", "personal", "third", "parties", "subprocessors", "processors", "partners", "people", "website", "sharing", "disclose"]
)  # fmt: skip
