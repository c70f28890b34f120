"""Questions about clauses that are no sharing statements: rights, retention, transfers, security, changes and so on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policy.answers.asking import Asking
from policy.answers.finding import Finding, not_stated
from policy.answers.index import ClauseContext
from policy.answers.model import Verdict
from policy.answers.periods import numbers_in
from policy.answers.polarity import (
    asks_endlessness,
    asks_immediacy,
    clause_denies,
    fee_verdict,
    is_conditional,
    lacks_channel,
    needs_leave,
    too_young,
    universal,
)
from policy.answers.selection import related_clauses
from policy.sharing import Clause
from policy.vocabulary import Vocabulary

_INTENT = "topic"
LOOSE = frozenset(
    f"topic:{key}"
    for key in (
        "use",
        "collection",
        "data_kinds",
        "law",
        "contact",
        "rights",
        "exercise",
        "scope",
        "terms_of_service",
        "region_choice",
        "data_centers",
    )
)
"""Topics that a question often only brushes; they help to rank, but need not be covered."""
_PERIOD = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|thirty|sixty|ninety)\b[\s\w()-]{0,12}?\b(?:hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_KEPT_FOR = re.compile(
    r"\b(?:after|within|for|up to|every|another|approximately)\s+(?:\w+\s+){0,2}?(?:\d+|one|two|three|four|five|six|seven|ten|twelve|thirty|ninety)\s*(?:\(\d+\)\s*)?(?:hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_CRITERION = re.compile(
    r"\b(?:as long as|for as long|until|indefinitely|forever|no longer than|no longer needed|annually|once a year|twice a year|yearly|monthly|weekly|daily|"
    r"regularly|frequently|routinely|periodically|as soon as|long enough|immediately|without delay|at any time|for the duration|free of charge|permanently)\b",
    re.IGNORECASE,
)
_ENTITLED = re.compile(r"\b(?:entitled|right) to know\b", re.IGNORECASE)
"""“You are entitled to know whether we do X” does not say whether we do."""
_DEFINITION = re.compile(
    r"[^,.;]{2,40}?\b(?:is|are) (?:an?|small|signals?|text|any|tiny) (?:\w+ ){0,4}?(?:files?|signals?|pieces?|strings?|that|sent|code)\b"
)
"""A sentence that says what a thing is does not say what we do with it."""
_HEARSAY = 1.5
_IN_TEXT, _IN_LABEL, _BESIDE, _AT_HOME = 3.0, 2.6, 1.6, 1.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause with how well it fits, and which of the wanted topics it lacks."""

    clause: Clause
    score: float
    lacking: frozenset[str]
    lacking_data: bool
    lacking_words: tuple[str, ...]


def answer_topic(asking: Asking) -> Finding:
    """Answer from the clause that covers the topics, data and telling words of the question best."""
    wanted = wanted_topics(asking)
    candidates = rank(asking, wanted)
    if not candidates:
        return not_stated("The policy does not say.", related_clauses(asking), intent=_INTENT)
    best = candidates[0]
    core = wanted - LOOSE
    if _uncovered(asking, best, core):
        return not_stated("The policy does not say.", _related(candidates), intent=_INTENT, strength=0.2)
    if asking.question.quantity and not _has_quantity(asking, best.clause):
        other = next(
            (c for c in candidates[:6] if not _uncovered(asking, c, core) and _has_quantity(asking, c.clause)), None
        )
        if other is None:
            return not_stated(
                "The policy gives no number or period for this.", _related(candidates), intent=_INTENT, strength=0.4
            )
        best = other
    clauses = _with_company(asking, best, candidates, core)
    if not asking.polar:
        return Finding(Verdict.OPEN, "The policy says:", clauses=clauses, intent=_INTENT)
    verdict = _verdict(asking, best)
    if verdict is Verdict.NOT_STATED:
        return not_stated("The policy does not say so.", _related(candidates), intent=_INTENT, strength=0.4)
    return Finding(verdict, "Yes." if verdict is Verdict.YES else "No.", clauses=clauses, intent=_INTENT)


def wanted_topics(asking: Asking) -> frozenset[str]:
    """Return the question's topics, without those that only loose words suggest."""
    topics = set(asking.question.topics) - brushed(asking)
    narrow = {asking.vocabulary.concepts[key].parent for key in topics}
    return frozenset(key for key in topics if key not in narrow or key in asking.question.denied)


_RETENTION_CUE = re.compile(
    r"\b(?:how long|long|months?|years?|days?|weeks?|period|forever|until|after|retention|retain\w*|indefinitely|delet\w*|expire\w*|still have|when)\b",
    re.IGNORECASE,
)
_CHANGE_CUE = re.compile(
    r"\b(?:polic\w+|chang\w+|notice|version|update\w*|amend\w*|revis\w+|banner|new terms|page)\b", re.IGNORECASE
)
_ASKS_WHO = re.compile(r"(?:who|which|whom|to whom|with whom)\b", re.IGNORECASE)
_ALSO_DATA = frozenset(
    f"topic:{key}" for key in ("cookies_topic", "children_topic", "fraud", "marketing_use", "statistics_use", "backups")
)


def brushed(asking: Asking) -> frozenset[str]:
    """Return topics that only weak words suggest: "which providers store our data" does not ask about retention."""
    weak = set()
    if "topic:retention" in asking.question.topics and not _RETENTION_CUE.search(asking.question.asked):
        weak.add("topic:retention")
    if "topic:change_notice" in asking.question.topics and not _CHANGE_CUE.search(asking.question.asked):
        weak.add("topic:change_notice")
    if asking.question.data or asking.question.purposes:
        weak |= (
            _ALSO_DATA & set(asking.question.topics)
            if len(asking.question.topics) > 1 or _ASKS_WHO.match(asking.question.asked)
            else set()
        )
    return frozenset(weak)


def rank(asking: Asking, wanted: frozenset[str]) -> list[Candidate]:
    """Return the clauses that touch the question, best first."""
    places: set[int] = set()
    for key in wanted:
        for family in asking.vocabulary.children(key):
            places.update(asking.index.by_concept.get(family, ()))
    words = [word.stem for word in asking.hard_words()]
    for word in words:
        places.update(asking.index.by_stem.get(word, ()))
    for key in (
        asking.question.data if wanted else (*asking.question.data, *asking.question.purposes, *asking.question.kinds)
    ):
        places.update(asking.index.by_concept.get(key, ()))
    candidates = [_candidate(asking, asking.index.contexts[place], wanted, words) for place in places]
    return sorted((c for c in candidates if c.score > 0), key=lambda c: (-c.score, c.clause.index))


def _candidate(asking: Asking, context: ClauseContext, wanted: frozenset[str], words: list[str]) -> Candidate:
    clause, question = context.clause, asking.question
    scores = {key: _topic_score(asking, context, key) for key in wanted}
    lacking = frozenset(key for key, score in scores.items() if score <= 0)
    data = [_data_score(asking.vocabulary, context, key) for key in question.data]
    score = sum(scores.values()) + sum(data)
    for key in (*question.purposes, *question.kinds):
        near = 0.9 if key in context.label else 0.5 if key in context.block_concepts else 0.0
        score += 1.0 if key in clause.wording.concepts else near
    parents = set(question.topics) - wanted - LOOSE
    score += sum(1.0 for key in parents if key in clause.wording.concepts) + sum(
        0.8 for key in parents if key in context.home
    )
    gain, lacking_words = _word_score(asking, context, words)
    score += gain + (1.2 * len(set(question.numbers) & set(numbers_in(clause.text))) if question.numbers else 0.0)
    score -= _HEARSAY if asking.polar and (_ENTITLED.search(clause.text) or _DEFINITION.match(clause.text)) else 0.0
    score += 0.8 if question.quantity and _PERIOD.search(clause.text) else 0.0
    return Candidate(clause, score - 0.0006 * clause.index, lacking, 0.0 in data, lacking_words)


def _topic_score(asking: Asking, context: ClauseContext, key: str) -> float:
    """Return how well a clause covers a topic: in its own words, beside them, or by its heading; 0 for not at all."""
    weight = 0.5 if key in LOOSE else 1.0
    family = asking.vocabulary.children(key)
    score = 0.0
    if family & context.clause.wording.concepts:
        score += _IN_TEXT + (0.4 if key in context.clause.wording.concepts else 0)
    elif family & context.label:
        score += _IN_LABEL
    elif family & context.block_concepts:
        score += _BESIDE
    if key == "topic:retention" and score < _IN_TEXT and _KEPT_FOR.search(context.clause.text):
        score = _IN_TEXT  # "blinded after 30 days" is about retention without any of its words
    at_home = bool(family & context.home)
    near_home = asking.vocabulary.concepts[key].parent in context.home
    if at_home or (near_home and score > 0):
        score += _AT_HOME
    return weight * score


def _data_score(vocabulary: Vocabulary, context: ClauseContext, key: str) -> float:
    if _speaks_of(vocabulary, context.clause.wording.concepts, key):
        return 1.8
    return 1.2 if _speaks_of(vocabulary, context.block_concepts, key) else 0.0


def _word_score(asking: Asking, context: ClauseContext, words: list[str]) -> tuple[float, tuple[str, ...]]:
    score, lacking = 0.0, []
    for word in words:
        weight = min(1.5, 0.4 * asking.index.weight(word))
        if word in context.clause.wording.stems:
            score += weight
        elif word in context.stems or _same_region(word, context.stems, asking.vocabulary):
            score += 0.5 * weight
        elif not _same_region(word, context.clause.wording.stems, asking.vocabulary):
            lacking.append(word)
    soft = {w.stem for w in asking.question.words} - asking.vocabulary.words["stop"] - set(words)
    score += sum(0.08 * asking.index.weight(word) for word in soft & context.clause.wording.stems)
    return score, tuple(lacking)


def _same_region(word: str, stems: frozenset[str], vocabulary: Vocabulary) -> bool:
    """A German is somebody "located in the EU"."""
    return word in vocabulary.words["europe"] and bool(stems & {"eu", "europ", "european", "eea"})


def _speaks_of(vocabulary: Vocabulary, concepts: frozenset[str], wanted: str) -> bool:
    return any(vocabulary.within(key, wanted) for key in concepts if key.startswith("data:"))


def _uncovered(asking: Asking, candidate: Candidate, core: frozenset[str]) -> bool:
    """Whether something that the question insists on is missing from the clause."""
    if candidate.lacking & core:
        return True
    foreign = [word for word in candidate.lacking_words if word not in asking.index.stems]
    if asks_immediacy(asking.question) and numbers_in(candidate.clause.text):
        foreign = []
    telling = [word.stem for word in asking.hard_words()]
    met = len(telling) > len(candidate.lacking_words) or (asking.question.data and not candidate.lacking_data)
    if foreign and (asking.polar or not core or (asking.question.quantity and not met)):
        return True
    if candidate.lacking_data and (not core or _data_decides(asking, core)):
        return True
    if core or asking.question.topics:
        return asking.polar and len(candidate.lacking_words) >= 3
    if not telling:
        return asking.polar or not (asking.question.data or asking.question.purposes or asking.question.kinds)
    return len(candidate.lacking_words) * 3 > len(telling)


def _data_decides(asking: Asking, core: frozenset[str]) -> bool:
    """Whether the data asked about must stand in the clause: not where a general rule covers all personal data."""
    counted = bool(re.search(r"\bhow many\b", asking.question.asked, re.IGNORECASE))
    general = core <= {
        "topic:retention",
        "topic:erasure",
        "topic:access",
        "topic:security",
        "topic:transfers",
        "topic:legal_basis",
    }
    return counted or not general


def _has_quantity(asking: Asking, clause: Clause) -> bool:
    if re.search(r"\bhow many\b|\bhow much\b|\bnumber of\b", asking.question.asked, re.IGNORECASE):
        return bool(_PERIOD.search(clause.text) or re.search(r"\d", clause.text))
    return bool(_PERIOD.search(clause.text) or _CRITERION.search(clause.text) or re.search(r"\d", clause.text))


def _verdict(asking: Asking, best: Candidate) -> Verdict:
    question, clause = asking.question, best.clause
    special = _by_number(asking, clause) or _by_condition(asking, clause)
    if special is not None:
        return special
    topics = frozenset((*question.topics, *question.data, *question.kinds, *question.purposes))
    if question.denied & topics or clause_denies(clause, topics, asking.vocabulary):
        return Verdict.NO
    return Verdict.YES


def _by_number(asking: Asking, clause: Clause) -> Verdict | None:
    """Decide by periods: another number of the same unit is "no", no number at all is "not stated"."""
    question, stated = asking.question, numbers_in(clause.text)
    if (asks_immediacy(question) or asks_endlessness(question)) and stated:
        return Verdict.NO
    if not question.numbers or set(question.numbers) & set(stated):
        return None
    if {unit for _, unit in question.numbers} & {unit for _, unit in stated}:
        return Verdict.NO
    fixed = "topic:retention" in question.topics and universal(question.asked)
    return Verdict.NO if fixed else Verdict.NOT_STATED


def _by_condition(asking: Asking, clause: Clause) -> Verdict | None:
    """Decide by conditions, channels and fees, where the question insists on them."""
    asked, stated = asking.question.asked, clause.text
    if universal(asked) and is_conditional(stated) and not universal(stated):
        return Verdict.NO
    if lacks_channel(asked, stated) and "topic:change_notice" in asking.question.topics:
        return Verdict.NOT_STATED
    if needs_leave(asked, stated) or too_young(asked, asking.reading.document.blocks[clause.block].text):
        return Verdict.NO
    return fee_verdict(asked, stated) if "topic:fee" in asking.question.topics else None


def _with_company(
    asking: Asking, best: Candidate, candidates: list[Candidate], core: frozenset[str]
) -> tuple[Clause, ...]:
    """Return the best clause and up to two others from elsewhere that cover the question nearly as well."""
    others = [
        c.clause
        for c in candidates[:8]
        if c is not best
        and c.score >= 0.8 * best.score
        and not _uncovered(asking, c, core)
        and c.clause.block != best.clause.block
    ]
    return (best.clause, *others[:2])


def _related(candidates: list[Candidate]) -> tuple[Clause, ...]:
    return tuple(candidate.clause for candidate in candidates[:2])
