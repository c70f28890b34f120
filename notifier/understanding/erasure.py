"""Does a clause ask for deletion? The worst error is to say yes wrongly, so every doubt ends in `certain=False`."""

from __future__ import annotations

from notifier.model import ReplyKind
from notifier.understanding.clauses import Clause
from notifier.understanding.model import Finding
from notifier.understanding.roles import Role

_SHORT_FRAGMENT = 4
_FRAGMENT = 7  # a clause of so few words needs no verb of asking: "Account deletion please"
_FORMS = (Role.ERASE, Role.ERASED, Role.ERASURE, Role.ERASURE_RIGHT)
_PERSONAL = (Role.DATA, Role.ACCOUNT, Role.SYSTEM)


def find_erasure(clause: Clause, earlier: tuple[Clause, ...]) -> Finding | None:
    """The finding of deletion in `clause`, or None; `earlier` are the clauses before it, for what "it" stands for."""
    places = clause.places(*_FORMS)
    if not places:
        return _kept_no_more(clause) or _closing(clause)
    if clause.has(Role.CANNOT) or (clause.has(Role.THIS_MAIL, Role.WHETHER) and not clause.has(Role.ACCOUNT)):
        return None
    if _about_a_product(clause, earlier):
        return None
    place = places[0]
    if _about_lists(clause, place) or _of_consent(clause, place):
        return None
    if _taken_back(clause):
        return Finding(ReplyKind.ERASURE, clause.sentence, "takes the request for deletion back", denied=True)
    if _denied(clause, place):
        return _denial(clause)
    reason = _doubt(clause, place, earlier)
    if reason == "":
        return _found(clause, "asks for deletion")
    return None if reason is None else _found(clause, reason, certain=False)


def _found(clause: Clause, reason: str, *, certain: bool = True) -> Finding:
    return Finding(ReplyKind.ERASURE, clause.sentence, reason, certain=certain)


def _denied(clause: Clause, place: int) -> bool:
    """ "Do not delete", "stop deleting", "I object to the deletion"."""
    objects = clause.has(Role.OBJECT, Role.OBJECTION) and place > 0
    return objects or clause.negated(place) or clause.between(Role.STOP, place - 3, place)


def _of_consent(clause: Clause, place: int) -> bool:
    """Romance languages withdraw a consent with a verb that also removes data."""
    return Role.WITHDRAW in clause.roles[place] and clause.has(Role.CONSENT)


def _denial(clause: Clause) -> Finding | None:
    if clause.conditional:
        return None  # "if you refuse the deletion": about what the company might do
    if clause.has(Role.OBJECT, Role.ACCEPT, Role.OBJECTION) and clause.has(Role.TERMS):
        return None
    return Finding(ReplyKind.ERASURE, clause.sentence, "says not to delete", certain=True, denied=True)


def _taken_back(clause: Clause) -> bool:
    """ "I withdraw my deletion request", "I changed my mind, don't delete"."""
    for place in clause.places(Role.WITHDRAW):
        if Role.ERASE in clause.roles[place] or clause.between(Role.CONSENT, place, place + 6):
            continue
        nouns = (Role.ERASURE, Role.ERASURE_RIGHT)
        if any(clause.between(noun, place + 1, place + 6) and not clause.has(Role.ERASE) for noun in nouns):
            return True
    return False


def _about_a_product(clause: Clause, earlier: tuple[Clause, ...]) -> bool:
    """ "As a user, I want to delete my account", "add a button to delete it": wishes for software."""
    sentence = [other for other in earlier if other.sentence == clause.sentence]
    return any(other.has(Role.FEATURE) for other in (*sentence, clause))


def _about_lists(clause: Clause, place: int) -> bool:
    """ "Remove me from the newsletter": leaving a list, not deletion."""
    listed = clause.places(Role.LISTS)
    return bool(listed) and not clause.has(Role.ACCOUNT) and (listed[-1] > place or not clause.has(Role.DATA))


def _doubt(clause: Clause, place: int, earlier: tuple[Clause, ...]) -> str | None:
    """Why the clause is not plainly a request for deletion: "" it is one, None it has nothing to do with one."""
    speech = _speech(clause, place)
    if speech != "":
        return speech
    if _yours(clause, place):
        return None
    whom = _whom(clause, earlier)
    if whom != "":
        return whom
    if clause.conditional or clause.has(Role.UNSURE):
        return "deletion under a condition"
    if clause.inherits_not or _completes_denial(clause, place, earlier):
        return "unclear whether the negation reaches the deletion"
    if Role.MENDED in clause.roles[place]:
        return "deletion in a misspelled word"
    return "" if _requested(clause, place) else "speaks of deletion without asking for it"


def _speech(clause: Clause, place: int) -> str | None:
    """Whether the clause asks at all, rather than tells or wonders."""
    if (clause.has(Role.HOW_TO) and not _polite(clause)) or _only_wonders(clause):
        return None
    if clause.between(Role.DONE, 0, place) and not clause.between(Role.ASK, 0, place + 1):
        return "says that something was deleted" if clause.has(*_PERSONAL) and not clause.asked else None
    foretold = clause.between(Role.WILL_DO, 0, place) and not clause.has(Role.I)
    if foretold and not clause.between(Role.ASK, 0, place + 1):
        return "tells what will be deleted"
    if _own_doing(clause, place):
        return "tells of a deletion of their own"
    if clause.has(Role.TELL) and not clause.has(Role.MY):
        return None
    return ""


def _only_wonders(clause: Clause) -> bool:
    """A question that asks for nothing: "does deleting my account also delete my invoices?"."""
    return clause.asked and not clause.has(Role.ASK) and not clause.starts_with(Role.ERASE)


def _completes_denial(clause: Clause, place: int, earlier: tuple[Clause, ...]) -> bool:
    """ "Ich habe nicht darum gebeten, mein Konto zu löschen": the infinitive belongs to what was denied."""
    infinitive = bool({"zu", "te"} & set(clause.tokens[max(0, place - 1) : place + 1]))
    sentence = [other for other in earlier if other.sentence == clause.sentence]
    return infinitive and any(other.has(Role.NOT) for other in sentence[-1:])


def _polite(clause: Clause) -> bool:
    """ "Is it possible that you delete", "can you please": a question in form only."""
    return clause.has(Role.ASK) and not clause.has(Role.TELL) and clause.between(Role.YOU, 0, len(clause.tokens))


def _own_doing(clause: Clause, place: int) -> bool:
    """ "I will delete my account", "I am trying to delete": the writer acts, nothing is asked."""
    actors = [actor for actor in clause.places(Role.I) if actor < place]
    if not actors:
        return False
    actor = actors[-1] if not clause.between(Role.YOU, actors[-1], place) else None
    if actor is None or place - actor > 6:
        return False
    if actor == place - 1 and clause.tokens[actor] != "me" and not clause.between(Role.ASK, 0, place + 1):
        return True
    return clause.between(Role.WILL_DO, actor, place) and not clause.between(Role.ASK, 0, place + 1)


def _whom(clause: Clause, earlier: tuple[Clause, ...]) -> str | None:
    """Whose data and how much: "" the writer's own and all of it, None no personal data at all."""
    if clause.has(Role.OTHER_PERSON):
        return "deletion about somebody else"
    if clause.has(Role.ERASURE_RIGHT) and not clause.has(Role.PART):
        return ""
    if clause.has(Role.DATA, Role.ACCOUNT):
        if _only_a_part(clause):
            return "deletion of a part"
        if clause.has(Role.MY):
            return ""
        if clause.has(Role.ALL, Role.ACCOUNT) or len(clause.tokens) <= _SHORT_FRAGMENT:
            return ""
        return "deletion of data that may not be the writer's"
    return _whom_without_object(clause, earlier)


def _only_a_part(clause: Clause) -> bool:
    """ "My phone number from my profile", but not "my account, address and all data"."""
    parts = clause.places(Role.PART)
    if not parts:
        return False
    if clause.has(Role.DATA):
        before_data = parts[0] < clause.places(Role.DATA)[0]
        return before_data and not clause.has(Role.ALL) and not clause.has(Role.ACCOUNT)
    return parts[0] < clause.places(Role.ACCOUNT)[0]


def _yours(clause: Clause, place: int) -> bool:
    """ "Delete your account": said to somebody about theirs, as in terms or instructions."""
    named = [other for other in clause.places(Role.DATA, Role.ACCOUNT) if other > place]
    if not named or not clause.between(Role.YOURS, named[0] - 3, named[0]):
        return False
    return not any(
        clause.between(Role.MY, other - 2, other) or clause.between(Role.MY, other + 1, other + 4)
        for other in named[:1]
    )


def _whom_without_object(clause: Clause, earlier: tuple[Clause, ...]) -> str | None:
    before = any(other.has(Role.DATA, Role.ACCOUNT) for other in earlier[-3:])
    if clause.has(Role.PART):
        return "deletion of a part" if clause.has(Role.MY, Role.ALL, Role.I) else None
    if clause.has(Role.IT, Role.ALL) and before:
        return ""
    if clause.has(Role.MY):
        return "" if clause.has(Role.SYSTEM) else "asks to be removed, from what is unclear"
    if len(clause.tokens) <= _FRAGMENT and (clause.asks() or clause.starts_with(Role.ERASE)):
        return "asks to delete, what is unclear"
    return None


def _requested(clause: Clause, place: int) -> bool:
    if clause.asks() or clause.starts_with(Role.ERASE) or clause.has(Role.LEGAL):
        return True
    if clause.has(Role.YOU) and clause.between(Role.YOU, 0, place):
        return False
    return clause.is_subject or len(clause.tokens) <= _FRAGMENT


def _kept_no_more(clause: Clause) -> Finding | None:
    """ "I don't want you to keep my data", "stop storing my data"."""
    for place in clause.places(Role.KEEP):
        if not clause.has_all(Role.MY) or not clause.has(Role.DATA, Role.ACCOUNT):
            continue
        stopped = clause.between(Role.STOP, 0, place)
        if (clause.negated(place) or stopped) and not clause.has(Role.HOW_TO, Role.OTHER_PERSON, Role.WHETHER):
            wanted = stopped or clause.asks() or clause.has(Role.WISH)
            certain = wanted and not clause.conditional and not clause.has(Role.SHARE, Role.TERMS, Role.PROCESS)
            return _found(clause, "wants nothing kept", certain=certain)
    return None


def _closing(clause: Clause) -> Finding | None:
    """ "Close my account": ends the contract; whether all data shall go is for a person to ask."""
    for place in clause.places(Role.CLOSE, Role.LEAVE):
        account = clause.has(Role.ACCOUNT) and Role.CLOSE in clause.roles[place]
        if not account or clause.has(Role.HOW_TO, Role.OTHER_PERSON) or _only_wonders(clause):
            continue
        if clause.negated(place):
            return Finding(ReplyKind.ERASURE, clause.sentence, "says not to close", denied=True)
        if clause.between(Role.DONE, 0, place):
            return None
        if clause.asks() or clause.starts_with(Role.CLOSE) or clause.between(Role.WILL_DO, 0, place):
            return _found(clause, "asks to close the account, deletion is not mentioned", certain=False)
    return None
