"""Finds the names of companies in a clause: capitals, marks and list grammar, never a list of known vendors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from policy.sharing.identity import Identity
from policy.vocabulary import Vocabulary, fold

_WORD = r"(?:[A-Z][\w'’&+]*(?:[.-][A-Za-z0-9][\w]*)*|\d+[A-Z][\w]*|[a-z]{1,2}[A-Z]\w+|[a-z0-9-]+\.(?:com|io|net|org|ai|app|co|so|dev))"
_MARK = r"[®™℠]?"
_JOIN = r"(?:\s+(?:&\s+|of\s+(?=[A-Z])|de\s+(?=[A-Z]))?)"
_NAME = re.compile(rf"(?<![\w@/])(?:{_WORD}{_MARK})(?:{_JOIN}(?:{_WORD}{_MARK}|\d+{_MARK}))*")
_EXPANSION = re.compile(r"\s*\((?:formerly\s+|aka\s+|also known as\s+|part of\s+|\")?([A-Z][\w.&'’ -]{2,70}?)\"?\)")
_REFERENCE = re.compile(
    r"(?:articles?|sections?|chapters?|titles?|tiers?|steps?|parts?|recitals?|clauses?|appendix|annex)\b", re.IGNORECASE
)
_TITLED = re.compile(
    r"\b(?:section|page|policy|document|notice|link)\s+(?:called|named|titled|entitled|on|about)\s+$", re.IGNORECASE
)
_COMPOUND = re.compile(r"[A-Za-z]+-(?:[a-z]+(?:ed|ing|able|ant)|based|out|in|free|party|wide|only)", re.ASCII)
"""“PCI-compliant” and “De-identified” are adjectives."""
_ACCOUNT = re.compile(r"\s+(?:accounts?|handles?|usernames?|profiles?|logins?)\b")
"""“Your Acme account” is something of the reader's."""
_MARKS = re.compile("[®™℠©]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a text: `shown` without marks and legal form, `aliases` printed beside it.

    `full_end` is the end of the name with its bracketed alias; `certain` is false for ordinary words with capitals.
    """

    shown: str
    aliases: tuple[str, ...]
    start: int
    end: int
    full_end: int
    certain: bool


@dataclass(frozen=True, slots=True)
class NotNames:
    """Words with capitals that are no recipients (terms/names.yml)."""

    whole: frozenset[str]
    places: frozenset[str]
    heads: frozenset[str]
    openers: frozenset[str]
    legal_forms: tuple[str, ...]


@cache
def not_names() -> NotNames:
    """Return the word lists that keep places, laws, months and defined terms from being read as companies."""
    text = (files("policy.vocabulary") / "terms" / "names.yml").read_text(encoding="utf-8")
    lists = yaml.safe_load(text)
    whole = frozenset(str(word) for part in ("places", "law", "bodies", "calendar") for word in lists[part])
    forms = tuple(sorted((str(form) for form in lists["legal_forms"]), key=len, reverse=True))
    return NotNames(
        whole,
        frozenset(str(word) for word in lists["places"]),
        frozenset(lists["heads"]),
        frozenset(str(word) for word in lists["openers"]),
        forms,
    )


@cache
def _legal_form() -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form in not_names().legal_forms)  # the longest first
    return re.compile(rf"[,\s]\s*(?:{forms})\.?$", re.IGNORECASE)


def clean_name(name: str) -> str:
    """Return a name without marks, surrounding signs and legal form ("Stripe®, Inc" → "Stripe")."""
    shown = " ".join(_MARKS.sub("", name).split()).strip(" .,;:*_“”\"'()[]–—-")
    shown = re.sub(r"['’]s$", "", shown)
    for _ in range(2):
        match = _legal_form().search(shown)
        shown = shown[: match.start()].rstrip(" ,") if match and match.start() > 0 else shown
    return shown


def find_names(text: str, identity: Identity, vocabulary: Vocabulary) -> tuple[Name, ...]:
    """Return the names in a text that may be recipients, in order; the policy's own names and places are left out."""
    found = [name for match in _NAME.finditer(text) for name in _read(match, text, identity, vocabulary)]
    return tuple(name for name in found if not _inside_expansion(name, found, text))


_DESCRIBED = re.compile(
    r"\b(?:with|to)\s+(?:the|an?|our)\s+((?:[a-z][\w-]*\s+){1,3}(?:registry|registrar|bureau|association|chamber|ombudsman|clearing house|escrow agent))"
    r"(?=[\s,.;)])"
)
"""One body that a policy describes without its name: "with the regional address registry"."""


def find_described(text: str, identity: Identity) -> tuple[Name, ...]:
    """Return the single bodies to which a text points by what they are, in its own words; not the publisher's own."""
    return tuple(
        Name(match.group(1), (), match.start(1), match.end(1), match.end(1), certain=True)
        for match in _DESCRIBED.finditer(text)
        if not identity.is_own(match.group(1))
    )


def _read(match: re.Match[str], text: str, identity: Identity, vocabulary: Vocabulary) -> list[Name]:
    start, words = match.start(), match.group()
    marked = bool(_MARKS.search(words))
    while words and fold(words.split()[0]) in not_names().openers and not _marked_first(words):
        dropped = words.split()[0]
        start += len(dropped) + (len(words[len(dropped) :]) - len(words[len(dropped) :].lstrip()))
        words = words[len(dropped) :].lstrip()
    shown = clean_name(words)
    if _REFERENCE.match(shown) or _is_quoted(text, start, match.end()):
        return []
    if (
        not shown
        or not _may_be_name(shown, identity)
        or _possessed(text, match.end())
        or _ACCOUNT.match(text, match.end())
    ):
        return []
    expansion = _EXPANSION.match(text, match.end())
    aliases = (clean_name(expansion.group(1)),) if expansion and _is_expansion(shown, expansion.group(1)) else ()
    certain = marked or not _ordinary(shown, vocabulary)
    if _opens_sentence(text, start) and (not certain or re.match(r"\w+,|\w+ly\b", text[start:])):
        return []
    full_end = expansion.end() if expansion and aliases else match.end()
    return [Name(shown, aliases, start, start + len(words), full_end, certain)]


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Words in quotation marks are a term or the title of a page."""
    return (
        text[max(0, start - 1) : start] in ("“", '"', "‘")
        or text[end : end + 1] in ("”", '"')
        or bool(_TITLED.search(text[:start]))
    )


def _marked_first(words: str) -> bool:
    return bool(_MARKS.search(words.split()[0]))


def _possessed(text: str, end: int) -> bool:
    """“Google's privacy policy” names a document, not a recipient."""
    following = text[end : end + 40].lower()
    return bool(
        re.match(r"(?:['’]s)?\s+(?:[\w']+\s){0,1}(?:privacy|policy|policies|terms|license|licence)\b", following)
    )


def _may_be_name(shown: str, identity: Identity) -> bool:
    lists = not_names()
    folded = fold(shown)
    if _COMPOUND.fullmatch(shown):
        return False
    if (
        folded in lists.whole
        or folded in lists.legal_forms
        or identity.is_own(shown)
        or len(shown) < 2
        or identity.is_defined(shown)
    ):
        return False
    words = folded.split()
    if words[-1] in lists.heads and (len(words) > 1 or not shown[:1].isupper()):
        return (
            any(mark.isupper() for mark in shown[1:].replace(" " + words[-1].capitalize(), ""))
            and len(words) > 1
            and not _all_terms(words)
        )
    return words[-1] not in lists.heads and words[-1] not in lists.whole


def _all_terms(words: list[str]) -> bool:
    """Whether every word of a phrase is a word of contracts: “Data Processing Agreement”, “Payment Providers”."""
    lists = not_names()
    return all(word in lists.heads or word in lists.openers or word in _CONTRACT_WORDS for word in words)


_CONTRACT_WORDS = frozenset(
    [
        "of",
        "and",
        "for",
        "the",
        "processing",
        "protection",
        "master",
        "legal",
        "privacy",
        "web",
        "log",
        "device",
        "technical",
        "automated",
        "european",
        "standard",
        "contractual",
        "supervisory",
        "data",
        "personal",
        "third-party",
        "third",
        "chief",
        "main",
        "end",
        "your",
        "happiness",
        "terms",
        "service",
        "general",
        "hosting",
        "payment",
    ]
)


def _ordinary(shown: str, vocabulary: Vocabulary) -> bool:
    words = re.findall(r"[a-z]+", fold(shown))
    return all(
        word in vocabulary.ordinary or word.removesuffix("s") in vocabulary.ordinary for word in words
    ) and not re.search(r"[a-z][A-Z]|\d|\.", shown)


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    return not before or before[-1] in ".!?:•"


def _is_expansion(name: str, words: str) -> bool:
    """Whether words in brackets spell out an abbreviation, or give a short form of a long name."""
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", words) if word[0].isupper())
    letters = "".join(word[0] for word in re.findall(r"[A-Za-z]+", name) if word[0].isupper())
    return (
        initials.lower() == re.sub(r"\W", "", name).lower() or words.lower() == letters.lower() or "formerly" in words
    )


def _inside_expansion(name: Name, names: list[Name], text: str) -> bool:
    return any(
        other is not name
        and other.aliases
        and other.end <= name.start <= other.end + 4 + len(other.aliases[0])
        and fold(name.shown) in fold(text[other.end : other.end + 80])
        and text[other.end : name.start].strip().startswith("(")
        for other in names
    )


_SEPARATOR = re.compile(r"[\s®™]*(?:\([^()]*\))?\s*(?:,|/|&|;)?\s*(?:and|or|&)?\s*(?:also )?")


def is_listed(name: Name, names: tuple[Name, ...], text: str) -> bool:
    """Whether an ordinary word with a capital stands in one list with a name that is certain ("Drift, Optimizely")."""
    row = sorted(names, key=lambda other: other.start)
    place = row.index(name)
    for step in (-1, 1):
        at = place
        while 0 <= at + step < len(row):
            one, other = sorted((row[at], row[at + step]), key=lambda n: n.start)
            if not _SEPARATOR.fullmatch(text[one.full_end : other.start]):
                break
            if row[at + step].certain:
                return True
            at += step
    return False
