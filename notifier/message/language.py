"""The sentences of a notice, by language: shipped in `words/`, overridden line by line by the policy repository."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notifier.errors import MessageError

FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pt")
PURPOSES = ("notice", "top_up", "reminder", "withdrawal")
TABLES = (*PURPOSES, "summary")
"""Groups of sentences; `topics` is a group of words that stand in sentences."""
LONGEST_FILE = 100_000
SENTENCES = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


@dataclass(frozen=True, slots=True)
class Words:
    """One language. `lines` are Jinja2 sentences by name, `tables` groups of them, `months` January first."""

    language: str
    lines: Mapping[str, str]
    tables: Mapping[str, Mapping[str, str]]
    topics: Mapping[str, str]
    months: tuple[str, ...]
    place: str = ""

    def say(self, name: str, table: str = "", /, **values: object) -> str:
        """Return a sentence with values put in; raises MessageError naming the file and the line's name."""
        source = self.tables[table].get(name, "") if table else self.lines.get(name, "")
        key = f"{table}.{name}" if table else name
        try:
            return SENTENCES.from_string(source).render(values).strip()
        except TemplateError as error:
            raise MessageError(f"{self.place}: {key}: {error.message or error}; mend the sentence") from error

    def day(self, value: date) -> str:
        """Write a date as this language does."""
        return self.lines["date"].format(day=value.day, month=self.months[value.month - 1], year=value.year)


def language_of(wanted: str) -> str:
    """The shipped language for a customer's: "pt-BR" gives "pt"; English where there is none."""
    code = wanted.strip().lower().replace("_", "-").partition("-")[0]
    return code if code in LANGUAGES else "en"


@cache
def _shipped(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))


def read_words(language: str, override: str = "", place: str = "") -> Words:
    """Read a language; `override` is legal's TOML with the lines that differ, `place` names it in errors.

    Raises MessageError for TOML that cannot be read, a line of an unknown name, or a value that is no text.
    """
    table: dict[str, Any] = dict(_shipped(language))
    if override:
        table = _overridden(table, _parsed(override, place), place)
    lines = {key: value for key, value in table.items() if isinstance(value, str)}
    tables = {name: MappingProxyType(dict(table[name])) for name in TABLES}
    return Words(
        language,
        MappingProxyType(lines),
        MappingProxyType(tables),
        MappingProxyType(dict(table["topics"])),
        tuple(table["months"]),
        place or language,
    )


def _parsed(text: str, place: str) -> dict[str, Any]:
    if len(text) > LONGEST_FILE:
        raise MessageError(f"{place}: holds more than {LONGEST_FILE} characters")
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MessageError(f"{place}: {error}") from error


def _overridden(base: Mapping[str, Any], changes: Mapping[str, Any], place: str) -> dict[str, Any]:
    merged = dict(base)
    for key, value in changes.items():
        if key not in base:
            raise MessageError(f"{place}: {key}: no sentence of that name; known are: {', '.join(sorted(base))}")
        if type(value) is not type(base[key]) or (key == "months" and len(value) != 12):
            raise MessageError(f"{place}: {key}: must be of the same kind as in the shipped words")
        merged[key] = _overridden(base[key], value, place) if isinstance(value, dict) else value
    return merged
