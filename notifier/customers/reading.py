"""Looking customers up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from notifier.ledger.schema import customers
from notifier.model import Customer, CustomerState
from notifier.model.address import AddressError, address_key

C = customers.c
COLUMNS = (C.id, C.external_id, C.email, C.name, C.language, C.country, C.segment, C.joined_on, C.state)
MOST_LISTED = 1000


def get_customer(connection: sa.Connection, external_id: str) -> Customer | None:
    """The customer with the company's own id."""
    row = connection.execute(sa.select(*COLUMNS).where(C.external_id == external_id)).first()
    return None if row is None else customer_of(row)


def get_customer_by_row(connection: sa.Connection, customer_id: int) -> Customer | None:
    """The customer with the ledger's row id."""
    row = connection.execute(sa.select(*COLUMNS).where(C.id == customer_id)).first()
    return None if row is None else customer_of(row)


def find_by_address(connection: sa.Connection, email: str) -> tuple[Customer, ...]:
    """All customers with that mailbox, however it is spelt; those who are present first, none for what is no address."""
    try:
        key = address_key(email.strip())
    except AddressError:
        return ()
    query = (
        sa.select(*COLUMNS).where(C.email_key == key, C.state != str(CustomerState.ERASED)).order_by(C.id).limit(100)
    )
    found = [customer_of(row) for row in connection.execute(query)]
    return tuple(sorted(found, key=lambda customer: customer.state is CustomerState.LEFT))


def list_customers(
    connection: sa.Connection,
    *,
    state: CustomerState | None = None,
    segment: str | None = None,
    after: int = 0,
    limit: int = 100,
) -> tuple[Customer, ...]:
    """A page of customers in the order of their row ids, beginning behind row `after`; at most 1,000."""
    query = sa.select(*COLUMNS).where(C.id > after).order_by(C.id).limit(min(limit, MOST_LISTED))
    if state is not None:
        query = query.where(C.state == str(state))
    if segment is not None:
        query = query.where(C.segment == segment)
    return tuple(customer_of(row) for row in connection.execute(query))


def every_customer(connection: sa.Connection) -> Iterator[Customer]:
    """All customers but the erased, streamed."""
    query = sa.select(*COLUMNS).where(C.state != str(CustomerState.ERASED)).order_by(C.id)
    with connection.execute(query, execution_options={"yield_per": 1000}) as rows:
        for row in rows:
            yield customer_of(row)


def count_customers(connection: sa.Connection) -> dict[CustomerState, int]:
    """How many customers there are in each state."""
    query = sa.select(C.state, sa.func.count()).group_by(C.state)
    return {CustomerState(state): count for state, count in connection.execute(query)}


def customer_of(row: sa.Row[*tuple[Any, ...]]) -> Customer:
    """A customer from the columns of `COLUMNS`."""
    return Customer(
        row.id, row.external_id, row.email, row.name, row.language, row.country, row.segment, row.joined_on,
        CustomerState(row.state),
    )  # fmt: skip
