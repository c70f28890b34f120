"""Erasing from the command line: the steps that staff take in Slack, taken by one named person, recorded the same."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from notifier.cases import Action, step
from notifier.cases.deadlines import DEFAULT_RULES, CaseRules, deadline, group_of
from notifier.cases.opening import insert_case
from notifier.cases.store import CaseFilter, Deed, list_cases
from notifier.cases.transitions import OPEN_STATES, is_person
from notifier.customers import get_customer
from notifier.errors import RefusedError
from notifier.ledger.schema import erasure_proofs
from notifier.model import Case, CaseState, Customer, CustomerState, Identity, Matched, ReplyKind
from notifier.model.address import AddressError
from notifier.signing import Signer


def forget(  # noqa: PLR0913 - a front door: who asks for whose erasure, why, and by which rules
    connection: sa.Connection,
    external_id: str,
    *,
    by: str,
    reason: str,
    now: datetime,
    rules: CaseRules = DEFAULT_RULES,
) -> Case:
    """Confirm the erasure of a customer: their open case, or a new one, is in progress afterwards.

    The erasure itself is `erase`, or the next round of `ErasureRounds`, which tells the company's systems first.
    Raises RefusedError for an unknown or erased customer, without a name or reason, and for a case on hold.
    """
    customer = get_customer(connection, external_id)
    if customer is None or customer.state is CustomerState.ERASED:
        raise RefusedError(f"there is no customer {external_id[:60]!r}: `herald customers list` shows them")
    if not is_person(by) or not reason.strip():
        raise RefusedError("an erasure needs the name of who confirms it and the reason (--by, --reason)")
    wanted = CaseFilter(kinds=(ReplyKind.ERASURE,), states=OPEN_STATES, customer_id=customer.id)
    known = list_cases(connection, wanted)
    case = known[0] if known else _open(connection, customer, Deed(by, reason, now), rules)
    if case.identity is not Identity.CONFIRMED:
        case = step(connection, case.number, Action.CONFIRM_IDENTITY, by=by, reason=reason, now=now, rules=rules)
    if case.state is not CaseState.IN_PROGRESS:
        case = step(connection, case.number, Action.START, by=by, reason=reason, now=now, rules=rules)
    return case


def find_proof(connection: sa.Connection, signer: Signer, email: str) -> datetime | None:
    """When the person behind an address was erased, None when never; the address itself is nowhere stored."""
    try:
        hashes = signer.hashes_of_address(email)
    except AddressError:
        return None
    query = sa.select(erasure_proofs.c.erased_at).where(erasure_proofs.c.address_hash.in_(hashes))
    return connection.execute(query.order_by(erasure_proofs.c.erased_at.desc()).limit(1)).scalar_one_or_none()


def _open(connection: sa.Connection, customer: Customer, deed: Deed, rules: CaseRules) -> Case:
    due = deadline(ReplyKind.ERASURE, deed.now, rules, group=group_of(customer))
    values = {
        "kind": str(ReplyKind.ERASURE),
        "state": str(CaseState.RECEIVED),
        "customer_id": customer.id,
        "matched": str(Matched.NOBODY),
        "opened_at": deed.now,
        "due_at": due.due_at,
        "rule": due.rule,
        "language": customer.language,
    }
    return insert_case(connection, values, deed)
