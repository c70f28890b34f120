"""Find what the document's own Changes clause promises: how many days pass before a change takes effect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from itertools import islice

from policy.dates.lengths import find_lengths
from policy.dates.model import DateProblem, DateSource, ProblemKind, SourceKind
from policy.dates.promise_words import CHANGE_STEMS, DETERMINER, any_of
from policy.dates.promises import CHANGE, is_promise
from policy.documents.model import Block, BlockKind, Document

LONGEST_QUOTE = 400
LONGEST_BLOCK = 6_000
MOST_LENGTHS = 20  # of one sentence: nobody promises more
_AGREE = "make words and figures agree"

_CHANGES_HEADING = re.compile(
    r"chang|amend|modif|updat|revis|variation|variazion|änder|aktualis|anpass|neufass|évolution|mises?\s+à\s+jour|cambi|"
    r"actualiz|aggiorn|wijzig|aanpass|herzien|alteraç|atualiz|mudanç",
    re.IGNORECASE,
)
_ABOUT_DATA = re.compile(
    r"\b(?:your|information|data|account|profile|details|daten|konto|angaben|données|compte|datos|cuenta|dati|account|"
    r"gegevens|dados|conta)\b",
    re.IGNORECASE,
)
_TEXT = re.compile(rf"\b{any_of('text')}\b", re.IGNORECASE)
_NAMED_TEXT = re.compile(
    rf"\b(?:privacy|cookie|current|{DETERMINER})\s+(?:\w+\s+){{0,2}}?{any_of('text')}\b", re.IGNORECASE
)
_CHANGES_THEMSELVES = re.compile(rf"(?<!\w){any_of('themselves')}\b", re.IGNORECASE)
_OTHER_SUBJECT = re.compile(
    r"\b(?:price|pricing|fee|charge|tariff|preis|gebühr|tarif|prix|precio|prezz|prijs|preço|address|password|subscription|renew|abonne|abo|suscripci|abbonament|assinatura)\w*",
    re.IGNORECASE,
)
_READER_CHANGES = re.compile(r"\byou\s+(?:can\s+|may\s+|want\s+to\s+)?(?:chang|modif|updat|amend)", re.IGNORECASE)
_ON_POSTING = re.compile(
    r"(?:effective|take\s+effect|in\s+force|appl(?:y|ies)|binding)\s+(?:immediately|upon|when|as\s+soon\s+as|at\s+the\s+"
    r"time|on\s+the\s+date)[^.]{0,60}(?:post|publi|updat|upload)",
    re.IGNORECASE,
)
_MINOR = re.compile(r"\b(?:non-?material|immaterial|minor|not\s+material|clarif|typo|non-?substantive)", re.IGNORECASE)
_HINTS = (
    "day", "week", "month", "jour", "mois", "semaine", "tag", "woche", "monat", "día", "seman", "mes", "giorn", "settiman",
    "dag", "weken", "maand", "dia", "mês", "post", "publi", "upload", "updat",
)  # fmt: skip
"""A clause that promises days, or effect on posting, holds one of these; other blocks are passed over."""
_FOLDED_BY_PATTERNS = "\u017f\u0131\u0130"
"""Letters that a pattern takes for s or i in small letters, and `str.lower` does not."""
_SENTENCE_END = re.compile(r"(?<=[.!?])(?!(?<=\d\.)\s+Tag)\s+(?=[\"“«(]*[A-ZÀ-Þ])")


class _Place(Enum):
    """Where a sentence stands: in the clause about changes of this very text, in a section that is about changes by its
    heading alone (of bookings, perhaps), or anywhere else."""

    CLAUSE = 0
    CHANGES = 1
    ELSEWHERE = 2


def find_notice_days(document: Document) -> tuple[tuple[DateSource, ...], tuple[DateProblem, ...]]:
    """Return the days that the text promises between announcing a change and its effect, and what is unclear.

    A section about changes is asked first; only when it names no days, the rest of the document.
    """
    by_heading: dict[str, list[Block]] = {}
    for block in document.blocks:
        by_heading.setdefault(block.heading, []).append(block)
    places = {heading: _place(heading, blocks) for heading, blocks in by_heading.items()}
    for elsewhere in (False, True):
        blocks = [block for block in document.blocks if (places[block.heading] is _Place.ELSEWHERE) is elsewhere]
        found = [item for block in blocks for item in _in_block(block, places[block.heading])]
        if found:
            return tuple(source for source, _ in found), tuple(problem for _, problem in found if problem)
    return (), ()


_Found = tuple[DateSource, DateProblem | None]


def _place(heading: str, blocks: Sequence[Block]) -> _Place:
    if not is_about_changes(heading):
        return _Place.ELSEWHERE
    named = _TEXT.search(heading) is not None or any(
        CHANGE.search(block.text) and _NAMED_TEXT.search(block.text) for block in blocks
    )
    return _Place.CLAUSE if named else _Place.CHANGES


def is_about_changes(heading: str) -> bool:
    """Tell whether a section's heading says that it is about changes of the text, in seven languages."""
    if not _CHANGES_HEADING.search(heading):
        return False
    return _ABOUT_DATA.search(heading) is None or _TEXT.search(heading) is not None


def _in_block(block: Block, place: _Place) -> Iterator[_Found]:
    if block.kind in (BlockKind.CODE, BlockKind.RULE) or len(block.text) > LONGEST_BLOCK:
        return
    for kind, days, quote, fault in _promises(block.text, place):
        source = DateSource(kind, days, quote, block.first_line)
        yield source, DateProblem(ProblemKind.CONFLICT, fault, _AGREE, block.first_line) if fault else None


@lru_cache(maxsize=8_192)
def _promises(text: str, place: _Place) -> tuple[tuple[SourceKind, int, str, str], ...]:
    """Return kind, days, quote and fault of what a block promises; remembered, since most blocks never change.

    In the clause about changes each sentence speaks of them. Elsewhere one must name a change of the text, or follow one
    that does ("We may change this policy. If we do, we tell you 30 days before.").
    """
    if not _may_promise(text, place):
        return ()
    found: list[tuple[SourceKind, int, str, str]] = []
    before = False
    for sentence in _SENTENCE_END.split(text):
        names = CHANGE.search(sentence) is not None and _is_meant(sentence, place)
        quote = sentence.strip()[:LONGEST_QUOTE]
        if names or place is _Place.CLAUSE or (before and place is _Place.ELSEWHERE):
            found += [
                (SourceKind.NOTICE_DAYS, length.days, quote, length.fault)
                for length in islice(find_lengths(sentence), MOST_LENGTHS)
                if is_promise(sentence, length)
            ]
        if names and _ON_POSTING.search(sentence) and not _MINOR.search(sentence):
            found.append((SourceKind.ON_POSTING, 0, quote, ""))
        before = names
    return tuple(found)


def _is_meant(sentence: str, place: _Place) -> bool:
    """Tell whether a sentence about changes is about those of the text."""
    if place is _Place.CLAUSE:
        return True
    if place is _Place.CHANGES:
        return _READER_CHANGES.search(sentence) is None
    if _NAMED_TEXT.search(sentence):
        return True
    return _CHANGES_THEMSELVES.search(sentence) is not None and _OTHER_SUBJECT.search(sentence) is None


def _may_promise(text: str, place: _Place) -> bool:
    """Tell whether a promise can be found at all; most blocks hold none of its words, which is told much faster."""
    if place is not _Place.CLAUSE and not _may_speak_of_changes(text):
        return False
    lowered = text.lower()
    return any(hint in lowered for hint in _HINTS)


def _may_speak_of_changes(text: str) -> bool:
    """Tell whether `CHANGE` can be found at all."""
    lowered = text.lower()
    return any(stem in lowered for stem in CHANGE_STEMS) or any(letter in text for letter in _FOLDED_BY_PATTERNS)


def forget_promises() -> None:
    """Drop what is kept of clauses already read."""
    _promises.cache_clear()
