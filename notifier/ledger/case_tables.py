"""Tables around cases: numbers, messages, steps, reminders, mail to customers, calls to the company's own systems."""

from __future__ import annotations

import sqlalchemy as sa

from notifier.ledger.schema import Instant, RowId, _id, _instant, _text, metadata

case_counters = sa.Table(
    "case_counters",
    metadata,
    sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("last", sa.Integer, nullable=False),
)

case_messages = sa.Table(
    "case_messages",
    metadata,
    sa.Column("case_id", RowId, sa.ForeignKey("cases.id"), primary_key=True),
    sa.Column("inbound_id", RowId, sa.ForeignKey("inbound_messages.id"), primary_key=True, index=True),
    _text("role", default="attached"),  # opened, attached, withdrawal
    _instant("at"),
)

case_steps = sa.Table(
    "case_steps",
    metadata,
    _id(),
    sa.Column("case_id", RowId, sa.ForeignKey("cases.id"), nullable=False, index=True),
    sa.Column("event_id", RowId, nullable=False),  # the event holds the reason's digest, because events stay for ever
    _instant("at"),
    _text("actor", default=None),
    _text("action", default=None),
    _text("state_before", default=None),
    _text("state_after", default=None),
    _text("reason"),
)

case_reminders = sa.Table(
    "case_reminders",
    metadata,
    sa.Column("case_id", RowId, sa.ForeignKey("cases.id"), primary_key=True),
    sa.Column("due_at", Instant, primary_key=True),  # an extended case is reminded anew
    sa.Column("key", sa.Text, primary_key=True),
    _instant("at"),
)

mail_outbox = sa.Table(
    "mail_outbox",
    metadata,
    _id(),
    sa.Column(
        "key", sa.Text, nullable=False, unique=True
    ),  # one acknowledgement a customer and day, one closing a case
    _text("kind", default=None),  # acknowledgement, closing, extension, identity
    sa.Column("customer_id", RowId, sa.ForeignKey("customers.id"), index=True),
    _text("recipient"),  # only where nobody matched; else the customer's address at the time of sending
    _text("language", default="en"),
    _text("payload", default="{}"),
    sa.Column("message_id", sa.Text, index=True),
    _text("state", default="due"),  # due, claimed, sent, failed, cancelled
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    _instant("next_attempt_at"),
    _instant("created_at"),
    _instant("sent_at", nullable=True),
    _text("response"),
    sa.Index("ix_mail_outbox_state_next_attempt_at", "state", "next_attempt_at"),
)

company_calls = sa.Table(
    "company_calls",
    metadata,
    _id(),
    sa.Column("idempotency_key", sa.Text, nullable=False, unique=True),
    sa.Column("case_id", RowId, sa.ForeignKey("cases.id"), nullable=False, index=True),
    _text("system", default=None),
    _text("body", default="{}"),
    _text("state", default="due"),  # due, told, confirmed, dead
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    _instant("next_attempt_at"),
    _text("response"),
    _instant("confirmed_at", nullable=True),
    sa.Index("ix_company_calls_state_next_attempt_at", "state", "next_attempt_at"),
)
