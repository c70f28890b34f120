"""Printed labels: the "3.2", "(b)", "IV.", "Article 2" that stands in front of a clause or heading."""

from __future__ import annotations

import re

_ROMAN = r"[ivxlcdm]{2,6}|[IVXLCDM]{2,6}"
_DOTTED = re.compile(r"(\d{1,3}(?:\.\d{1,3})+)[.):]?\s+(?=\S)")
_NUMBER = re.compile(rf"(\d{{1,3}}[.)]|(?:{_ROMAN}|[A-Za-z])[.)])\s+(?=\S)")
_INSERTED = re.compile(r"(\d{1,3}(?:-\d{1,2}|\s?(?:bis|ter|quater|quinquies)))[.)]\s+(?=[\W_]{0,2}[A-ZÀ-Þ])")
"""The number of a clause that was put between two others: "16-2. Governing law", "10bis. Competitions"."""
_WITH_COLON = re.compile(r"(\d{1,3}(?:\.\d{1,3})*):\s+(?=\S)")
_BRACKETED = re.compile(rf"(\((?:\d{{1,3}}|{_ROMAN}|[A-Za-z])\))[.:]?\s+(?=\S)")
_PARAGRAPH_SIGN = re.compile(r"(§\s?\d{1,3}[a-z]?)\.?\s+(?=\S)")
_BULLET = re.compile("[•·▪◦‣●○■]\\s*|[-\N{EN DASH}]\\s+(?=\\S)")
_WORDED = re.compile(
    r"((?:section|article|schedule|annex|appendix|exhibit|part|chapter|clause|title)\s+"
    rf"(?:\d{{1,3}}(?:\.\d{{1,3}})*|{_ROMAN}|[A-Za-z])(?![\w'\N{{RIGHT SINGLE QUOTATION MARK}}-]))\s*[.:)\N{{EN DASH}}\N{{EM DASH}}-]*\s*",
    re.IGNORECASE,
)
_QUANTITY_FOLLOWS = re.compile(r"[a-z%°€$£]")


def split_label(text: str) -> tuple[str, int]:
    """Return the printed label that `text` begins with and the length of what prints it; ("", 0) when there is none.

    "1. Who" gives ("1", 3), "(b) the" ("(b)", 4), "7.1 The" ("7.1", 4). A dotted number in front of a small letter or
    a unit is a quantity ("1.5 million"), never a label.
    """
    if match := _DOTTED.match(text):
        bare = match.group().rstrip()[-1:].isdigit()
        return ("", 0) if bare and _QUANTITY_FOLLOWS.match(text, match.end()) else (match.group(1), match.end())
    if match := _NUMBER.match(text):
        return match.group(1).removesuffix("."), match.end()
    match = _BRACKETED.match(text) or _PARAGRAPH_SIGN.match(text) or _INSERTED.match(text)
    return (match.group(1), match.end()) if match else ("", 0)


def split_heading_label(text: str) -> tuple[str, int]:
    """Return the label and its length as `split_label` does; a heading's number may end with a colon ("5: Members")."""
    label, length = split_label(text)
    if not length and (match := _WITH_COLON.match(text)):
        return match.group(1), match.end()
    return label, length


def split_bullet(text: str) -> int:
    """Return the length of a bullet sign that `text` begins with, 0 when there is none."""
    match = _BULLET.match(text)
    return match.end() if match else 0


def worded_label(text: str) -> str:
    """Return "Article 2", "Schedule 1", ... when a heading begins so, else "". The words stay part of the heading."""
    match = _WORDED.match(text)
    return " ".join(match.group(1).split()) if match else ""


def worded_length(text: str) -> int:
    """Return how many characters the worded label of a heading takes, its punctuation included."""
    match = _WORDED.match(text)
    return match.end() if match else 0


def section_number(label: str) -> str:
    """Return the number that a section is cited by: the label of its heading without brackets and signs."""
    return label.strip("().§ ")


def label_depth(label: str) -> int:
    """Return how deep a number nests: 1 for "3", 2 for "3.1", 0 for no label."""
    return label.count(".") + 1 if label else 0
