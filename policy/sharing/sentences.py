"""Cuts the text of a block into its label and its sentences."""

from __future__ import annotations

import re

from policy.documents import Block, BlockKind

_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9]|\[)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|inc|ltd|co|corp|no|nos|vs|cf|art|sec|st|mr|ms|mrs|dr|approx|incl|resp|u\.s|u\.k|[A-Z]|s\.r|r\.o))\.[\"”’')\]]*$",
    re.IGNORECASE,
)
_PLAIN_LABEL = re.compile(r"([A-Z0-9][^.:;!?]{1,70}):\s+(?=[A-Z“\"(])")
_LONGEST_LABEL_WORDS = 12
_PLAIN_LABEL_WORDS = 7
_LABEL_ENDS = ":.–—-"


def split_label(block: Block) -> tuple[str, int]:
    """Return the words that a block opens with as its label, and where its text begins; ("", 0) without one.

    A label is emphasised and ends with a colon, full stop or dash ("_Hosting Services:_ We …"), or stands in plain
    words before a colon ("Customer engagement: We …").
    """
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        return "", 0
    if block.emphases and block.emphases[0].start <= 1:
        end = block.emphases[0].end
        for following in block.emphases[1:]:  # bold words that touch are one label ("**Stripe**, **Wise**:")
            if following.start - end > 2:
                break
            end = following.end
        if label := _emphasised(block.text, end):
            return label
    match = _PLAIN_LABEL.match(block.text)
    if match and len(match.group(1).split()) <= _PLAIN_LABEL_WORDS:
        return match.group(1).strip(), match.end()
    return "", 0


def _emphasised(text: str, end: int) -> tuple[str, int] | None:
    label = text[:end].strip()
    rest = text[end:]
    closing = re.match(r"\s*[:.–—-]+\s*|\s+(?=[A-Z(\"“])", rest) if not label.endswith((":", ".", "–", "—")) else None
    ended = label.endswith((":", ".", "–", "—")) or closing
    if not label or not ended or not rest.strip() or len(label.split()) > _LONGEST_LABEL_WORDS:
        return None
    begin = end + (closing.end() if closing else len(rest) - len(rest.lstrip()))
    return label.strip(_LABEL_ENDS + " "), begin


def split_sentences(text: str, start: int = 0) -> tuple[tuple[int, int], ...]:
    """Return the half-open ranges of the sentences in text[start:], as offsets in `text`."""
    ranges: list[tuple[int, int]] = []
    begin = start
    for match in _END.finditer(text, start):
        stop = match.start() + len(match.group().rstrip())
        if _ABBREVIATION.search(text[max(begin, stop - 12) : stop]):
            continue
        if text[begin:stop].strip():
            ranges.append((begin, stop))
        begin = match.end()
    if text[begin:].strip():
        ranges.append((begin, len(text.rstrip())))
    return tuple(ranges)
