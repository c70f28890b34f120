"""Putting prepared revisions into the index: each with its sections and changes, every text once."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlite_utils import Database

from policy.index.preparing import Prepared

_REVISION = (
    "INSERT INTO revisions (document, position, commit_id, blob, path, previous, merged_at, author, title, updated_on, "
    "effective_on, notice_days, of_substance, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
)
_SECTION = "INSERT INTO sections (revision, position, key, number, heading, line, text) VALUES (?, ?, ?, ?, ?, ?, ?)"
_CHANGE = "INSERT INTO changes (revision, position, kind, old_section, new_section, label, words) VALUES (?, ?, ?, ?, ?, ?, ?)"


@dataclass
class Writer:
    """Writes one document's revisions in order, oldest first."""

    database: Database
    text_ids: dict[str, int] = field(default_factory=dict)

    def add(self, prepared: Prepared, position: int) -> int:
        """Store one revision and return its row id."""
        row = self._insert(prepared, position)
        ids = self._text_ids(prepared)
        connection = self.database.conn
        connection.executemany(
            _SECTION,
            (
                (row, place, section.key, section.number, section.heading, section.line, ids[section.digest])
                for place, section in enumerate(prepared.sections)
            ),
        )
        connection.executemany(_CHANGE, ((row, *change) for change in prepared.changes))
        return row

    def _insert(self, prepared: Prepared, position: int) -> int:
        revision, dates = prepared.revision, prepared.dates
        values = (
            revision.document,
            position,
            revision.commit,
            revision.blob,
            revision.path,
            revision.previous,
            int(revision.merged_at.timestamp()),
            revision.author,
            prepared.title,
            str(dates.updated_on) if dates.updated_on else None,
            str(dates.effective_on) if dates.effective_on else None,
            dates.notice_days,
            int(prepared.of_substance),
            prepared.error,
        )
        return int(self.database.conn.execute(_REVISION, values).fetchone()[0])

    def _text_ids(self, prepared: Prepared) -> dict[str, int]:
        """Return the row of each text; a text that is already there, in whatever revision, is stored once."""
        if not prepared.sections:
            return {}
        known, self.text_ids = self.text_ids, {}
        for section in prepared.sections:
            row = known.get(section.digest) or self.text_ids.get(section.digest)
            self.text_ids[section.digest] = row or self._text_row(section.digest, prepared.texts.get(section.digest))
        return self.text_ids

    def _text_row(self, digest: str, text: str | None) -> int:
        connection = self.database.conn
        found = connection.execute("SELECT id FROM texts WHERE hash = ?", (digest,)).fetchone()
        if found is None:
            found = (connection.execute("INSERT INTO texts (hash, text) VALUES (?, ?)", (digest, text)).lastrowid,)
        return int(found[0])
