"""What a message leads to: cases to open, cases it belongs to, erasures it stops. Pure: values in, intents out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from notifier.cases.deadlines import CaseRules, Deadline, deadline, group_of
from notifier.cases.incoming import Incoming, Surroundings
from notifier.cases.transitions import CASE_KINDS
from notifier.model import Case, Identity, Matched, ReplyKind


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A new case of `kind`; OTHER is a message that a person must sort."""

    kind: ReplyKind
    deadline: Deadline
    quote: str


@dataclass(frozen=True, slots=True)
class Attach:
    """The message belongs to a case that is open already."""

    case: Case


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The customer took the request back, and it is likely enough to be the customer."""

    case: Case
    reason: str


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing may be erased on account of this case until a person has read the message."""

    case: Case
    reason: str


Intent = OpenCase | Attach | Withdraw | Hold


def decide(message: Incoming, around: Surroundings, rules: CaseRules, now: datetime) -> tuple[Intent, ...]:
    """Everything that follows from one new message.

    Automatic mail leads to nothing. A message in doubt becomes one case to sort, due as the strictest of what it may
    be. An erasure under way is held by any newer message of the same person that does not plainly repeat it.
    """
    if message.automatic or message.bounce is not None:
        return ()
    intents: list[Intent] = [*_taken_back(message, around)]
    handled = {intent.case.id for intent in intents if not isinstance(intent, OpenCase)}
    intents += [intent for intent in _held_erasures(message, around) if intent.case.id not in handled]
    if message.triage or message.unreadable:
        return (*intents, _to_sort(message, around, rules, now))
    for kind in dict.fromkeys(message.kinds):
        if kind in CASE_KINDS and kind not in message.withdrawn:
            intents.append(_open_or_attach(kind, message, around, rules, now))
    return tuple(intents)


def _taken_back(message: Incoming, around: Surroundings) -> tuple[Withdraw | Hold, ...]:
    """A withdrawal that nothing proves only holds the case: otherwise a stranger could stop what a customer asked."""
    intents: list[Withdraw | Hold] = []
    sure = around.match.identity is Identity.LIKELY and not message.triage
    for case in around.open_cases:
        if case.kind in message.withdrawn:
            quote = message.quote_of(case.kind)
            intents.append(Withdraw(case, quote) if sure else Hold(case, f"perhaps taken back: {quote}"))
    return tuple(intents)


def _held_erasures(message: Incoming, around: Surroundings) -> tuple[Hold, ...]:
    repeats = ReplyKind.ERASURE in message.kinds and not message.triage and not message.withdrawn
    if repeats:
        return ()
    erasures = [case for case in around.open_cases if case.kind is ReplyKind.ERASURE]
    return tuple(Hold(case, "the customer wrote again: read it before anything is erased") for case in erasures)


def _to_sort(message: Incoming, around: Surroundings, rules: CaseRules, now: datetime) -> OpenCase | Attach:
    for case in around.open_cases:
        if case.kind is ReplyKind.OTHER:
            return Attach(case)
    suggested = [kind for kind in message.kinds if kind in CASE_KINDS] or [ReplyKind.OTHER]
    deadlines = [_deadline(kind, around, rules, now) for kind in suggested]
    strictest = min(deadlines, key=lambda one: one.due_at)
    quote = message.quote_of(message.primary)
    return OpenCase(
        ReplyKind.OTHER, Deadline(strictest.due_at, late=False, rule=f"to be sorted; {strictest.rule}"), quote
    )


def _open_or_attach(
    kind: ReplyKind, message: Incoming, around: Surroundings, rules: CaseRules, now: datetime
) -> OpenCase | Attach:
    for case in around.open_cases:
        same_notice = kind is not ReplyKind.OBJECTION or around.match.notice_id in (case.notice_id, None)
        if case.kind is kind and same_notice:
            return Attach(case)
    return OpenCase(kind, _deadline(kind, around, rules, now), message.quote_of(kind))


def _deadline(kind: ReplyKind, around: Surroundings, rules: CaseRules, now: datetime) -> Deadline:
    customer = around.match.customer
    return deadline(kind, now, rules, group=group_of(customer), change=around.change)


def is_unverified(how: Matched) -> bool:
    """Whether the match rests on what anybody can write into a message."""
    return how is not Matched.SIGNED_ADDRESS
