"""Who gets data according to a revision, kept in the index once it was read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from policy.documents import Document
from policy.sharing import read_sharing

_INSERT = (
    "INSERT INTO disclosures (revision, position, recipient, kind, recipient_group, force, data, purpose, section, quote) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_SELECT = (
    "SELECT recipient, kind, recipient_group, force, data, purpose, section, quote FROM disclosures WHERE revision = ? "
    "ORDER BY position"
)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One sharing statement as the index keeps it; `data` lists the vocabulary's categories, parted by spaces."""

    recipient: str
    kind: str
    group: str
    force: str
    data: str
    purpose: str
    section: str
    quote: str


def write_disclosures(database: Database, row: int, document: Document) -> None:
    """Read the sharing statements of a revision and store them under its row; call it inside a transaction."""
    database.conn.execute("DELETE FROM disclosures WHERE revision = ?", (row,))
    database.conn.executemany(
        _INSERT,
        (
            (
                row,
                position,
                statement.recipient.name,
                statement.recipient.kind.value,
                statement.group,
                statement.force.value,
                " ".join(statement.categories),
                statement.purpose,
                statement.section,
                statement.quote,
            )
            for position, statement in enumerate(read_sharing(document))
        ),
    )
    database.conn.execute("UPDATE revisions SET disclosures_read = 1 WHERE id = ?", (row,))


def read_disclosures(database: Database, row: int) -> tuple[Disclosure, ...]:
    """Return the statements stored under a row."""
    return tuple(Disclosure(*values) for values in database.conn.execute(_SELECT, (row,)))
