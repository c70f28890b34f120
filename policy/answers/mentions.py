"""Recipients that a question names: exactly, by an alias, or misspelt; and names that the policy does not know."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process

from policy.answers.question import Question
from policy.sharing import PolicyReading, Recipient, RecipientKind
from policy.sharing.names import not_names
from policy.vocabulary import Kind, Token, Vocabulary, alias_stems, fold, tokens

_DOMAIN = re.compile(r"\.(?:com|io|net|org|ai|app|co|dev)$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LONGEST_JOINED = 24
_SURE = 80.0
_CLOSE = 4.0
_SHORTEST_FUZZY = 4
_CUES = re.compile(
    r"\b(?:who|what)(?:'s| is| are| does| do)\b|\b(?:with|to|from|by|called|use|using|via|and|or|is)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a question names: `known` recipients of the policy, `unknown` names, `corrections` (written → read as).

    `rivals` holds two names that a misspelling fits about equally well; `own` are products of the publisher.
    """

    known: tuple[Recipient, ...]
    unknown: tuple[str, ...]
    corrections: tuple[tuple[str, str], ...]
    rivals: tuple[tuple[str, tuple[str, ...]], ...]
    own: tuple[str, ...]
    places: frozenset[int]


def names_of(recipient: Recipient, vocabulary: Vocabulary) -> frozenset[str]:
    """Return every way to write a recipient, folded: its name, printed aliases, and aliases that are facts."""
    names = {fold(name) for name in (recipient.name, *recipient.aliases)}
    for group in _facts(vocabulary.same):
        if not names.isdisjoint(group):
            names |= group
    names |= {fold(_CAMEL.sub(" ", name)) for name in (recipient.name, *recipient.aliases)}
    names |= {name.replace(" ", "") for name in names if " " in name and len(name) < _LONGEST_JOINED}
    bare = {_DOMAIN.sub("", name) for name in names if _DOMAIN.search(name)}
    return frozenset(names | {name for name in bare if len(name) > 3 and name not in vocabulary.ordinary})


@lru_cache(maxsize=16)
def _facts(same: tuple[tuple[str, ...], ...]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(fold(name) for name in group) for group in same)


def find_mentions(question: Question, reading: PolicyReading, vocabulary: Vocabulary) -> Mentions:
    """Find the recipients that the question names."""
    prepared = _prepared(reading, vocabulary)
    search = _Search(question, vocabulary, prepared.named, prepared.spellings)
    search.exact()
    corrections, rivals = search.misspelt()
    text = fold(question.asked)
    own = tuple(p for p in reading.identity.products if re.search(rf"(?<!\w){re.escape(fold(p))}(?!\w)", text))
    for name in (*reading.identity.own, *(fold(product) for product in own), fold(reading.identity.group)):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text) if name else ():
            search.places |= _places(question, name, match.start(), text)
    unknown = _unknown(question, search.places, reading, vocabulary)
    return Mentions(tuple(search.known.values()), unknown, corrections, rivals, own, frozenset(search.places))


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What a reading holds for finding names in it: recipients, their spellings (longest first), and all its words."""

    reading: PolicyReading
    named: dict[str, Recipient]
    spellings: dict[str, list[str]]
    stems: frozenset[str]


_PREPARED: dict[int, _Prepared] = {}
_MOST_PREPARED = 256


def _prepared(reading: PolicyReading, vocabulary: Vocabulary) -> _Prepared:
    found = _PREPARED.get(id(reading))
    if found is not None and found.reading is reading:
        return found
    if len(_PREPARED) >= _MOST_PREPARED:
        _PREPARED.pop(next(iter(_PREPARED)))
    named = {s.recipient.name: s.recipient for s in reading.statements if s.recipient.kind is RecipientKind.NAMED}
    spellings = _spellings(tuple(named.values()), vocabulary)
    ordered = {spelling: spellings[spelling] for spelling in sorted(spellings, key=len, reverse=True)}
    stems = frozenset().union(*(clause.wording.stems for clause in reading.clauses))
    _PREPARED[id(reading)] = _Prepared(reading, named, ordered, stems)
    return _PREPARED[id(reading)]


@dataclass(slots=True)
class _Search:
    """Looks for the named recipients in a question; remembers which words are taken."""

    question: Question
    vocabulary: Vocabulary
    named: dict[str, Recipient]
    spellings: dict[str, list[str]]
    known: dict[str, Recipient] = field(default_factory=dict)
    places: set[int] = field(default_factory=set)

    def exact(self) -> None:
        text = fold(self.question.asked)
        for spelling in self.spellings:
            if spelling not in text:
                continue
            for match in re.finditer(rf"(?<![\w.]){re.escape(spelling)}(?:'s)?(?![\w])", text):
                at = _places(self.question, spelling, match.start(), text)
                if at and not at & self.places and _may_mean_name(self.question, spelling, at, self.vocabulary):
                    self.known.update({name: self.named[name] for name in self.spellings[spelling]})
                    self.places |= at

    def misspelt(self) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, tuple[str, ...]], ...]]:
        corrections: list[tuple[str, str]] = []
        rivals: list[tuple[str, tuple[str, ...]]] = []
        for place, word in enumerate(self.question.words):
            if place in self.places or not _may_be_misspelt(word, self.question, self.vocabulary):
                continue
            readings = self.readings(word)
            alike = len({fold(name).split()[0] for name in readings}) == 1  # "Google" stands for all of Google's
            if len(readings) > 1 and not alike:
                rivals.append((word.text, tuple(readings[:2])))
            if readings:
                corrections.append((word.text, readings[0]))
                self.known.update({name: self.named[name] for name in (readings if alike else readings[:1])})
                self.places.add(place)
        return tuple(corrections), tuple(rivals)

    def readings(self, word: Token) -> list[str]:
        """Return the names that a misspelt word may mean, nearest first."""
        single = [spelling for spelling in self.spellings if len(spelling) >= _SHORTEST_FUZZY]
        found = process.extract(fold(word.text), single, scorer=fuzz.ratio, score_cutoff=_SURE, limit=3)
        near = (spelling for spelling, score, _ in found if score >= found[0][1] - _CLOSE)
        return list(dict.fromkeys(name for spelling in near for name in self.spellings[spelling]))


def _spellings(recipients: tuple[Recipient, ...], vocabulary: Vocabulary) -> dict[str, list[str]]:
    spellings: dict[str, list[str]] = {}
    for recipient in recipients:
        for name in names_of(recipient, vocabulary):
            spellings.setdefault(name, []).append(recipient.name)
    firsts: dict[str, set[str]] = {}
    for recipient in recipients:  # "Google" alone means each of Google's services that the policy names
        words = fold(recipient.name).split()
        if len(words) > 1 and words[0] not in vocabulary.ordinary and len(words[0]) > 2:
            firsts.setdefault(words[0], set()).add(recipient.name)
    for first, names in firsts.items():
        spellings.setdefault(first, sorted(names))
    return spellings


def _places(question: Question, spelling: str, start: int, text: str) -> set[int]:
    before = len(tokens(text[:start]))
    return set(range(before, before + len(tokens(spelling)))) if before < len(question.words) else set()


def _may_mean_name(question: Question, spelling: str, at: set[int], vocabulary: Vocabulary) -> bool:
    """A name that is an ordinary word ("segment") counts when written with a capital, or where a name is expected."""
    if any(word not in vocabulary.ordinary for word in spelling.split()):
        return True
    first = question.words[min(at)]
    if first.text[:1].isupper() and (min(at) > 0 or question.asked[:1] != first.text[:1] or len(question.words) < 3):
        return True
    return bool(_CUES.search(question.asked[: first.start]))


def _may_be_misspelt(word: Token, question: Question, vocabulary: Vocabulary) -> bool:
    """Ordinary English words and the vocabulary's own words never match fuzzily."""
    plain = fold(word.text)
    if len(plain) < _SHORTEST_FUZZY or plain in vocabulary.ordinary or plain.removesuffix("s") in vocabulary.ordinary:
        return False
    return not any(
        match.start <= word.start < match.end for match in question.matches
    ) and word.stem not in known_stems(vocabulary)


_KNOWN: dict[int, frozenset[str]] = {}


def known_stems(vocabulary: Vocabulary) -> frozenset[str]:
    """Return the stems of every word of the vocabulary and of its word lists."""
    if id(vocabulary) not in _KNOWN:
        _KNOWN[id(vocabulary)] = frozenset().union(
            *(alias_stems(c) for c in vocabulary.concepts.values()), *vocabulary.words.values()
        )
    return _KNOWN[id(vocabulary)]


def _unknown(question: Question, places: set[int], reading: PolicyReading, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return words written like names that the policy does not name."""
    found: list[str] = []
    spoken = {place for place in range(len(question.words)) if _is_spoken_for(question, place)}
    known = _prepared(reading, vocabulary).stems
    for place, word in enumerate(question.words):
        if place in places or place in spoken or (word.stem in known and not word.text[:1].isupper()):
            continue
        if reading.identity.is_own(word.text) or not _written_as_name(question, place, vocabulary):
            continue
        found.append(word.text.removesuffix("'s"))
    return tuple(found)


def _is_spoken_for(question: Question, place: int) -> bool:
    """Whether a word belongs to a concept or to the name of a place, law or month ("United States")."""
    if any(m.first <= place < m.last and _is_meaning(m.concept) for m in question.matches):
        return True
    return place in place_words(question, law=True) or fold(question.words[place].text) in not_names().openers


def place_words(question: Question, *, law: bool = False) -> frozenset[int]:
    """Return the positions of words that name places; with `law`, laws, months and public bodies as well."""
    return _place_words(question.asked, law)


@lru_cache(maxsize=1_024)
def _place_words(asked: str, law: bool) -> frozenset[int]:  # noqa: FBT001 - the cache needs plain arguments
    names = not_names().whole if law else not_names().places
    found: set[int] = set()
    words = tokens(asked)
    for first in range(len(words)):
        for last in range(first + 1, min(len(words), first + 4) + 1):
            written = asked[words[first].start : words[last - 1].end]
            if fold(written) in names and (last > first + 1 or written[:1].isupper()):
                found.update(range(first, last))
    return frozenset(found)


def _is_meaning(concept: str) -> bool:
    return concept.partition(":")[0] in {kind.value for kind in Kind} and not concept.startswith("word:")


def _written_as_name(question: Question, place: int, vocabulary: Vocabulary) -> bool:
    word = question.words[place]
    plain = fold(word.text).removesuffix("'s")
    ordinary = (
        plain in vocabulary.ordinary
        or plain.removesuffix("s") in vocabulary.ordinary
        or word.stem in known_stems(vocabulary)
    )
    inner = any(letter.isupper() for letter in word.text[1:]) and not word.text.isupper()
    cue = bool(_CUES.search(question.asked[: word.start]))
    if ordinary:
        return inner or (word.text[:1].isupper() and place > 0 and cue and word.stem not in known_stems(vocabulary))
    return inner or (word.text[:1].isupper() and place > 0) or (cue and len(plain) > 3 and plain.isalpha())
