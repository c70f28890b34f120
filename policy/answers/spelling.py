"""Misspelt words of a question, read as the nearest word of the vocabulary ("recieves", "retension")."""

from __future__ import annotations

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

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
        if known or not plain.isalpha():
            continue
        meant = _slip(plain) if word.text.islower() and (not named or word.text in mentions.unknown) else ""
        if not meant and not named and len(plain) >= _SHORTEST:
            found = process.extractOne(plain, _words(vocabulary), scorer=fuzz.ratio, score_cutoff=_SURE)
            meant = found[0] if found else ""
        if meant:
            text = text[: word.start] + meant + text[word.end :]
            read_as.append((word.text, meant))
    return text, tuple(reversed(read_as))


def _slip(plain: str) -> str:
    """The short everyday word that a word is one slip of the fingers away from ("wiht", "shre"); "" for none or several."""
    near = [word for word in _EVERYDAY if OSA.distance(plain, word, score_cutoff=1) <= 1] if len(plain) > 2 else []
    return near[0] if len(near) == 1 else ""


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
_EVERYDAY = (
    "about", "anyone", "card", "data", "does", "email", "from", "have", "keep", "policy", "provider", "receive", "sell", "send",
    "share", "shared", "store", "that", "their", "they", "user", "what", "when", "where", "which", "who", "whom", "with",
)  # fmt: skip
