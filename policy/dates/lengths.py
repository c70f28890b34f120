"""Stretches of time as people write them: "30 days", "thirty (30) days", "sechs Wochen", "10 jours ouvrés"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_CHARACTERS = 20_000
DAYS_OF_A_MONTH = 31
WORKING_WEEK = 5

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
_OTHER_LANGUAGES = {
    1: "a an al ein eine einem einen einer eines un une uno una een één um uma",
    2: "zwei deux dos due twee dois duas",
    3: "drei trois tres tre drie três",
    4: "vier quatre cuatro quattro quatro",
    5: "fünf cinq cinco cinque vijf",
    6: "sechs seis sei zes",
    7: "sieben sept siete sette zeven sete",
    8: "acht huit ocho otto oito",
    9: "neun neuf nueve nove negen",
    10: "zehn dix diez dieci tien dez",
    12: "zwölf douze doce dodici twaalf doze",
    14: "vierzehn quatorze catorce quattordici veertien catorze",
    15: "fünfzehn quinze quince quindici vijftien",
    20: "zwanzig vingt veinte venti twintig vinte",
    21: "einundzwanzig vingt-et-un veintiún ventuno eenentwintig",
    28: "achtundzwanzig vingt-huit veintiocho ventotto achtentwintig",
    30: "dreißig dreissig trente treinta trenta dertig trinta",
    45: "fünfundvierzig quarante-cinq quarantacinque vijfenveertig",
    60: "sechzig soixante sesenta sessanta zestig sessenta",
    90: "neunzig quatre-vingt-dix noventa novanta negentig",
}
NUMBER_WORDS: dict[str, int] = {word: number for number, word in enumerate(_SMALL) if number} | _TENS
NUMBER_WORDS |= {
    f"{ten}{hyphen}{_SMALL[unit]}": value + unit
    for ten, value in _TENS.items()
    for unit in range(1, 10)
    for hyphen in "- "
}
NUMBER_WORDS |= {"cuarenta y cinco": 45, "quarenta e cinco": 45, "vinte e um": 21, "vinte e oito": 28}
NUMBER_WORDS |= {word: number for number, words in _OTHER_LANGUAGES.items() if number > 12 for word in words.split()}
"""Words that mean a number wherever they stand."""
_COUNTING = NUMBER_WORDS | {word: number for number, words in _OTHER_LANGUAGES.items() for word in words.split()}
"""With those that mean one in front of a unit only: "a month", "due mesi", "elf Tage"."""
_NUMBER = "|".join(sorted(_COUNTING, key=len, reverse=True))
_WORKING_DAYS = r"(?:werk|arbeits|bankarbeits|geschäfts)tage?n?|werkdag(?:en)?"
_DAYS = r"days?|jours?|(?:kalender)?tage?n?|días?|dias?|giorn[oi]|(?:kalender)?dag(?:en)?"
_WEEKS = r"weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken"
_MONTHS = r"months?|monat(?:en?|s)?|mois|mes(?:es)?|mes[ei]|mês|maand(?:en)?"
LENGTH = re.compile(
    rf"(?<![\w.,])(?:(?P<figures>\d{{1,3}})(?P<ordinal>st|nd|rd|th|\.|º)?|(?P<words>{_NUMBER}))"
    r"(?:\s*\((?P<again>[\w\s-]{1,20})\))?[\s-]+(?:(?:calendar|consecutive|full|clear)\s+)?"
    r"(?:(?P<business>business|working)\s+)?"
    rf"(?:(?P<working>{_WORKING_DAYS})|(?P<weeks>{_WEEKS})|(?P<months>{_MONTHS})|(?:{_DAYS}))\b"
    r"(?:\s+(?:(?P<open>ouvrés|ouvrables|hábiles|laborables|lavorativi|úteis)"
    r"|calendaires|francs|naturales|corridos|solari)\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Length:
    """A stretch of time written in days, weeks or months, at `start:end`. `days` errs to the customer's side:
    a month counts 31 days, five business days count seven. `fault` is set when words and figures disagree; `ordinal`
    where it says which day ("the 30th day")."""

    start: int
    end: int
    days: int
    fault: str = ""
    ordinal: bool = False


def find_lengths(text: str) -> Iterator[Length]:
    """Find "30 days", "thirty (30) days", "four weeks", "a month", "10 business days", in seven languages."""
    for match in LENGTH.finditer(text[:MOST_CHARACTERS]):
        number = _number(match["figures"] or match["words"])
        again = _number(match["again"]) if match["again"] else None
        fault = f'"{match[0]}" says two numbers' if again is not None and again != number else ""
        yield Length(match.start(), match.end(), _in_days(number or 0, match), fault, match["ordinal"] is not None)


def _number(written: str) -> int | None:
    folded = written.strip().lower()
    return int(folded) if folded.isascii() and folded.isdigit() else _COUNTING.get(folded)


def _in_days(number: int, match: re.Match[str]) -> int:
    if match["weeks"]:
        return number * 7
    if match["months"]:
        return number * DAYS_OF_A_MONTH
    return -(-number // WORKING_WEEK) * 7 if match["business"] or match["working"] or match["open"] else number
