"""What the public pages show: values that are ready to print, with nothing left to decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the fact sheet of a change; `quote` is the policy's own words behind it, "" where there are none."""

    name: str
    value: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document. `key` names it for ever in addresses; `body` is sanitised HTML."""

    key: str
    updated_on: date | None
    effective_on: date | None
    merged_at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class PublishedChange:
    """One change between two versions. `redline` is sanitised HTML; `upcoming` while it is not in force.

    `key` is the address of its page, `revision` and `previous` are the keys of the two versions.
    """

    key: str
    revision: str
    previous: str
    title: str
    summary: str
    machine_written: bool
    materiality: str
    counts: str
    facts: tuple[Fact, ...]
    merged_at: datetime
    announced_on: date | None
    effective_on: date | None
    upcoming: bool
    redline: str
    redline_text: str


@dataclass(frozen=True, slots=True)
class PublishedRecipient:
    """A recipient that the version in force names; `data` is "" where the policy does not say which."""

    name: str
    group: str
    data: str
    section: str
    anchor: str


@dataclass(frozen=True, slots=True)
class PublishedDocument:
    """A document with all its versions and changes, oldest first; `current` is the key of the version in force.

    `comparisons` are changes against an older version than the one before, as notices that fold revisions in tell them.
    """

    name: str
    slug: str
    title: str
    versions: tuple[Version, ...]
    changes: tuple[PublishedChange, ...]
    current: str
    comparisons: tuple[PublishedChange, ...] = ()
    recipients: tuple[PublishedRecipient, ...] = ()
    map_svg: str = ""
    map_description: str = ""

    def version(self, key: str) -> Version:
        """Return the version with this key; raises LookupError when there is none."""
        for version in self.versions:
            if version.key == key:
                return version
        raise LookupError(f"{self.name} has no version {key}")

    @property
    def upcoming(self) -> PublishedChange | None:
        """The next change that is not in force yet, or None."""
        coming = [change for change in self.changes if change.upcoming and change.effective_on is not None]
        return min(coming, key=lambda change: change.effective_on or date.max, default=None)


@dataclass(frozen=True, slots=True)
class Publication:
    """All that the public site is made of; `base_url` has no slash at its end and is "" when it is not known."""

    documents: tuple[PublishedDocument, ...]
    company: str
    contact: str
    base_url: str
    language: str = "en"
