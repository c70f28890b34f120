"""Steps, messages, reminders and mail of cases; calls to the company's own systems."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_cases"
down_revision = "0001_initial"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("case_counters", "case_messages", "case_reminders", "case_steps", "company_calls", "mail_outbox")
CASE_COLUMNS = ("identity", "rule", "extended", "held", "contact", "contact_key", "language", "outcome", "closed_at")


def upgrade() -> None:
    """Widen `cases` and create the tables around it."""
    _widen_cases()
    op.create_table(
        "case_counters",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_case_counters")),
    )
    _create_case_messages()
    _create_case_steps()
    _create_case_reminders()
    _create_mail_outbox()
    _create_company_calls()


def downgrade() -> None:
    """Drop what upgrade added."""
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("ix_cases_contact_key", "cases")
    for column in CASE_COLUMNS:
        op.drop_column("cases", column)


def _text(name: str, default: str | None = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default=default, nullable=False)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def _widen_cases() -> None:
    op.add_column("cases", _text("identity", "unconfirmed"))
    op.add_column("cases", sa.Column("extended", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("cases", sa.Column("held", sa.Boolean(), server_default=sa.false(), nullable=False))
    for name in ("rule", "contact", "contact_key", "language", "outcome"):
        op.add_column("cases", _text(name))
    op.add_column("cases", _instant("closed_at", nullable=True))
    op.create_index("ix_cases_contact_key", "cases", ["contact_key"], unique=False)


def _create_case_messages() -> None:
    op.create_table(
        "case_messages",
        sa.Column("case_id", RowId, nullable=False),
        sa.Column("inbound_id", RowId, nullable=False),
        _text("role", "attached"),
        _instant("at"),
        _refers("case_messages", "case_id", "cases"),
        _refers("case_messages", "inbound_id", "inbound_messages"),
        sa.PrimaryKeyConstraint("case_id", "inbound_id", name=op.f("pk_case_messages")),
    )
    op.create_index(op.f("ix_case_messages_inbound_id"), "case_messages", ["inbound_id"], unique=False)


def _create_case_steps() -> None:
    op.create_table(
        "case_steps",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("case_id", RowId, nullable=False),
        sa.Column("event_id", RowId, nullable=False),
        _instant("at"),
        _text("actor", None),
        _text("action", None),
        _text("state_before", None),
        _text("state_after", None),
        _text("reason"),
        _refers("case_steps", "case_id", "cases"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_steps")),
    )
    op.create_index(op.f("ix_case_steps_case_id"), "case_steps", ["case_id"], unique=False)


def _create_case_reminders() -> None:
    op.create_table(
        "case_reminders",
        sa.Column("case_id", RowId, nullable=False),
        _instant("due_at"),
        sa.Column("key", sa.Text(), nullable=False),
        _instant("at"),
        _refers("case_reminders", "case_id", "cases"),
        sa.PrimaryKeyConstraint("case_id", "due_at", "key", name=op.f("pk_case_reminders")),
    )


def _create_mail_outbox() -> None:
    op.create_table(
        "mail_outbox",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        _text("kind", None),
        sa.Column("customer_id", RowId, nullable=True),
        _text("recipient"),
        _text("language", "en"),
        _text("payload", "{}"),
        sa.Column("message_id", sa.Text(), nullable=True),
        _text("state", "due"),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        _instant("next_attempt_at"),
        _instant("created_at"),
        _instant("sent_at", nullable=True),
        _text("response"),
        _refers("mail_outbox", "customer_id", "customers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_mail_outbox_key")),
    )
    op.create_index(op.f("ix_mail_outbox_customer_id"), "mail_outbox", ["customer_id"], unique=False)
    op.create_index(op.f("ix_mail_outbox_message_id"), "mail_outbox", ["message_id"], unique=False)
    columns = ["state", "next_attempt_at"]
    op.create_index("ix_mail_outbox_state_next_attempt_at", "mail_outbox", columns, unique=False)


def _create_company_calls() -> None:
    op.create_table(
        "company_calls",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=False),
        sa.Column("case_id", RowId, nullable=False),
        _text("system", None),
        _text("body", "{}"),
        _text("state", "due"),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        _instant("next_attempt_at"),
        _text("response"),
        _instant("confirmed_at", nullable=True),
        _refers("company_calls", "case_id", "cases"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_calls")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_company_calls_idempotency_key")),
    )
    op.create_index(op.f("ix_company_calls_case_id"), "company_calls", ["case_id"], unique=False)
    columns = ["state", "next_attempt_at"]
    op.create_index("ix_company_calls_state_next_attempt_at", "company_calls", columns, unique=False)
