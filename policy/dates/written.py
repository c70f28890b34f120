"""Dates as people write them: "10/29/2020", "April 1st 2026", "le 13 mars 2026", "18. März 2025", "2024-12-23"."""

from __future__ import annotations

import re
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
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º|°)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_FORMS = tuple(
    re.compile(rf"(?<![\w/]){form}(?![\w/]|[-.]\d)", re.IGNORECASE)
    for form in (
        r"(?P<year>(?:19|20)\d{2})(?P<gap>[-/.])(?P<month>\d{1,2})(?P=gap)(?P<day>\d{1,2})(?:T[\d:.]+Z?)?",
        r"(?P<first>\d{1,2})(?P<gap>[-/.])\s?(?P<second>\d{1,2})(?P=gap)\s?(?P<year>(?:19|20)?\d{2})",
        rf"{_MONTH}\s+{_DAY}\s*,?\s+{_YEAR}",
        rf"{_DAY}\s+(?:day\s+)?(?:of\s+|de\s+)?{_MONTH}\s*,?\s+(?:de\s+|del\s+)?{_YEAR}",
        rf"(?P<day>\d{{1,2}})(?P<gap>[-/]){_MONTH}(?P=gap){_YEAR}",
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
