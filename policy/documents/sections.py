"""Sections: which heading holds a block, and the number or slug by which a lawyer cites it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from policy.documents.draft import Draft
from policy.documents.labels import section_number, worded_label
from policy.documents.model import HEADER, BlockKind, Document, Section

_FIRST_NUMBERS = frozenset({"1", "a", "A", "i", "I"})
_DROPPED_FROM_SLUGS = re.compile(r"[^\w\- ]")


@dataclass(slots=True)
class _Open:
    """A heading whose section is open: its full number, and whether its children's numbers continue it."""

    level: int
    number: str
    composes: bool | None = None


def slug(heading: str) -> str:
    """Return the anchor that GitHub gives a heading, before it counts duplicates."""
    return _DROPPED_FROM_SLUGS.sub("", heading.lower()).strip().replace(" ", "-") or "section"


def read_sections(drafts: list[Draft]) -> tuple[Section, ...]:
    """Return the sections in reading order; the part before the first heading, if any, comes first as `header`."""
    starts = [index for index, draft in enumerate(drafts) if draft.kind is BlockKind.HEADING]
    sections: list[Section] = []
    if drafts and (not starts or starts[0] > 0):
        sections.append(Section(HEADER, "", "", 0, 0, starts[0] if starts else len(drafts), drafts[0].first_line))
    open_headings: list[_Open] = []
    slugs: Counter[str] = Counter()
    for start, end in zip(starts, [*starts, len(drafts)][1:], strict=True):
        draft = drafts[start]
        number = _full_number(draft, open_headings)
        key = number or _unique(slug(draft.text), slugs)
        sections.append(Section(key, number, draft.text, draft.level, start, end, draft.first_line))
    return tuple(sections)


def _full_number(draft: Draft, open_headings: list[_Open]) -> str:
    """Return the number as a lawyer says it: "8" below the lettered heading "D" is "D.8"."""
    while open_headings and open_headings[-1].level >= draft.level:
        open_headings.pop()
    number = _own_number(draft)
    parent = next((heading for heading in reversed(open_headings) if heading.number), None)
    if number and parent is not None and "." not in number:
        if parent.composes is None:
            parent.composes = parent.number.isalpha() or number in _FIRST_NUMBERS
        if parent.composes:
            number = f"{parent.number}.{number}"
    open_headings.append(_Open(draft.level, number))
    return number


def _own_number(draft: Draft) -> str:
    """Return the number of a heading: "Section 3. Fees" is cited as 3, while "Article 3" and "Schedule 3" keep a slug."""
    if not draft.label or worded_label(draft.text) != draft.label:
        return section_number(draft.label)
    word, _, number = draft.label.partition(" ")
    return number if word.lower() == "section" else ""


def _unique(name: str, seen: Counter[str]) -> str:
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}-{seen[name] - 1}"


def section_in_answers(document: Document, key: str) -> str:
    """Return the key by which an answer cites a section: what stands before the first numbered section is `header`.

    A policy's title is a heading of its own, but nobody cites "section privacy-policy". Where no section has a
    number, what stands directly below the title is the header and every other heading keeps its slug.
    """
    section = document.section(key)
    first = next((other for other in document.sections if other.number), None)
    if section is None or (first is None and not _is_title(document, section)):
        return key
    return key if first is not None and section.first_block >= first.first_block else HEADER


def _is_title(document: Document, section: Section) -> bool:
    """Whether a section is opened by the document's title: the first heading, and all others stand below it."""
    headed = [other for other in document.sections if other.heading]
    return headed[:1] == [section] and len(headed) > 1 and all(other.level > section.level for other in headed[1:])
