"""A file that carries the version in force and the coming one, parted by a rule and an "Effective …" line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policy.dates.model import SourceKind
from policy.dates.statements import find_statements
from policy.documents import BlockKind, Document, read_document
from policy.settings import DateOrder

LEAST_SHARE = 0.3
"""Each version must hold this share of the other's words: a dateline under a rule is no second version."""
LEAST_BLOCKS = 3
REACH = 4
"""The dateline stands within so many blocks behind the rule."""
_OF_EFFECT = (
    "effect", "applies from", "in force", "valid from", "vigueur", "applicable", "gültig ab", "gilt ab", "in kraft",
    "inkrafttreten", "vigor", "vigencia", "vigência", "geldig vanaf", "in werking", "van kracht", "ingangsdatum",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TwoVersions:
    """What one file holds: the text in force, the coming text, and the statement that dates it."""

    current: Document
    coming: Document
    effective_on: date | None
    quote: str
    line: int


def split_versions(document: Document, order: DateOrder | None = None) -> TwoVersions | None:
    """Part a file into the version in force and the scheduled one; None when it holds one version only.

    The later effective date is the scheduled one; where only one part states a date, that part is.
    """
    for block in document.blocks:
        if block.kind is BlockKind.RULE and block.index + 1 < len(document.blocks):
            found = _split_at(document, block.index, block.first_line, order)
            if found is not None:
                return found
    return None


def _split_at(document: Document, index: int, line: int, order: DateOrder | None) -> TwoVersions | None:
    nearby = document.blocks[index + 1 : index + 1 + REACH]
    if not any(_speaks_of_effect(block.text) for block in nearby) or not _both_are_versions(document, index):
        return None
    lines = document.source.split("\n")
    above = read_document("\n".join(lines[: line - 1]) + "\n", document.name)
    below = read_document("\n" * line + "\n".join(lines[line:]), document.name)
    upper, lower = _effective(above, order), _effective(below, order)
    if lower is None or (upper is not None and upper[0] == lower[0]):
        return None
    if upper is not None and upper[0] and lower[0] and upper[0] > lower[0]:
        return TwoVersions(below, above, *upper)
    return TwoVersions(above, below, *lower)


def _speaks_of_effect(text: str) -> bool:
    """Tell whether a line speaks of taking effect."""
    words = text[:200].lower()
    return any(word in words for word in _OF_EFFECT)


def _both_are_versions(document: Document, index: int) -> bool:
    """Tell whether the parts on both sides of the rule are of like size and share headings or sentences."""
    above, below = document.blocks[:index], document.blocks[index + 1 :]
    if min(len(above), len(below)) < LEAST_BLOCKS:
        return False
    sizes = sorted(sum(len(block.text) for block in part) for part in (above, below))
    if sizes[0] < LEAST_SHARE * sizes[1]:
        return False
    texts = [{block.text.lower() for block in part if len(block.text) > 3} for part in (above, below)]
    return len(texts[0] & texts[1]) >= LEAST_SHARE * min(len(texts[0]), len(texts[1]))


def _effective(part: Document, order: DateOrder | None) -> tuple[date | None, str, int] | None:
    for source in find_statements(part, order).sources:
        if source.kind is SourceKind.EFFECTIVE:
            return (source.value if isinstance(source.value, date) else None), source.quote, source.line
    return None
