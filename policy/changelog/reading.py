"""What an entry needs to know of one revision, and what is looked up once for many."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from policy.dates import DateReading, TwoVersions, read_dates, split_versions
from policy.dates.statements import speaks_of_dates
from policy.documents import Document
from policy.repository import PolicyRepository, Revision, Weblinks
from policy.settings import PolicySettings


def fingerprint_of(document: Document) -> str:
    """Return what is the same for texts that differ in form and date lines only."""
    words = (" ".join(block.text.split()).lower() for block in document.blocks if not speaks_of_dates(block.text))
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def says_the_same(old: Document, new: Document, settings: PolicySettings) -> bool:
    """Tell whether two texts announce the same, their form and date lines aside."""
    texts = [two.coming if (two := split_versions(text, settings.date_order)) else text for text in (old, new)]
    return fingerprint_of(texts[0]) == fingerprint_of(texts[1])


@dataclass(frozen=True)
class Reading:
    """One revision as an entry needs it: `text` is what it announces (of two versions in a file the coming one)."""

    revision: Revision
    text: Document
    dates: DateReading
    settings: PolicySettings
    two_versions: TwoVersions | None

    @cached_property
    def fingerprint(self) -> str:
        """See `fingerprint_of`."""
        return fingerprint_of(self.text)

    @property
    def note_keys(self) -> tuple[str, ...]:
        """The names, without ending, under which `changelog/` may hold legal's own words about this revision."""
        merged = self.revision.merged_at.astimezone(self.settings.zone).date()
        days = [str(day) for day in (self.dates.updated_on, self.dates.effective_on, merged) if day]
        stem = PurePosixPath(self.revision.document).stem
        return tuple(key for day in days for key in (f"{stem}/{day}", f"{stem}-{day}", day))


@dataclass(frozen=True, slots=True)
class Desk:
    """What is looked up once for many entries."""

    repository: PolicyRepository
    notes: Mapping[str, str]
    weblinks: Weblinks

    @classmethod
    def of(cls, repository: PolicyRepository) -> Desk:
        """Read legal's own notes and the web address of the repository."""
        return cls(repository, repository.notes(), repository.weblinks())

    def read(self, revision: Revision) -> Reading:
        """Read a revision's text, dates and the settings that held then. Raises `DocumentError` for what is no text."""
        settings = self.repository.settings_for(revision)
        document = self.repository.document_at(revision)
        two = split_versions(document, settings.date_order)
        text = two.coming if two else document
        return Reading(revision, text, read_dates(text, settings), settings, two)
