"""Rules about the text: cross-references, section numbers, how to object."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from policy.changelog.objection import ADDRESS, find_objection
from policy.changelog.references import dangling, moved_targets
from policy.check.model import Code, Finding
from policy.documents import BlockKind, Document, Section

_CHANGES_HEADING = re.compile(
    r"\b(?:chang(?:e|es|ing)|amendments?|modifications?|updates?|revisions?|änderung\w*|anpassung\w*|aktualisierung\w*|"
    r"changements?|mises?\s+à\s+jour|cambios?|modificaci\w+|actualizaci\w+|modific(?:a|he)|aggiornament[oi]|variazion[ei]|"
    r"wijziging\w*|aanpassing\w*|alteraç\w+|atualizaç\w+)\b",
    re.IGNORECASE,
)
_OTHER_CHANGES = re.compile(
    r"\b(?:your|password|address|data|account|information|fees?|pric\w*|preise?|prix|tarifs?|precios?|prezzi|prijzen|"
    r"preços?)\b",
    re.IGNORECASE,
)
_READERS_OWN = re.compile(
    r"\b(?:ihre[rs]?|daten|vos|votre|données|sus|datos|cuenta|vostr[aei]|dati|uw|gegevens|seus?|dados)\b", re.IGNORECASE
)
_CHANGES_WORD = re.compile(
    r"chang|amend|modif|updat|revis|änder|aktualis|cambi|wijzig|alter|aggiorn|atualiz", re.IGNORECASE
)
_NO_OBJECT = frozenset(
    [
        "a",
        "and",
        "any",
        "future",
        "in",
        "made",
        "material",
        "of",
        "or",
        "our",
        "the",
        "to",
        "we",
        "make",
        "der",
        "die",
        "das",
        "dieser",
        "unserer",
        "von",
        "und",
        "an",
        "la",
        "le",
        "les",
        "de",
        "des",
        "du",
        "et",
        "nos",
        "notre",
        "aux",
        "à",
        "los",
        "las",
        "del",
        "en",
        "esta",
        "nuestra",
        "el",
        "y",
        "della",
        "delle",
        "di",
        "e",
        "van",
        "het",
        "deze",
        "ons",
        "onze",
        "da",
        "das",
        "do",
        "dos",
        "na",
        "nossa",
        "desta",
    ]
)
"""Words beside "changes" that do not say what changes: the text itself is meant."""
_NAMES_THE_TEXT = re.compile(
    r"polic(?:y|ies)|\bnotice|statement|\bterms\b|agreement|\bconditions\b|document|guidelines|politique|charte|déclaration|"
    r"erklärung|bedingungen|hinweise|richtlinie|informativa|pol[ií]tica|aviso|condiciones|términos|condizioni|termini|"
    r"verklaring|beleid|voorwaarden|termos|condições|declaração",
    re.IGNORECASE,
)
_FIRST = frozenset({"1", "a", "i"})


def problems_of_text(file: str, document: Document) -> Iterator[Finding]:
    """Yield broken references, duplicate section numbers and a Changes clause that names nobody to object to."""
    for broken in dangling(document):
        anchor = broken.target.startswith("#")
        code = Code.LINK_BROKEN if anchor else Code.REFERENCE_BROKEN
        fix = (
            "link to a heading's own anchor" if anchor else "name the section that is meant, or take the reference out"
        )
        yield Finding(code, file, broken.line, broken.reason, fix)
    yield from _duplicates(file, document)
    yield from _objection(file, document)


def problems_of_references(file: str, old: Document, new: Document) -> Iterator[Finding]:
    """Yield references that a renumbering left pointing at another section."""
    for moved in moved_targets(old, new):
        yield Finding(Code.REFERENCE_MOVED, file, moved.line, moved.reason, "write the new number")


def _duplicates(file: str, document: Document) -> Iterator[Finding]:
    """A number that comes twice among the sections of one level and parent. A count that starts again at 1 opens
    another part of the document (an annex, a second policy on the page)."""
    seen: dict[tuple[int, str], dict[str, Section]] = {}
    if _is_in_two_languages(document):
        return
    for section in document.sections:
        if not section.number:
            continue
        parent, _, own = section.number.rpartition(".")
        numbers = seen.setdefault((section.level, parent), {})
        if own.lower() in _FIRST and section.number not in list(numbers)[-1:]:
            numbers.clear()
            _forget_below(seen, section.level)
        if section.number in numbers:
            first = numbers[section.number]
            reason = f'section number {section.number} stands twice: "{first.heading}" (line {first.line}) and "{section.heading}"'
            yield Finding(Code.SECTION_DUPLICATE, file, section.line, reason, "number the later section anew")
        numbers[section.number] = section


def _is_in_two_languages(document: Document) -> bool:
    """Tell a text that says every section twice, one language after the other: most numbers stand twice in a row."""
    numbers = [section.number for section in document.sections if section.number]
    twins = sum(first == second for first, second in pairwise(numbers))
    return twins >= 3 and twins * 3 >= len(numbers)


def _forget_below(seen: dict[tuple[int, str], dict[str, Section]], level: int) -> None:
    for key in [key for key in seen if key[0] > level]:
        del seen[key]


def _objection(file: str, document: Document) -> Iterator[Finding]:
    changes = _changes_section(document)
    if changes is None:
        return
    clause = find_objection(document)
    blocks = document.blocks_of(changes.key)
    reachable = any(
        ADDRESS.search(block.text) or any(_leads_to_somebody(link.target) for link in block.links) for block in blocks
    )
    fix = 'add "If you object to the changes, e-mail us at … before the new effective date"'
    if clause is None:
        reason = f'section "{changes.heading}" does not say how to object to a change'
        yield Finding(Code.OBJECTION_CONTACT, file, changes.line, reason, fix)
    elif not clause.addresses and not reachable:
        reason = f'"{clause.sentence[:120]}" names no address to object to'
        yield Finding(Code.OBJECTION_CONTACT, file, clause.line, reason, fix)


def _leads_to_somebody(target: str) -> bool:
    return target.startswith("mailto:") or re.search(r"contact|support|help|form", target, re.IGNORECASE) is not None


def _changes_section(document: Document) -> Section | None:
    """Return the section about changes of this very text, if it has one."""
    for section in document.sections:
        heading = section.heading
        if len(heading) > 120 or not _CHANGES_HEADING.search(heading) or _OTHER_CHANGES.search(heading):
            continue
        if _READERS_OWN.search(heading) and not _NAMES_THE_TEXT.search(heading):
            continue
        bare = not set(re.findall(r"[^\W\d_]+", _CHANGES_HEADING.sub("", heading).lower())) - _NO_OBJECT
        if bare or _NAMES_THE_TEXT.search(heading) or _speaks_of_changes(document, section):
            return section
    return None


def _speaks_of_changes(document: Document, section: Section) -> bool:
    """Does a section below "Updates for you" or the like say that the text itself may change, and not a feature that updates?"""
    return any(
        block.kind is not BlockKind.HEADING and _CHANGES_WORD.search(block.text) and _NAMES_THE_TEXT.search(block.text)
        for block in document.blocks_of(section.key)
    )
