"""What a thread of questions is about, kept over restarts and forgotten after a month of silence."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from notifier.ledger.schema import conversations

KEPT = timedelta(days=30)
LONGEST = 8_000  # characters of a subject; a longer one is not kept


def remember(connection: sa.Connection, key: str, subject: str, now: datetime) -> None:
    """Keep the subject of the conversation `key`, and forget conversations that have been silent for 30 days."""
    connection.execute(sa.delete(conversations).where(conversations.c.at < now - KEPT))
    if len(subject) > LONGEST:
        return
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    values = {"subject": subject, "at": now}
    statement = insert(conversations).values(key=key, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=[conversations.c.key], set_=values))


def recall(connection: sa.Connection, key: str, now: datetime) -> str:
    """The subject that was last kept for the conversation; "" for none, or after 30 days."""
    query = sa.select(conversations.c.subject).where(conversations.c.key == key, conversations.c.at >= now - KEPT)
    return str(connection.execute(query).scalar_one_or_none() or "")
