"""Find what the document's own Changes clause promises: how many days pass before a change takes effect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from policy.dates.model import DateProblem, DateSource, ProblemKind, SourceKind
from policy.dates.written import Length, find_lengths
from policy.documents.model import Block, BlockKind, Document

LONGEST_QUOTE = 400
LONGEST_BLOCK = 6_000
_AGREE = "make words and figures agree"

_CHANGES_HEADING = re.compile(
    r"chang|amend|modif|updat|revis|änderung|aktualisier|cambios|modific|wijzig|variation", re.IGNORECASE
)
_CHANGE = re.compile(
    r"\b(?:chang|amend|modif|updat|revis|alter|variation|new\s+version|änder|geändert|cambio|wijzig)", re.IGNORECASE
)
_CHANGE_STEMS = (
    "chang",
    "amend",
    "modif",
    "updat",
    "revis",
    "alter",
    "variation",
    "version",
    "änder",
    "geändert",
    "cambio",
    "wijzig",
)
_FOLDED_BY_PATTERNS = "\u017f\u0131\u0130"
"""Letters that a pattern takes for s or i in small letters, and `str.lower` does not."""
_ABOUT_THE_TEXT = re.compile(
    r"\b(?:(?:this|these|the|our|privacy|cookie|current)\s+(?:\w+\s+){0,2}?(?:polic|notice|statement|terms|agreement|"
    r"document|conditions)|politique|charte|conditions\b|erklärung|bedingungen|"
    r"(?:any|these|such|material|significant)\s+(?:change|amendment|modification|revision)s?|changes\s+we|revisions)",
    re.IGNORECASE,
)
_TAKES_EFFECT = re.compile(
    r"\b(?:effect|effective|in(?:to)?\s+force|appl(?:y|ies)|binding|vigueur|wirksam|in\s+kraft)\b", re.IGNORECASE
)
_AFTER = re.compile(
    r"^[\u2019'\s]*(?:after|from|following|of|upon|later|after|nach|après|suivant|à\s+compter)\b", re.IGNORECASE
)
_BEFORE = re.compile(
    r"^[\u2019'\s]*(?:\w+\s+){0,2}?(?:prior|before|in\s+advance|advance|notice|written\s+notice|notification|avant|"
    r"préavis|vor\b|im\s+voraus)",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:notify|notified|notice|notification|inform|informed|announce|provide|tell|préavis|avert|inform\w+|"
    r"benachrichtig\w*|mitteil\w*|advance)\b",
    re.IGNORECASE,
)
_READERS_WINDOW = re.compile(
    r"\b(?:within|you\s+(?:may|can|must)\s+(?:reject|terminate|cancel))\b[^.]{0,60}$", re.IGNORECASE
)
_ON_POSTING = re.compile(
    r"(?:effective|take\s+effect|in\s+force|appl(?:y|ies)|binding)\s+(?:immediately|upon|when|as\s+soon\s+as|at\s+the\s+"
    r"time|on\s+the\s+date)[^.]{0,60}(?:post|publi|updat|upload)",
    re.IGNORECASE,
)
_MINOR = re.compile(r"\b(?:non-?material|immaterial|minor|not\s+material|clarif|typo|non-?substantive)", re.IGNORECASE)
_HINTS = re.compile(
    r"day|week|month|jour|mois|semaine|tag|woche|monat|d\u00edas|giorni|dagen|dias|post|publi|upload|updat",
    re.IGNORECASE,
)
"""A clause that promises days, or effect on posting, holds one of these; other blocks are passed over."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"“«(]*[A-ZÀ-Þ])")


def find_notice_days(document: Document) -> tuple[tuple[DateSource, ...], tuple[DateProblem, ...]]:
    """Return the days that the text promises between announcing a change and its effect, and what is unclear.

    A section about changes is asked first; only when it names no days, the rest of the document.
    """
    about_changes = {
        heading for heading in {block.heading for block in document.blocks} if _CHANGES_HEADING.search(heading)
    }
    inside = [block for block in document.blocks if block.heading in about_changes]
    outside = [block for block in document.blocks if block.heading not in about_changes]
    for blocks, must_name_the_text in ((inside, False), (outside, True)):
        found = [item for block in blocks for item in _in_block(block, must_name_the_text=must_name_the_text)]
        if found:
            return tuple(source for source, _ in found), tuple(problem for _, problem in found if problem)
    return (), ()


_Found = tuple[DateSource, DateProblem | None]


def _in_block(block: Block, *, must_name_the_text: bool) -> Iterator[_Found]:
    if block.kind in (BlockKind.CODE, BlockKind.RULE) or len(block.text) > LONGEST_BLOCK:
        return
    for kind, days, quote, fault in _promises(block.text, must_name_the_text=must_name_the_text):
        source = DateSource(kind, days, quote, block.first_line)
        yield source, DateProblem(ProblemKind.CONFLICT, fault, _AGREE, block.first_line) if fault else None


@lru_cache(maxsize=8_192)
def _promises(text: str, *, must_name_the_text: bool) -> tuple[tuple[SourceKind, int, str, str], ...]:
    """Return kind, days, quote and fault of what a block promises; remembered, since most blocks never change."""
    if not _may_speak_of_changes(text) or not _HINTS.search(text):
        return ()
    found: list[tuple[SourceKind, int, str, str]] = []
    for sentence in _SENTENCE_END.split(text):
        if not _CHANGE.search(sentence) or (must_name_the_text and not _ABOUT_THE_TEXT.search(sentence)):
            continue
        quote = sentence.strip()[:LONGEST_QUOTE]
        for length in find_lengths(sentence):
            if _is_promise(sentence, length):
                found.append((SourceKind.NOTICE_DAYS, length.days, quote, length.fault))
        if _ON_POSTING.search(sentence) and not _MINOR.search(sentence):
            found.append((SourceKind.ON_POSTING, 0, quote, ""))
    return tuple(found)


def forget_promises() -> None:
    """Drop what is kept of clauses already read."""
    _promises.cache_clear()


def _may_speak_of_changes(text: str) -> bool:
    """Tell whether `_CHANGE` can be found at all; most blocks hold none of its words, which is told much faster."""
    lowered = text.lower()
    return any(stem in lowered for stem in _CHANGE_STEMS) or any(letter in text for letter in _FOLDED_BY_PATTERNS)


def _is_promise(sentence: str, length: Length) -> bool:
    in_front, behind = sentence[: length.start], sentence[length.end :]
    if _READERS_WINDOW.search(in_front):
        return False
    if _AFTER.match(behind):
        return _TAKES_EFFECT.search(in_front[-120:]) is not None
    if _BEFORE.match(behind) or re.search(r"\b(?:vor|préavis\s+de|voraus)\s*$", in_front, re.IGNORECASE):
        return _TELLS.search(sentence) is not None or _TAKES_EFFECT.search(sentence) is not None
    return False
