"""How a customer may object to a change, as the text says it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policy.documents import Document

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"“«(]*[A-ZÀ-Þ])")
_OBJECTS = re.compile(
    r"\b(?:object(?:s|ing|ions?)?\s+to\s+(?:the|any|these|those|such|our|a|this)\s+(?:\w+\s+){0,2}?(?:chang|amend|modif|updat|revis|new)|"
    r"(?:do|does)\s+not\s+(?:agree|accept)|disagree|reject(?:s|ing)?\s+(?:the|any|these|such)|refus|widersprechen|objecting)",
    re.IGNORECASE,
)
_ABOUT_CHANGES = re.compile(r"chang|amend|modif|updat|revis|änder", re.IGNORECASE)
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
        for sentence in _SENTENCE_END.split(block.text[:20_000]):
            about_changes = _ABOUT_CHANGES.search(block.heading) or _ABOUT_CHANGES.search(sentence)
            if about_changes and _OBJECTS.search(sentence):
                addresses = tuple(found.lower().rstrip(".") for found in ADDRESS.findall(sentence))
                return ObjectionClause(sentence.strip(), block.section, block.first_line, addresses)
    return None
