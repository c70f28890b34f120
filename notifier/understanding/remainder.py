"""Complaints, questions and automatic answers, and the irony around a change."""

from __future__ import annotations

from notifier.model import ReplyKind
from notifier.understanding.clauses import Clause
from notifier.understanding.model import Finding
from notifier.understanding.roles import Role


def find_complaint(clause: Clause) -> Finding | None:
    """A complaint made now; one that is only threatened ("if you do not answer ...") is part of most letters."""
    if clause.conditional or clause.has(Role.WHETHER):
        return None
    if clause.has(Role.COMPLAIN) and not clause.has(Role.HOW_TO) and not clause.negates(Role.COMPLAIN):
        return Finding(ReplyKind.COMPLAINT, clause.sentence, "complains")
    angry = [place for place in clause.places(Role.ANGER) if not _about_the_change(clause, place)]
    if angry and not clause.negates(Role.ANGER):
        return Finding(ReplyKind.COMPLAINT, clause.sentence, "is angry")
    return None


def _about_the_change(clause: Clause, place: int) -> bool:
    """ "These changes are unacceptable" is an objection, not one more complaint."""
    return Role.UNACCEPTABLE in clause.roles[place] and clause.has(Role.TERMS)


def find_question(sentence_clauses: tuple[Clause, ...]) -> Finding | None:
    """A question that one sentence asks: in form (certain), or in words ("I would like to know ...")."""
    first = sentence_clauses[0]
    if first.asked and sum(len(clause.tokens) for clause in sentence_clauses) > 2:
        return Finding(ReplyKind.QUESTION, first.sentence, "asks a question")
    for clause in sentence_clauses:
        if clause.has(Role.TELL) and not clause.conditional and not clause.has(Role.NEUTRAL, Role.AGREE_ALONE):
            return Finding(ReplyKind.QUESTION, clause.sentence, "wants to know something", certain=False)
        if clause.has(Role.HOW_TO) and not clause.has(Role.ASK) and clause.starts_with(Role.HOW_TO):
            return Finding(ReplyKind.QUESTION, clause.sentence, "asks a question")
    return None


def find_irony(clauses: tuple[Clause, ...]) -> Finding | None:
    """ "Great idea, sell it all": praise beside the sharing of the writer's data, anywhere in a message."""
    praise = next((clause for clause in clauses if clause.has(Role.GRIEF)), None)
    if praise is None:
        return None
    thanks = any(clause.has(Role.AGREE_ALONE) and not clause.has(Role.GRIEF) for clause in clauses)
    mine = any(
        clause.has(Role.SHARE) or clause.has_all(Role.MY, Role.DATA) or clause.has_all(Role.MY, Role.FIELD)
        for clause in clauses
    )
    if mine or (not thanks and any(clause.has(Role.TERMS) for clause in clauses)):
        return Finding(ReplyKind.OBJECTION, praise.sentence, "may be ironic", certain=False)
    return None


def says_away(clauses: tuple[Clause, ...]) -> bool:
    """Whether the words are those of an automatic answer."""
    return any(clause.has(Role.AWAY) for clause in clauses)


def only_agrees(clauses: tuple[Clause, ...]) -> bool:
    """Whether a short message says no more than thanks or yes."""
    return bool(clauses) and all(clause.has(Role.AGREE_ALONE) or len(clause.tokens) <= 3 for clause in clauses)
