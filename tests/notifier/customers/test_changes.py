"""Single customers: idempotent upserts, leaving, becoming unreachable, being found."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from notifier.customers import (
    UpsertOutcome,
    count_customers,
    find_by_address,
    get_customer,
    get_customer_by_row,
    list_customers,
    mark_unreachable,
    remove_customer,
    upsert_customer,
)
from notifier.errors import CustomerError
from notifier.ledger import Ledger, history
from notifier.ledger.schema import customers, deliveries, erasure_proofs, notices
from notifier.model import CustomerState
from notifier.signing import Signer

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SIGNER = Signer(b"a sufficiently long key")


def upsert(connection: sa.Connection, identity: str, email: str, **fields: str) -> UpsertOutcome:
    return upsert_customer(connection, {"id": identity, "email": email, **fields}, now=NOW, signer=SIGNER).outcome


def test_an_upsert_is_idempotent(any_ledger: Ledger) -> None:
    with any_ledger.begin() as connection:
        assert upsert(connection, "1", "a@example.com", name="A") is UpsertOutcome.CREATED
        assert upsert(connection, "1", "a@example.com", name="A") is UpsertOutcome.UNCHANGED
        assert upsert(connection, "1", "b@example.com", name="A") is UpsertOutcome.CHANGED
        customer = get_customer(connection, "1")
        assert customer is not None
        assert customer.email == "b@example.com"
        assert get_customer_by_row(connection, customer.id) == customer
        assert [event.kind for event in history(connection, f"customer:{customer.id}")] == [
            "customer.created",
            "customer.changed",
        ]


def test_two_at_once_make_one_customer(any_ledger: Ledger) -> None:
    outcomes: list[UpsertOutcome] = []

    def one(name: str) -> None:
        with any_ledger.begin() as connection:
            outcomes.append(upsert(connection, "1", "a@example.com", name=name))

    threads = [threading.Thread(target=one, args=(name,)) for name in "ABCD"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["changed", "changed", "changed", "created"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"id": "1", "email": "bad"}, "email: has no @"),
        ({"id": "1"}, "there is no column email"),
        ({"id": "1", "email": "a@example.com", "admin": "yes"}, "admin: no such field"),
        ({"id": "1", "email": "a@example.com", "name": "x\r\nBcc: y"}, "control character"),
    ],
)
def test_bad_fields_are_named(ledger: Ledger, fields: dict[str, str], reason: str) -> None:
    with pytest.raises(CustomerError, match=reason), ledger.begin() as connection:
        upsert_customer(connection, fields, now=NOW, signer=SIGNER)


def test_the_erased_come_back_only_by_joining_anew(ledger: Ledger) -> None:
    with ledger.begin() as connection:
        digest = SIGNER.address_hash("gone@example.com")
        connection.execute(sa.insert(erasure_proofs).values(address_hash=digest, external_hash="x", erased_at=NOW))
        with pytest.raises(CustomerError, match="erased at their request"):
            upsert(connection, "1", "gone@EXAMPLE.com")
        assert upsert(connection, "1", "gone@example.com", joined_on="2026-11-24") is UpsertOutcome.CREATED


def plan(connection: sa.Connection, customer_id: int, state: str) -> int:
    notice = sa.insert(notices).values(
        document="p.md", revision=state, effective_on=date(2027, 4, 10), notice_days=30, due_at=NOW, text_hash="h",
        created_at=NOW,
    )  # fmt: skip
    number = connection.execute(notice).inserted_primary_key[0]
    values = {"notice_id": number, "customer_id": customer_id, "state": state, "due_at": NOW}
    return int(connection.execute(sa.insert(deliveries).values(values)).inserted_primary_key[0])


def test_nothing_is_sent_to_who_left(any_ledger: Ledger) -> None:
    with any_ledger.begin() as connection:
        upsert(connection, "1", "a@example.com")
        customer = get_customer(connection, "1")
        assert customer is not None
        for state in ("due", "deferred", "claimed", "sent"):
            plan(connection, customer.id, state)
        assert remove_customer(connection, "1", now=NOW)
        assert remove_customer(connection, "1", now=NOW)
        assert not remove_customer(connection, "2", now=NOW)
        states = list(connection.execute(sa.select(deliveries.c.state).order_by(deliveries.c.id)).scalars())
        assert states == ["cancelled", "cancelled", "claimed", "sent"]
        assert [event.kind for event in history(connection, f"customer:{customer.id}")][1:] == ["customer.left"]
        assert upsert(connection, "1", "a@example.com") is UpsertOutcome.CHANGED


def test_unreachable_is_noted_once(any_ledger: Ledger) -> None:
    with any_ledger.begin() as connection:
        upsert(connection, "1", "a@example.com")
        for _ in range(2):
            mark_unreachable(connection, 1, now=NOW, actor="bounces", reason="5.1.1")
        assert count_customers(connection) == {CustomerState.UNREACHABLE: 1}
        assert [event.kind for event in history(connection, "customer:1")][1:] == ["customer.unreachable"]
        assert upsert(connection, "1", "a@example.com") is UpsertOutcome.UNCHANGED
        assert upsert(connection, "1", "new@example.com") is UpsertOutcome.CHANGED
        assert count_customers(connection) == {CustomerState.ACTIVE: 1}


def test_finds_by_any_spelling_of_an_address(any_ledger: Ledger) -> None:
    with any_ledger.begin() as connection:
        upsert(connection, "1", "Info@Bücher.example")
        upsert(connection, "2", "info@xn--bcher-kva.example")
        remove_customer(connection, "1", now=NOW)
        found = find_by_address(connection, " INFO@bücher.example ")
        assert [customer.external_id for customer in found] == ["2", "1"]
        assert find_by_address(connection, "' OR 1=1 --") == ()
        connection.execute(sa.update(customers).values(state="erased"))
        assert find_by_address(connection, "info@bücher.example") == ()


def test_lists_pages(any_ledger: Ledger) -> None:
    with any_ledger.begin() as connection:
        for number in range(5):
            upsert(connection, str(number), f"c{number}@example.com", segment="even" if number % 2 == 0 else "odd")
        first = list_customers(connection, limit=2)
        rest = list_customers(connection, after=first[-1].id)
        assert [customer.external_id for customer in first + rest] == ["0", "1", "2", "3", "4"]
        assert [customer.external_id for customer in list_customers(connection, segment="odd")] == ["1", "3"]
        assert list_customers(connection, state=CustomerState.LEFT) == ()
