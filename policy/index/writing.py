"""Putting revisions into the index: each is read once, compared with the one before, and stored with its sections."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from policy.compare import Comparer, Redline
from policy.dates import DateReading, read_dates
from policy.documents import Document
from policy.errors import PolicyError
from policy.repository import PolicyRepository, Revision

_REVISION = (
    "INSERT INTO revisions (document, position, commit_id, blob, path, previous, merged_at, author, title, updated_on, "
    "effective_on, notice_days, of_substance, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
)
_SECTION = "INSERT INTO sections (revision, position, key, number, heading, line, text) VALUES (?, ?, ?, ?, ?, ?, ?)"
_CHANGE = "INSERT INTO changes (revision, position, kind, old_section, new_section, label, words) VALUES (?, ?, ?, ?, ?, ?, ?)"


@dataclass
class Writer:
    """Writes one document's revisions in order, oldest first; keeps the last readable text to compare the next with."""

    database: Database
    repository: PolicyRepository
    comparer: Comparer
    before: Document | None = None
    text_ids: dict[str, int] = field(default_factory=dict)

    def add(self, revision: Revision, position: int) -> int:
        """Store one revision and return its row id. A text that cannot be read is stored with the reason."""
        try:
            document = self.repository.document_at(revision)
            redline = self.comparer.compare(self.before, document) if self.before else None
        except PolicyError as error:
            return self._insert(revision, position, None, None, error=str(error))
        row = self._insert(revision, position, document, redline)
        self._add_sections(row, document)
        if redline is not None:
            self.database.conn.executemany(_CHANGE, _change_rows(row, redline))
        self.before = document
        return row

    def _insert(
        self, revision: Revision, position: int, document: Document | None, redline: Redline | None, *, error: str = ""
    ) -> int:
        dates = read_dates(document, self.repository.settings_for(revision)) if document else DateReading(None, None, 0)
        values = (
            revision.document,
            position,
            revision.commit,
            revision.blob,
            revision.path,
            revision.previous,
            int(revision.merged_at.timestamp()),
            revision.author,
            document.title if document else "",
            str(dates.updated_on) if dates.updated_on else None,
            str(dates.effective_on) if dates.effective_on else None,
            dates.notice_days,
            int(redline is None or redline.of_substance),
            error[:500],
        )
        return int(self.database.conn.execute(_REVISION, values).fetchone()[0])

    def _add_sections(self, row: int, document: Document) -> None:
        texts = [
            "\n".join(block.text for block in document.blocks[section.first_block : section.end_block])
            for section in document.sections
        ]
        ids = self._text_ids(texts)
        self.database.conn.executemany(
            _SECTION,
            (
                (row, position, section.key, section.number, section.heading, section.line, text)
                for position, (section, text) in enumerate(zip(document.sections, ids, strict=True))
            ),
        )

    def _text_ids(self, texts: Iterable[str]) -> list[int]:
        """Return the row of each text; a text that is already there, in whatever revision, is stored once."""
        known, self.text_ids = self.text_ids, {}
        ids = []
        for text in texts:
            digest = hashlib.sha256(text.encode()).hexdigest()
            row = known.get(digest) or self.text_ids.get(digest) or self._text_row(digest, text)
            self.text_ids[digest] = row
            ids.append(row)
        return ids

    def _text_row(self, digest: str, text: str) -> int:
        connection = self.database.conn
        found = connection.execute("SELECT id FROM texts WHERE hash = ?", (digest,)).fetchone()
        if found is None:
            found = (connection.execute("INSERT INTO texts (hash, text) VALUES (?, ?)", (digest, text)).lastrowid,)
        return int(found[0])


def _change_rows(row: int, redline: Redline) -> Iterator[tuple[Any, ...]]:
    for position, change in enumerate(redline.changes):
        old, new = change.old[0] if change.old else None, change.new[0] if change.new else None
        shown = new or old
        words = [[run.sign, run.text] for run in change.words if run.sign != "="]
        yield (
            row,
            position,
            change.kind.value,
            old.section if old else None,
            new.section if new else None,
            shown.label if shown else "",
            json.dumps(words, ensure_ascii=False),
        )
