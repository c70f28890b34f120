"""Keep a list of the workers that send, who share the limits of their relay."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010_senders"
down_revision = "0009_conversations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "senders",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("relay", sa.Text(), server_default="", nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("pk_senders")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("senders")
