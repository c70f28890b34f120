"""Telling the company's systems of an erasure: owed in the ledger, retried, confirmed, or given up with an alarm."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from notifier.cases import announcing
from notifier.cases.steps import customer_of
from notifier.cases.store import CaseFilter, case_by_id, get_case, insert_for, list_cases
from notifier.cases.transitions import is_person
from notifier.erasure.systems import CompanySystem, Request, idempotency_key, signed_request, write_body
from notifier.errors import RefusedError, SigningError
from notifier.ledger import Ledger, record
from notifier.ledger.case_tables import company_calls
from notifier.ledger.schema import cases
from notifier.model import Case, CaseState, CustomerState, ReplyKind
from notifier.signing import Signer

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 20  # about three days of trying
LEASE = timedelta(minutes=2)
SILENCE = timedelta(days=3)  # told, but not confirmed: staff are asked to look
CONFIRMATION = "erasure-confirmation"
CONFIRM_PATH = "/hooks/erasure/"


class CallState(StrEnum):
    DUE = "due"
    TOLD = "told"
    CONFIRMED = "confirmed"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system said: HTTP status (0 when it could not be reached) and a word of explanation."""

    status: int
    reason: str = ""
    retry_after: timedelta | None = None


Post = Callable[[Request], Awaitable[Answer]]
"""Posts one request and gives the answer; never raises for what the network does."""


@dataclass(frozen=True, slots=True)
class Call:
    """A company system that is told of an erasure, and how far that is. `next_attempt_at` is UTC."""

    case: str
    system: str
    state: CallState
    attempts: int
    next_attempt_at: datetime
    response: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Claimed:
    id: int
    case_id: int
    system: str
    key: str
    body: str
    attempts: int


def owe_calls(
    connection: sa.Connection, systems: tuple[CompanySystem, ...], signer: Signer, site_url: str, now: datetime
) -> int:
    """Owe every system one call for every confirmed erasure; how many are new. Running it again owes nothing more."""
    owed = 0
    confirmed = CaseFilter(kinds=(ReplyKind.ERASURE,), states=(CaseState.IN_PROGRESS,))
    for case in list_cases(connection, confirmed):
        customer = customer_of(connection, case)
        if case.held or customer is None or customer.state is CustomerState.ERASED:
            continue
        for system in systems:
            key = idempotency_key(case, system.name)
            confirm_url = f"{site_url.rstrip('/')}{CONFIRM_PATH}{signer.link_token(CONFIRMATION, key, None)}"
            values = {
                "idempotency_key": key,
                "case_id": case.id,
                "system": system.name,
                "body": write_body(case, customer, system.name, confirm_url if site_url else ""),
                "next_attempt_at": now,
            }
            insert = insert_for(connection)(company_calls).values(values)
            owed += connection.execute(insert.on_conflict_do_nothing()).rowcount
    return owed


async def make_calls(ledger: Ledger, systems: tuple[CompanySystem, ...], post: Post, now: datetime) -> int:
    """Make every call that is due, one at a time; how many systems answered well."""
    by_name = {system.name: system for system in systems}
    good = 0
    while (claimed := await ledger.run(_claim, tuple(by_name), now)) is not None:
        answer = await post(signed_request(by_name[claimed.system], claimed.key, claimed.body, now))
        await ledger.run(_settle, claimed, answer, now)
        good += 200 <= answer.status < 300
    await ledger.run(_warn_of_silence, now)
    return good


def confirm_call(connection: sa.Connection, signer: Signer, token: str, *, now: datetime) -> bool:
    """Take a system's later confirmation (the POST to its `confirm_url`); False when it was confirmed before.

    Raises SigningError for a forged token.
    """
    key = signer.read_link_token(token, purpose=CONFIRMATION, now=now)
    row = connection.execute(sa.select(company_calls).where(company_calls.c.idempotency_key == key)).first()
    if row is None:
        raise SigningError("the link is of no erasure here")
    return _confirm(connection, row, f"system:{row.system}", now)


def confirm_by_hand(connection: sa.Connection, case_number: str, system: str, *, by: str, now: datetime) -> bool:
    """Record that a person made sure that a system has erased; raises RefusedError for an unknown system."""
    case = get_case(connection, case_number)
    row = connection.execute(
        sa.select(company_calls).where(company_calls.c.case_id == case.id, company_calls.c.system == system)
    ).first()
    if row is None or not is_person(by):
        raise RefusedError(f"case {case.number}: no system {system[:40]!r} was to be told, or nobody says so")
    return _confirm(connection, row, by, now)


def list_calls(connection: sa.Connection, case_number: str = "", state: CallState | None = None) -> tuple[Call, ...]:
    """The systems told of one case's erasure, or of all, the oldest first; raises RefusedError for an unknown case."""
    query = sa.select(company_calls, cases.c.number).join(cases, cases.c.id == company_calls.c.case_id)
    if case_number:
        query = query.where(company_calls.c.case_id == get_case(connection, case_number).id)
    if state is not None:
        query = query.where(company_calls.c.state == str(state))
    return tuple(
        Call(
            row.number,
            row.system,
            CallState(row.state),
            row.attempts,
            row.next_attempt_at,
            row.response,
            row.confirmed_at,
        )
        for row in connection.execute(query.order_by(company_calls.c.id))
    )


def retry_dead(connection: sa.Connection, case_number: str, *, by: str, now: datetime) -> int:
    """Try the given-up calls of a case again, because a person mended what was wrong; how many.

    Raises RefusedError for an unknown case, or when nobody says who does it.
    """
    case = get_case(connection, case_number)
    if not is_person(by):
        raise RefusedError(f"case {case.number}: who tries again? A person's name is needed")
    dead = sa.and_(company_calls.c.case_id == case.id, company_calls.c.state == str(CallState.DEAD))
    values = {"state": str(CallState.DUE), "attempts": 0, "next_attempt_at": now}
    changed = connection.execute(sa.update(company_calls).where(dead).values(values)).rowcount
    _record(connection, case.id, "erasure_call_retried", by, {"calls": changed}, now)
    return changed


def _claim(connection: sa.Connection, names: tuple[str, ...], now: datetime) -> _Claimed | None:
    row = connection.execute(
        sa.select(company_calls)
        .where(
            company_calls.c.state == str(CallState.DUE),
            company_calls.c.next_attempt_at <= now,
            company_calls.c.system.in_(names),
        )
        .order_by(company_calls.c.next_attempt_at, company_calls.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    case = case_by_id(connection, row.case_id)
    attempts = row.attempts + 1
    # A held or withdrawn case is looked at again later: what was told cannot be untold, what was not must wait.
    waits = case.held or case.state is not CaseState.IN_PROGRESS
    values = {
        "next_attempt_at": now + (LONGEST_WAIT if waits else LEASE),
        "attempts": row.attempts if waits else attempts,
    }
    connection.execute(sa.update(company_calls).where(company_calls.c.id == row.id).values(values))
    if waits:
        return _claim(connection, names, now)
    return _Claimed(row.id, row.case_id, row.system, row.idempotency_key, row.body, attempts)


def _settle(connection: sa.Connection, claimed: _Claimed, answer: Answer, now: datetime) -> None:
    values: dict[str, Any] = {"response": f"{answer.status} {answer.reason}"[:300].strip()}
    retry = answer.status in (0, 408, 425, 429) or answer.status >= 500
    if answer.status == 202:
        values.update(state=str(CallState.TOLD), next_attempt_at=now + SILENCE)
    elif 200 <= answer.status < 300:
        values.update(state=str(CallState.CONFIRMED), confirmed_at=now, body="{}")
    elif retry and claimed.attempts < MOST_ATTEMPTS:
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(claimed.attempts - 1, 12))
        values["next_attempt_at"] = now + max(wait, answer.retry_after or timedelta())
    else:
        values["state"] = str(CallState.DEAD)
    connection.execute(sa.update(company_calls).where(company_calls.c.id == claimed.id).values(values))
    details = {"system": claimed.system, "status": answer.status, "attempt": claimed.attempts}
    if "state" in values:
        _record(
            connection, claimed.case_id, f"erasure_call_{values['state']}", f"system:{claimed.system}", details, now
        )
    if values.get("state") == CallState.DEAD:
        _alarm(connection, claimed.case_id, f"call:{claimed.id}:dead:{claimed.attempts}", claimed.system, now)


def _warn_of_silence(connection: sa.Connection, now: datetime) -> None:
    silent = sa.and_(company_calls.c.state == str(CallState.TOLD), company_calls.c.next_attempt_at <= now)
    for row in connection.execute(sa.select(company_calls).where(silent)).all():
        _alarm(connection, row.case_id, f"call:{row.id}:silent:{now.date()}", row.system, now)
        later = sa.update(company_calls).where(company_calls.c.id == row.id).values(next_attempt_at=now + SILENCE)
        connection.execute(later)


def _confirm(connection: sa.Connection, row: sa.Row[Any], by: str, now: datetime) -> bool:
    changed = connection.execute(
        sa.update(company_calls)
        .where(company_calls.c.id == row.id, company_calls.c.state != str(CallState.CONFIRMED))
        .values(state=str(CallState.CONFIRMED), confirmed_at=now, body="{}")
    )
    if changed.rowcount:
        _record(connection, row.case_id, "erasure_call_confirmed", by, {"system": row.system}, now)
    return bool(changed.rowcount)


def _record(  # noqa: PLR0913 - the fields of an event about a case
    connection: sa.Connection, case_id: int, kind: str, actor: str, payload: dict[str, Any], now: datetime
) -> None:
    record(connection, at=now, actor=actor, kind=kind, subject=f"case:{case_id}", payload=payload)


def _alarm(connection: sa.Connection, case_id: int, fact: str, system: str, now: datetime) -> None:
    case: Case = case_by_id(connection, case_id)
    announcing.announce(connection, announcing.ALARM, case, fact, now, system=system, problem="system_not_told")
