"""How a customer may object to a change, as the text says it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policy.dates import is_about_changes
from policy.documents import Document

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"“«(]*[A-ZÀ-Þ])")
_OBJECTS_TO_CHANGE = re.compile(
    r"\bobject(?:s|ing|ions?)?\s+to\s+(?:the|any|these|those|such|our|a|this)\s+(?:\w+\s+){0,2}?"
    r"(?:chang|amend|modif|updat|revis|new)",
    re.IGNORECASE,
)
_OBJECTS = re.compile(
    r"\bobjections?\b|\bobject(?:s|ing)?\b(?!ive)|\bwiderspr[eiu]|\bwidersetz|\boppos(?:er|ez|é|ition)|"
    r"\bopon(?:er|erse|e|ga|gan)\b|\boposici|\bopor\b|\bopor-se\b|\boposiç|\boppor(?:si|vi|re|ti)\b|\boppon(?:i|e|ete|ga)\b|\bopposizion|\bobiezion|"
    r"\bbezwaar|\bobjeta|\bobjeci",
    re.IGNORECASE,
)
_DISAGREES = re.compile(
    r"\b(?:do|does)\s+not\s+(?:agree|accept|wish\s+to\s+be\s+bound)|\bdisagree|\breject(?:s|ing)?\s+(?:the|any|these|such)|"
    r"\brefus(?:e|es|er|al|ez|ar)\b|\bnicht\s+(?:einverstanden|zustimmen|akzeptieren)|\bablehn|\bn['\N{RIGHT SINGLE QUOTATION MARK}]"
    r"(?:acceptez|êtes)\s+pas|\bdésaccord|\bno\s+(?:está|acepta)|\brechaz|\bnon\s+(?:accett|siete|sei|è)\w*|\brifiut|"
    r"\bniet\s+(?:mee\s+eens|akkoord|instem)|\bnão\s+(?:concord|aceit)|\brecus",
    re.IGNORECASE,
)
_THE_CHANGE = re.compile(
    r"\b(?:chang|amend|modif|updat|revis|new\s+(?:terms|version|polic)|änder|cambi|wijzig|alteraç|atualiz|aggiorn|variazion|"
    r"nouvelles?\s+(?:conditions|version)|nuevas?\s+(?:condiciones|versión)|(?:these|the|this)\s+(?:terms|polic))",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")


@dataclass(frozen=True, slots=True)
class ObjectionClause:
    """The sentence that says how to object to a change, where it stands, and the addresses it names."""

    sentence: str
    section: str
    line: int
    addresses: tuple[str, ...]


def find_objection(document: Document) -> ObjectionClause | None:
    """Return the sentence that tells customers how to object to a change; None when the text has none."""
    for block in document.blocks:
        under_changes = is_about_changes(block.heading)
        for sentence in _SENTENCE_END.split(block.text[:20_000]):
            if _is_about_objecting(sentence, under_changes=under_changes):
                addresses = tuple(found.lower().rstrip(".") for found in ADDRESS.findall(sentence))
                return ObjectionClause(sentence.strip(), block.section, block.first_line, addresses)
    return None


def _is_about_objecting(sentence: str, *, under_changes: bool) -> bool:
    if _OBJECTS_TO_CHANGE.search(sentence):
        return True
    if not under_changes:
        return False
    return _OBJECTS.search(sentence) is not None or (
        _DISAGREES.search(sentence) is not None and _THE_CHANGE.search(sentence) is not None
    )
