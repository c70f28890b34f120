"""The vocabulary as values: concepts with their aliases, and a matcher that finds them in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from policy.vocabulary.words import Token, stems


class Kind(StrEnum):
    DATA = "data"
    PURPOSE = "purpose"
    RECIPIENT = "recipient"
    TOPIC = "topic"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that policies and questions speak of.

    `aliases` count everywhere, `asked` only in questions, `said` only in clauses, `headings` only in headings. `denied`
    are ways to ask that a fitting clause answers with "no". `parent` is the key of the concept that contains this one.
    `name` is what a recipient of this kind is called in answers.
    """

    key: str
    kind: Kind
    label: str
    parent: str = ""
    aliases: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    generic: bool = False
    own: bool = False
    dpv: str = ""
    fides: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A concept found in a text; `start`/`end` are character offsets, `first`/`last` token positions (half-open)."""

    concept: str
    words: str
    start: int
    end: int
    first: int
    last: int


@dataclass(slots=True)
class Matcher:
    """Finds aliases in text by their stems, longest first; overlapping shorter ones of the same concept are dropped."""

    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    exact: dict[tuple[tuple[str, ...], str], str] = field(default_factory=dict)

    def add(self, alias: str, key: str) -> None:
        """Let `alias` stand for the concept `key`; "=contacts" matches that very form only, not "contact"."""
        words = stems(alias)
        if not words:
            return
        entry = self.phrases.setdefault(words[0], [])
        if (words, key) not in entry:
            entry.append((words, key))
        form = next((word[1:].lower() for word in alias.split() if word.startswith("=")), "")
        if form:
            self.exact[words, key] = form
        else:
            self.exact.pop((words, key), None)

    def sort(self) -> None:
        """Put longer phrases first; call once after the last `add`."""
        for entry in self.phrases.values():
            entry.sort(key=lambda phrase: -len(phrase[0]))

    def find(self, words: tuple[Token, ...], text: str) -> Iterator[Match]:
        """Yield every concept in the text, in order; inside a longer phrase of the same kind shorter ones do not count."""
        found = [
            (len(phrase), first, key)
            for first, token in enumerate(words)
            for phrase, key in self.phrases.get(token.stem, ())
            if _stands(words, first, phrase) and self._has_form(words, first, phrase, key)
        ]
        taken: dict[tuple[str, int], tuple[int, int]] = {}
        kept: list[tuple[int, int, str]] = []
        for length, first, key in sorted(found, key=lambda item: (-item[0], item[1])):
            kind = key.partition(":")[0]
            span = (first, first + length)
            if any(taken.get((kind, place), span) != span for place in range(*span)):
                continue
            taken.update({(kind, place): span for place in range(*span)})
            kept.append((first, first + length, key))
        for first, last, key in sorted(kept):
            start, end = words[first].start, words[last - 1].end
            yield Match(key, text[start:end], start, end, first, last)

    def _has_form(self, words: tuple[Token, ...], first: int, phrase: tuple[str, ...], key: str) -> bool:
        form = self.exact.get((phrase, key))
        return form is None or any(word.text.lower() == form for word in words[first : first + len(phrase)])


def _stands(words: tuple[Token, ...], first: int, phrase: tuple[str, ...]) -> bool:
    if first + len(phrase) > len(words):
        return False
    return all(words[first + offset].stem == word for offset, word in enumerate(phrase))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All concepts by key ("data:email_address"), matchers for questions, clauses and headings, and word lists.

    `identity` tells vocabularies apart: "" for the standard one, else a digest of what was added.
    """

    concepts: Mapping[str, Concept]
    question: Matcher
    clause: Matcher
    heading: Matcher
    denied: Matcher
    words: Mapping[str, frozenset[str]]
    same: tuple[tuple[str, ...], ...]
    generic: Matcher
    ordinary: frozenset[str]
    families: Mapping[str, frozenset[str]]
    identity: str = ""

    def ancestors(self, key: str) -> tuple[str, ...]:
        """Return the concepts that contain this one, nearest first."""
        found: list[str] = []
        while (concept := self.concepts.get(key)) and concept.parent and concept.parent not in found:
            found.append(concept.parent)
            key = concept.parent
        return tuple(found)

    def children(self, key: str) -> frozenset[str]:
        """Return the concept and those directly contained in it."""
        return self.families.get(key, frozenset((key,)))

    def within(self, key: str, container: str) -> bool:
        """Whether `key` is `container` or contained in it."""
        return key == container or container in self.ancestors(key)

    def label(self, key: str) -> str:
        """Return the words for a concept in an answer."""
        concept = self.concepts.get(key)
        return concept.label if concept else key.partition(":")[2].replace("_", " ")

    def of_kind(self, kind: Kind) -> tuple[Concept, ...]:
        """Return the concepts of one kind in the order of the file."""
        return tuple(concept for concept in self.concepts.values() if concept.kind is kind)

    def has_word(self, group: str, stem_of_word: str) -> bool:
        """Whether a stem belongs to a list of words.yml ("share", "negation", …)."""
        return stem_of_word in self.words[group]


def keys_of(matches: Iterable[Match], kind: Kind) -> tuple[str, ...]:
    """Return the distinct concept keys of a kind among matches, in order of appearance."""
    prefix = f"{kind.value}:"
    return tuple(dict.fromkeys(match.concept for match in matches if match.concept.startswith(prefix)))
