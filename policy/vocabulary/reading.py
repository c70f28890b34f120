"""Reads the vocabulary files, and the words that a policy repository adds in its own `vocabulary.yml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import yaml

from policy.errors import SettingsError
from policy.vocabulary.model import Concept, Kind, Matcher, Vocabulary
from policy.vocabulary.words import stem, stems

_MOST_CHARACTERS = 200_000
_MOST_ALIASES = 2_000
_TUPLES = ("aliases", "asked", "said", "headings", "denied")
_SECTIONS = {"data": Kind.DATA, "purposes": Kind.PURPOSE, "recipients": Kind.RECIPIENT, "topics": Kind.TOPIC}
_REMEDY = "see docs/vocabulary.md"


@cache
def standard_vocabulary() -> Vocabulary:
    """Return the vocabulary that ships with Herald; read once."""
    return build_vocabulary(_standard_concepts(), ())


def extended_vocabulary(text: str, place: str) -> Vocabulary:
    """Return the standard vocabulary plus what a repository's `vocabulary.yml` adds.

    The file has the sections `data`, `purposes`, `recipients`, `topics` (key → label, parent, aliases, asked, dpv,
    fides) and `same` (lists of names of one recipient). A known key gains aliases, a new key becomes a concept.
    Raises SettingsError naming the place for anything else.
    """
    content = _safe_load(text, place)
    concepts = {concept.key: concept for concept in _standard_concepts()}
    for section, entries in content.items():
        if section == "same":
            continue
        if section not in _SECTIONS:
            raise SettingsError(place, f"unknown section {section!r}", f"use one of {', '.join((*_SECTIONS, 'same'))}")
        for key, entry in _mapping(entries, f"{place}: {section}").items():
            added = _concept(_SECTIONS[section], str(key), entry, f"{place}: {section}.{key}")
            concepts[added.key] = _joined(concepts.get(added.key), added)
    missing = [c for c in concepts.values() if c.parent and c.parent not in concepts]
    if missing:
        raise SettingsError(place, f"{missing[0].key} has the unknown parent {missing[0].parent}", _REMEDY)
    built = build_vocabulary(concepts.values(), _name_groups(content.get("same", []), place))
    return replace(built, identity=sha256(text.encode()).hexdigest())


def _joined(old: Concept | None, new: Concept) -> Concept:
    if old is None:
        return new
    return Concept(
        key=old.key,
        kind=old.kind,
        label=new.label if new.label != new.key.partition(":")[2].replace("_", " ") else old.label,
        parent=new.parent or old.parent,
        aliases=(*old.aliases, *new.aliases),
        asked=(*old.asked, *new.asked),
        said=(*old.said, *new.said),
        headings=(*old.headings, *new.headings),
        denied=(*old.denied, *new.denied),
        generic=old.generic,
        own=old.own,
        dpv=new.dpv or old.dpv,
        fides=new.fides or old.fides,
    )


def _safe_load(text: str, place: str) -> Mapping[str, Any]:
    if len(text) > _MOST_CHARACTERS:
        raise SettingsError(place, f"longer than {_MOST_CHARACTERS} characters", _REMEDY)
    try:
        content = yaml.safe_load(text) if "&" not in text or "*" not in text else _refuse(place)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise SettingsError(f"{place}{line}", "is not YAML", _REMEDY) from error
    return _mapping(content or {}, place)


def _refuse(place: str) -> Any:
    raise SettingsError(place, "anchors and aliases of YAML are not accepted", "write the entry out")


def _mapping(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise SettingsError(place, "must be a mapping", _REMEDY)
    return value


def _name_groups(value: Any, place: str) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list) or not all(isinstance(group, list) for group in value):
        raise SettingsError(f"{place}: same", "must be a list of lists of names", _REMEDY)
    return tuple(tuple(str(name) for name in group) for group in value)


def _concept(kind: Kind, key: str, entry: Any, place: str) -> Concept:
    content = _mapping(entry, place)
    lists: dict[str, tuple[str, ...]] = {}
    for field in _TUPLES:
        value = content.get(field, [])
        if not isinstance(value, list) or len(value) > _MOST_ALIASES:
            raise SettingsError(f"{place}.{field}", "must be a list of words", _REMEDY)
        lists[field] = tuple(str(word) for word in value)
    family = content.get("parent") or content.get("family") or ""
    return Concept(
        key=f"{kind.value}:{key}",
        kind=kind,
        label=str(content.get("name") or content.get("label") or key.replace("_", " ")),
        parent=f"{kind.value}:{family}" if family else "",
        generic=bool(content.get("generic", False)),
        own=bool(content.get("own", False)),
        dpv=str(content.get("dpv", "")),
        fides=str(content.get("fides", "")),
        **lists,
    )


def _file(name: str) -> Mapping[str, Any]:
    text = (files("policy.vocabulary") / "terms" / name).read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return _mapping(yaml.load(text, Loader=loader), name)  # noqa: S506 - a safe loader, the C one where it exists


@cache
def _standard_concepts() -> tuple[Concept, ...]:
    tables = (
        (Kind.DATA, _file("data.yml")),
        (Kind.PURPOSE, _file("purposes.yml")),
        (Kind.RECIPIENT, _file("recipients.yml")["kinds"]),
        (Kind.TOPIC, _file("topics.yml")),
    )
    return tuple(_concept(kind, key, entry, key) for kind, table in tables for key, entry in table.items())


@cache
def _word_lists() -> Mapping[str, frozenset[str]]:
    return {
        group: frozenset(stem(word) for entry in words for word in [str(entry)] if " " not in word)
        for group, words in _file("words.yml").items()
    }


@cache
def _ordinary_words() -> frozenset[str]:
    lines = (files("policy.vocabulary") / "terms" / "ordinary.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def build_vocabulary(concepts: Iterable[Concept], same: tuple[tuple[str, ...], ...]) -> Vocabulary:
    """Put concepts and further groups of names together into a vocabulary that is ready to match."""
    table = {concept.key: concept for concept in concepts}
    recipients = _file("recipients.yml")
    verbs = [
        (str(word), f"word:{group}") for group in ("share", "sell", "receive") for word in _file("words.yml")[group]
    ]
    every = list(table.values())
    said_and_asked = _aliases(every, "aliases")
    return Vocabulary(
        concepts=table,
        question=_matcher([*said_and_asked, *_aliases(every, "asked"), *_aliases(every, "denied"), *verbs]),
        clause=_matcher([*said_and_asked, *_aliases(every, "said"), *verbs]),
        heading=_matcher([*said_and_asked, *_aliases(every, "headings")]),
        denied=_matcher(_aliases(every, "denied")),
        words=_word_lists(),
        same=(*(tuple(str(name) for name in group) for group in recipients["same"]), *same),
        generic=_matcher([(str(word), "word:generic_recipient") for word in recipients["generic"]]),
        ordinary=_ordinary_words(),
        families={
            key: frozenset((key, *(concept.key for concept in every if concept.parent == key)))
            for key in (*table, *(concept.parent for concept in every))
        },
    )


def _aliases(concepts: list[Concept], column: str) -> list[tuple[str, str]]:
    return [(alias, concept.key) for concept in concepts for alias in getattr(concept, column)]


def _matcher(phrases: list[tuple[str, str]]) -> Matcher:
    matcher = Matcher()
    for alias, key in phrases:
        matcher.add(alias, key)
    matcher.sort()
    return matcher


def alias_stems(concept: Concept) -> frozenset[str]:
    """Return every stem that occurs in a concept's aliases; such words are never read as a misspelt name."""
    return frozenset(word for alias in (*concept.aliases, *concept.asked) for word in stems(alias))
