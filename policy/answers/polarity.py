"""Yes or no: negation, conditions and numbers in a clause against those of a question."""

from __future__ import annotations

import re

from policy.answers.model import Verdict
from policy.answers.question import Question
from policy.sharing import Clause
from policy.vocabulary import Vocabulary

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
_AT_ONCE = re.compile(
    r"\b(?:immediate(?:ly)?|instant(?:ly)?|right away|at once|straight away|the same day|without notice)\b",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"\b(?:free|no (?:fee|charge|cost)|without (?:charge|cost)|not charge|(?:charge|charges) (?:nobody|no one)|do not ask for money|no extra)\b",
    re.IGNORECASE,
)
_ASKS_FREE = re.compile(r"\b(?:free|no (?:fee|charge|cost)|without (?:charge|cost))\b", re.IGNORECASE)
_CHANNEL = re.compile(r"\b(?:e-?mail|sms|letter|phone|banner|newsletter|blog|post)(?=s?\b|ed\b|ing\b)", re.IGNORECASE)
_WITHOUT_LEAVE = re.compile(
    r"\bwithout (?:\w+ ){0,3}?(?:permission|consent|asking|approval|warrant|court order|notice|telling)\b",
    re.IGNORECASE,
)
_LEAVE = re.compile(
    r"\b(?:only (?:with|if|when|after|where)|with your (?:permission|consent)|ask for your|your consent before|without your (?:permission|consent)|requires? (?:a|your)|have the necessary)\b",
    re.IGNORECASE,
)
_REACH = 60


def universal(text: str) -> bool:
    """Whether a text speaks without exception ("every change", "a fixed period")."""
    return bool(_UNIVERSAL.search(text))


def asks_immediacy(question: Question) -> bool:
    """Whether the question asks for something at once, which a stated period denies."""
    return bool(_AT_ONCE.search(question.asked))


_ENDLESS = re.compile(
    r"\b(?:forever|indefinitely|permanently|eternally|for good|without limit|for ever)\b", re.IGNORECASE
)


def asks_endlessness(question: Question) -> bool:
    """Whether the question asks for something without end, which a stated period denies."""
    return bool(_ENDLESS.search(question.asked))


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
            r"\bnot only\b|\bno later\b|\bwithout (?:undue )?delay\b|\bnot (?:be |always )?as \w+ as\b", before
        ):
            return True
    return False


def fee_verdict(asked: str, stated: str) -> Verdict:
    """Whether something is free: "do we charge" and "is it free" are opposite ways to ask it."""
    free = bool(_FREE.search(stated))
    asks_free = bool(_ASKS_FREE.search(asked))
    return Verdict.YES if free is asks_free else Verdict.NO


_YOUNGER = re.compile(r"\b(?:under|below|younger than)\s+(?:the age of\s+)?(\d{1,2})\b", re.IGNORECASE)
_OLD_ENOUGH = re.compile(
    r"\b(\d{1,2})\s*(?:years?)?(?: of age| old)?\s+(?:or|and)\s+(?:older|over|above)\b|\b(?:over|at least|older than)\s+(?:the age of\s+)?(\d{1,2})\b",
    re.IGNORECASE,
)


def too_young(asked: str, stated: str) -> bool:
    """Whether a question asks about people younger than the age that a clause demands."""
    younger, demanded = _YOUNGER.search(asked), _OLD_ENOUGH.search(stated)
    if not younger or not demanded:
        return False
    return int(younger.group(1)) <= int(demanded.group(1) or demanded.group(2))


def lacks_channel(asked: str, stated: str) -> bool:
    """Whether a question asks for a way of telling people ("by e-mail") that the clause does not name."""
    wanted = {match.lower().replace("-", "") for match in _CHANNEL.findall(asked)}
    named = {match.lower().replace("-", "") for match in _CHANNEL.findall(stated)}
    return bool(wanted) and not wanted & named


def needs_leave(asked: str, stated: str) -> bool:
    """Whether a question asks what happens without leave ("without permission") where the clause demands it."""
    return bool(_WITHOUT_LEAVE.search(asked)) and bool(_LEAVE.search(stated))
