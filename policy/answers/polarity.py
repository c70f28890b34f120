"""Yes or no: negation, conditions and numbers in a clause against those of a question."""

from __future__ import annotations

import re

from policy.answers.question import Question
from policy.sharing import Clause
from policy.vocabulary import Vocabulary

_NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
    "twelve": "12", "fourteen": "14", "thirty": "30", "sixty": "60", "ninety": "90",
}  # fmt: skip
_COUNTED = re.compile(
    r"\b(\d+|"
    + "|".join(_NUMBER_WORDS)
    + r")\b(?:\s*\(\d+\))?[\s-]*(?:business |working |calendar )?(hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|cannot|can't|don't|doesn't|won't|without|neither|nor|nobody|isn't|aren't)\b|\bin no case\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:may|might|if|when|where|significant|material|some|certain|unless|except|usually|generally|as long as|as necessary)\b",
    re.IGNORECASE,
)
_UNIVERSAL = re.compile(
    r"\b(?:every|always|all changes|any change|each|promise|guarantee|in all cases|under all circumstances|whatever|no matter|fixed|forever|unlimited|automatically|everyone)\b",
    re.IGNORECASE,
)
_REACH = 60


def numbers_in(text: str) -> tuple[tuple[str, str], ...]:
    """Return the periods in a text as (number, unit) with digits: "thirty (30) days" is ("30", "day")."""
    return tuple((_NUMBER_WORDS.get(number.lower(), number), unit.lower()) for number, unit in _COUNTED.findall(text))


def universal(question: Question) -> bool:
    """Whether the question asks for something without exception ("every change", "a fixed period")."""
    return bool(_UNIVERSAL.search(question.asked))


def is_conditional(text: str) -> bool:
    """Whether a clause holds only under a condition or as a possibility."""
    return bool(_CONDITION.search(text))


def clause_denies(clause: Clause, topics: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Whether a negation governs what the question is about: it stands shortly before it in the same part of the clause."""
    starts = (
        [
            match.start
            for match in clause.wording.matches
            if match.concept in topics
            or ((concept := vocabulary.concepts.get(match.concept)) and concept.parent in topics)
        ]
        if clause.wording.matches
        else []
    )
    text = clause.text.replace("’", "'")
    for start in sorted(starts):
        before = re.split(r"[;:]|,\s+(?:but|and|or|which|unless|where)\b", text[max(0, start - _REACH) : start])[-1]
        if _NEGATION.search(before) and not re.search(
            r"\bnot only\b|\bno later\b|\bwithout (?:undue )?delay\b", before
        ):
            return True
    return False
