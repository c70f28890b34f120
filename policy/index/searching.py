"""Full-text search over the sections of all revisions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlite_utils import Database

MOST_WORDS = 20
MOST_HITS = 200

_NEWEST = "r.position = (SELECT MAX(position) FROM revisions AS n WHERE n.document = r.document AND n.error = '')"
_HITS = """
SELECT r.document, r.commit_id, s.key, s.heading, snippet(texts_fts, 0, '', '', ' … ', 24)
FROM texts_fts JOIN sections AS s ON s.text = texts_fts.rowid JOIN revisions AS r ON r.id = s.revision
WHERE texts_fts MATCH ? AND (? = '' OR r.document = ?) AND (CASE WHEN ? = '' THEN {newest} ELSE r.commit_id = ? END)
ORDER BY texts_fts.rank, r.document, s.position LIMIT ?
""".replace("{newest}", _NEWEST)


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that holds the words that were looked for; `snippet` is part of its plain text."""

    document: str
    revision: str
    section: str
    heading: str
    snippet: str


def search(database: Database, words: str, *, document: str, revision: str, limit: int) -> tuple[Hit, ...]:
    """Return the sections that hold all the words (by their stems); nothing for a query without words."""
    quoted = " ".join(f'"{word}"' for word in re.findall(r"\w+", words)[:MOST_WORDS])
    if not quoted:
        return ()
    values = (quoted, document, document, revision, revision, max(0, min(limit, MOST_HITS)))
    return tuple(Hit(*row) for row in database.conn.execute(_HITS, values))
