"""What the index stores of a revision, worked out from its text and the one before: the part that can be done anywhere."""

from __future__ import annotations

import hashlib
import json
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from policy.compare import Comparer, Redline, similarity, units
from policy.dates import DateReading, read_dates, reading
from policy.documents import Document, blocks
from policy.errors import PolicyError
from policy.repository import Revision
from policy.settings import PolicySettings

FEWEST_REVISIONS = 150
"""A process takes a second to begin; so many revisions take several."""
MOST_PROCESSES = 8

KEPT_PAIRS = 16

ChangeRow = tuple[int, str, str | None, str | None, str, str]
"""Position, kind, section before and after, label, and the words that came and went as JSON."""


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section of a revision; `digest` is the SHA-256 of its text."""

    key: str
    number: str
    heading: str
    line: int
    digest: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A revision ready to be stored. `texts` are the section texts, by digest, that this preparer had not seen before;
    `error` says why the text cannot be read ("" when it can, and then there are sections).
    """

    revision: Revision
    title: str = ""
    dates: DateReading = field(default_factory=lambda: DateReading(None, None, 0))
    of_substance: bool = True
    error: str = ""
    sections: tuple[SectionRow, ...] = ()
    texts: dict[str, str] = field(default_factory=dict, hash=False)
    changes: tuple[ChangeRow, ...] = ()


@dataclass(frozen=True, slots=True)
class _Compared:
    """What is stored of a comparison with the revision before."""

    of_substance: bool
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Revisions of one document in order with the settings each is read by; `before` are the blobs of all before them,
    `position` is the place of the first."""

    before: tuple[str, ...]
    revisions: tuple[Revision, ...]
    settings: tuple[PolicySettings, ...]
    position: int


def processes_for(revisions: int) -> int:
    """Return in how many processes so many revisions are prepared best; 1: in this one."""
    processors = len(os.sched_getaffinity(0))
    return min(processors, MOST_PROCESSES) if revisions >= FEWEST_REVISIONS else 1


class Preparer:
    """Prepares one document's revisions in order, oldest first; `before` is the last readable text before them."""

    def __init__(
        self,
        read: Callable[[Revision], Document],
        settings: Callable[[Revision], PolicySettings],
        comparer: Comparer,
        before: Document | None = None,
    ) -> None:
        self._read = read
        self._settings = settings
        self._comparer = comparer
        self._before = before
        self._before_blob = ""
        self._told: set[str] = set()
        self._compared: OrderedDict[tuple[str, str], _Compared] = OrderedDict()

    def prepare(self, revision: Revision) -> Prepared:
        """Read one revision and compare it with the one before. A text that cannot be read gives the reason."""
        try:
            document = self._read(revision)
            compared = self._compare(revision.blob, document)
        except PolicyError as error:
            return Prepared(revision, error=str(error)[:500])
        self._before, self._before_blob = document, revision.blob
        texts: dict[str, str] = {}
        return Prepared(
            revision,
            document.title,
            read_dates(document, self._settings(revision)),
            compared.of_substance,
            sections=tuple(self._sections(document, texts)),
            texts=texts,
            changes=compared.changes,
        )

    def _compare(self, blob: str, document: Document) -> _Compared:
        """Compare with the text before; what was found of the last pairs is kept, because a history that goes to and fro
        between two texts brings the same pair many times."""
        if self._before is None:
            return _Compared(of_substance=True, changes=())
        pair = (self._before_blob, blob)
        found = self._compared.pop(pair, None)
        if found is None:
            redline = self._comparer.compare(self._before, document)
            found = _Compared(redline.of_substance, tuple(_change_rows(redline)))
        if self._before_blob:
            self._compared[pair] = found
            if len(self._compared) > KEPT_PAIRS:
                self._compared.popitem(last=False)
        return found

    def _sections(self, document: Document, texts: dict[str, str]) -> Iterator[SectionRow]:
        for section in document.sections:
            text = "\n".join(block.text for block in document.blocks[section.first_block : section.end_block])
            digest = hashlib.sha256(text.encode()).hexdigest()
            if digest not in self._told:
                self._told.add(digest)
                texts[digest] = text
            yield SectionRow(section.key, section.number, section.heading, section.line, digest)


def forget_texts() -> None:
    """Drop what is kept of texts that were read: it serves no other document."""
    for part in (blocks, units, similarity, reading):
        part.forget()


def _change_rows(redline: Redline) -> Iterator[ChangeRow]:
    for position, change in enumerate(redline.changes):
        old, new = change.old[0] if change.old else None, change.new[0] if change.new else None
        shown = new or old
        words: list[Any] = [[run.sign, run.text] for run in change.words if run.sign != "="]
        yield (
            position,
            change.kind.value,
            old.section if old else None,
            new.section if new else None,
            shown.label if shown else "",
            json.dumps(words, ensure_ascii=False),
        )
