"""Carrying out steps of cases: the table decides, one transaction writes case, history, event, mail and Slack row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from notifier.cases import announcing
from notifier.cases.deadlines import DEFAULT_RULES, CaseRules, Change, deadline, extended, group_of, reopened
from notifier.cases.mailbox import queue_acknowledgement, queue_closing, queue_extension, queue_identity
from notifier.cases.matching import customer_from_row
from notifier.cases.opening import insert_case
from notifier.cases.store import Deed, case_by_id, get_case, record_step
from notifier.cases.transitions import CASE_KINDS, CLOSED_STATES, Action, Standing, is_person, next_state
from notifier.errors import RefusedError
from notifier.ledger.case_tables import case_steps
from notifier.ledger.schema import cases, customers, deliveries, erasure_proofs, inbound_messages, notices
from notifier.model import Case, CaseState, Customer, Identity, ReplyKind

LONGEST_REASON = 4_000  # characters
NOTHING = "nothing"


def step(  # noqa: PLR0913 - a front door: what a person says when doing a step
    connection: sa.Connection,
    number: str,
    action: Action | str,
    *,
    by: str,
    reason: str = "",
    now: datetime,
    rules: CaseRules = DEFAULT_RULES,
    assignee: str = "",
) -> Case:
    """Do one step of a case and say what it is afterwards; raises RefusedError when rules or state forbid it.

    `by` is the actor ("Ada", "slack:U123", "customer:link", "system"). Closing and extending owe the customer a
    message; every step owes staff an update of the case's card. For `sort` the reason names the kinds that the message
    asks for, or says "nothing".
    """
    wanted = _action(action)
    if wanted is Action.SORT:
        sort_case(connection, number, read_kinds(number, reason), by=by, now=now, rules=rules)
        return get_case(connection, number)
    return _do(connection, number, wanted, Deed(by, reason.strip(), now), rules, assignee)


def read_kinds(number: str, words: str) -> tuple[ReplyKind, ...]:
    """The kinds that staff wrote ("objection, erasure"); none for "nothing". Raises RefusedError for anything else."""
    named = words.replace(",", " ").lower().split()
    if named == [NOTHING]:
        return ()
    if not named or not set(named) <= CASE_KINDS:
        raise RefusedError(f"case {number}: write what it asks for ({', '.join(sorted(CASE_KINDS))}), or {NOTHING!r}")
    return tuple(ReplyKind(name) for name in named)


def _do(  # noqa: PLR0913 - a step with everything that its rules look at
    connection: sa.Connection, number: str, wanted: Action, deed: Deed, rules: CaseRules, assignee: str = ""
) -> Case:
    case = get_case(connection, number, lock=True)
    if len(deed.reason) > LONGEST_REASON:
        raise RefusedError(f"case {case.number}: the reason is longer than {LONGEST_REASON} characters")
    after = next_state(standing(connection, case), wanted, by=deed.by, reason=deed.reason, now=deed.now)
    changes = {"state": str(after), **_changes(case, wanted, deed, assignee, rules)}
    return write_step(connection, case, wanted, changes, deed)


def write_step(connection: sa.Connection, case: Case, action: Action, changes: dict[str, Any], deed: Deed) -> Case:
    """Write a step that was judged already (`changes` are columns); for `step` and for receiving messages."""
    if changes:
        connection.execute(sa.update(cases).where(cases.c.id == case.id).values(**changes))
    changed = case_by_id(connection, case.id)
    record_step(connection, case, str(action), changed.state, deed)
    _tell(connection, changed, action, deed.now)
    return changed


def sort_case(  # noqa: PLR0913 - a front door, as `step`
    connection: sa.Connection,
    number: str,
    kinds: Sequence[ReplyKind],
    *,
    by: str,
    reason: str = "",
    now: datetime,
    rules: CaseRules = DEFAULT_RULES,
) -> tuple[Case, ...]:
    """Settle what a message in doubt asks for: one case a kind, due as if it had been understood when it came.

    No kinds: the message asks for nothing. Raises RefusedError for a case that is not to be sorted.
    """
    unknown = [kind for kind in kinds if kind not in CASE_KINDS]
    if unknown:
        raise RefusedError(f"case {number}: {unknown[0]} makes no case; choose from {', '.join(sorted(CASE_KINDS))}")
    words = ", ".join(kinds) or "nothing is asked"
    why = Deed(by, f"sorted: {words}. {reason}".strip(), now)
    sorted_case = _do(connection, number, Action.SORT, why, rules)
    deed = Deed(by, f"sorted from {sorted_case.number}", now)
    opened = tuple(_open_sorted(connection, sorted_case, kind, deed, rules) for kind in dict.fromkeys(kinds))
    if opened and _may_be_answered(connection, sorted_case):
        queue_acknowledgement(connection, opened, None, now=now, timezone=rules.timezone)
    return opened


def _may_be_answered(connection: sa.Connection, case: Case) -> bool:
    """Whether a person's mail lies behind the case that may be answered at all: automatic mail never is."""
    query = sa.select(inbound_messages.c.reading).where(inbound_messages.c.id == case.inbound_id)
    stored = connection.execute(query).scalar_one_or_none()
    return stored is not None and bool(json.loads(stored).get("answerable"))


def link_customer(  # noqa: PLR0913 - a front door, as `step`
    connection: sa.Connection, number: str, external_id: str, *, by: str, reason: str, now: datetime
) -> Case:
    """Say which customer a case is of, when the program could not; the identity must then be confirmed anew.

    Raises RefusedError for a closed case, an unknown customer, or without a reason.
    """
    case = get_case(connection, number, lock=True)
    row = connection.execute(sa.select(customers).where(customers.c.external_id == external_id)).first()
    if row is None:
        raise RefusedError(f"there is no customer {external_id[:60]!r}: `herald customers list` shows them")
    if case.state in CLOSED_STATES:
        raise RefusedError(f"case {case.number} is {case.state}: reopen it first")
    if not is_person(by) or not reason.strip():
        raise RefusedError(f"case {case.number}: who it is of is for a person to say, with a reason")
    changes = {"customer_id": row.id, "identity": str(Identity.UNCONFIRMED), "language": row.language}
    linked = write_step(connection, case, Action.NOTE, changes, Deed(by, reason, now))
    queue_identity(connection, linked, now=now)
    return linked


def standing(connection: sa.Connection, case: Case) -> Standing:
    """What the table's rules need to know of a case."""
    erased = connection.execute(sa.select(erasure_proofs.c.case_id).where(erasure_proofs.c.case_id == case.id)).first()
    return Standing(
        case.number, case.kind, case.state, case.identity, case.due_at, case.extended, case.held, erased is not None
    )


def customer_of(connection: sa.Connection, case: Case) -> Customer | None:
    """The customer whose case it is, None where nobody matched."""
    if case.customer_id is None:
        return None
    row = connection.execute(sa.select(customers).where(customers.c.id == case.customer_id)).first()
    return None if row is None else customer_from_row(row)


def _action(action: Action | str) -> Action:
    try:
        return Action(str(action).strip().lower().replace("-", "_").replace(" ", "_"))
    except ValueError:
        raise RefusedError(f"{str(action)[:40]!r} is no step of a case; there are: {', '.join(Action)}") from None


def _changes(case: Case, action: Action, deed: Deed, assignee: str, rules: CaseRules) -> dict[str, Any]:
    match action:
        case Action.CONFIRM_IDENTITY:
            return {"identity": str(Identity.CONFIRMED)}
        case Action.EXTEND:
            return {"extended": True, "due_at": extended(case.opened_at, rules), "rule": "three months (extended)"}
        case Action.COMPLETE | Action.REFUSE | Action.WITHDRAW | Action.SORT:
            return {"outcome": deed.reason, "closed_at": deed.now, "held": False}
        case Action.REOPEN:
            return {"outcome": "", "closed_at": None, "due_at": reopened(case.due_at, deed.now, rules)}
        case Action.ASSIGN:
            return {"assignee": assignee.strip() or deed.reason}
        case Action.HOLD | Action.RELEASE:
            return {"held": action is Action.HOLD}
        case _:
            return {}


def _tell(connection: sa.Connection, case: Case, action: Action, now: datetime) -> None:
    if case.state in CLOSED_STATES and action is not Action.NOTE and action is not Action.SORT:
        queue_closing(connection, case, now=now)
    if action is Action.EXTEND:
        queue_extension(connection, case, now=now)
    announcing.announce(
        connection,
        announcing.CHANGED,
        case,
        f"{action}:{_step_count(connection, case)}",
        now,
        action=str(action),
        state=str(case.state),
    )


def _step_count(connection: sa.Connection, case: Case) -> int:
    query = sa.select(sa.func.count()).select_from(case_steps).where(case_steps.c.case_id == case.id)
    return int(connection.execute(query).scalar_one())


def _open_sorted(connection: sa.Connection, source: Case, kind: ReplyKind, deed: Deed, rules: CaseRules) -> Case:
    customer = customer_of(connection, source)
    change = _change_of(connection, source) if kind is ReplyKind.OBJECTION else None
    due = deadline(kind, source.opened_at, rules, group=group_of(customer), change=change)
    values = {
        "kind": str(kind),
        "state": str(CaseState.RECEIVED),
        "customer_id": source.customer_id,
        "notice_id": source.notice_id,
        "inbound_id": source.inbound_id,
        "matched": str(source.matched),
        "opened_at": source.opened_at,
        "due_at": due.due_at,
        "late": due.late,
        "rule": due.rule,
        "quote": source.quote,
        "identity": str(source.identity),
        "contact": source.contact,
        "language": source.language,
    }
    return insert_case(connection, values, deed)


def _change_of(connection: sa.Connection, case: Case) -> Change | None:
    """The change whose notice a case answers, with the customer's own last day to object."""
    query = (
        sa.select(notices.c.effective_on, sa.func.max(deliveries.c.objection_by).label("objection_by"))
        .select_from(notices)
        .outerjoin(
            deliveries, sa.and_(deliveries.c.notice_id == notices.c.id, deliveries.c.customer_id == case.customer_id)
        )
        .where(notices.c.id == case.notice_id)
        .group_by(notices.c.effective_on)
    )
    row = connection.execute(query).first()
    return None if row is None else Change(row.effective_on, row.objection_by)
