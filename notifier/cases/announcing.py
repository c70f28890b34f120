"""What staff are told about cases: rows of the outbox that the Slack side renders and posts.

A row names the case and the fact, never the customer's words or address: whoever posts it reads the case then, so that
an erased case leaves nothing in the queue. The key is the fact, so telling it twice is impossible.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from notifier.cases.store import owe_once
from notifier.ledger.schema import outbox
from notifier.model import Case

OPENED: Final = "case_opened"
CHANGED: Final = "case_changed"
REMINDER: Final = "case_reminder"
ALARM: Final = "case_alarm"  # a company system was not told of an erasure, or a mail to the customer cannot be sent


def announce(connection: sa.Connection, operation: str, case: Case, fact: str, now: datetime, **details: str) -> None:
    """Owe staff one message about `fact` of the case, if it was not owed before."""
    key = f"case:{case.id}:{fact}"
    row = {
        "key": key,
        "destination": "slack",
        "operation": operation,
        "payload": json.dumps({"case_id": case.id, "number": case.number, "fact": fact, **details}, sort_keys=True),
        "next_attempt_at": now,
    }
    owe_once(connection, outbox, row)
