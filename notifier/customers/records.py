"""One customer's data as they come in, from whatever source, checked field by field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple, TypeVar

from notifier.errors import CustomerError
from notifier.model.address import AddressError, address_key, plain_address_key

T = TypeVar("T")
FIELDS = ("id", "email", "name", "language", "country", "segment", "joined_on")
REQUIRED = ("id", "email")
LONGEST_ID = 200
LONGEST_NAME = 200
LONGEST_SEGMENT = 100
DEFAULT_LANGUAGE = "en"
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}")
COUNTRY = re.compile(r"[A-Z]{2}")
EARLIEST_JOINED = date(1970, 1, 1)


class CustomerRecord(NamedTuple):
    """A checked record; a tuple, because a million of them pass through an import."""

    external_id: str
    email: str
    email_key: str
    name: str
    language: str
    country: str
    segment: str
    joined_on: date | None


class FieldError(ValueError):
    """A field that cannot be accepted: `field` and `reason`, never the value (it may be somebody's address)."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        self.reason = reason
        super().__init__(f"{field}: {reason}")


def read_record(fields: Mapping[str, str]) -> CustomerRecord:
    """Check one record given by field names, as an HTTP client sends it; raises CustomerError naming the field."""
    unknown = sorted(set(fields) - set(FIELDS))
    if unknown:
        raise CustomerError(f"{unknown[0]}: no such field; known are {', '.join(FIELDS)}")
    try:
        return RecordReader(tuple(fields)).read(tuple(fields.values()))
    except FieldError as problem:
        raise CustomerError(str(problem)) from problem


class RecordReader:
    """Reads rows whose cells stand in the order of a header."""

    def __init__(self, header: Sequence[str]) -> None:
        """Raises CustomerError when a required column is missing or a column comes twice."""
        names = [name.strip().casefold() for name in header]
        for name in FIELDS:
            if names.count(name) > 1:
                raise CustomerError(f"column {name} comes twice")
            if name in REQUIRED and name not in names:
                raise CustomerError(f"there is no column {name}; the header is {','.join(FIELDS)}")
        self.ignored = tuple(name for name in names if name not in FIELDS)
        self._width = len(names)
        # A field without a column is taken from one cell more, which is empty.
        self._pick = itemgetter(*(names.index(name) if name in names else self._width for name in FIELDS))

    def read(self, cells: Sequence[str]) -> CustomerRecord:
        """Check one row; raises FieldError for the first field that cannot be accepted."""
        if len(cells) != self._width:
            raise FieldError("line", f"has {len(cells)} cells where the header has {self._width}")
        if not "".join(cells).isprintable():
            _refuse_unprintable(cells)
        identity, email, name, language, country, segment, joined_on = map(str.strip, self._pick((*cells, "")))
        if not 0 < len(identity) <= LONGEST_ID:
            raise FieldError("id", "is empty" if not identity else f"is longer than {LONGEST_ID} characters")
        return CustomerRecord(
            identity,
            email if email.isascii() else unicodedata.normalize("NFC", email),
            plain_address_key(email) or _thorough_key(email),
            _limited("name", name, LONGEST_NAME),
            _language(language) if language else DEFAULT_LANGUAGE,
            _country(country) if country else "",
            _limited("segment", segment, LONGEST_SEGMENT),
            _date(joined_on) if joined_on else None,
        )


def _refuse_unprintable(cells: Sequence[str]) -> None:
    """Line breaks and controls would break a header of a message; a surrogate is a byte that was not UTF-8.

    Joiners and direction marks belong to names in several scripts and are let through; spaces of all kinds, too.
    """
    for character in "".join(cells):
        category = unicodedata.category(character)
        if category == "Cs":
            raise FieldError("line", "is not UTF-8 text")
        if category == "Cc" or character in "\u2028\u2029":
            raise FieldError("line", "contains a control character or a line break")


def _thorough_key(email: str) -> str:
    try:
        return address_key(email)
    except AddressError as problem:
        raise FieldError("email", str(problem)) from problem


def _limited(field: str, value: str, longest: int) -> str:
    if len(value) > longest:
        raise FieldError(field, f"is longer than {longest} characters")
    return value


def _remembering(check: Callable[[str], T]) -> Callable[[str], T]:
    """Check each spelling once: a million rows hold a few dozen languages and countries, and some thousand days."""
    known: dict[str, T] = {}

    def remembered(value: str) -> T:
        found = known.get(value)
        if found is None:
            found = check(value)
            if len(known) < 10_000:
                known[value] = found
        return found

    return remembered


@_remembering
def _language(value: str) -> str:
    language = value.replace("_", "-").lower()
    if LANGUAGE.fullmatch(language) is None:
        raise FieldError("language", "is no language tag such as en or pt-br")
    return language


@_remembering
def _country(value: str) -> str:
    country = value.upper()
    if COUNTRY.fullmatch(country) is None:
        raise FieldError("country", "is no two-letter country code such as DE")
    return country


@_remembering
def _date(value: str) -> date:
    try:
        day = date.fromisoformat(value[:10]) if len(value) == 10 or value[10:11] in ("T", " ") else None
    except ValueError:
        day = None
    if day is None or day < EARLIEST_JOINED:
        raise FieldError("joined_on", "is no date such as 2026-11-23")
    return day
