"""Yes/no questions that one clause answers in so many words, whatever it is about."""

from __future__ import annotations

import re

from policy.answers.asking import Asking
from policy.answers.finding import Finding
from policy.answers.model import Verdict
from policy.answers.polarity import clause_denies
from policy.sharing.predicates import is_denial

_INTENT = "topic"
_OFFER = re.compile(
    r"\b(?:do|can|does) (?:we|it|our \w+) (?:also )?(?:offer|have|provide|support|run|perform|require|recommend|allow)\b",
    re.IGNORECASE,
)


def outright_answer(asking: Asking) -> Finding | None:
    """Return what a single clause says outright, or None."""
    return denied_outright(asking) or offered_outright(asking) or stated_outright(asking)


def denied_outright(asking: Asking) -> Finding | None:
    """Return "no" where a clause denies in so many words what a yes/no question asks ("we have no advertising").

    Questions about sharing are left out: that we do not ask for something says nothing about who gets it.
    """
    question, mentions = asking.question, asking.mentions
    about = frozenset((*question.data, *question.purposes, *question.kinds))
    sharing = question.acts & {"share", "sell"} and not question.purposes
    if not asking.polar or not about or mentions.known or mentions.unknown or sharing:
        return None
    telling = [word.stem for word in asking.hard_words()]
    for clause in asking.reading.clauses:
        concepts = clause.wording.concepts
        spoken = {key: _spoken(asking, key, concepts) for key in about}
        if not all(spoken.values()) or any(word not in clause.wording.stems for word in telling):
            continue
        if clause_denies(clause, about.union(*spoken.values()), asking.vocabulary):
            return Finding(Verdict.NO, "No.", clauses=(clause,), intent=_INTENT)
    return None


def _spoken(asking: Asking, wanted: str, concepts: frozenset[str]) -> frozenset[str]:
    """Return the concepts of a clause that are what is asked about, or contain it ("financial information": cards)."""
    vocabulary = asking.vocabulary
    return frozenset(
        key
        for key in concepts
        if key == wanted
        or (key.startswith("data:") and not vocabulary.concepts[key].generic and vocabulary.within(wanted, key))
    )


def offered_outright(asking: Asking) -> Finding | None:
    """Return "yes" where a clause speaks of what a yes/no question asks whether we offer or have."""
    question = asking.question
    about = frozenset((*question.data, *question.purposes))
    if (
        not asking.polar
        or not about
        or not _OFFER.search(question.asked)
        or asking.mentions.known
        or asking.mentions.unknown
    ):
        return None
    telling = [word.stem for word in asking.hard_words()]
    for clause in asking.reading.clauses:
        if about <= clause.wording.concepts and all(word in clause.wording.stems for word in telling):
            return Finding(Verdict.YES, "Yes.", clauses=(clause,), intent=_INTENT)
    return None


def stated_outright(asking: Asking) -> Finding | None:
    """Return yes or no where one clause about third parties has every telling word of a yes/no question."""
    question, mentions = asking.question, asking.mentions
    telling = {word.stem for word in asking.hard_words()}
    plain = question.data or question.purposes or question.kinds or mentions.known or mentions.unknown
    if not asking.polar or not telling or plain or not question.generic_recipient:
        return None
    for clause in asking.reading.clauses:
        if telling <= clause.wording.stems and any(
            True for _ in asking.vocabulary.generic.find(clause.wording.tokens, clause.text)
        ):
            verdict = Verdict.NO if is_denial(clause.text) else Verdict.YES
            return Finding(verdict, "Yes." if verdict is Verdict.YES else "No.", clauses=(clause,), intent=_INTENT)
    return None
