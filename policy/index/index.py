"""The policy index: revisions, sections and changes of every document, kept up with git and searchable."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlite_utils import Database

from policy.answers import History, RevisionRecord
from policy.changelog import Standing
from policy.compare import Comparer
from policy.documents import Document
from policy.errors import IndexingError
from policy.index.disclosures import Disclosure, read_disclosures, write_disclosures
from policy.index.holding import DatedRevision, Standings
from policy.index.lifetimes import Lifetime, lifetimes
from policy.index.preparing import Prepared, Preparer, Stretch, forget_texts, processes_for
from policy.index.searching import Hit, search
from policy.index.store import open_store
from policy.index.writing import Writer
from policy.repository import PolicyRepository, Revision
from policy.vocabulary import Vocabulary, extended_vocabulary, standard_vocabulary

REGISTER = "sharing.yml"
VOCABULARY = "vocabulary.yml"
_BATCH = 50
"""Revisions a transaction: an interrupted first run goes on where it stopped."""


_MOST_RETRIES = 5
_VALUES_BETWEEN_COLLECTIONS = 100_000
_threshold = threading.Lock()
Progress = Callable[[str, int, int], None]


class _OvertakenError(Exception):
    """Another process wrote the revisions that were about to be written."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: revisions read, and revisions dropped because the history was rewritten."""

    added: int
    dropped: int


@dataclass(frozen=True, slots=True)
class _Missing:
    """A document's revisions, of which the first `known` are in the index."""

    revisions: tuple[Revision, ...]
    known: int

    def stretches(self, repository: PolicyRepository) -> Iterator[Stretch]:
        """Yield what is missing in stretches of one transaction each."""
        for start in range(self.known, len(self.revisions), _BATCH):
            part = self.revisions[start : start + _BATCH]
            before = tuple(revision.blob for revision in self.revisions[:start])
            yield Stretch(before, part, tuple(map(repository.settings_for, part)), start)


class PolicyIndex:
    """The index of one repository. Everything in it is derived: delete the file and it is rebuilt.

    Safe to share between threads; several processes may use one file, one of them writes at a time.
    """

    def __init__(self, database: Database, repository: PolicyRepository) -> None:
        self._database = database
        self._repository = repository
        self._lock = threading.RLock()
        self._standings = Standings(repository)
        self._alone = False

    @classmethod
    def open(cls, path: Path | None, repository: PolicyRepository) -> PolicyIndex:
        """Open the index file, making it when there is none (None: in memory). Raises `IndexingError`."""
        return cls(open_store(path), repository)

    def __enter__(self) -> PolicyIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the repository stays open."""
        with self._lock:
            self._database.close()

    def refresh(self, progress: Progress | None = None) -> Refreshed:
        """Bring the index up to the repository's head. The work is that of the new revisions alone.

        After a rewritten history the revisions that are gone are dropped. `progress` is told document, done, all.
        """
        with self._lock, _collecting_seldom():
            done = Refreshed(0, 0)
            for _ in range(_MOST_RETRIES):
                try:
                    return self._refresh(done, progress)
                except _OvertakenError:  # another process is indexing the same file: go on from what it wrote
                    continue
                except BrokenExecutor:  # a process died (no memory, say): go on alone
                    self._alone = True
        raise IndexingError("index", "is being written by another process all the time", "run one refresh at a time")

    def _refresh(self, done: Refreshed, progress: Progress | None) -> Refreshed:
        documents = self._repository.documents()
        dropped = done.dropped + self._drop_absent(documents)
        missing: list[_Missing] = []
        for document in documents:
            revisions = self._repository.revisions(document)
            known, gone = self._keep_common(document, revisions)
            dropped += gone
            if known < len(revisions):
                missing.append(_Missing(revisions, known))
        count = sum(len(each.revisions) - each.known for each in missing)
        processes = 1 if self._alone else processes_for(count)
        if processes > 1:
            self._add_from_elsewhere(missing, processes, progress)
        elif missing:
            with Comparer() as comparer:  # one for all documents: its git processes cost more than a comparison
                for each in missing:
                    self._add(comparer, each, progress)
        return Refreshed(done.added + count, dropped)

    def _drop_absent(self, documents: tuple[str, ...]) -> int:
        with self._transaction():
            marks = ", ".join("?" * len(documents))
            # Only question marks are put into the statement; the names are bound.
            return self._execute(f"DELETE FROM revisions WHERE document NOT IN ({marks})", *documents)  # noqa: S608

    def _keep_common(self, document: str, revisions: tuple[Revision, ...]) -> tuple[int, int]:
        """Drop what is no longer part of the history; return how many revisions stand, and how many were dropped."""
        rows = self._rows("SELECT commit_id, blob FROM revisions WHERE document = ? ORDER BY position", document)
        common = 0
        for row, revision in zip(rows, revisions, strict=False):
            if row != (revision.commit, revision.blob):
                break
            common += 1
        if common == len(rows):
            return common, 0
        with self._transaction():
            gone = self._execute("DELETE FROM revisions WHERE document = ? AND position >= ?", document, common)
            self._execute("DELETE FROM texts WHERE id NOT IN (SELECT text FROM sections)")
        return common, gone

    def _add(self, comparer: Comparer, missing: _Missing, progress: Progress | None) -> None:
        repository = self._repository
        before = self._last_readable(missing.revisions[0].document, missing.revisions[: missing.known])
        preparer = Preparer(repository.document_at, repository.settings_for, comparer, before)
        writer = Writer(self._database)
        for stretch in missing.stretches(repository):
            self._write(writer, stretch, (preparer.prepare(revision) for revision in stretch.revisions))
            _tell(progress, missing, stretch)
        if len(missing.revisions) - missing.known > 1:
            forget_texts()  # memory stays flat over many documents

    def _add_from_elsewhere(self, missing: list[_Missing], processes: int, progress: Progress | None) -> None:
        from policy.index.parallel import prepared_elsewhere  # seldom needed, and long to load

        parts = [(each, stretch) for each in missing for stretch in each.stretches(self._repository)]
        writer, written = Writer(self._database), missing[0]
        with prepared_elsewhere(self._repository.folder, [stretch for _, stretch in parts], processes) as ready:
            for (each, stretch), prepared in zip(parts, ready, strict=True):
                if each is not written:
                    writer, written = Writer(self._database), each
                self._write(writer, stretch, prepared)
                _tell(progress, each, stretch)

    def _write(self, writer: Writer, stretch: Stretch, prepared: Iterable[Prepared]) -> None:
        """Store a stretch in one transaction: an interrupted first run goes on where it stopped."""
        with self._transaction():
            self._refuse_overtaken(stretch.revisions[0].document, stretch.position)
            for position, each in enumerate(prepared, stretch.position):
                writer.add(each, position)

    def _refuse_overtaken(self, document: str, expected: int) -> None:
        (count,) = self._rows("SELECT COUNT(*) FROM revisions WHERE document = ?", document)[0]
        if count != expected:
            raise _OvertakenError

    def _last_readable(self, document: str, known: tuple[Revision, ...]) -> Document | None:
        rows = self._rows(
            "SELECT position FROM revisions WHERE document = ? AND error = '' ORDER BY position DESC LIMIT 1", document
        )
        return self._repository.document_at(known[rows[0][0]]) if rows and known else None

    def documents(self) -> tuple[str, ...]:
        """Return the documents that the index holds."""
        return tuple(row[0] for row in self._rows("SELECT DISTINCT document FROM revisions ORDER BY document"))

    def history(self, document: str, editorial: frozenset[str] = frozenset()) -> History:
        """Return the document's readable revisions for answers; texts are read from git only when asked about.
        `editorial` are commits that legal decided to be so.

        Raises `IndexingError` for a document that the index does not hold, and `DateError` when none is readable.
        """
        if document not in self.documents():
            raise IndexingError(document, "is not in the index", f"known are: {', '.join(self.documents()) or 'none'}")
        known = self._known(document)
        settings, dated = self._repository.settings, self._dated(known)
        records = tuple(self._record(revision, row) for revision, row in known)
        history = History.of_records(
            document, records, vocabulary=vocabulary_of(self._repository), contact=settings.contact
        )
        return replace(
            history,
            standing=lambda day: self._standings.on(document, day, editorial, dated),
            date_order=settings.date_order,
        )

    def standing(self, document: str, day: date, editorial: frozenset[str] = frozenset()) -> Standing:
        """Return which revision holds on a day of the policy's time zone, and which were still to come then.

        Raises `IndexingError` for a document of which the index holds no readable revision.
        """
        known = self._known(document)
        if not known:
            raise IndexingError(document, "has no readable revision in the index", "commit a text that can be read")
        return self._standings.on(document, day, editorial, self._dated(known))

    def _known(self, document: str) -> list[tuple[Revision, tuple[Any, ...]]]:
        """The readable revisions of a document with what the index holds of them, oldest first."""
        rows = self._rows(
            "SELECT commit_id, updated_on, effective_on, merged_at FROM revisions WHERE document = ? AND error = '' "
            "ORDER BY position",
            document,
        )
        revisions = {revision.commit: revision for revision in self._repository.revisions(document)}
        return [(revisions[row[0]], row) for row in rows if row[0] in revisions]

    def _dated(self, rows: Iterable[tuple[Revision, tuple[Any, ...]]]) -> tuple[DatedRevision, ...]:
        zone = self._repository.settings.zone
        return tuple(DatedRevision.of(revision, _day(row[1]), _day(row[2]), zone) for revision, row in rows)

    def _record(self, revision: Revision, row: tuple[Any, ...]) -> RevisionRecord:
        return RevisionRecord(
            revision=revision.commit,
            policy_date=_day(row[1]),
            effective_on=_day(row[2]),
            load=lambda: self._repository.document_at(revision),
            merged_at=datetime.fromtimestamp(row[3], UTC),
            register=lambda: self._repository.file_text(revision.commit, REGISTER),
        )

    def search(self, words: str, *, document: str = "", revision: str = "", limit: int = 20) -> tuple[Hit, ...]:
        """Return the sections that hold all the words, best first: in one revision, or else in the newest ones."""
        with self._lock:
            return search(self._database, words, document=document, revision=revision, limit=limit)

    def disclosures(self, document: str, commit: str) -> tuple[Disclosure, ...]:
        """Return who gets data according to one revision; read once, then kept. Raises `IndexingError` if unknown."""
        with self._lock:
            rows = self._rows(
                "SELECT id, disclosures_read FROM revisions WHERE document = ? AND commit_id = ?", document, commit
            )
            if not rows:
                raise IndexingError(document, f"has no revision {commit[:10]} in the index", "refresh the index")
            if not rows[0][1]:
                text = self._repository.document_at(commit, document)
                with self._transaction():
                    write_disclosures(self._database, rows[0][0], text)
            return read_disclosures(self._database, rows[0][0])

    def lifetimes(self, document: str) -> tuple[Lifetime, ...]:
        """Return every sharing statement with the revisions that introduced and removed it, the oldest first.

        Reads each readable revision's statements once, then they are kept. Raises `IndexingError` if unknown.
        """
        if document not in self.documents():
            raise IndexingError(document, "is not in the index", f"known are: {', '.join(self.documents()) or 'none'}")
        commits = self._rows(
            "SELECT commit_id FROM revisions WHERE document = ? AND error = '' ORDER BY position", document
        )
        return lifetimes((commit, self.disclosures(document, commit)) for (commit,) in commits)

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.conn.execute(sql, values).fetchall()

    def _execute(self, sql: str, *values: object) -> int:
        return self._database.conn.execute(sql, values).rowcount

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One immediate transaction: a deferred one fails at once when another process wrote in between."""
        self._database.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.conn.execute("ROLLBACK")
            raise
        self._database.conn.execute("COMMIT")


def _tell(progress: Progress | None, missing: _Missing, stretch: Stretch) -> None:
    if progress is not None:
        done = stretch.position + len(stretch.revisions) - missing.known
        progress(stretch.revisions[0].document, done, len(missing.revisions) - missing.known)


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Search for cycles less often meanwhile: documents and redlines are millions of values that hold none."""
    if not _threshold.acquire(blocking=False):  # another refresh has set it, and will set it back
        yield
        return
    before = gc.get_threshold()
    gc.set_threshold(_VALUES_BETWEEN_COLLECTIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        _threshold.release()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def vocabulary_of(repository: PolicyRepository) -> Vocabulary:
    """Return the vocabulary of a policy repository: the standard one with the words of its own `vocabulary.yml`."""
    text = repository.file_text(repository.head(), VOCABULARY)
    return extended_vocabulary(text, VOCABULARY) if text else standard_vocabulary()


def open_temporary_index(repository: PolicyRepository) -> PolicyIndex:
    """Return a fresh index in memory, for one command."""
    index = PolicyIndex.open(None, repository)
    index.refresh()
    return index
