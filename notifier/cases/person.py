"""Everything the ledger holds about one person, for requests of access and portability (GDPR 15 and 20)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

import sqlalchemy as sa

from notifier.cases.store import CaseFilter, list_cases, steps_of
from notifier.cases.transitions import is_person
from notifier.customers import get_customer
from notifier.errors import RefusedError
from notifier.ledger.case_tables import mail_outbox
from notifier.ledger.schema import deliveries, inbound_messages, notices
from notifier.model import Customer, CustomerState

Row = dict[str, Any]
TITLES = {
    "customer": "Who you are to us",
    "notices": "Notices sent to you",
    "messages": "Messages from you",
    "cases": "Your requests",
    "letters": "Letters from us about your requests",
}


@dataclass(frozen=True, slots=True)
class PersonData:
    """What is held about one customer, as ready rows; `exported_at` dates the document."""

    exported_at: datetime
    customer: Row
    notices: tuple[Row, ...]
    messages: tuple[Row, ...]
    cases: tuple[Row, ...]
    letters: tuple[Row, ...]


def person_data(connection: sa.Connection, external_id: str, *, now: datetime) -> PersonData:
    """Collect one person's data; raises RefusedError for an unknown or erased customer.

    Staff are not named (they are persons, too): a step is done by "us", "you" or "the program".
    """
    customer = get_customer(connection, external_id)
    if customer is None or customer.state is CustomerState.ERASED:
        raise RefusedError(f"there is no customer {external_id[:60]!r}: `herald customers list` shows them")
    return PersonData(
        now,
        _customer(customer),
        _notices(connection, customer),
        _messages(connection, customer),
        _cases(connection, customer),
        _letters(connection, customer),
    )


def person_json(data: PersonData) -> str:
    """The data as a JSON document: structured, commonly used, machine-readable (GDPR 20(1))."""
    content = {
        "exported_at": data.exported_at.isoformat(),
        "customer": data.customer,
        "notices": list(data.notices),
        "messages": list(data.messages),
        "cases": list(data.cases),
        "letters": list(data.letters),
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def person_html(data: PersonData) -> str:
    """The data as one readable page without scripts or outside resources; every value is escaped."""
    sections = [_section(TITLES["customer"], (data.customer,))]
    sections += [_section(TITLES[name], getattr(data, name)) for name in ("notices", "messages", "cases", "letters")]
    return PAGE.format(date=f"{data.exported_at:%Y-%m-%d %H:%M} UTC", sections="\n".join(sections))


def _customer(customer: Customer) -> Row:
    return {
        "id": customer.external_id,
        "email": customer.email,
        "name": customer.name,
        "language": customer.language,
        "country": customer.country,
        "segment": customer.segment,
        "joined_on": customer.joined_on.isoformat() if customer.joined_on else "",
        "state": str(customer.state),
    }


def _notices(connection: sa.Connection, customer: Customer) -> tuple[Row, ...]:
    query = (
        sa.select(notices.c.document, notices.c.revision, notices.c.effective_on, deliveries)
        .join(notices, notices.c.id == deliveries.c.notice_id)
        .where(deliveries.c.customer_id == customer.id)
        .order_by(deliveries.c.id)
    )
    return tuple(
        {
            "document": row.document,
            "revision": row.revision,
            "effective_on": row.effective_on.isoformat(),
            "purpose": row.purpose,
            "state": row.state,
            "sent_at": _time(row.sent_at),
            "sent_to": row.address,
            "answer_of_the_mail_server": row.response,
        }
        for row in connection.execute(query)
    )


def _messages(connection: sa.Connection, customer: Customer) -> tuple[Row, ...]:
    query = sa.select(inbound_messages).where(inbound_messages.c.customer_id == customer.id)
    found = []
    for row in connection.execute(query.order_by(inbound_messages.c.id)):
        reading = json.loads(row.reading)
        found.append(
            {
                "received_at": _time(row.received_at),
                "from": reading.get("sender", ""),
                "subject": reading.get("subject", ""),
                "text": reading.get("text", ""),
                "understood_as": json.loads(row.kinds),
                "sha256": row.sha256,
            }
        )
    return tuple(found)


def _cases(connection: sa.Connection, customer: Customer) -> tuple[Row, ...]:
    found = []
    for case in list_cases(connection, CaseFilter(customer_id=customer.id)):
        steps = [
            {"at": _time(step.at), "by": _who(step.actor), "step": step.action, "reason": step.reason}
            for step in steps_of(connection, case.id)
        ]
        found.append(
            {
                "number": case.number,
                "kind": str(case.kind),
                "state": str(case.state),
                "opened_at": _time(case.opened_at),
                "due_at": _time(case.due_at),
                "closed_at": _time(case.closed_at),
                "outcome": case.outcome,
                "quote": case.quote,
                "steps": steps,
            }
        )
    return tuple(found)


def _letters(connection: sa.Connection, customer: Customer) -> tuple[Row, ...]:
    query = sa.select(mail_outbox).where(mail_outbox.c.customer_id == customer.id).order_by(mail_outbox.c.id)
    return tuple(
        {"kind": row.kind, "language": row.language, "state": row.state, "sent_at": _time(row.sent_at)}
        for row in connection.execute(query)
    )


def _who(actor: str) -> str:
    if is_person(actor):
        return "us"
    return "you" if actor.startswith("customer") else "the program"


def _time(instant: datetime | None) -> str:
    return "" if instant is None else instant.isoformat()


def _section(title: str, rows: tuple[Row, ...]) -> str:
    tables = "\n".join(_table(row) for row in rows) or "<p>Nothing.</p>"
    return f"<section><h2>{escape(title)}</h2>\n{tables}</section>"


def _table(row: Row) -> str:
    lines = [
        f"<tr><th scope='row'>{escape(_label(name))}</th><td>{_value(value)}</td></tr>" for name, value in row.items()
    ]
    return f"<table>{''.join(lines)}</table>"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "<ol>" + "".join(f"<li>{_value(one)}</li>" for one in value) + "</ol>" if value else "none"
    if isinstance(value, dict):
        return escape(" · ".join(str(part) for part in value.values() if part))
    return escape(str(value)) if str(value) else "<span class='none'>none</span>"


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Your data</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100%; margin: 0 0 1.5rem; table-layout: fixed }}
th, td {{ text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8886 }}
th {{ width: 11rem; font-weight: 600 }}
td {{ white-space: pre-wrap; overflow-wrap: anywhere }}
.none {{ opacity: .7 }}
ol {{ margin: 0; padding-left: 1.2rem }}
</style>
</head>
<body>
<h1>Your data</h1>
<p>This is everything that our notification service holds about you, as of {date}.</p>
{sections}
</body>
</html>
"""
