"""Words to roles: a language's word list is compiled once, then every token is looked up and remembered.

A word list is a mapping of role to one string; entries are separated by commas. `delet*` stands for every word that
begins so, a blank joins the words of a phrase, and a phrase of the role NEUTRAL hides the roles of its words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from notifier.understanding.roles import Role
from notifier.understanding.text import fold

NOTHING: frozenset[Role] = frozenset()
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|\?|!")
_MOST_TOKENS = 160  # of one sentence
_LONG_ENOUGH_TO_MISTYPE = 6
_SHORTEST_MISTYPED = 5
_PHRASE_LIMIT = 8
_ELISION = re.compile(
    r"^(?:qu|jusqu|lorsqu|puisqu|quelqu|[cdjlmnstv]|(?:a|da|de|ne|su|co|que)ll|quest|un|gl)'", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language differs from the others in order and spelling."""

    negates_backwards: bool = False  # "not" may stand behind the verb
    splits_elision: bool = False  # "j'accepte" is two words
    names_subjects: bool = False  # "you" before a verb is its subject, not its object


PLAIN_GRAMMAR = Grammar()


@dataclass(frozen=True, slots=True)
class Phrase:
    words: tuple[str, ...]
    role: Role

    def fits(self, tokens: tuple[str, ...], start: int) -> bool:
        if start + len(self.words) > len(tokens):
            return False
        return all(
            token.startswith(word[:-1]) if word.endswith("*") else token == word
            for word, token in zip(self.words, tokens[start : start + len(self.words)], strict=True)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The compiled words of one language. `common` are the words that tell this language from the others."""

    code: str
    exact: dict[str, frozenset[Role]]
    stems: dict[str, frozenset[Role]]
    phrases: dict[str, tuple[Phrase, ...]]
    common: frozenset[str]
    grammar: Grammar
    typing_targets: tuple[str, ...] = field(repr=False)

    def word(self, token: str) -> frozenset[Role]:
        """Roles of one folded token, mending one slip of the keyboard in a long word."""
        return _word(self, token)

    def known(self, token: str) -> frozenset[Role]:
        """Roles of one folded token as it is spelled."""
        return _known(self, token)

    def tag(self, tokens: tuple[str, ...]) -> tuple[frozenset[Role], ...]:
        """Roles of each token, phrases included."""
        roles = [self.word(token) for token in tokens]
        hidden: set[int] = set()
        extra: list[tuple[int, Phrase]] = []
        for start, phrase in self._phrases_in(tokens):
            extra.append((start, phrase))
            if phrase.role is Role.NEUTRAL:
                hidden.update(range(start, start + len(phrase.words)))
        for start, phrase in extra:
            if start not in hidden or phrase.role is Role.NEUTRAL:
                for place in range(start, start + len(phrase.words)):
                    roles[place] = roles[place] | {phrase.role}
        for place in hidden:
            roles[place] = frozenset({Role.NEUTRAL})
        return tuple(roles)

    def _phrases_in(self, tokens: tuple[str, ...]) -> list[tuple[int, Phrase]]:
        return [
            (start, phrase)
            for start, token in enumerate(tokens)
            for phrase in self.phrases.get(token, ())
            if phrase.fits(tokens, start)
        ]


def _entries(words: Mapping[Role, str]) -> list[tuple[Role, tuple[str, ...]]]:
    """Entries as tokens: hyphens and dots divide words here as they do in mail."""
    return [
        (role, tuple(fold(part) for part in re.split(r"[\s.-]+", entry.strip()) if part))
        for role, listed in words.items()
        for entry in listed.split(",")
        if entry.strip()
    ]


def compile_lexicon(code: str, words: Mapping[Role, str], common: str, grammar: Grammar = PLAIN_GRAMMAR) -> Lexicon:
    """Compile a word list; raises ValueError for a phrase whose first word is a stem (it could not be looked up)."""
    exact: dict[str, set[Role]] = {}
    stems: dict[str, set[Role]] = {}
    phrases: dict[str, list[Phrase]] = {}
    for role, entry in _entries(words):
        if len(entry) > 1:
            if entry[0].endswith("*") or len(entry) > _PHRASE_LIMIT:
                raise ValueError(f"{code}: phrase {' '.join(entry)!r} begins with a stem or is too long")
            phrases.setdefault(entry[0], []).append(Phrase(entry, role))
        elif entry[0].endswith("*"):
            stems.setdefault(entry[0][:-1], set()).add(role)
        else:
            exact.setdefault(entry[0], set()).add(role)
    targets = {word for word in (*exact, *stems) if len(word) >= _LONG_ENOUGH_TO_MISTYPE}
    return Lexicon(
        code,
        {word: frozenset(found) for word, found in exact.items()},
        {word: frozenset(found) for word, found in stems.items()},
        {word: tuple(found) for word, found in phrases.items()},
        frozenset(fold(word) for word in common.split()),
        grammar,
        tuple(sorted(targets)),
    )


@lru_cache(maxsize=200_000)
def _word(lexicon: Lexicon, token: str) -> frozenset[Role]:
    known = _known(lexicon, token)
    if known or len(token) < _SHORTEST_MISTYPED or token in lexicon.common or not token.isalpha():
        return known
    return _mended(lexicon, token)


@lru_cache(maxsize=400_000)
def _known(lexicon: Lexicon, token: str) -> frozenset[Role]:
    found = set(lexicon.exact.get(token, NOTHING))
    for length in range(3, len(token) + 1):
        found |= lexicon.stems.get(token[:length], NOTHING)
    return frozenset(found)


def _mended(lexicon: Lexicon, token: str) -> frozenset[Role]:
    """Roles of the only listed word that is one slip away (letter lost, doubled, changed or swapped)."""
    for target in lexicon.typing_targets:
        if token[0] != target[0]:
            continue
        piece = token if target in lexicon.exact else token[: len(target)]
        if abs(len(piece) - len(target)) <= 1 and DamerauLevenshtein.distance(piece, target, score_cutoff=1) <= 1:
            return lexicon.exact.get(target, NOTHING) | lexicon.stems.get(target, NOTHING) | {Role.MENDED}
    return NOTHING


def tokenise(sentence: str, *, splits_elision: bool) -> tuple[str, ...]:
    """Folded words of a sentence, `?` and `!` kept; French and Italian elisions become words of their own."""
    tokens: list[str] = []
    for match in _TOKEN.finditer(sentence):
        token = fold(match.group(0)).removesuffix("'s")
        while splits_elision and (elided := _ELISION.match(token)):
            tokens.append(elided.group(0)[:-1])
            token = token[elided.end() :]
        if token:
            tokens.append(token)
        if len(tokens) >= _MOST_TOKENS:
            break
    return tuple(tokens)
