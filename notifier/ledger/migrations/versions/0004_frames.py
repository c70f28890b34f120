"""Keep with each notice the hour, reminder and contract rules that held when it was proposed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_frames"
down_revision = "0003_evidence"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("notices", sa.Column("notice_hour", sa.Integer(), server_default="9", nullable=False))
    op.add_column("notices", sa.Column("reminder_days", sa.Integer(), server_default="0", nullable=False))
    op.add_column("notices", sa.Column("contracts", sa.Text(), server_default="[]", nullable=False))


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("notices") as batch:
        for column in ("contracts", "reminder_days", "notice_hour"):
            batch.drop_column(column)
