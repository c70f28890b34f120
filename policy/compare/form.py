"""What differs between two blocks that say the same: numbering, and aspects of form."""

from __future__ import annotations

import re

from policy.compare.units import Unit
from policy.documents import Block, BlockKind
from policy.documents.labels import section_number, worded_label

_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)|<img\b[^>]*>", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.HTML, BlockKind.CODE})


def own_label(block: Block) -> str:
    """Return the label to print in front of a block's text: "" where the text itself says it ("Article 2. Fees")."""
    return "" if block.label == worded_label(block.text) else block.label


def is_renumbered(old: Block, new: Block) -> bool:
    """Did the printed number change? A heading may gain or lose one; an item that does so changed its list style."""
    one, other = section_number(old.label), section_number(new.label)
    if one == other:
        return False
    return bool(one and other) or BlockKind.HEADING in (old.kind, new.kind)


def aspects_of(old: Unit, new: Unit) -> tuple[str, ...]:
    """Return what a reader of the page could notice, or a link could lead to, between blocks that say the same."""
    one, other = old.block, new.block
    if (
        one.markdown == other.markdown
        and one.kind is other.kind
        and (one.label, one.links) == (other.label, other.links)
    ):
        return ()
    found = {
        "capitals": old.key != new.key,
        "characters": old.tokens.text != new.tokens.text,
        "style": _style(one) != _style(other),
        "list sign": bool(one.label) != bool(other.label) and one.kind is BlockKind.ITEM is other.kind,
        "emphasis": _emphasised(one) != _emphasised(other),
        "link": [link.target for link in one.links] != [link.target for link in other.links],
        "image": _images(one.markdown) != _images(other.markdown),
        "invisible characters": _invisible(one.markdown) != _invisible(other.markdown),
    }
    return tuple(name for name, differs in found.items() if differs)


def _images(markdown: str) -> list[str]:
    return _IMAGE.findall(markdown) if "![" in markdown or "<" in markdown else []


def _invisible(markdown: str) -> list[str]:
    return [] if markdown.isascii() else _INVISIBLE.findall(markdown)


def _style(block: Block) -> str:
    return "prose" if block.kind in _PROSE else block.kind.value


def _emphasised(block: Block) -> list[tuple[str, bool]]:
    """Return the emphasised words; a heading is prominent anyway, so that emphasis of all of it says nothing."""
    if block.kind is BlockKind.HEADING:
        return []
    if not block.emphases:
        return []
    words = ((block.text[emphasis.start : emphasis.end].strip(), emphasis.strong) for emphasis in block.emphases)
    return sorted(words)
