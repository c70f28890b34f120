"""Does a clause object to the announced change, or to the use of the writer's data? Missing one is the second worst."""

from __future__ import annotations

from notifier.model import ReplyKind
from notifier.understanding.clauses import Clause
from notifier.understanding.model import Finding
from notifier.understanding.roles import Role

_SHORT_REFUSAL = 3
_SHORT_DISLIKE = 6
_SUBJECT_OF_NOTICE = (Role.TERMS, Role.PROCESS, Role.SHARE)


def find_objection(clause: Clause) -> Finding | None:
    """The finding of an objection in `clause`, or None. Denied means "I do not object" or "I agree"."""
    # "If the data were not collected from me": only an objection in so many words counts in a condition.
    opens_with_if = bool(clause.roles) and Role.IF in clause.roles[0]
    readings = (_objecting,) if opens_with_if else _READINGS
    return next((finding for reading in readings if (finding := reading(clause)) is not None), None)


def _found(clause: Clause, reason: str, *, certain: bool = True, denied: bool = False) -> Finding:
    return Finding(
        ReplyKind.OBJECTION,
        clause.sentence,
        reason,
        certain=certain and not clause.conditional and not clause.has(Role.UNSURE),
        denied=denied,
    )


def _asks_about(clause: Clause) -> bool:
    """ "How can I object?", "if I object, will ...?": asks about objecting."""
    if clause.asked and (clause.conditional or clause.has(Role.ASKING)) and not clause.has(Role.ASK):
        return True
    return clause.has(Role.HOW_TO, Role.WHETHER)


def _objecting(clause: Clause) -> Finding | None:
    places = clause.places(Role.OBJECT, Role.OBJECTION, Role.OBJECTION_RIGHT)
    if not places:
        return None
    if clause.negated(places[0]):
        return _found(clause, "says not to object", denied=True)
    if clause.has(Role.WITHDRAW):
        return _found(clause, "takes an objection back", denied=True)
    if _asks_about(clause):
        return _found(clause, "asks how to object", certain=False) if clause.has(Role.HOW_TO) else None
    if clause.lexicon.grammar.names_subjects and clause.between(Role.YOU, places[0] - 2, places[0]):
        return None
    return _object_of(clause)


def _settled(clause: Clause) -> bool:
    """ "My objection has been resolved": speaks of an objection that was made."""
    return clause.has(Role.DONE) and not clause.has(Role.OBJECT, Role.ASK)


def _object_of(clause: Clause) -> Finding | None:
    """What is objected to: the change where nothing else is named."""
    if _settled(clause):
        return _found(clause, "speaks of an objection", certain=False)
    if clause.has(*_SUBJECT_OF_NOTICE):
        return _found(clause, "objects")
    if clause.has(Role.ERASE, Role.ERASURE, Role.ERASED):
        return None
    if clause.has(Role.OTHER_PERSON):
        return _found(clause, "somebody else objects", certain=False)
    if clause.has(Role.COMMERCE) and not clause.has(Role.DATA):
        return _found(clause, "objects to something else than the change", certain=False)
    return _found(clause, "objects")


def _not_accepting(clause: Clause) -> Finding | None:
    for place in clause.places(Role.ACCEPT):
        if clause.has(Role.COMMERCE) and not clause.has(Role.TERMS, Role.PROCESS, Role.SHARE, Role.DATA):
            return None
        if not clause.negated(place):
            continue
        if clause.has(Role.ERASE, Role.ERASURE, Role.ERASED, Role.CLOSE) and not clause.has(Role.TERMS):
            return None
        if _asks_about(clause):
            return None
        return _found(clause, "does not accept")
    if clause.has(Role.UNACCEPTABLE) and clause.has(*_SUBJECT_OF_NOTICE) and not clause.asked:
        return _found(clause, "calls it unacceptable")
    return _without_consent(clause)


def _without_consent(clause: Clause) -> Finding | None:
    """ "You do not have my permission"."""
    if clause.negates(Role.CONSENT) and clause.has(Role.MY) and not _asks_about(clause):
        return _found(clause, "gives no consent", certain=not clause.has(Role.WITHDRAW))
    return None


def _not_sharing(clause: Clause) -> Finding | None:
    """ "Do not share my data", "stop using my information"."""
    for place in clause.places(Role.SHARE, Role.PROCESS):
        stopped = clause.between(Role.STOP, place - 6, place)
        owned = clause.has(Role.MY, Role.TERMS) and clause.has(Role.DATA, Role.MY)
        meant = clause.has_all(Role.IT, Role.WISH)
        if (
            not (owned or meant)
            or clause.has(Role.TELL)
            or not (clause.negated(place) or stopped)
            or _asks_about(clause)
        ):
            continue
        if clause.has(Role.SELL):
            return None
        if stopped or clause.asks() or clause.has(Role.WISH, Role.ACCEPT) or _forbids(clause, place):
            return _found(clause, "forbids a use of their data")
    return None


def _not_with_my_data(clause: Clause) -> Finding | None:
    """ "I do not want my data sent to them": whatever the verb, something shall not be done with their data."""
    others = (Role.ERASE, Role.ERASED, Role.ERASURE, Role.LISTS, Role.CLOSE, Role.KEEP, Role.COPY, Role.CORRECT)
    if not clause.has_all(Role.MY, Role.DATA) or clause.has(*others) or _asks_about(clause):
        return None
    if any(clause.negated(place) for place in clause.places(Role.WISH)):
        return _found(clause, "does not want something done with their data")
    return None


def _opting_out_of_it(clause: Clause) -> Finding | None:
    """ "I opt out of the new data sharing"."""
    about = clause.has(Role.SHARE, Role.TERMS) and not clause.has(Role.LISTS, Role.SELL, Role.ACCOUNT)
    if clause.has(Role.UNSUBSCRIBE) and about and not clause.negates(Role.UNSUBSCRIBE) and not _asks_about(clause):
        return _found(clause, "opts out of the change")
    return None


def _forbids(clause: Clause, place: int) -> bool:
    """Imperative "do not share", or "you may not", rather than "I do not share"."""
    subjects = [actor for actor in clause.places(Role.I) if actor < place and clause.tokens[actor] != "me"]
    return not subjects


def _keeping_old(clause: Clause) -> Finding | None:
    if clause.has(Role.OLD_TERMS) and clause.has(Role.KEEP, Role.WISH, Role.ASK) and not _asks_about(clause):
        if clause.has(Role.SEND) and not clause.has(Role.KEEP):
            return None
        return _found(clause, "wants the old terms to stay", certain=clause.has(Role.KEEP))
    return None


def _disliking(clause: Clause) -> Finding | None:
    """ "I don't want these changes" is plain; "I don't like them" leaves it to a person."""
    about_it = clause.has(Role.IT) and len(clause.tokens) <= _SHORT_DISLIKE
    if not (clause.has(Role.TERMS) or about_it) or _asks_about(clause):
        return None
    for place in clause.places(Role.LIKE):
        if clause.negated(place) and not clause.has(Role.COPY, Role.LISTS):
            return _found(clause, "does not want the change", certain=Role.WISH in clause.roles[place])
    return None


def _refusal_alone(clause: Clause) -> Finding | None:
    """A bare "No!" as an answer to the notice."""
    spoken = [place for place, token in enumerate(clause.tokens) if token.isalpha()]
    bare = all(clause.roles[place] & {Role.NO, Role.NOT, Role.FILLER} for place in spoken)
    alone = len(clause.sentence.split()) <= _SHORT_REFUSAL + 1
    if alone and 0 < len(spoken) <= _SHORT_REFUSAL and bare and clause.has(Role.NO, Role.NOT):
        return _found(clause, "says no, to what is not said", certain=False)
    return None


_READINGS = (
    _refusal_alone,
    _objecting,
    _not_accepting,
    _not_sharing,
    _not_with_my_data,
    _opting_out_of_it,
    _keeping_old,
    _disliking,
)
