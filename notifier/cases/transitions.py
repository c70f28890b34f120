"""What may happen to a case, as a table: `TRANSITIONS` maps (state, action) to the next state.

The diagram in `docs/cases.md` is made from this table by `diagram()` and compared with it by a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from notifier.errors import RefusedError
from notifier.model import CaseState, Identity, ReplyKind


class Action(StrEnum):
    """A step of a case. `HOLD` and `RELEASE` guard an erasure against a newer message of the same person."""

    ACKNOWLEDGE = "acknowledge"
    CONFIRM_IDENTITY = "confirm_identity"
    START = "start"
    EXTEND = "extend"
    COMPLETE = "complete"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    ASSIGN = "assign"
    NOTE = "note"
    HOLD = "hold"
    RELEASE = "release"
    SORT = "sort"


OPEN_STATES = (CaseState.RECEIVED, CaseState.ACKNOWLEDGED, CaseState.IDENTITY_CONFIRMED, CaseState.IN_PROGRESS)
CLOSED_STATES = (CaseState.DONE, CaseState.REFUSED, CaseState.WITHDRAWN)
STAYS = (Action.EXTEND, Action.ASSIGN, Action.NOTE, Action.HOLD, Action.RELEASE)

TRANSITIONS: dict[tuple[CaseState, Action], CaseState] = {
    (CaseState.RECEIVED, Action.ACKNOWLEDGE): CaseState.ACKNOWLEDGED,
    (CaseState.RECEIVED, Action.CONFIRM_IDENTITY): CaseState.IDENTITY_CONFIRMED,
    (CaseState.ACKNOWLEDGED, Action.CONFIRM_IDENTITY): CaseState.IDENTITY_CONFIRMED,
    (CaseState.RECEIVED, Action.START): CaseState.IN_PROGRESS,
    (CaseState.ACKNOWLEDGED, Action.START): CaseState.IN_PROGRESS,
    (CaseState.IDENTITY_CONFIRMED, Action.START): CaseState.IN_PROGRESS,
    (CaseState.IDENTITY_CONFIRMED, Action.COMPLETE): CaseState.DONE,
    (CaseState.IN_PROGRESS, Action.COMPLETE): CaseState.DONE,
    (CaseState.ACKNOWLEDGED, Action.COMPLETE): CaseState.DONE,
    **{(state, Action.REFUSE): CaseState.REFUSED for state in OPEN_STATES},
    **{(state, Action.WITHDRAW): CaseState.WITHDRAWN for state in OPEN_STATES},
    **{(state, Action.SORT): CaseState.DONE for state in OPEN_STATES},
    **{(state, Action.REOPEN): CaseState.ACKNOWLEDGED for state in CLOSED_STATES},
    **{(state, action): state for state in OPEN_STATES for action in STAYS},
    **{(state, Action.NOTE): state for state in CLOSED_STATES},
}

NEEDS_REASON = frozenset(
    {Action.EXTEND, Action.REFUSE, Action.REOPEN, Action.NOTE, Action.HOLD, Action.RELEASE, Action.SORT}
)
NEEDS_PERSON = frozenset(
    {Action.CONFIRM_IDENTITY, Action.START, Action.EXTEND, Action.REFUSE, Action.RELEASE, Action.SORT}
)

# Requests about one person's data: they may be answered only to that person (GDPR 12(6)), within one month that can
# be extended once by two (GDPR 12(3)).
RIGHTS_REQUESTS = frozenset(
    {
        ReplyKind.ERASURE,
        ReplyKind.ACCESS,
        ReplyKind.RECTIFICATION,
        ReplyKind.RESTRICTION,
        ReplyKind.PORTABILITY,
    }
)
# Kinds that make a case; bounces and auto-replies never do, and OTHER only as a triage case for a person to sort.
CASE_KINDS = RIGHTS_REQUESTS | {
    ReplyKind.OBJECTION,
    ReplyKind.OPT_OUT,
    ReplyKind.COMPLAINT,
    ReplyKind.QUESTION,
}
EXTENDABLE = RIGHTS_REQUESTS | {ReplyKind.COMPLAINT, ReplyKind.QUESTION, ReplyKind.OTHER}
SYSTEM = "system"
CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules need to know of a case to judge a step."""

    number: str
    kind: ReplyKind
    state: CaseState
    identity: Identity
    due_at: datetime
    extended: bool = False
    held: bool = False
    erased: bool = False  # the erasure that this case asked for has run


def is_person(actor: str) -> bool:
    """Whether `actor` names a member of staff, not the program and not the customer."""
    return (
        bool(actor) and actor != SYSTEM and actor != CUSTOMER and not actor.startswith((f"{CUSTOMER}:", f"{SYSTEM}:"))
    )


def next_state(case: Standing, action: Action, *, by: str, reason: str, now: datetime) -> CaseState:
    """State of the case after `action`; raises RefusedError that says why not and what can be done instead."""
    after = TRANSITIONS.get((case.state, action))
    if after is None:
        allowed = ", ".join(sorted(step for state, step in TRANSITIONS if state is case.state))
        raise RefusedError(f"case {case.number} is {case.state}: it cannot {_words(action)}; possible now: {allowed}")
    if not by.strip():
        raise RefusedError(f"case {case.number}: {_words(action)} needs the name of who does it")
    if action in NEEDS_REASON and not reason.strip():
        raise RefusedError(f"case {case.number}: {_words(action)} needs a written reason")
    _refuse_by_actor(case, action, by, reason)
    _refuse_by_rule(case, action, now)
    return after


def possible_actions(case: Standing) -> tuple[Action, ...]:
    """The actions that table and rules allow a person now, in the order of the enum: what a card offers."""
    return tuple(action for action in Action if (case.state, action) in TRANSITIONS and _is_offered(case, action))


def _is_offered(case: Standing, action: Action) -> bool:
    unproved = case.kind in RIGHTS_REQUESTS and case.identity is not Identity.CONFIRMED
    match action:
        case Action.START | Action.COMPLETE:
            by_hand = action is Action.START or case.kind is not ReplyKind.ERASURE or case.erased
            return by_hand and not unproved and not case.held and case.kind is not ReplyKind.OTHER
        case Action.SORT:
            return case.kind is ReplyKind.OTHER
        case Action.EXTEND:
            return case.kind in EXTENDABLE and not case.extended
        case Action.HOLD | Action.RELEASE:
            return case.held is (action is Action.RELEASE)
        case Action.REOPEN:
            return not case.erased
        case _:
            return True


def _refuse_by_actor(case: Standing, action: Action, by: str, reason: str) -> None:
    proved_by_link = action is Action.CONFIRM_IDENTITY and by.startswith(f"{CUSTOMER}:")
    if action in NEEDS_PERSON and not is_person(by) and not proved_by_link:
        raise RefusedError(f"case {case.number}: {_words(action)} is for a person to do, not for {by!r}")
    unproved = case.identity is Identity.UNCONFIRMED and not proved_by_link
    if action is Action.CONFIRM_IDENTITY and unproved and not reason.strip():
        raise RefusedError(f"case {case.number}: say how you made sure of who wrote (nothing in the message proves it)")


def _refuse_by_rule(case: Standing, action: Action, now: datetime) -> None:
    match action:
        case Action.START | Action.COMPLETE:
            _refuse_unproved(case, action)
        case Action.EXTEND:
            _refuse_extension(case, now)
        case Action.SORT if case.kind is not ReplyKind.OTHER:
            raise RefusedError(f"case {case.number} is sorted already: it is about {case.kind}")
        case Action.REOPEN if case.erased:
            raise RefusedError(f"case {case.number}: the person is erased, there is nothing to reopen; open a new case")
        case _:
            return


def _refuse_unproved(case: Standing, action: Action) -> None:
    if case.kind is ReplyKind.OTHER:
        raise RefusedError(f"case {case.number} waits to be sorted: name its kinds (or `other` if nothing is asked)")
    if case.kind in RIGHTS_REQUESTS and case.identity is not Identity.CONFIRMED:
        raise RefusedError(f"case {case.number}: confirm the identity first; {case.kind} concerns one person's data")
    if case.held:
        raise RefusedError(f"case {case.number} is on hold: read the newer message of the customer, then release it")
    if action is Action.COMPLETE and case.kind is ReplyKind.ERASURE and not case.erased:
        raise RefusedError(f"case {case.number}: an erasure is done when the erasure has run, not by hand")


def _refuse_extension(case: Standing, now: datetime) -> None:
    if case.kind not in EXTENDABLE:
        raise RefusedError(f"case {case.number}: the deadline of {case.kind} cannot be extended")
    if case.extended:
        raise RefusedError(f"case {case.number} was extended already; the law allows that once")
    if now > case.due_at:
        raise RefusedError(f"case {case.number} is overdue; an extension must be told within the first month")


def _words(action: Action) -> str:
    return action.value.replace("_", " ")


def diagram() -> str:
    """The table as a Mermaid state diagram; steps that keep the state are left out, docs/cases.md lists them."""
    lines = ["stateDiagram-v2", f"    [*] --> {CaseState.RECEIVED}"]
    for (state, action), after in TRANSITIONS.items():
        if after is not state:
            lines.append(f"    {state} --> {after}: {_words(action)}")
    return "\n".join(lines)
