"""Questions that cannot be answered honestly, and the examples that are shown instead."""

from __future__ import annotations

import re
from functools import lru_cache

from policy.answers.mentions import Mentions, known_stems
from policy.answers.question import LONGEST_QUESTION, Question, clean_question, is_injection
from policy.sharing import Force, PolicyReading, RecipientKind
from policy.vocabulary import Vocabulary

_FEWEST_KNOWN = 0.6


def refusal_reason(raw: str) -> str:
    """Return why a text is no question before it is read ("" when it may be one)."""
    if len(raw) > LONGEST_QUESTION:
        return f"The question is longer than {LONGEST_QUESTION} characters."
    text = clean_question(raw)
    if not re.search(r"[A-Za-z]{2}", text):
        return "There are no words in it that I can read."
    if is_injection(text):
        return "I only repeat what the policy says, and that is not a question about it."
    return ""


def is_foreign(question: Question, mentions: Mentions, reading_stems: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Whether most words are neither English nor names of the policy: another language, or noise."""
    known = known_stems(vocabulary)
    words = [
        (place, word)
        for place, word in enumerate(question.words)
        if not word.text.isdigit() and (place in mentions.places or not word.text[:1].isupper() or place == 0)
    ]

    def is_known(place: int, text: str, stem: str) -> bool:
        plain = text.lower().removesuffix("'s")
        return place in mentions.places or plain in vocabulary.ordinary or stem in known or stem in reading_stems

    if not words:
        return not question.words
    return sum(is_known(place, word.text, word.stem) for place, word in words) < _FEWEST_KNOWN * len(words)


def is_empty_of_meaning(question: Question, mentions: Mentions) -> bool:
    """Whether nothing in the question points at anything that a privacy policy speaks of."""
    meaning = [key for key in question.concepts if not key.startswith("word:")]
    return not (
        meaning
        or mentions.known
        or mentions.unknown
        or mentions.own
        or question.generic_recipient
        or question.acts & {"share", "sell"}
    )


@lru_cache(maxsize=64)
def _examples(reading: PolicyReading, vocabulary_key: int) -> tuple[str, ...]:
    del vocabulary_key
    found: list[str] = []
    stated = [s for s in reading.statements if s.force is not Force.NEVER]
    named = [s for s in stated if s.recipient.kind is RecipientKind.NAMED]
    with_purpose = next((s for s in named if s.purposes), None)
    if with_purpose:
        found.append(f"What is {with_purpose.recipient.name} for?")
    if named:
        found.append("Who do we share personal data with?")
    elif stated:
        found.append(f"Do we share personal data with {stated[0].recipient.name}?")
    concepts = {concept for clause in reading.clauses for concept in clause.wording.concepts}
    for topic, example in _TOPIC_EXAMPLES:
        if f"topic:{topic}" in concepts:
            found.append(example)
    return tuple(found[:3])


_TOPIC_EXAMPLES = (
    ("retention", "How long do we keep personal data?"),
    ("erasure", "Can a customer ask us to delete their data?"),
    ("transfers", "Do we transfer data to other countries?"),
    ("change_notice", "How do we announce changes to the policy?"),
    ("collection", "What data do we collect?"),
    ("security", "How do we protect personal data?"),
)


def examples_for(reading: PolicyReading, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return up to three questions that this policy answers."""
    return _examples(reading, id(vocabulary))
