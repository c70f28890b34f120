"""Who gets what: questions that the sharing register answers."""

from __future__ import annotations

import re

from policy.answers.asking import Asking
from policy.answers.finding import Finding, not_stated
from policy.answers.model import Verdict
from policy.answers.selection import (
    KIND_PURPOSES,
    by_data,
    by_group,
    by_kind,
    by_purpose,
    by_region,
    by_words,
    denials,
    narrowed,
    only_providers,
    related_clauses,
    shared_with_nobody_named,
    stated,
    tells_of_places,
    unknown_places,
    unserved,
    without_side_kinds,
)
from policy.sharing import Clause, Force, SharingStatement
from policy.sharing.predicates import SELL
from policy.vocabulary import fold, stems

_INTENT = "sharing"
_WITH_WHOM = re.compile(
    r"\b(?:with|to)\s+(?:the\s+|our\s+|any\s+|your\s+)?[^?.,;]{2,60}$|\b(?:with|to)\s+[^?.,;]{2,60}(?=\?)",
    re.IGNORECASE,
)


def answer_sharing(asking: Asking) -> Finding:
    """Answer a question about recipients; the most specific thing that it names decides."""
    question, mentions = asking.question, asking.mentions
    if "sell" in question.acts and not question.kinds:
        return _sold(asking)
    if mentions.known:
        return _about_known(asking)
    if mentions.unknown:
        return _about_unknown(asking)
    if question.kinds and (found := _about_kinds(asking)):
        return found
    if question.data:
        return _about_data(asking)
    return _about_purpose(asking)


def _about_known(asking: Asking) -> Finding:
    wanted = {recipient.name for recipient in asking.mentions.known}
    own = narrowed(asking, tuple(s for s in stated(asking) if s.recipient.name in wanted))
    names = " and ".join(sorted(wanted))
    question = asking.question
    if not asking.polar:
        return Finding(Verdict.OPEN, f"What the policy says about {names}:", own, intent="reverse")
    if question.data:
        fitting = by_data(asking, own, mentions=False)
        if fitting.statements:
            return Finding(
                Verdict.YES,
                f"Yes: the policy names {names}.",
                fitting.statements,
                notes=fitting.notes,
                intent="reverse",
            )
        if denied := denials(asking, question.data):
            return Finding(Verdict.NO, "No.", (), tuple(asking.clause(s) for s in denied), intent="reverse")
        what = " or ".join(asking.label(key) for key in question.data)
        return not_stated(f"The policy does not say that {names} gets {what}.", _clauses(asking, own), intent="reverse")
    if question.purposes and not by_purpose(asking, own) and not by_words(asking, own):
        what = " or ".join(asking.label(key) for key in question.purposes)
        return not_stated(f"The policy names {names}, but not for {what}.", _clauses(asking, own), intent="reverse")
    if foreign := _foreign(asking):
        words = ", ".join(foreign)
        return not_stated(
            f"The policy names {names}, but says nothing about “{words}”.", _clauses(asking, own), intent="reverse"
        )
    return _scoped(asking, own, names)


def _scoped(asking: Asking, own: tuple[SharingStatement, ...], names: str) -> Finding:
    """“Is GitHub embedded in our website?”: the words that limit a list decide between its halves."""
    asked = {word.stem for word in asking.question.words}
    others = [s for s in stated(asking) if s.scope and s.clause in {o.clause for o in own}]
    mine = {stem for s in own for stem in _scope_stems(asking, s)}
    theirs = {stem for s in others for stem in _scope_stems(asking, s)} - mine
    if asked & theirs and not asked & mine:
        return Finding(Verdict.NO, f"No: the policy lists {names} elsewhere.", own, intent="reverse")
    return Finding(Verdict.YES, f"Yes: the policy names {names}.", own, intent="reverse")


def _scope_stems(asking: Asking, statement: SharingStatement) -> set[str]:
    from policy.vocabulary import stems

    return {word for word in stems(statement.scope) if word not in asking.vocabulary.words["stop"]}


def _foreign(asking: Asking) -> tuple[str, ...]:
    return tuple(word.text for word in asking.hard_words() if word.stem not in asking.index.stems)


def _about_unknown(asking: Asking) -> Finding:
    names = " and ".join(asking.mentions.unknown)
    related = by_purpose(asking, stated(asking)) or by_data(asking, stated(asking)).statements
    clauses = _clauses(asking, related) or related_clauses(asking)
    closed = related and not any(s.force.open_list for s in related)
    note = (
        "The policy's list for this purpose is not introduced as examples."
        if closed
        else "The policy's lists are open (“such as”, “including”), so this is no “no”."
    )
    notes = (note,) if related else ()
    return not_stated(f"The policy does not name {names}.", clauses, intent="reverse", notes=notes)


def _about_kinds(asking: Asking) -> Finding | None:
    found = by_kind(asking)
    if found:
        if asking.question.data and asking.polar:
            fitting = by_data(asking, found, mentions=False).statements
            if not fitting:
                return _kinds_denied(asking) or not_stated(
                    f"The policy names {found[0].recipient.name}, but not for this data.",
                    _clauses(asking, found),
                    intent=_INTENT,
                )
        return Finding(Verdict.YES if asking.polar else Verdict.OPEN, _headline(asking, found), found, intent=_INTENT)
    if denied := _kinds_denied(asking):
        return denied
    if asking.question.data or asking.question.purposes:
        return None
    return not_stated(
        f"The policy does not say whether {asking.label(asking.question.kinds[0])} get data.",
        related_clauses(asking),
        intent=_INTENT,
    )


def _kinds_denied(asking: Asking) -> Finding | None:
    """Return "no" where a denial speaks of the kinds asked about, or of what they want the data for."""
    concepts = {*asking.question.kinds, *(KIND_PURPOSES[k] for k in asking.question.kinds if k in KIND_PURPOSES)}
    denying = tuple(
        asking.clause(s) for s in denials(asking, asking.question.data) if asking.clause(s).wording.concepts & concepts
    )
    return Finding(Verdict.NO, "No.", (), denying, intent=_INTENT) if denying else None


def _sold(asking: Asking) -> Finding:
    """Selling and renting: the denial that fits the data decides; a denial of sharing at large covers the rest."""
    selling = tuple(s for s in denials(asking, asking.question.data) if SELL.search(asking.clause(s).text))
    anything = tuple(s for s in asking.statements if s.force is Force.NEVER and SELL.search(asking.clause(s).text))
    found = tuple(sorted(selling or anything, key=lambda s: not _same_act(asking, s)))  # the act asked about first
    if found:
        notes: tuple[str, ...] = ()
        if not selling or (found[0].data and not asking.question.data):
            notes = (
                (
                    "The sentence speaks of "
                    + _words(found[0])
                    + "; the policy has no sentence about selling other data.",
                )
                if found[0].data
                else ()
            )
        verdict = Verdict.NO if asking.polar or selling else Verdict.OPEN
        shared = tuple(s for s in asking.statements if s.force is Force.NEVER and s not in found and not s.data)
        return Finding(
            verdict, "No.", (), tuple(asking.clause(s) for s in (*found, *shared)), notes=notes, intent="selling"
        )
    sold = tuple(s for s in stated(asking) if SELL.search(asking.clause(s).text))
    if sold and asking.polar:
        return Finding(Verdict.YES, "The policy says so.", sold, intent="selling")
    return not_stated("The policy does not say whether data is sold.", related_clauses(asking), intent="selling")


_RENTING = re.compile(r"\b(?:rent|leas|hire)\w*", re.IGNORECASE)
_SELLING = re.compile(r"\b(?:sell|sold|sale)\w*", re.IGNORECASE)


def _same_act(asking: Asking, statement: SharingStatement) -> bool:
    """Whether a denial speaks of selling where selling is asked about, and of renting where renting is."""
    act = _RENTING if _RENTING.search(asking.question.asked) else _SELLING
    return bool(act.search(asking.clause(statement).text))


def _words(statement: SharingStatement) -> str:
    return ", ".join(item.words for item in statement.data)


def _about_data(asking: Asking) -> Finding:
    question = asking.question
    what = " and ".join(asking.label(key) for key in question.data)
    fitting = by_data(asking, narrowed(asking, stated(asking)))
    if refused := _nobody_of_those(asking, fitting.statements, what):
        return refused
    found = _of_those(asking, fitting.statements)
    if fitting.only_mentioned and question.purposes and (served := by_purpose(asking, stated(asking))):
        return _found(asking, served, "purpose")
    denied = denials(asking, question.data)
    if denied and not fitting.exact:
        return Finding(Verdict.NO, "No.", (), tuple(asking.clause(s) for s in denied), intent="data")
    if found and not (asking.polar and fitting.only_mentioned) and not _foreign(asking):
        verdict = Verdict.YES if asking.polar else Verdict.OPEN
        return Finding(verdict, _headline(asking, found), found, notes=fitting.notes, intent="data")
    if not found and question.purposes and not asking.polar and (found := by_purpose(asking, stated(asking))):
        note = (f"The policy does not say which data they get; {what} is not named.",)
        return Finding(Verdict.OPEN, _headline(asking, found), found, notes=note, intent="purpose")
    if sharing := shared_with_nobody_named(asking):
        verdict = Verdict.YES if asking.polar else Verdict.OPEN
        return Finding(verdict, "The policy says so without naming who gets it.", clauses=sharing, intent="data")
    return not_stated(
        f"The policy does not say who gets {what}.", related_clauses(asking), intent="data", notes=fitting.notes
    )


def _nobody_of_those(asking: Asking, found: tuple[SharingStatement, ...], what: str) -> Finding | None:
    """Return "not stated" where nobody serves a purpose asked about, or those whom the question adds are not told of."""
    if lacking := unserved(asking):
        what = " and ".join(asking.label(key) for key in lacking)
        return not_stated(f"The policy names nobody for {what}.", related_clauses(asking), intent="data")
    if found and _said_beside(asking, found) == ():
        return not_stated(f"The policy does not say that they get {what}.", related_clauses(asking), intent="data")
    return None


def _of_those(asking: Asking, found: tuple[SharingStatement, ...]) -> tuple[SharingStatement, ...]:
    """Narrow what fits the data to the purposes and to those whom the question names beside it."""
    if found and asking.purposes_beside_data():
        found = by_purpose(asking, found)
    beside = _said_beside(asking, found)
    return found if beside is None else beside


def _said_beside(asking: Asking, found: tuple[SharingStatement, ...]) -> tuple[SharingStatement, ...] | None:
    """Of statements that fit the data, those that also speak of whom the question adds in its own words ("registrars").

    None when it adds nobody: a yes must not rest on what others get.
    """
    whom = _WITH_WHOM.search(asking.question.asked)
    if whom is None or not asking.polar:
        return None
    added = {word.stem for word in asking.hard_words() if word.text.casefold() in whom[0].casefold()}
    if not added:
        return None
    return tuple(s for s in found if added & (asking.clause(s).wording.stems | frozenset(stems(s.group))))


def _about_purpose(asking: Asking) -> Finding:
    question = asking.question
    everyone = narrowed(asking, stated(asking))
    if special := _listed_elsewhere(asking, everyone) or _about_region(asking, everyone):
        return special
    if lacking := unserved(asking):
        what = " and ".join(asking.label(key) for key in lacking)
        return not_stated(f"The policy names nobody for {what}.", related_clauses(asking), intent="purpose")
    found = by_purpose(asking, everyone) or by_group(asking, everyone)
    if not found and (question.purposes or asking.hard_words()):
        found = by_words(asking, everyone)
        if not found:
            return _nobody(asking)
    if not found:
        return _everyone(asking, everyone)
    if asking.polar and _foreign(asking):
        return not_stated("The policy does not say so.", _clauses(asking, found), intent="purpose")
    return _found(asking, found, "purpose")


def _about_region(asking: Asking, everyone: tuple[SharingStatement, ...]) -> Finding | None:
    if region := by_region(asking, everyone):
        return _found(asking, region, "region")
    if places := unknown_places(asking):
        return not_stated(f"The policy does not mention {places}.", related_clauses(asking), intent="region")
    if told := tells_of_places(asking):
        return not_stated("The policy does not say which of them are there.", told, intent="region")
    return None


def _found(asking: Asking, found: tuple[SharingStatement, ...], intent: str) -> Finding:
    found = without_side_kinds(found)
    return Finding(Verdict.YES if asking.polar else Verdict.OPEN, _headline(asking, found), found, intent=intent)


def _nobody(asking: Asking) -> Finding:
    if asking.question.purposes:
        what = " and ".join(asking.label(key) for key in asking.question.purposes)
        headline = f"The policy names nobody for {what}."
    else:
        words = ", ".join(word.text for word in asking.hard_words())
        headline = f"The policy says nothing about “{words}”."
    return not_stated(headline, related_clauses(asking), intent="purpose")


def _listed_elsewhere(asking: Asking, everyone: tuple[SharingStatement, ...]) -> Finding | None:
    """A product whose processors stand in another document: name the clause that points there, do not answer from it."""
    products = asking.mentions.own
    if not products or not asking.question.generic_recipient or asking.question.purposes or asking.question.data:
        return None
    if any(product in f"{s.scope} {s.heading}" for s in everyone for product in products):
        return None
    pointing = tuple(
        clause
        for clause in asking.reading.clauses
        if any(product in clause.text for product in products) and "topic:processor_list" in clause.wording.concepts
    )
    if not pointing:
        return None
    names = " and ".join(products)
    note = ("The list itself is another document; this policy only points to it.",)
    return Finding(
        Verdict.OPEN, f"The policy points to a list for {names}.", (), pointing[:2], notes=note, intent="elsewhere"
    )


def _everyone(asking: Asking, everyone: tuple[SharingStatement, ...]) -> Finding:
    if not everyone:
        denied = tuple(s for s in asking.statements if s.force is Force.NEVER)
        if denied:
            return Finding(
                Verdict.NO if asking.polar else Verdict.OPEN,
                "No.",
                (),
                tuple(asking.clause(s) for s in denied),
                intent="list",
            )
        return not_stated("The policy names no recipient.", related_clauses(asking), intent="list")
    listed = without_side_kinds(only_providers(asking, everyone))
    return Finding(Verdict.YES if asking.polar else Verdict.OPEN, _headline(asking, listed), listed, intent="list")


def _headline(asking: Asking, found: tuple[SharingStatement, ...]) -> str:
    names = list(dict.fromkeys(s.recipient.name for s in found))
    start = "Yes: " if asking.polar else ""
    shown = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
    return f"{start}{shown}."


def _clauses(asking: Asking, statements: tuple[SharingStatement, ...]) -> tuple[Clause, ...]:
    return tuple(dict.fromkeys(asking.clause(s) for s in statements))[:2]


def same_recipient(one: str, other: str) -> bool:
    """Whether two names mean one recipient, marks and case aside."""
    return fold(one) == fold(other)
