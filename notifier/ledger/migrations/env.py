"""Alembic's entry: runs on the connection that `notifier.ledger.migrating` hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from notifier.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    compare_server_default=False,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
