"""Keep exact copies of what was sent, git's ids of the texts compared, and a contract's own contact."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_evidence"
down_revision = "0002_cases"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns and the table of copies."""
    op.add_column("notices", sa.Column("text_id", sa.Text(), server_default="", nullable=False))
    op.add_column("notices", sa.Column("baseline_text_id", sa.Text(), server_default="", nullable=False))
    op.add_column("terms", sa.Column("contact", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "notice_copies",
        sa.Column("notice_id", RowId, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_notice_copies_notice_id_notices")),
        sa.PrimaryKeyConstraint("notice_id", "name", name=op.f("pk_notice_copies")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("notice_copies")
    for table, column in (("terms", "contact"), ("notices", "baseline_text_id"), ("notices", "text_id")):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
