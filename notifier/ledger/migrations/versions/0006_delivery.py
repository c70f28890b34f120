"""Remember paused relays and token buckets; find what is due by when it is due."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006_delivery"
down_revision = "0005_replaces"
branch_labels = None
depends_on = None

DEFERRED = sa.text("state = 'deferred'")


def upgrade() -> None:
    """Add the tables and exchange the indexes of `deliveries`."""
    op.create_table(
        "relays",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("paused_at", sa.BigInteger(), nullable=True),
        sa.Column("paused_by", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("resume_at", sa.BigInteger(), nullable=True),
        sa.Column("trips", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_relays")),
    )
    op.create_table(
        "rate_buckets",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_rate_buckets")),
    )
    op.drop_index("ix_deliveries_notice_id_state_id", "deliveries")
    # A Message-ID names its delivery by itself; its index was written at random places for every message sent.
    op.drop_index("ix_deliveries_message_id", "deliveries")
    op.create_index("ix_deliveries_notice_id_state_due_at", "deliveries", ["notice_id", "state", "due_at", "id"])
    op.create_index(
        "ix_deliveries_next_attempt_at",
        "deliveries",
        ["next_attempt_at"],
        sqlite_where=DEFERRED,
        postgresql_where=DEFERRED,
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_index("ix_deliveries_next_attempt_at", "deliveries")
    op.drop_index("ix_deliveries_notice_id_state_due_at", "deliveries")
    op.create_index("ix_deliveries_message_id", "deliveries", ["message_id"])
    op.create_index("ix_deliveries_notice_id_state_id", "deliveries", ["notice_id", "state", "id"])
    op.drop_table("rate_buckets")
    op.drop_table("relays")
