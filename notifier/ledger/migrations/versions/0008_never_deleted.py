"""Refuse to delete customers and notices, instead of checking two references for every delivery.

Planning a million deliveries spent nearly half of its time on those checks, while the rows that it plans are selected
from the very tables. Nothing ever deletes a customer (erasure blanks the row) or a notice (it is evidence).
"""

from __future__ import annotations

from alembic import op

revision = "0008_never_deleted"
down_revision = "0007_one_index_less"
branch_labels = None
depends_on = None

TABLES = ("customers", "notices")


def upgrade() -> None:
    """Exchange the foreign keys of deliveries for triggers."""
    with op.batch_alter_table("deliveries") as batch:
        for table in TABLES:
            batch.drop_constraint(f"fk_deliveries_{table[:-1]}_id_{table}", type_="foreignkey")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_to_delete() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME; END $$"
        )
    for table in TABLES:
        _refuse_deletion(table)


def _refuse_deletion(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_are_never_deleted BEFORE DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_delete()"
        )
        return
    op.execute(
        f"CREATE TRIGGER {table}_are_never_deleted BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never deleted'); END"
    )


def downgrade() -> None:
    """Undo it."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        op.execute(f"DROP TRIGGER {table}_are_never_deleted" + (f" ON {table}" if on_postgresql else ""))
    if on_postgresql:
        op.execute("DROP FUNCTION refuse_to_delete()")
    with op.batch_alter_table("deliveries") as batch:
        for table in TABLES:
            name = f"fk_deliveries_{table[:-1]}_id_{table}"
            batch.create_foreign_key(name, table, [f"{table[:-1]}_id"], ["id"])
