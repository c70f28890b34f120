"""Opening a case: number, row, opening event, message, announcement."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from notifier.cases import announcing
from notifier.cases.store import Deed, attach_message, case_from_row, next_number, record_step
from notifier.ledger.schema import cases
from notifier.model import Case

INSERT = sa.insert(cases).returning(*cases.c)


def insert_case(connection: sa.Connection, values: dict[str, Any], deed: Deed) -> Case:
    """Write a new case with the next number, its opening event, and the announcement to staff."""
    number = next_number(connection, deed.now.year)
    case = case_from_row(connection.execute(INSERT, {"number": number, **values}).one())
    record_step(connection, case, "open", case.state, deed)
    if case.inbound_id is not None:
        attach_message(connection, case.id, case.inbound_id, role="opened", now=deed.now)
    announcing.announce(connection, announcing.OPENED, case, "opened", deed.now, kind=str(case.kind))
    return case
