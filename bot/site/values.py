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
    """One version of a document. `key` names it for ever in addresses; `body` is sanitised HTML; `effective_on` is the
    day from which it holds, `withdrawn` says that it never did.
    """

    key: str
    updated_on: date | None
    effective_on: date | None
    merged_at: datetime
    body: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class PublishedChange:
    """One change between two versions. `redline` is sanitised HTML; `upcoming` while it is not in force, `withdrawn` when
    it never came into force.

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
    withdrawn: bool = False


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
    `pending` are the versions that are not in force yet: key and day, oldest first. A correction of a coming change is
    one of them, though nobody is told of it.
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
    nobody: str = ""  # what is said where no recipient was read
    pending: tuple[tuple[str, date], ...] = ()

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

    def as_announced(self, change: PublishedChange) -> PublishedChange:
        """The change as customers were told of it: against the version that they know, where that is an older one."""
        told = [other for other in self.comparisons if other.revision == change.revision]
        return told[-1] if told else change

    @property
    def coming_version(self) -> tuple[str, date] | None:
        """The newest text of the next change, key and day from which it holds, or None when no change is coming."""
        change = self.upcoming
        if change is None or change.effective_on is None:
            return None
        same_day = [key for key, day in self.pending if day == change.effective_on]
        return (same_day[-1] if change.key in same_day else change.key), change.effective_on

    def coming_on(self, key: str) -> date | None:
        """The day from which a version holds that is not in force yet, None for any other."""
        known = {change.key: change.effective_on for change in self.changes if change.upcoming}
        return (known | dict(self.pending)).get(key)


@dataclass(frozen=True, slots=True)
class Publication:
    """All that the public site is made of; `base_url` has no slash at its end and is "" when it is not known."""

    documents: tuple[PublishedDocument, ...]
    company: str
    contact: str
    base_url: str
    language: str = "en"
