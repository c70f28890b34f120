"""What the ledger holds about one customer: the same list serves the dry run, the erasure and its proof."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from notifier.cases.mailbox import Letter
from notifier.ledger.case_tables import case_messages, case_steps, company_calls, mail_outbox
from notifier.ledger.schema import cases, customers, deliveries, inbound_messages, raw_messages, seen_requests
from notifier.model import Customer
from notifier.signing import Signer


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows of one table that identify the customer, and what is done with them."""

    table: str
    rows: int
    done: str


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """Everything that would go. `mentions` are messages of other people that name the address: for a person to see.

    `messages` are ids of `inbound_messages`, `raw` keys of stored bytes, copies through other doors included.
    """

    customer_id: int
    holdings: tuple[Holding, ...]
    cases: tuple[int, ...]
    messages: tuple[int, ...]
    raw: tuple[str, ...]
    mentions: tuple[int, ...]
    letters: sa.ColumnElement[bool]

    @property
    def rows(self) -> int:
        """How many rows are erased in all."""
        return sum(holding.rows for holding in self.holdings)


def plan_erasure(connection: sa.Connection, customer: Customer, signer: Signer) -> ErasurePlan:
    """List what identifies the customer. Reads only; the same call right before the erasure finds what it erases."""
    case_ids = _ids(connection, sa.select(cases.c.id).where(_case_of(customer)))
    messages, mentions = _messages(connection, customer, case_ids)
    raw = _raw(connection, messages)
    letters = letters_of(connection, customer, case_ids, signer)
    holdings = (
        Holding("customers", 1, "address, name and all fields blanked; the row number stays"),
        Holding(
            "deliveries", _count(connection, deliveries, deliveries.c.customer_id == customer.id), "address, answer"
        ),
        Holding("cases", len(case_ids), "quote, contact and outcome blanked; number, kind and dates stay"),
        Holding("case_steps", _count(connection, case_steps, case_steps.c.case_id.in_(case_ids)), "reasons blanked"),
        Holding("inbound_messages", len(messages), "words, subject and sender blanked"),
        Holding("raw_messages", len(raw), "bytes blanked"),
        Holding("mail_outbox", _count(connection, mail_outbox, letters), "recipient, answer"),
        Holding("company_calls", _count(connection, company_calls, company_calls.c.case_id.in_(case_ids)), "content"),
    )
    return ErasurePlan(customer.id, holdings, case_ids, messages, raw, mentions, letters)


def letters_of(
    connection: sa.Connection, customer: Customer, case_ids: tuple[int, ...], signer: Signer
) -> sa.ColumnElement[bool]:
    """Letters to the customer, also those written before anybody knew that a case was theirs."""
    key = mail_outbox.c.key
    kinds = [str(letter) for letter in Letter if letter is not Letter.ACKNOWLEDGEMENT]
    kinds.append(f"{Letter.ACKNOWLEDGEMENT}:case")
    of_cases = [f"{kind}:{case_id}" for kind in kinds for case_id in case_ids]
    hashes = signer.hashes_of_address(customer.email) if customer.email else ()
    as_stranger = [key.startswith(f"acknowledgement:address:{digest}:") for digest in hashes]
    about = [sa.or_(key == name, key.startswith(f"{name}:")) for name in of_cases]
    return sa.or_(mail_outbox.c.customer_id == customer.id, *about, *as_stranger)


def _case_of(customer: Customer) -> sa.ColumnElement[bool]:
    key = sa.select(customers.c.email_key).where(customers.c.id == customer.id).scalar_subquery()
    stranger = sa.and_(cases.c.customer_id.is_(None), cases.c.contact_key != "", cases.c.contact_key == key)
    return sa.or_(cases.c.customer_id == customer.id, stranger)


def _messages(
    connection: sa.Connection, customer: Customer, case_ids: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Messages that are the customer's own, and those of other people that name the address."""
    row = inbound_messages.c
    attached = sa.select(case_messages.c.inbound_id).where(case_messages.c.case_id.in_(case_ids))
    names = row.reading.icontains(customer.email, autoescape=True) if customer.email else sa.false()
    email_key = connection.execute(sa.select(customers.c.email_key).where(customers.c.id == customer.id)).scalar_one()
    wrote = row.reading.contains(f'"sender_key": {json.dumps(email_key, ensure_ascii=False)}', autoescape=True)
    returned = sa.and_(names, row.kinds.contains('"bounce"'))
    own = sa.or_(
        row.customer_id == customer.id,
        row.id.in_(attached),
        sa.and_(row.customer_id.is_(None), sa.or_(wrote, returned)),
    )
    mine = _ids(connection, sa.select(row.id).where(own))
    others = _ids(connection, sa.select(row.id).where(names, row.id.not_in(mine)))
    return mine, others


def _raw(connection: sa.Connection, messages: tuple[int, ...]) -> tuple[str, ...]:
    keys = set(
        connection.execute(sa.select(inbound_messages.c.sha256).where(inbound_messages.c.id.in_(messages))).scalars()
    )
    for message in messages:
        copies = sa.select(seen_requests.c.key).where(seen_requests.c.key.like(f"copy:%:{message}"))
        keys.update(key.split(":")[1] for key in connection.execute(copies).scalars())
    stored = sa.select(raw_messages.c.sha256).where(raw_messages.c.sha256.in_(keys))
    return tuple(sorted(connection.execute(stored).scalars()))


def _ids(connection: sa.Connection, query: sa.Select[Any]) -> tuple[int, ...]:
    return tuple(sorted(connection.execute(query).scalars()))


def _count(connection: sa.Connection, table: sa.Table, condition: sa.ColumnElement[bool]) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(condition)).scalar_one())
