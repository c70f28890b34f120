"""Which stretch of time in a sentence is a promise: the time between telling of a change and its effect.

    "changes take effect 30 days after …"        a length counted from an event, with a word of effect
    "30 days after …, the change takes effect"   the same the other way round
    "take effect after 30 days"
    "we tell you 30 days before …"               a length counted back, with a word of telling or effect
    "notice of 30 days"

The time that a reader has, the time in which a contract ends, and what the reader must do are no promises.
"""

from __future__ import annotations

import re

from policy.dates.lengths import Length
from policy.dates.promise_words import ENGLISH, SPLITS, any_of

CHANGE = re.compile(rf"\b{any_of('change')}", re.IGNORECASE)
TELLS = re.compile(rf"\b{any_of('tells')}\b", re.IGNORECASE)
EFFECT = re.compile(rf"\b{any_of('effect')}\b", re.IGNORECASE)

_POSSESSIVE = r"^[\N{RIGHT SINGLE QUOTATION MARK}'s,]{0,2}\s*"
_AT_LEAST = r"(?:\s*(?:at\s+least|no\s+less\s+than|mindestens|au\s+moins|al\s+menos|almeno|ten\s+minste|pelo\s+menos))?"
_A_PERIOD = r"(?:\s+(?:a|the)\s+(?:\w+\s+)?(?:period|term)\s+of)?"
_AFTER = re.compile(rf"{_POSSESSIVE}{any_of('after')}\b(?!\s+{any_of('own')}\b)", re.IGNORECASE)
_AFTER_THEN_EFFECT = re.compile(
    rf"{_POSSESSIVE}{any_of('after')}\b[^,.;]{{0,120}},[^.;]{{0,80}}\b{any_of('effect')}\b", re.I
)
_BEFORE = re.compile(rf"{_POSSESSIVE}{any_of('before')}\b", re.IGNORECASE)
_PASSED = re.compile(rf"\b{any_of('passed')}{_A_PERIOD}{_AT_LEAST}\s*$", re.IGNORECASE)
_PERIOD = re.compile(rf"\b{any_of('period')}{_AT_LEAST}\s*$", re.IGNORECASE)
_WINDOW = re.compile(rf"\b{any_of('window')}\b[^.,;]{{0,25}}$", re.IGNORECASE)
_LIMIT = re.compile(rf"\b{any_of('limit')}\b[^.,;]{{0,25}}$", re.IGNORECASE)
_ENDS = re.compile(rf"\b{any_of('ends')}", re.IGNORECASE)
_DUTY = re.compile(rf"\b{any_of('duty')}\b[^.;]{{0,80}}$", re.IGNORECASE)
_LASTS = re.compile(rf"\b{any_of('lasts')}\s*$", re.IGNORECASE)
_TO_REVIEW = re.compile(
    rf"^\s+to\s+(?:review|read|consider|study|decide|object)\b[^.;]{{0,60}}\bbefore\b[^.;]{{0,60}}\b{ENGLISH.effect}",
    re.I,
)
_READER_MAY = re.compile(
    r"\byou\s+(?:may|can|have|are\s+free\s+to)\b|\bsie\s+(?:können|haben)\b|\bvous\s+(?:pouvez|disposez|avez)\b|"
    r"\b(?:puede|podrá|tiene)\b(?=[^.;]{0,60}\bopon)|\b(?:potete|può)\b(?=[^.;]{0,60}\bopp)|\bu\s+(?:kunt|heeft)\b",
    re.IGNORECASE,
)
NEAR = 120
"""Characters before a length in which a word of effect belongs to it."""
REACH = 300
"""Characters on either side of a length that are looked at: what a long sentence says elsewhere is of something else."""


def is_promise(sentence: str, length: Length) -> bool:
    """Tell whether a length in a sentence about changes is promised between telling of a change and its effect."""
    in_front, behind = sentence[max(0, length.start - REACH) : length.start], sentence[length.end : length.end + REACH]
    if _TO_REVIEW.match(behind):
        return True
    if _WINDOW.search(in_front) or _DUTY.search(in_front) or _ends_a_contract(in_front, behind):
        return False
    if _LIMIT.search(in_front) and not _PASSED.search(in_front) and not EFFECT.search(in_front[-NEAR:]):
        return False
    return _counts_from_an_event(in_front, behind, ordinal=length.ordinal) or _counts_back(in_front, behind)


def _counts_from_an_event(in_front: str, behind: str, *, ordinal: bool) -> bool:
    if _READER_MAY.search(in_front[-NEAR:]) or _LASTS.search(in_front):
        return False
    after = _AFTER.match(behind)
    if after and not (ordinal and after[0].strip().lower() == "of"):
        holds = EFFECT.search(in_front[-NEAR:]) or _AFTER_THEN_EFFECT.match(behind) or _is_around(in_front, behind)
        if holds:
            return True
    if _PASSED.search(in_front):
        return bool(EFFECT.search(in_front[-NEAR:]) or EFFECT.search(behind[:NEAR]) or _is_around(in_front, behind))
    return False


def _counts_back(in_front: str, behind: str) -> bool:
    if _PERIOD.search(in_front):
        return True
    return _BEFORE.match(behind) is not None and any(
        pattern.search(part) for pattern in (TELLS, EFFECT) for part in (in_front, behind)
    )


def _is_around(in_front: str, behind: str) -> bool:
    """Tell whether the halves of a verb of effect stand around the length ("treten 30 Tage nach … in Kraft")."""
    return any(first.search(in_front[-NEAR:]) and second.search(behind[:NEAR]) for first, second in SPLITS)


def _ends_a_contract(in_front: str, behind: str) -> bool:
    """Tell whether the end of a contract stands nearer to the length than a change does."""
    around, middle = f"{in_front}{behind}", len(in_front)
    ends, change = _distance(_ENDS, around, middle), _distance(CHANGE, around, middle)
    return ends is not None and (change is None or ends < change)


def _distance(pattern: re.Pattern[str], text: str, middle: int) -> int | None:
    """Characters between the middle of a text and the nearest match of a pattern, None without one."""
    found = (max(middle - match.end(), match.start() - middle) for match in pattern.finditer(text))
    return min(found, default=None)
