"""The index file: one SQLite database with full-text search, derived from git and rebuilt at will."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from policy.errors import IndexingError

APPLICATION_ID = 0x48524C44
SCHEMA_VERSION = 2
PATIENCE_SECONDS = 30.0

_SCHEMA = """
CREATE TABLE revisions (
  id INTEGER PRIMARY KEY,
  document TEXT NOT NULL,
  position INTEGER NOT NULL,
  commit_id TEXT NOT NULL,
  blob TEXT NOT NULL,
  path TEXT NOT NULL,
  previous TEXT,
  merged_at INTEGER NOT NULL,
  author TEXT NOT NULL,
  title TEXT NOT NULL,
  updated_on TEXT,
  effective_on TEXT,
  notice_days INTEGER,
  of_substance INTEGER NOT NULL,
  error TEXT NOT NULL DEFAULT '',
  disclosures_read INTEGER NOT NULL DEFAULT 0,
  UNIQUE (document, commit_id),
  UNIQUE (document, position)
);
CREATE TABLE texts (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
CREATE TABLE sections (
  revision INTEGER NOT NULL REFERENCES revisions (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  key TEXT NOT NULL,
  number TEXT NOT NULL,
  heading TEXT NOT NULL,
  line INTEGER NOT NULL,
  text INTEGER NOT NULL REFERENCES texts (id),
  PRIMARY KEY (revision, position)
) WITHOUT ROWID;
CREATE INDEX sections_text ON sections (text);
CREATE TABLE changes (
  revision INTEGER NOT NULL REFERENCES revisions (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  old_section TEXT,
  new_section TEXT,
  label TEXT NOT NULL,
  words TEXT NOT NULL,
  PRIMARY KEY (revision, position)
) WITHOUT ROWID;
CREATE TABLE disclosures (
  revision INTEGER NOT NULL REFERENCES revisions (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  kind TEXT NOT NULL,
  recipient_group TEXT NOT NULL,
  force TEXT NOT NULL,
  data TEXT NOT NULL,
  purpose TEXT NOT NULL,
  section TEXT NOT NULL,
  quote TEXT NOT NULL,
  PRIMARY KEY (revision, position)
) WITHOUT ROWID;
"""


def open_store(path: Path | None) -> Database:
    """Open the index file, making it when there is none; None gives one in memory.

    A file of an older Herald is emptied, for everything in it is derived. A file that is no index of Herald is left
    alone: raises `IndexingError`.
    """
    place = str(path or "index")
    try:
        connection = sqlite3.connect(  # noqa: TID251 - the index is one of the two places that open a database
            path or ":memory:", timeout=PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
        )
        database = Database(connection)
        _prepare(database, place, in_memory=path is None)
    except sqlite3.Error as error:
        raise IndexingError(
            place, f"cannot be used as index: {error}", "delete the file, it is derived from git"
        ) from error
    return database


def _prepare(database: Database, place: str, *, in_memory: bool) -> None:
    database.execute("PRAGMA foreign_keys = ON")
    if not in_memory:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
    database.execute("BEGIN IMMEDIATE")
    try:
        found = _number(database, "application_id"), _number(database, "user_version")
        names = database.table_names()
        if names and found[0] != APPLICATION_ID:
            raise IndexingError(place, "is a database, but no index of Herald", "name another file")
        if found != (APPLICATION_ID, SCHEMA_VERSION):
            _rebuild(database, names)
        database.execute("COMMIT")
    except BaseException:
        database.execute("ROLLBACK")
        raise


def _number(database: Database, pragma: str) -> int:
    return int(database.execute(f"PRAGMA {pragma}").fetchone()[0])


def _rebuild(database: Database, names: list[str]) -> None:
    for name in names:
        if not name.startswith("texts_fts_") and not name.startswith("sqlite_"):
            database.execute(f"DROP TABLE IF EXISTS [{name}]")
    for statement in _SCHEMA.split(";"):
        if statement.strip():
            database.execute(statement)
    database.table("texts").enable_fts(["text"], tokenize="porter unicode61", create_triggers=True)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
