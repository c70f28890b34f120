"""Erasing a customer from the ledger after a person confirmed it, and the proof that remains.

Rows that are evidence for others (deliveries, cases, events) stay and are blanked, so that counts and the hash chain
still hold; events never held personal data.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from notifier.cases import Action, customer_of, get_case, step
from notifier.cases.mailbox import cancel_letters
from notifier.cases.steps import write_step
from notifier.cases.store import Deed, case_by_id, insert_for, steps_of
from notifier.cases.transitions import OPEN_STATES, is_person
from notifier.customers import remove_customer
from notifier.erasure.plan import ErasurePlan, plan_erasure
from notifier.errors import RefusedError
from notifier.ledger import Ledger, record
from notifier.ledger.case_tables import case_steps, company_calls, mail_outbox
from notifier.ledger.schema import (
    cases,
    customers,
    deliveries,
    erasure_proofs,
    inbound_messages,
    raw_messages,
    seen_requests,
)
from notifier.model import Case, CaseState, Customer, CustomerState, ReplyKind
from notifier.signing import Signer

OVERWRITE_DUE = "overwrite:due"  # a mark in `seen_requests` until the freed space is overwritten
EXTERNAL_ID = "customer"  # the kind under which the company's own id is hashed


@dataclass(frozen=True, slots=True)
class Proof:
    """That somebody was erased, naming no one: keyed hashes, counts, and the event that a chain check covers.

    `mentions` are messages of other people that name the address and stay, because they are theirs: for a person to
    look at. `overwritten` says whether the freed space on disk was overwritten too (SQLite: vacuumed, write-ahead log emptied).
    """

    case: str
    address_hash: str
    external_hash: str
    erased_at: datetime
    confirmed_by: str
    event_id: int
    event_hash: str
    rows: tuple[tuple[str, int], ...]
    mentions: tuple[int, ...] = ()
    overwritten: bool = False

    def as_json(self) -> str:
        """The proof as a JSON document for the file of the case."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        fields.update(erased_at=self.erased_at.isoformat(), rows=dict(self.rows))
        return json.dumps(fields, indent=2, sort_keys=True)


def erase(ledger: Ledger, case_number: str, *, signer: Signer, now: datetime, systems: tuple[str, ...] = ()) -> Proof:
    """Erase the customer of a confirmed erasure case in one transaction, then overwrite the freed space.

    Raises RefusedError, and erases nothing, unless a person started the case, nothing holds it, and every one of the
    company's `systems` has confirmed.
    """
    with ledger.begin() as connection:
        proof = erase_rows(connection, case_number, signer=signer, now=now, systems=systems)
    return replace(proof, overwritten=overwrite(ledger))


def erase_rows(
    connection: sa.Connection, case_number: str, *, signer: Signer, now: datetime, systems: tuple[str, ...] = ()
) -> Proof:
    """Erase in the caller's transaction; see `erase`, which also overwrites the freed space."""
    case = get_case(connection, case_number, lock=True)
    customer, confirmed_by = refuse_unready(connection, case, systems)
    plan = plan_erasure(connection, customer, signer)
    hashes = signer.address_hash(customer.email), signer.text_hash(EXTERNAL_ID, customer.external_id)
    _keep_proof(connection, hashes, case, now)
    remove_customer(connection, customer.external_id, now=now, actor="system")
    _blank_mail(connection, plan)
    _blank_cases(connection, plan)
    _blank_customer(connection, customer, now)
    payload = {
        "case": case.number,
        "address_hash": hashes[0],
        "confirmed_by": confirmed_by,
        "rows": {holding.table: holding.rows for holding in plan.holdings},
    }
    subject = f"customer:{customer.id}"
    event = record(connection, at=now, actor="system", kind="customer_erased", subject=subject, payload=payload)
    _close_cases(connection, case, plan, now)
    cancel_letters(connection, customer.id)
    mark = insert_for(connection)(seen_requests).values(key=OVERWRITE_DUE, seen_at=now)
    connection.execute(mark.on_conflict_do_nothing())
    rows = tuple((holding.table, holding.rows) for holding in plan.holdings)
    return Proof(case.number, *hashes, now, confirmed_by, event.id, event.hash, rows, plan.mentions)


def refuse_unready(connection: sa.Connection, case: Case, systems: tuple[str, ...] = ()) -> tuple[Customer, str]:
    """The customer to erase and the person who confirmed it; raises RefusedError saying what is missing."""
    if case.kind is not ReplyKind.ERASURE or case.state is not CaseState.IN_PROGRESS:
        raise RefusedError(f"case {case.number} is no erasure in progress ({case.kind}, {case.state}): start it first")
    if case.held:
        raise RefusedError(f"case {case.number} is on hold: read the newer message of the customer, then release it")
    customer = customer_of(connection, case)
    if customer is None or customer.state is CustomerState.ERASED:
        raise RefusedError(f"case {case.number} has no customer to erase: link one first")
    starts = [done for done in steps_of(connection, case.id) if done.action == Action.START]
    if not starts or not is_person(starts[-1].actor):
        raise RefusedError(f"case {case.number}: no person has confirmed the erasure")
    calls = connection.execute(
        sa.select(company_calls.c.system, company_calls.c.state).where(company_calls.c.case_id == case.id)
    )
    told = {call.system: call.state == "confirmed" for call in calls}
    if names := ", ".join(sorted(name for name in {*systems, *told} if not told.get(name))):
        raise RefusedError(f"case {case.number}: not confirmed yet by {names}")
    return customer, starts[-1].actor


def overwrite(ledger: Ledger) -> bool:
    """Leave nothing of deleted rows on disk; False when another reader kept the log from being emptied.

    SQLite zeroes freed cells itself (`secure_delete`); VACUUM rewrites the pages and the checkpoint empties the
    write-ahead log, which still held the old ones. On PostgreSQL VACUUM removes the dead rows.
    """
    if not _rewrite(ledger):
        return False
    with ledger.begin() as connection:
        connection.execute(sa.delete(seen_requests).where(seen_requests.c.key == OVERWRITE_DUE))
    return True


def _rewrite(ledger: Ledger) -> bool:
    with ledger.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None  # noqa: S101 - an open connection has one
        if not ledger.is_sqlite:
            raw.autocommit = True  # psycopg: VACUUM runs outside a transaction
        cursor = raw.cursor()
        try:
            return _vacuum(cursor, is_sqlite=ledger.is_sqlite)
        except sqlite3.OperationalError:  # somebody reads or writes for longer than we wait: the next round tries again
            return False
        finally:
            cursor.close()
            if not ledger.is_sqlite:
                raw.autocommit = False  # as the pool expects it back


def _vacuum(cursor: Any, *, is_sqlite: bool) -> bool:
    if not is_sqlite:
        cursor.execute("VACUUM")
        return True
    cursor.execute("PRAGMA query_only=OFF")  # a pooled connection may last have been used for reading
    cursor.execute("VACUUM")
    busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _close_cases(connection: sa.Connection, erased: Case, plan: ErasurePlan, now: datetime) -> None:
    """The erasure is done; whatever else the person had asked has nobody to be answered to any more."""
    step(connection, erased.number, Action.COMPLETE, by="system", reason="erased", now=now)
    for case_id in plan.cases:
        case = case_by_id(connection, case_id)
        if case.state in OPEN_STATES:
            changes = {"state": str(CaseState.DONE), "outcome": f"erased with {erased.number}", "closed_at": now}
            deed = Deed("system", f"erased with {erased.number}", now)
            write_step(connection, case, Action.COMPLETE, changes, deed)


def _keep_proof(connection: sa.Connection, hashes: tuple[str, str], case: Case, now: datetime) -> None:
    insert = insert_for(connection)(erasure_proofs)
    values = {"address_hash": hashes[0], "external_hash": hashes[1], "case_id": case.id, "erased_at": now}
    changed = {name: values[name] for name in ("external_hash", "case_id", "erased_at")}
    connection.execute(insert.values(values).on_conflict_do_update(index_elements=["address_hash"], set_=changed))


def _blank_mail(connection: sa.Connection, plan: ErasurePlan) -> None:
    blank_raw = {"content": b"", "size": 0, "envelope": "{}"}
    connection.execute(sa.update(raw_messages).where(raw_messages.c.sha256.in_(plan.raw)).values(blank_raw))
    connection.execute(
        sa.update(inbound_messages)
        .where(inbound_messages.c.id.in_(plan.messages))
        .values(reading='{"erased":true}', message_id=None)
    )
    connection.execute(
        sa.update(mail_outbox).where(plan.letters).values(recipient="", response="", payload='{"cases":[]}')
    )
    connection.execute(
        sa.update(company_calls).where(company_calls.c.case_id.in_(plan.cases)).values(body="{}", response="")
    )


def _blank_cases(connection: sa.Connection, plan: ErasurePlan) -> None:
    blank = {"quote": "", "contact": "", "contact_key": "", "outcome": "", "language": ""}
    connection.execute(sa.update(cases).where(cases.c.id.in_(plan.cases)).values(blank))
    connection.execute(sa.update(case_steps).where(case_steps.c.case_id.in_(plan.cases)).values(reason=""))


def _blank_customer(connection: sa.Connection, customer: Customer, now: datetime) -> None:
    connection.execute(
        sa.update(deliveries).where(deliveries.c.customer_id == customer.id).values(address="", response="")
    )
    blank = {
        "external_id": f"erased-{customer.id}",
        "email": "",
        "email_key": f"erased-{customer.id}",
        "name": "",
        "language": "",
        "country": "",
        "segment": "",
        "joined_on": None,
        "state": str(CustomerState.ERASED),
        "source": "erased",
        "changed_at": now,
    }
    connection.execute(sa.update(customers).where(customers.c.id == customer.id).values(blank))
