"""Remember what a thread of questions is about, so that a follow-up needs no repetition."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009_conversations"
down_revision = "0008_never_deleted"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "conversations",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), server_default="{}", nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_conversations")),
    )
    op.create_index("ix_conversations_at", "conversations", ["at"])


def downgrade() -> None:
    """Undo it."""
    op.drop_index("ix_conversations_at", "conversations")
    op.drop_table("conversations")
