"""Dates as people write them: "10/29/2020", "April 1st 2026", "le 13 mars 2026", "18. März 2025", "2024-12-23"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policy.settings import DateOrder

MOST_CHARACTERS = 20_000
"""Longer stretches of text carry no date line; they are not searched."""

_MONTHS = (
    "january jan janvier januar enero gennaio januari janeiro jänner",
    "february feb février fevrier februar febrero febbraio februari fevereiro",
    "march mar mars märz maerz marzo maart março marco",
    "april apr avril abril aprile",
    "may mai mayo maggio mei maio",
    "june jun juin juni junio giugno junho",
    "july jul juillet juli julio luglio julho",
    "august aug août aout agosto augustus",
    "september sep sept septembre septiembre settembre setembro",
    "october oct okt octobre oktober octubre ottobre outubro",
    "november nov novembre noviembre novembro",
    "december dec dez décembre decembre dezember diciembre dicembre dezembro",
)
MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_FORMS = tuple(
    re.compile(rf"(?<![\w/]){form}(?![\w/]|[-.]\d)", re.IGNORECASE)
    for form in (
        r"(?P<year>(?:19|20)\d{2})(?P<gap>[-/.])(?P<month>\d{1,2})(?P=gap)(?P<day>\d{1,2})(?:T[\d:.]+Z?)?",
        r"(?P<first>\d{1,2})(?P<gap>[-/.])\s?(?P<second>\d{1,2})(?P=gap)\s?(?P<year>(?:19|20)?\d{2})",
        rf"{_MONTH}\s+{_DAY}\s*,?\s+{_YEAR}",
        rf"{_DAY}\s+(?:of\s+|de\s+)?{_MONTH}\s*,?\s+(?:de\s+|del\s+)?{_YEAR}",
        rf"(?P<day>\d{{1,2}})-{_MONTH}-{_YEAR}",
        rf"{_MONTH}\s*,?\s+(?:de\s+)?{_YEAR}",
    )
)


class DateFault(StrEnum):
    AMBIGUOUS = "ambiguous"
    IMPOSSIBLE = "impossible"
    NO_DAY = "no_day"


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date found in a text at `start:end`; `value` is None exactly when `fault` says why it cannot be told."""

    start: int
    end: int
    text: str
    value: date | None
    fault: DateFault | None = None


def find_dates(text: str, order: DateOrder | None = None) -> tuple[WrittenDate, ...]:
    """Return the dates written in `text`, in order. `order` settles 03/04/2021; without it that one is ambiguous."""
    if len(text) > MOST_CHARACTERS:
        return ()
    found: list[WrittenDate] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if not any(match.start() < other.end and other.start < match.end() for other in found):
                found.append(_read(match, order))
    return tuple(sorted(found, key=lambda written: written.start))


def _read(match: re.Match[str], order: DateOrder | None) -> WrittenDate:
    parts = match.groupdict()
    if "first" in parts:
        value, fault = _in_figures(int(parts["first"]), int(parts["second"]), _year(parts["year"]), order)
    elif "day" not in parts:
        value, fault = None, DateFault.NO_DAY
    else:
        month = parts["month"]
        number = int(month) if month.isdigit() else MONTH_NUMBERS[month.lower()]
        value = _day(int(parts["year"]), number, int(parts["day"]))
        fault = None if value else DateFault.IMPOSSIBLE
    return WrittenDate(match.start(), match.end(), match[0], value, fault)


def _in_figures(first: int, second: int, year: int, order: DateOrder | None) -> tuple[date | None, DateFault | None]:
    """Tell month from day: by the stated order, else only where one reading is possible."""
    month_first, day_first = _day(year, first, second), _day(year, second, first)
    if order is not None:
        chosen = month_first if order is DateOrder.MONTH_FIRST else day_first
        return chosen, None if chosen else DateFault.IMPOSSIBLE
    possible = {reading for reading in (month_first, day_first) if reading}
    if len(possible) == 1:
        return possible.pop(), None
    return None, DateFault.AMBIGUOUS if possible else DateFault.IMPOSSIBLE


def _year(figures: str) -> int:
    return int(figures) if len(figures) == 4 else 2000 + int(figures)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_SMALL_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_SMALL = _SMALL_WORDS.split()
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = dict(zip(_TEN_WORDS.split(), range(20, 100, 10), strict=True))
_FOREIGN = {
    "quinze": 15, "vingt": 20, "trente": 30, "quarante-cinq": 45, "soixante": 60, "quatre-vingt-dix": 90,
    "vierzehn": 14, "fünfzehn": 15, "dreißig": 30, "dreissig": 30, "sechzig": 60, "treinta": 30, "quince": 15,
    "trenta": 30, "dertig": 30, "trinta": 30,
}  # fmt: skip
NUMBER_WORDS: dict[str, int] = {word: number for number, word in enumerate(_SMALL) if number} | _TENS | _FOREIGN
NUMBER_WORDS |= {
    f"{ten}{hyphen}{_SMALL[unit]}": value + unit
    for ten, value in _TENS.items()
    for unit in range(1, 10)
    for hyphen in "- "
}
_NUMBER = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_UNITS = (
    r"(?:calendar\s+|consecutive\s+|full\s+)?(?:(?P<business>business|working|jours\s+ouvrés)\s*)?"
    r"(?P<unit>days?|weeks?|months?|jours?|tagen?|wochen?|monaten?|mois|semaines?|días|giorni|dagen|dias)"
)
LENGTH = re.compile(
    rf"(?<![\w.,])(?:(?P<figures>\d{{1,3}})|(?P<words>{_NUMBER}))(?:\s*\((?P<again>[\w\s-]{{1,20}})\))?[\s-]+{_UNITS}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Length:
    """A stretch of time written in days, weeks or months, at `start:end`. `days` errs to the customer's side:
    a month counts 31 days, five business days count seven. `fault` is set when words and figures disagree."""

    start: int
    end: int
    days: int
    fault: str = ""


def find_lengths(text: str) -> Iterator[Length]:
    """Find "30 days", "thirty (30) days", "four weeks", "one month", "10 business days"."""
    for match in LENGTH.finditer(text[:MOST_CHARACTERS]):
        number = _number(match["figures"] or match["words"])
        again = _number(match["again"]) if match["again"] else None
        fault = f'"{match[0]}" says two numbers' if again is not None and again != number else ""
        yield Length(match.start(), match.end(), _in_days(number or 0, match), fault)


def _number(written: str) -> int | None:
    folded = written.strip().lower()
    return int(folded) if folded.isascii() and folded.isdigit() else NUMBER_WORDS.get(folded)


def _in_days(number: int, match: re.Match[str]) -> int:
    unit = match["unit"].lower()
    if unit.startswith(("w", "sem")):
        return number * 7
    if unit.startswith("mo"):
        return number * 31
    return -(-number // 5) * 7 if match["business"] else number
