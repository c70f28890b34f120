"""The raw store: bytes first, under a content address, before anything parses them."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from notifier.ledger.schema import raw_messages

# Written by every hop on the way: the same message through two doors differs in these alone.
_TRACE = re.compile(
    rb"^(?:received|return-path|delivered-to|x-original-to|envelope-to|x-envelope-to|x-received|authentication-results|"
    rb"arc-[a-z-]+|received-spf|x-google-[a-z-]+|status|x-status|x-uid|x-keywords|content-length|lines|x-spam-[a-z-]+):",
    re.IGNORECASE,
)
_MOST_HEADER = 512 * 1024


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a door was told beside the message: sender ("" for the null sender, None if not told) and recipients."""

    sender: str | None = None
    recipients: tuple[str, ...] = ()
    remote: str = ""


def content_key(content: bytes) -> str:
    """SHA-256 in hex of the message without line-end differences and trace headers."""
    plain = content.replace(b"\r\n", b"\n").strip(b"\n")
    head, blank, body = plain.partition(b"\n\n")
    digest = hashlib.sha256()
    if len(head) > _MOST_HEADER:
        digest.update(plain)
        return digest.hexdigest()
    traced = False
    for line in head.split(b"\n"):
        traced = traced if line[:1] in (b" ", b"\t") else _TRACE.match(line) is not None
        if not traced:
            digest.update(line.rstrip() + b"\n")
    digest.update(blank)
    digest.update(body)
    return digest.hexdigest()


def store_raw(
    connection: sa.Connection, content: bytes, *, door: str, envelope: Envelope | None = None, now: datetime
) -> str:
    """Store the bytes of a message as they came and return their key (`content_key`).

    Storing the same message again, through whatever door, changes nothing and returns the same key. Works on SQLite
    and PostgreSQL inside the caller's transaction, whose commit is what a door waits for before it says "accepted".
    """
    key = content_key(content)
    told = envelope or Envelope()
    values = {
        "sha256": key,
        "content": content,
        "size": len(content),
        "door": door,
        "envelope": json.dumps({"sender": told.sender, "recipients": list(told.recipients), "remote": told.remote}),
        "received_at": now,
    }
    connection.execute(_insert_once(connection.dialect.name), values)
    return key


@cache
def _insert_once(dialect: str) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(raw_messages).on_conflict_do_nothing(index_elements=["sha256"])


def load_raw(connection: sa.Connection, key: str) -> bytes | None:
    """The stored bytes, or None when there is no such message (or it was erased)."""
    found = connection.execute(sa.select(raw_messages.c.content).where(raw_messages.c.sha256 == key)).scalar()
    return None if found is None else bytes(found)


def read_envelope(stored: str) -> Envelope:
    """The envelope back from its stored form; an empty one from anything else."""
    try:
        told = json.loads(stored)
    except ValueError:
        return Envelope()
    if not isinstance(told, dict):
        return Envelope()
    sender = told.get("sender")
    return Envelope(
        sender if isinstance(sender, str) else None,
        tuple(str(entry) for entry in told.get("recipients") or ()),
        str(told.get("remote") or ""),
    )
