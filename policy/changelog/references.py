"""Cross-references inside a document: "see section 7", "(§ 4.2)", links to "#rights"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from policy.changelog.model import BrokenReference
from policy.documents import Block, BlockKind, Document, slug

_NUMBER = r"(?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2}){0,3}(?:\([a-z0-9]{1,3}\))?"
_REFERENCE = re.compile(
    rf"(?<![\w§])(?:(?:sub-?)?sections?|clauses?|paragraphs?|§§?|abschnitte?n?|ziffern?|rubriques?|paragraphes?|seccion(?:es)?|"
    rf"sección|apartados?|cláusulas?|sezion[ei]|paragraf[oi]|clausol[ae]|secties?|paragraaf|paragrafen|clausules?|"
    rf"se[cç]?ç(?:ão|ões)|parágrafos?)\s*(?P<numbers>{_NUMBER}(?!\w)"
    rf"(?:\s*(?:,|and|or|to|through|und|bis|et|ou|à|y|e|o|al?|en|of|[-\u2013])\s*(?:sections?\s*)?{_NUMBER}(?!\w))*)",
    re.IGNORECASE,
)
_TEXT = r"(?:privacy\s+|cookie\s+)?(?P<text>policy|notice|terms|statement|agreement)"
_OWN_BEHIND = re.compile(rf"^[\s\"\u201d\u2019)\]]*(?:of|in|under|to)\s+(?:our|the)\s+{_TEXT}\b", re.IGNORECASE)
_ELSEWHERE_BEHIND = re.compile(
    r"^[\s\"\u201d\u2019)\]]*(?:\([^)]{0,60}\)\s*)?(?:of|in|under|to|from|des?|du|der|vom|von|del|della|dello|"
    r"dell|di|da|do|van)[\s\u2019']+(?!this\b|these\b|the\s+(?:present|above|following)|diese[rsmn]?\b|unsere[rsmn]?\b|"
    r"cette|notre|(?:la|el|il|o|a)\s+(?:présente|presente)|presente|est[ae]\b|nuestr[ao]|quest[ao]|nostr[ao]|nossa|dit\b|"
    r"deze|ons\b|onze)",
    re.IGNORECASE,
)
_OTHER_TEXT_BEHIND = re.compile(
    r"^.{0,30}?\b(?:Act|Code|Regulation|Directive|GDPR|DSGVO|RGPD|BDSG|Law|Statute|CCPA|U\.?S\.?C|Civil|Constitution|"
    r"HGB|BGB|TMG|TTDSG|UrhG|UWG|ZPO|Abs|et\s+seq|DMCA|CDA|Ley|Código|LOPD\w*|LSSI\w*|Legge|Codice|D\.?\s?Lgs|Wet|AVG|Lei|LGPD|Decreto|Regolamento|Reglamento|Regulamento)\b"
)
_OTHER_TEXT_IN_FRONT = re.compile(
    r"(?:\b(?:Act|Code|Regulation|Directive|GDPR|DSGVO|RGPD|Law|USC|U\.S\.C\.|Civil\s+Code|C\.F\.R\.|DMCA|CCPA|BGB|Art(?:icle|\.)?\s*\d+\w?)"
    r"[^.;]{0,25}|\bits\s+|\btheir\s+|\bthose\s+|\b(?:Terms|Agreement|Addendum|DPA|Policy)[\u2019'\"\u201d)]*,?\s+(?:at\s+)?)$"
)
SAME_CLAUSE = 50
"""Two clauses with the same reference are one, amended, when so many of a hundred letters are alike; a new clause that
says "laid out in Section 5", as an old one did, means what it says."""
LONGEST_COMPARED = 2_000


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as written: its words, the printed number that it names, and where it stands."""

    quote: str
    target: str
    block: Block
    start: int

    @property
    def context(self) -> str:
        """The reference with the words in front of it: the same in both texts when nobody touched it."""
        return self.block.text[max(0, self.start - 12) : self.start + len(self.quote)]


def find_references(document: Document) -> Iterator[Reference]:
    """Yield every reference to a numbered section of this very document."""
    title = document.title.lower()
    for block in document.blocks:
        if block.kind in (BlockKind.CODE, BlockKind.RULE, BlockKind.HEADING):
            continue
        for match in _REFERENCE.finditer(block.text):
            in_front, behind = block.text[: match.start()], block.text[match.end() :]
            if _names_another_text(in_front, behind, title):
                continue
            for number in re.findall(_NUMBER, match["numbers"]):
                yield Reference(match[0], number, block, match.start())


def _names_another_text(in_front: str, behind: str, title: str) -> bool:
    """Tell whether "section 2" belongs to another text: a law, or "the policy" said in a text that is none."""
    own = _OWN_BEHIND.match(behind)
    if own:
        return own["text"].lower() not in title
    return bool(
        _ELSEWHERE_BEHIND.match(behind)
        or _OTHER_TEXT_BEHIND.match(behind)
        or _OTHER_TEXT_IN_FRONT.search(in_front[-60:])
    )


_PRINTED = re.compile(r"^[ \t#*_>|-]{0,20}((?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2}){0,3})(?=\\?[.)]|[ \t])", re.MULTILINE)
"""A number at the start of a line counts as printed there, whatever the reader made of the line."""


def known_numbers(document: Document) -> frozenset[str]:
    """Return every number that a reference may name: of sections, headings, items and their parents ("4" of "4.2")."""
    numbers: set[str] = {section.number for section in document.sections if section.number}
    numbers |= set(_PRINTED.findall(document.source))
    for block in document.blocks:
        label = block.label.strip("().").lower() if block.label else ""
        if not label:
            continue
        numbers |= {label, block.label.strip(".")}
        holder = _number_of(document, block.section)
        if holder and block.kind is not BlockKind.HEADING:
            numbers |= {f"{holder}({label})", f"{holder}.{label}"}
    return frozenset(_folded(number) for number in numbers | _parents(numbers))


def _number_of(document: Document, key: str) -> str:
    section = document.section(key)
    return section.number if section else ""


def _parents(numbers: set[str]) -> set[str]:
    return {".".join(number.split(".")[:length]) for number in numbers for length in range(1, number.count(".") + 1)}


def _folded(number: str) -> str:
    return re.sub(r"[()\s]", ".", number.lower()).replace("..", ".").strip(".")


def dangling(document: Document) -> tuple[BrokenReference, ...]:
    """Return the references that lead nowhere: to a number that no section or item bears, or to an absent anchor.

    A document whose sections bear no numbers is only asked for its anchors: nothing tells what "section 2" is there.
    """
    return (*_dangling_numbers(document), *_dangling_anchors(document))


def _dangling_numbers(document: Document) -> Iterator[BrokenReference]:
    numbered = [section for section in document.sections if re.fullmatch(r"(?:[A-Z]\.)?[\d.]+", section.number)]
    if len(numbered) < 2:
        return
    known = known_numbers(document)
    for reference in find_references(document):
        bare = re.sub(r"\([a-z0-9]{1,3}\)$", "", reference.target)
        if _folded(reference.target) not in known and _folded(bare) not in known:
            reason = f'"{reference.quote}" names a section {reference.target} that the text does not have'
            yield _broken(reference, reason)


def _broken(reference: Reference, reason: str) -> BrokenReference:
    block = reference.block
    return BrokenReference(reference.quote, reference.target, block.section, block.first_line, reason)


_ANCHOR = re.compile(r"(?:\bid|\bname)\s*=\s*[\"']?([\w.:-]{1,200})|\{#([\w.:-]{1,200})\}", re.IGNORECASE)


def _dangling_anchors(document: Document) -> Iterator[BrokenReference]:
    links = [(block, link) for block in document.blocks for link in block.links if link.target.startswith("#")]
    if not links:
        return
    anchors = {_anchor(section.heading) for section in document.sections} | {
        section.key for section in document.sections
    }
    anchors |= {_anchor(block.text) for block in document.blocks if block.kind is BlockKind.HEADING}
    anchors |= {_anchor(f"{block.label} {block.text}") for block in document.blocks if block.kind is BlockKind.HEADING}
    anchors |= {first or second for first, second in _ANCHOR.findall(document.source)} | {"", "top"}
    for block, link in links:
        target = link.target[1:]
        if target not in anchors and _anchor(target) not in anchors:
            reason = f'the link "{link.text[:60]}" leads to {link.target[:80]}, which no heading bears'
            yield BrokenReference(link.text, link.target, block.section, block.first_line, reason)


def _anchor(heading: str) -> str:
    return slug(heading)


def moved_targets(old: Document, new: Document) -> tuple[BrokenReference, ...]:
    """Return the references whose number stayed while the section behind it became another one ("see section 7")."""
    before = {section.number: section.heading for section in old.sections if section.number}
    after = {section.number: section.heading for section in new.sections if section.number}
    shifted = _shifted(before, after)
    if not shifted:
        return ()
    kept: dict[str, list[str]] = {}
    for reference in find_references(old):
        kept.setdefault(reference.context, []).append(reference.block.text)
    found: list[BrokenReference] = []
    for reference in find_references(new):
        target = reference.target
        if target in shifted and _is_one_of(reference.block.text, kept.get(reference.context, [])):
            reason = f'"{reference.quote}" meant "{before[target]}", which is now {shifted[target]}; {target} is "{after.get(target, "gone")}"'
            found.append(_broken(reference, reason))
    return tuple(found)


def _is_one_of(text: str, others: list[str]) -> bool:
    return any(
        fuzz.ratio(text[:LONGEST_COMPARED], other[:LONGEST_COMPARED], score_cutoff=SAME_CLAUSE) for other in others
    )


def _shifted(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Return old number → new number of every heading that bears another number now."""
    now: dict[str, list[str]] = {}
    for number, heading in after.items():
        now.setdefault(heading.lower(), []).append(number)
    return {
        number: now[heading.lower()][0]
        for number, heading in before.items()
        if len(now.get(heading.lower(), [])) == 1 and now[heading.lower()][0] != number
    }
