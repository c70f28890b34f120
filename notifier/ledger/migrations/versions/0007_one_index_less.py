"""One index of deliveries for two: unique by customer first also finds a customer's deliveries.

Every index is written at planning and, on PostgreSQL, again at every change of state.
"""

from __future__ import annotations

from alembic import op

revision = "0007_one_index_less"
down_revision = "0006_delivery"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Exchange the constraint and drop the index."""
    op.drop_index("ix_deliveries_customer_id", "deliveries")
    with op.batch_alter_table("deliveries") as batch:
        batch.drop_constraint("uq_deliveries_notice_id_customer_id_purpose", type_="unique")
        batch.create_unique_constraint(
            "uq_deliveries_customer_id_notice_id_purpose", ["customer_id", "notice_id", "purpose"]
        )


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("deliveries") as batch:
        batch.drop_constraint("uq_deliveries_customer_id_notice_id_purpose", type_="unique")
        batch.create_unique_constraint(
            "uq_deliveries_notice_id_customer_id_purpose", ["notice_id", "customer_id", "purpose"]
        )
    op.create_index("ix_deliveries_customer_id", "deliveries", ["customer_id"])
