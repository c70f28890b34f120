"""Periods in a text: "thirty (30) days", "six months"."""

from __future__ import annotations

import re

_NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
    "twelve": "12", "fourteen": "14", "thirty": "30", "sixty": "60", "ninety": "90",
}  # fmt: skip
_COUNTED = re.compile(
    r"\b(\d+|"
    + "|".join(_NUMBER_WORDS)
    + r")\b(?:\s*\(\d+\))?[\s-]*(?:business |working |calendar )?(hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)

_A_PERIOD = re.compile(r"\b(?:for|within|after|than) an? (hour|day|week|month|year)\b", re.IGNORECASE)


def numbers_in(text: str) -> tuple[tuple[str, str], ...]:
    """Return the periods in a text as (number, unit) with digits: "thirty (30) days" is ("30", "day")."""
    return tuple((_NUMBER_WORDS.get(number.lower(), number), unit.lower()) for number, unit in _COUNTED.findall(text))


def numbers_asked(text: str) -> tuple[tuple[str, str], ...]:
    """Return the periods of a question; there "for a year" means one year."""
    return (*numbers_in(text), *(("1", unit.lower()) for unit in _A_PERIOD.findall(text)))
