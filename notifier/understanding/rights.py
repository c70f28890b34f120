"""Access, rectification, restriction, portability and leaving lists: the rights whose mistake a person mends easily."""

from __future__ import annotations

import re

from notifier.model import ReplyKind
from notifier.understanding.clauses import Clause
from notifier.understanding.model import Finding
from notifier.understanding.roles import Role

_ARTICLE = re.compile(
    r"\bart(?:\.|icles?|ikel|icolo|iculo|igo)?\s*(?:n[.o]?\s*)?(15|16|17|18|20|21)\b(?!\s*(?:oct|nov|dec|jan|feb|mar))",
    re.IGNORECASE,
)
_BY_ARTICLE = {
    "15": ReplyKind.ACCESS,
    "16": ReplyKind.RECTIFICATION,
    "17": ReplyKind.ERASURE,
    "18": ReplyKind.RESTRICTION,
    "20": ReplyKind.PORTABILITY,
    "21": ReplyKind.OBJECTION,
}
_SHORT = 2
_MOST_ARTICLES = 2  # a letter that lists more of them informs, it does not ask


def _found(kind: ReplyKind, clause: Clause, reason: str, *, certain: bool = True, denied: bool = False) -> Finding:
    return Finding(kind, clause.sentence, reason, certain=certain, denied=denied)


def find_rights(clause: Clause) -> tuple[Finding, ...]:
    """Findings of the five kinds in one clause."""
    if clause.has(Role.THIS_MAIL) and not clause.has(Role.MY):
        return ()
    readings = (_access, _rectification, _restriction, _portability, _opt_out)
    found = tuple(finding for reading in readings if (finding := reading(clause)) is not None)
    if any(finding.kind is ReplyKind.PORTABILITY for finding in found) and not clause.has(Role.ACCESS_REQUEST):
        return tuple(finding for finding in found if finding.kind is not ReplyKind.ACCESS)
    return found


def cited_articles(sentence: str) -> tuple[ReplyKind, ...]:
    """Rights that a sentence invokes by the number of their GDPR article; empty when it lists many of them."""
    kinds = tuple(dict.fromkeys(_BY_ARTICLE[number] for number in _ARTICLE.findall(sentence)))
    return kinds if len(kinds) <= _MOST_ARTICLES else ()


def _access(clause: Clause) -> Finding | None:
    if clause.has(Role.ACCESS_REQUEST) and not clause.has(Role.HOW_TO) and not clause.any_negation():
        return _found(ReplyKind.ACCESS, clause, "asks for access")
    asked = clause.starts_with(Role.SEND) or clause.has(Role.ASK)
    whole = asked and all(clause.has(role) for role in (Role.SEND, Role.ALL, Role.HOLD))  # "send me all you know of me"
    if clause.has(Role.OTHER_PERSON) or not (clause.has(Role.DATA) or whole) or not clause.has(Role.MY):
        return None
    copied = clause.has_all(Role.SEND, Role.COPY)
    told = clause.has_all(Role.WHAT, Role.HOLD) and clause.has(Role.TELL, Role.ASKING, Role.SEND)
    if not (copied or told or whole) or clause.negates(Role.SEND, Role.HOLD):
        return None
    if clause.has(Role.ERASED, Role.ERASE) or (clause.has(Role.SHARE, Role.CORRECT, Role.OBJECT) and not copied):
        return None
    if clause.has(Role.HOW_TO) and not copied and clause.has(Role.SHARE):
        return None
    return _found(ReplyKind.ACCESS, clause, "asks what is held about them")


def _rectification(clause: Clause) -> Finding | None:
    if clause.has(Role.RECTIFICATION_RIGHT) and not clause.has(Role.WHETHER, Role.HOW_TO):
        return _found(ReplyKind.RECTIFICATION, clause, "asks for correction")
    if not clause.has(Role.FIELD) or not clause.has(Role.MY) or clause.has(Role.HOW_TO):
        return None
    asks = clause.asks() or clause.starts_with(Role.CORRECT) or clause.has(Role.WRONG)
    if clause.has(Role.CORRECT) and asks and not clause.negates(Role.CORRECT):
        terms_only = clause.has(Role.SHARE, Role.OBJECT, Role.ACCEPT, Role.ERASE, Role.PROCESS)
        return None if terms_only else _found(ReplyKind.RECTIFICATION, clause, "asks for correction")
    if clause.has(Role.WRONG) and not clause.has(Role.ERASE, Role.OBJECT, Role.ACCEPT, Role.SHARE):
        return _found(ReplyKind.RECTIFICATION, clause, "says that a datum is wrong")
    return None


def _restriction(clause: Clause) -> Finding | None:
    if clause.has(Role.WHETHER, Role.HOW_TO):
        return None
    if clause.has(Role.RESTRICTION_RIGHT) and not clause.any_negation():
        return _found(ReplyKind.RESTRICTION, clause, "asks for restriction")
    if not clause.has(Role.RESTRICT, Role.RESTRICTION) or clause.negates(Role.RESTRICT):
        return None
    asks = clause.asks() or clause.starts_with(Role.RESTRICT) or clause.has(Role.WISH)
    processed = clause.has(Role.PROCESS) and clause.has(Role.DATA, Role.MY)
    return _found(ReplyKind.RESTRICTION, clause, "asks for restriction") if asks and processed else None


def _portability(clause: Clause) -> Finding | None:
    if clause.has(Role.WHETHER, Role.HOW_TO):
        return None
    if clause.has(Role.PORTABILITY_RIGHT):
        return _found(ReplyKind.PORTABILITY, clause, "asks for portable data")
    moved = clause.has(Role.SEND, Role.SHARE, Role.COPY) and clause.has(Role.PORTABLE)
    if moved and clause.has(Role.DATA) and not clause.any_negation() and not clause.has(Role.TERMS):
        return _found(ReplyKind.PORTABILITY, clause, "asks for portable data")
    return None


def _opt_out(clause: Clause) -> Finding | None:
    if clause.has(Role.HOW_TO) and not clause.has(Role.ASK):
        return None
    for reading in (_stop_alone, _unsubscribing, _leaving_list, _no_more_mail, _not_selling, _withdrawing_consent):
        finding = reading(clause)
        if finding is not None:
            return finding
    return None


def _stop_alone(clause: Clause) -> Finding | None:
    """A bare "STOP"."""
    words = [token for token in clause.tokens if token.isalpha()]
    if (
        len(words) <= _SHORT
        and clause.has(Role.STOP)
        and len(clause.places(Role.STOP, Role.FILLER, Role.ASK)) >= len(words)
    ):
        return _found(ReplyKind.OPT_OUT, clause, "says stop, to what is not said", certain=False)
    return None


def _unsubscribing(clause: Clause) -> Finding | None:
    for place in clause.places(Role.UNSUBSCRIBE):
        if clause.has(Role.ACCOUNT) and not clause.has(Role.LISTS) and clause.between(Role.ERASE, place, place + 3):
            continue  # "dar de baja mi cuenta" is said of accounts and of lists
        if clause.negated(place):
            return _found(ReplyKind.OPT_OUT, clause, "says not to unsubscribe", denied=True)
        return _found(ReplyKind.OPT_OUT, clause, "opts out")
    return None


def _leaving_list(clause: Clause) -> Finding | None:
    if not clause.has(Role.LISTS) or clause.has(Role.ACCOUNT):
        return None
    for place in clause.places(Role.ERASE, Role.ERASED, Role.ERASURE, Role.CLOSE):
        if clause.negated(place) or not (clause.asks() or clause.starts_with(Role.ERASE) or clause.has(Role.MY)):
            return None
        return _found(ReplyKind.OPT_OUT, clause, "leaves a list")
    return None


def _no_more_mail(clause: Clause) -> Finding | None:
    for place in clause.places(Role.CONTACT):
        stopped = clause.between(Role.STOP, place - 5, place) or clause.negated(place)
        unwanted = clause.has(Role.LISTS) or (_reaches_me(clause, place) and Role.WISH not in clause.roles[place])
        if stopped and unwanted and not clause.has(Role.DATA, Role.SHARE, Role.TERMS, Role.COPY, Role.ACCOUNT):
            return _found(ReplyKind.OPT_OUT, clause, "wants no more messages")
    for place in clause.places(Role.LISTS):
        unwanted = clause.between(Role.NO, place - 2, place) or clause.between(Role.STOP, place - 4, place)
        if unwanted and not clause.has(Role.DATA, Role.TERMS):
            return _found(ReplyKind.OPT_OUT, clause, "wants no more messages")
    return None


def _reaches_me(clause: Clause, place: int) -> bool:
    return any(token in ("me", "us") for token in clause.tokens[place : place + 3]) or any(
        Role.MY in tags for tags in clause.roles[place : place + 3]
    )


def _not_selling(clause: Clause) -> Finding | None:
    for place in clause.places(Role.SELL):
        if clause.negated(place) or clause.between(Role.STOP, 0, place) or "do-not-sell" in clause.tokens[place]:
            return _found(ReplyKind.OPT_OUT, clause, "forbids the sale of their data")
        if Role.NOT in clause.roles[place]:
            return _found(ReplyKind.OPT_OUT, clause, "forbids the sale of their data")
        if clause.between(Role.NOT, place, place + 2):
            return _found(ReplyKind.OPT_OUT, clause, "forbids the sale of their data")
    return None


def _withdrawing_consent(clause: Clause) -> Finding | None:
    for place in clause.places(Role.WITHDRAW):
        if clause.has(Role.CONSENT) and not clause.negated(place):
            return _found(ReplyKind.OPT_OUT, clause, "withdraws consent", certain=not clause.conditional)
    return None
