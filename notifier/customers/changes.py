"""Single customers joining, changing and leaving."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from notifier.customers.erased import ErasedPeople
from notifier.customers.reading import get_customer
from notifier.customers.records import CustomerRecord, read_record
from notifier.customers.staging import ABSENT
from notifier.customers.values import Upserted, UpsertOutcome
from notifier.errors import CustomerError
from notifier.ledger import record
from notifier.ledger.schema import customers, deliveries
from notifier.model import Customer, CustomerState, DeliveryState
from notifier.signing import Signer

UNSENT = (DeliveryState.DUE, DeliveryState.DEFERRED)


def upsert_customer(  # noqa: PLR0913 - all but the first two are named by the caller
    connection: sa.Connection,
    fields: Mapping[str, str],
    *,
    now: datetime,
    signer: Signer,
    source: str = "http",
    actor: str = "api",
) -> Upserted:
    """Create or change one customer by the company's own `id`; doing it twice changes nothing the second time.

    Who had left is active again; who was unreachable is so until the address changes. Raises CustomerError naming the
    field, or for a person whose data were erased and who did not join anew.
    """
    checked = read_record(fields)
    if not tuple(ErasedPeople(signer).admit(connection, [(1, checked)])):
        raise CustomerError(
            "email: the data of this person were erased at their request; a later joined_on would mean a new contract"
        )
    known = get_customer(connection, checked.external_id)
    if known is None:
        values = {**checked._asdict(), "state": str(CustomerState.ACTIVE), "source": source, "changed_at": now}
        try:
            with connection.begin_nested():
                connection.execute(sa.insert(customers).values(values))
        except sa.exc.IntegrityError:  # another worker was quicker: it is a change of what that one wrote
            return upsert_customer(connection, fields, now=now, signer=signer, source=source, actor=actor)
        return _upserted(connection, checked, UpsertOutcome.CREATED, now=now, actor=actor)
    if known.state is CustomerState.ERASED:
        raise CustomerError("id: belongs to a record that was erased")
    state = _state_after(known, checked)
    if known.state == state and _equals(known, checked):
        return Upserted(known, UpsertOutcome.UNCHANGED)
    values = {**checked._asdict(), "state": str(state), "source": source, "changed_at": now}
    connection.execute(sa.update(customers).where(customers.c.id == known.id).values(values))
    return _upserted(connection, checked, UpsertOutcome.CHANGED, now=now, actor=actor)


def remove_customer(connection: sa.Connection, external_id: str, *, now: datetime, actor: str = "api") -> bool:
    """Let a customer leave: nothing that is still to be sent will be. False when there is nobody of that id.

    The record stays, because what was sent before is evidence; erasing it is a case of its own.
    """
    known = get_customer(connection, external_id)
    if known is None or known.state is CustomerState.ERASED:
        return False
    if known.state is not CustomerState.LEFT:
        left = {"state": str(CustomerState.LEFT), "changed_at": now}
        connection.execute(sa.update(customers).where(customers.c.id == known.id).values(left))
        cancel_deliveries(connection, customers.c.id == known.id)
        record(connection, at=now, actor=actor, kind="customer.left", subject=f"customer:{known.id}")
    return True


def mark_unreachable(connection: sa.Connection, customer_id: int, *, now: datetime, actor: str, reason: str) -> None:
    """Note that mail does not reach a customer (a hard bounce): told by other means from now on, never dropped.

    `reason` holds no address, for it becomes part of an event.
    """
    statement = (
        sa.update(customers)
        .where(customers.c.id == customer_id, customers.c.state == str(CustomerState.ACTIVE))
        .values(state=str(CustomerState.UNREACHABLE), changed_at=now)
    )
    if connection.execute(statement).rowcount:
        details = {"reason": reason[:200]}
        subject = f"customer:{customer_id}"
        record(connection, at=now, actor=actor, kind="customer.unreachable", subject=subject, payload=details)


def cancel_deliveries(connection: sa.Connection, whose: sa.ColumnElement[bool]) -> int:
    """Cancel what is still to be sent to the customers that `whose` picks; the number of cancelled deliveries."""
    chosen = sa.select(customers.c.id).where(whose)
    statement = (
        sa.update(deliveries)
        .where(deliveries.c.state.in_(UNSENT), deliveries.c.customer_id.in_(chosen))
        .values(state=str(DeliveryState.CANCELLED), response="the customer left before it was sent")
    )
    return connection.execute(statement).rowcount


def cancel_deliveries_of_absent(connection: sa.Connection, *, source: str) -> int:
    """Cancel what is still to be sent to customers of `source` that are not on the stage of the running import."""
    return cancel_deliveries(connection, sa.text(ABSENT).bindparams(source=source))  # type: ignore[arg-type]  # a condition


def _state_after(known: Customer, checked: CustomerRecord) -> CustomerState:
    if known.state is CustomerState.UNREACHABLE and known.email == checked.email:
        return CustomerState.UNREACHABLE
    return CustomerState.ACTIVE


def _equals(known: Customer, checked: CustomerRecord) -> bool:
    ours = (known.email, known.name, known.language, known.country, known.segment, known.joined_on)
    return ours == (
        checked.email, checked.name, checked.language, checked.country, checked.segment, checked.joined_on
    )  # fmt: skip


def _upserted(
    connection: sa.Connection, checked: CustomerRecord, outcome: UpsertOutcome, *, now: datetime, actor: str
) -> Upserted:
    customer = get_customer(connection, checked.external_id)
    if customer is None:  # pragma: no cover - it was written in this transaction
        raise CustomerError("id: the customer vanished while it was written")
    subject = f"customer:{customer.id}"
    record(connection, at=now, actor=actor, kind=f"customer.{outcome}", subject=subject)
    return Upserted(customer, outcome)
