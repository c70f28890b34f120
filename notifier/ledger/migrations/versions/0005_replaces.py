"""Say which notice a correction or withdrawal replaces."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_replaces"
down_revision = "0004_frames"
branch_labels = None
depends_on = None

RowId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the column."""
    with op.batch_alter_table("notices") as batch:
        batch.add_column(sa.Column("replaces", RowId, nullable=True))
        batch.create_foreign_key("fk_notices_replaces_notices", "notices", ["replaces"], ["id"])


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("notices") as batch:
        batch.drop_constraint("fk_notices_replaces_notices", type_="foreignkey")
        batch.drop_column("replaces")
