"""Every table of the ledger, the record of truth; Alembic migrations are compared with this module by a test.

Instants are stored as UTC through `Instant`, which refuses naive values (SQLite would drop the offset silently).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = sa.MetaData(naming_convention=NAMING)
RowId = sa.BigInteger().with_variant(sa.Integer, "sqlite")


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware UTC datetime, stored as integer microseconds since the epoch so that both databases agree."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        """Turn an aware datetime into microseconds; raises ValueError for a naive one."""
        del dialect
        if value is None:
            return None
        return to_microseconds(value)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        """Turn stored microseconds back into an aware UTC datetime."""
        del dialect
        if value is None:
            return None
        return datetime.fromtimestamp(value // 1_000_000, UTC).replace(microsecond=value % 1_000_000)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_microseconds(instant: datetime) -> int:
    """Microseconds since 1970 in UTC, exactly; raises ValueError for a naive time."""
    if instant.tzinfo is None:
        raise ValueError("the ledger takes aware datetimes only")
    delta = instant - EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def _id() -> sa.Column[int]:
    return sa.Column("id", RowId, primary_key=True, autoincrement=True)


def _text(name: str, *, default: str | None = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, Instant, nullable=nullable)


customers = sa.Table(
    "customers",
    metadata,
    _id(),
    sa.Column("external_id", sa.Text, nullable=False, unique=True),
    _text("email"),
    sa.Column("email_key", sa.Text, nullable=False, index=True),  # case-folded, IDNA-normalised address
    _text("name"),
    _text("language", default="en"),
    _text("country"),
    _text("segment"),
    sa.Column("joined_on", sa.Date),
    _text("state", default="active"),
    _text("source", default="csv"),
    sa.Column("changed_at", Instant, nullable=False, index=True),  # who joined or moved since a notice was planned
    sa.Index("ix_customers_segment_country", "segment", "country"),
)

notices = sa.Table(
    "notices",
    metadata,
    _id(),
    _text("kind", default="change"),
    _text("document", default=None),
    _text("baseline_revision"),
    _text("revision", default=None),
    sa.Column("updated_on", sa.Date),
    sa.Column("effective_on", sa.Date, nullable=False),
    sa.Column("notice_days", sa.Integer, nullable=False),
    _instant("due_at"),
    _text("timezone", default="UTC"),
    _text("state", default="proposed"),
    _text("text_hash", default=None),
    _text("announcement", default="{}"),
    _instant("created_at"),
    _text("approved_by"),
    _instant("approved_at", nullable=True),
    _text("exception_by"),
    _text("exception_reason"),
    sa.Column("approvals_needed", sa.Integer, nullable=False, server_default="1"),
    _text("reason"),  # why it is late, held, cancelled or superseded
    _instant("remind_at", nullable=True),
    _instant("planned_at", nullable=True),  # customers changed after this are looked at again (top-up)
    _instant("sent_at", nullable=True),  # when the last of the first round was out
    _text("text_id"),
    _text("baseline_text_id"),
    sa.Column("notice_hour", sa.Integer, nullable=False, server_default="9"),
    sa.Column("reminder_days", sa.Integer, nullable=False, server_default="0"),
    _text("contracts", default="[]"),
    sa.Column("replaces", RowId, sa.ForeignKey("notices.id")),
    sa.UniqueConstraint("kind", "document", "revision"),
    sa.Index("ix_notices_state", "state"),
)

approvals = sa.Table(
    "approvals",
    metadata,
    sa.Column("notice_id", RowId, sa.ForeignKey("notices.id"), primary_key=True),
    sa.Column("text_hash", sa.Text, primary_key=True),  # an approval is of one text; a changed text has none
    sa.Column("approver", sa.Text, primary_key=True),
    _instant("at"),
)

terms = sa.Table(
    "terms",
    metadata,
    # What one notice owes the customers of one segment and country, and by which rule: copied to each delivery.
    sa.Column("notice_id", RowId, sa.ForeignKey("notices.id"), primary_key=True),
    sa.Column("segment", sa.Text, primary_key=True),
    sa.Column("country", sa.Text, primary_key=True),
    _instant("due_at"),
    sa.Column("objection_by", sa.Date, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    _text("contact"),
)

notice_copies = sa.Table(
    "notice_copies",
    metadata,
    # The exact copy of what was sent, before a customer's own name and links are put in; never changed once stored.
    sa.Column("notice_id", RowId, sa.ForeignKey("notices.id"), primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),  # "notice.en", "reminder.de"
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    _instant("stored_at"),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    _id(),
    # Without foreign keys, which took nearly half the time of planning: notices and customers are never deleted.
    sa.Column("notice_id", RowId, nullable=False),
    sa.Column("customer_id", RowId, nullable=False),
    _text("purpose", default="notice"),
    _text("state", default="due"),
    _instant("due_at"),
    sa.Column("objection_by", sa.Date),
    _text("rule"),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    _instant("next_attempt_at", nullable=True),
    _text("lease_owner"),
    _instant("lease_until", nullable=True),
    sa.Column("message_id", sa.Text),  # names its delivery by itself (`Signer.read_message_id`): no index
    _text("address"),
    _text("transport"),
    _instant("sent_at", nullable=True),
    _text("response"),
    sa.UniqueConstraint("customer_id", "notice_id", "purpose"),
    sa.Index("ix_deliveries_notice_id_state_due_at", "notice_id", "state", "due_at", "id"),
    sa.Index(
        "ix_deliveries_next_attempt_at",
        "next_attempt_at",
        sqlite_where=sa.text("state = 'deferred'"),
        postgresql_where=sa.text("state = 'deferred'"),
    ),
)

events = sa.Table(
    "events",
    metadata,
    _id(),
    _instant("at"),
    _text("actor", default=None),
    _text("kind", default=None),
    _text("subject"),  # "notice:3", "case:7", "customer:12"
    _text("payload", default="{}"),
    sa.Column("previous_hash", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False, unique=True),
    sa.Index("ix_events_subject", "subject"),
)

raw_messages = sa.Table(
    "raw_messages",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    _text("door", default=None),
    _text("envelope", default="{}"),
    _instant("received_at"),
)

inbound_messages = sa.Table(
    "inbound_messages",
    metadata,
    _id(),
    sa.Column("sha256", sa.Text, sa.ForeignKey("raw_messages.sha256"), nullable=False, unique=True),
    sa.Column("message_id", sa.Text, index=True),
    _text("state", default="stored"),  # stored, read, triage
    _text("kinds", default="[]"),
    _text("reading", default="{}"),
    sa.Column("customer_id", RowId, sa.ForeignKey("customers.id"), index=True),
    sa.Column("notice_id", RowId, sa.ForeignKey("notices.id")),
    _text("matched", default="nobody"),
    _instant("received_at"),
)

cases = sa.Table(
    "cases",
    metadata,
    _id(),
    sa.Column("number", sa.Text, nullable=False, unique=True),
    _text("kind", default=None),
    _text("state", default="received"),
    sa.Column("customer_id", RowId, sa.ForeignKey("customers.id"), index=True),
    sa.Column("notice_id", RowId, sa.ForeignKey("notices.id")),
    sa.Column("inbound_id", RowId, sa.ForeignKey("inbound_messages.id")),
    _text("matched", default="nobody"),
    _instant("opened_at"),
    _instant("due_at"),
    sa.Column("late", sa.Boolean, nullable=False, server_default=sa.false()),
    _text("quote"),
    _text("assignee"),
    _text("identity", default="unconfirmed"),
    _text("rule"),
    sa.Column("extended", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("held", sa.Boolean, nullable=False, server_default=sa.false()),
    _text("contact"),
    _text("contact_key"),
    _text("language"),
    _text("outcome"),
    _instant("closed_at", nullable=True),
    sa.UniqueConstraint("inbound_id", "kind"),
    sa.Index("ix_cases_contact_key", "contact_key"),
    sa.Index("ix_cases_state_due_at", "state", "due_at"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    _id(),
    sa.Column("key", sa.Text, nullable=False, unique=True),  # one fact, one message: posting twice is harmless
    _text("destination", default="slack"),
    _text("channel"),
    _text("operation", default=None),
    _text("payload", default="{}"),
    _text("state", default="due"),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    _instant("next_attempt_at"),
    _text("result"),
    sa.Index("ix_outbox_state_next_attempt_at", "state", "next_attempt_at"),
)

seen_requests = sa.Table(
    "seen_requests",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),  # Slack event ids, webhook tokens, single-use links
    _instant("seen_at"),
)

erasure_proofs = sa.Table(
    "erasure_proofs",
    metadata,
    sa.Column("address_hash", sa.Text, primary_key=True),  # keyed hash: keeps a re-import from bringing them back
    sa.Column("external_hash", sa.Text, nullable=False, index=True),
    sa.Column("case_id", RowId),
    _instant("erased_at"),
)

answer_feedback = sa.Table(
    "answer_feedback",
    metadata,
    _id(),
    _text("kind", default=None),  # wrong, gap
    _text("question", default=None),
    _text("answer"),
    _text("revision"),
    _text("reported_by"),
    _instant("at"),
)

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),  # workspace, channel and thread
    _text("subject", default="{}"),
    sa.Column("at", Instant, nullable=False, index=True),
)
