"""The blocks of a document as comparison sees them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from policy.compare.tokens import Tokens, is_word, spans, tokenise
from policy.documents import Block, BlockKind, Document
from policy.documents.labels import worded_length


@dataclass(frozen=True, slots=True)
class Unit:
    """A block with its words. `position` counts units, not blocks: rules and empty blocks are not compared."""

    position: int
    block: Block
    tokens: Tokens = field(repr=False)
    key: str

    @property
    def size(self) -> int:
        """Number of words and signs."""
        return len(self.tokens.words)

    @property
    def is_heading(self) -> bool:
        return self.block.kind is BlockKind.HEADING


def read_units(document: Document) -> tuple[Unit, ...]:
    """Return what is to be compared of a document, in order."""
    said = (block for block in document.blocks if block.text and block.kind is not BlockKind.RULE)
    return tuple(Unit(position, block, tokenise(block.text), _key(block)) for position, block in enumerate(said))


def _key(block: Block) -> str:
    """Return what makes two blocks equal: the words without form, the label that a heading spells out left aside."""
    key = tokenise(block.text).key
    if block.kind is BlockKind.HEADING and block.label and block.text.startswith(block.label):
        return tokenise(block.text[worded_length(block.text) :]).key or key
    return key


@lru_cache(maxsize=8_192)
def bag(key: str) -> Counter[str]:
    """Return the words of a text, small letters, with their counts."""
    return Counter(word for word in key.lower().split() if is_word(word))


def likeness(one: Unit, other: Unit) -> float:
    """Return which part of the words two units share, 0 to 1 (Dice coefficient over counted words)."""
    words, others = bag(one.key), bag(other.key)
    total = words.total() + others.total()
    return 2 * shared(words, others) / total if total else 0.0


def shared(words: Counter[str], others: Counter[str]) -> int:
    """Return how many words two bags share: `(words & others).total()`, at the cost of the smaller one."""
    few, many = (words, others) if len(words) <= len(others) else (others, words)
    return sum([min(few[word], many[word]) for word in few.keys() & many.keys()])


def forget() -> None:
    """Drop what is kept of the words of texts already compared."""
    for kept in (tokenise, spans, bag):
        kept.cache_clear()
