"""Defined terms: which came, went or mean something else now, and which sections use them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policy.changelog.model import DefinitionChange
from policy.compare import Redline
from policy.documents import Block, BlockKind, Document
from policy.sharing.sentences import split_sentences

LONGEST_TERM = 60
LONGEST_BEFORE = 120
"""So many characters before a term in brackets are taken for what it stands for."""
MOST_DEFINITIONS = 500
"""More terms than this no policy defines: a hostile text must not cost a search of its blocks for each."""
MOST_USES = 30

_OPEN, _CLOSE = '"“„«', '"”“»'
_TERM = rf"[{_OPEN}]\s*(?P<term>[^{_OPEN}{_CLOSE}]{{2,{LONGEST_TERM}}}?)\s*[,.]?[{_CLOSE}]"
_MEANS = (
    r"(?:shall\s+|will\s+)?(?:means?|refers?\s+to|has\s+the\s+meaning|have\s+the\s+meaning|is\s+defined\s+as|includes?)\b"
    r"|désigne(?:nt)?\b|s'entend\b|signifie\b|bezeichne(?:t|n)\b|bedeutet\b|significa\b|se\s+refiere\s+a\b|se\s+entiende\b"
    r"|si\s+intende\b|indica\b|betekent\b|wordt\s+verstaan\b|refere-se\s+a\b|entende-se\b"
)
_SENTENCE = re.compile(rf"{_TERM}(?:\s*\([^()]{{0,40}}\))?[\s:,]+(?:{_MEANS})", re.IGNORECASE)
_NEXT_TERM = rf"(?:\s*(?:,|;|/|and|or|et|ou|und|oder|y|o|e|en|of)?\s*[{_OPEN}][^{_OPEN}{_CLOSE}]{{1,{LONGEST_TERM}}}[{_CLOSE}]){{0,5}}"
_IN_BRACKETS = re.compile(rf"\((?:[^()\"“„«]{{0,40}}\s)?{_TERM}{_NEXT_TERM}[\s.,]*\)")
_BOLD = re.compile(rf"\s*(?:{_MEANS})", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Definition:
    """A term with the sentence that says what it means, and where that stands (`section` as printed, 1-based line)."""

    term: str
    text: str
    section: str
    block: int
    line: int


def find_definitions(document: Document) -> dict[str, Definition]:
    """Return the defined terms of a text, by their words in small letters; of several definitions the first.

    A term is defined where it stands in quotes or in bold before "means" (in seven languages), or in quotes in
    brackets behind what it stands for: (the "Service").
    """
    found: dict[str, Definition] = {}
    for block in document.blocks:
        if len(found) >= MOST_DEFINITIONS:
            break
        for term, text in _terms_of(block):
            found.setdefault(_key(term), Definition(term, text, block.section, block.index, block.first_line))
    return found


def definitions_changed(redline: Redline) -> tuple[DefinitionChange, ...]:
    """Return the terms whose definition came, went or reads otherwise, with the sections of the new text that use them
    (of the old one, where the definition went)."""
    old, new = find_definitions(redline.old), find_definitions(redline.new)
    changes = []
    for key in [*new, *(key for key in old if key not in new)]:
        before, after = old.get(key), new.get(key)
        if before and after and _folded(before.text) == _folded(after.text):
            continue
        here, text = (after, redline.new) if after else (before, redline.old)
        if here is not None:
            uses = _uses(here, text)
            changes.append(
                DefinitionChange(
                    here.term, before.text if before else "", after.text if after else "", here.section, uses
                )
            )
    return tuple(changes)


def _terms_of(block: Block) -> Iterator[tuple[str, str]]:
    """Yield each term that a block defines, with the words that define it."""
    if block.kind in (BlockKind.HEADING, BlockKind.CODE, BlockKind.HTML, BlockKind.RULE):
        return
    for match in _SENTENCE.finditer(block.text):
        if _is_term(match["term"]):
            yield match["term"].strip(), _sentence(block.text, match.start())
    for match in _IN_BRACKETS.finditer(block.text):
        if _is_term(match["term"]):
            yield match["term"].strip(), _words_before(block.text, match)
    if block.emphases and block.emphases[0].start == 0 and block.emphases[0].strong:
        term = block.text[: block.emphases[0].end].strip(' :."“”„«»')
        if _is_term(term) and len(term) <= LONGEST_TERM and _BOLD.match(block.text, block.emphases[0].end):
            yield term, _sentence(block.text, 0)


def _is_term(words: str) -> bool:
    """A term is a name, not a sentence that is quoted: few words, and letters among them."""
    return len(words.split()) <= 6 and bool(_LETTERS.search(words))


def _key(term: str) -> str:
    return " ".join(term.lower().split())


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _sentence(text: str, at: int) -> str:
    return next((text[start:end] for start, end in split_sentences(text) if start <= at < end), text).strip()


def _words_before(text: str, brackets: re.Match[str]) -> str:
    """Return what a term in brackets stands for: the words before it in its sentence, and the brackets."""
    start = next((start for start, end in split_sentences(text) if start <= brackets.start() < end), 0)
    if brackets.start() - start > LONGEST_BEFORE:
        start = text.find(" ", brackets.start() - LONGEST_BEFORE) + 1
    return text[start : brackets.end()].strip()


def _uses(definition: Definition, document: Document) -> tuple[str, ...]:
    """Return the sections, as printed, whose text uses the term outside its definition, in order."""
    used = re.compile(rf"(?<!\w){re.escape(definition.term)}(?!\w)", re.IGNORECASE if definition.term.islower() else 0)
    sections: dict[str, None] = {}
    for block in document.blocks:
        if block.index != definition.block and block.section not in sections and used.search(block.text):
            sections[block.section] = None
            if len(sections) == MOST_USES:
                break
    return tuple(sections)
