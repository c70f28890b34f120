"""One changelog entry: what a revision changed, from when it holds, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from policy.compare import Redline
from policy.dates import DateReading
from policy.repository import Revision


class Proposal(StrEnum):
    """What Herald proposes to legal; only a person confirms."""

    MATERIAL = "material"
    EDITORIAL = "editorial"


@dataclass(frozen=True, slots=True)
class Materiality:
    """A proposal with the reasons that led to it, the weightiest first."""

    proposed: Proposal
    reasons: tuple[str, ...]


class Topic(StrEnum):
    """What a change can bear on."""

    DATA = "data"
    PURPOSES = "purposes"
    LEGAL_BASIS = "legal_basis"
    RETENTION = "retention"
    RIGHTS = "rights"
    CONTACT = "contact"
    TRANSFERS = "transfers"
    CONTROLLER = "controller"
    CHANGE_NOTICE = "change_notice"
    SECURITY = "security"


@dataclass(frozen=True, slots=True)
class Touched:
    """A topic that a change bears on. `come` and `gone` are the words that came and went there, `section` is cited as
    printed in the new text (in the old one where the clause is gone)."""

    topic: Topic
    section: str
    heading: str
    come: str
    gone: str


@dataclass(frozen=True, slots=True)
class Named:
    """A recipient that came or went: the group it stands in, the section and the literal words that name it."""

    name: str
    group: str
    section: str
    quote: str
    category: bool = False


@dataclass(frozen=True, slots=True)
class Differences:
    """What one text says and the other does not: labels of data categories and purposes, addresses, link targets."""

    data_added: tuple[str, ...] = ()
    data_removed: tuple[str, ...] = ()
    purposes_added: tuple[str, ...] = ()
    purposes_removed: tuple[str, ...] = ()
    contacts_added: tuple[str, ...] = ()
    contacts_removed: tuple[str, ...] = ()
    links_added: tuple[str, ...] = ()
    links_removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectionChange:
    """How to object to a change, before and after; "" where the text does not say. `section` is cited as printed."""

    old: str
    new: str
    section: str


@dataclass(frozen=True, slots=True)
class DefinitionChange:
    """A defined term: what it meant and means now ("" where it was not or is not defined any more), the section of the
    definition, and the sections that use the term."""

    term: str
    old: str
    new: str
    section: str
    used_in: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What became of the definition: added, removed or amended."""
        return "amended" if self.old and self.new else "added" if self.new else "removed"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a redline means, derived by rule."""

    recipients_added: tuple[Named, ...] = ()
    recipients_removed: tuple[Named, ...] = ()
    differences: Differences = Differences()
    touched: tuple[Touched, ...] = ()
    objection: ObjectionChange | None = None
    definitions: tuple[DefinitionChange, ...] = ()


@dataclass(frozen=True, slots=True)
class BrokenReference:
    """A cross-reference of the new text that leads nowhere, or, after renumbering, to another clause than before."""

    quote: str
    target: str
    section: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class SectionCount:
    """How many changes of each kind a section has; sections without any are not listed."""

    section: str
    heading: str
    kinds: Mapping[str, int] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """The file carries two versions: the one in force, and one announced for `effective_on`."""

    effective_on: date | None
    quote: str
    line: int


class SummarySource(StrEnum):
    MACHINE = "machine"
    FILE = "file"
    TRAILER = "trailer"


class PointKind(StrEnum):
    """What a point of a summary says."""

    RETURNS = "returns"
    RECIPIENTS_ADDED = "recipients_added"
    RECIPIENTS_REMOVED = "recipients_removed"
    DATA_ADDED = "data_added"
    DATA_REMOVED = "data_removed"
    CONTACTS_ADDED = "contacts_added"
    OBJECTION = "objection"
    NO_OBJECTION = "no_objection"
    TOPIC = "topic"
    REWORDED = "reworded"
    ONLY_WORDING = "only_wording"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    RESTYLED = "restyled"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a summary says. `places` are cited as people do ("§6"); `words` are quoted from the new text, `gone`
    from the old one; `names` are recipients, data or addresses, `group` the words that the recipients stand under.
    """

    kind: PointKind
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    words: str = ""
    gone: str = ""
    topic: Topic | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """One paragraph. `place` names the file or commit of legal's own words; a machine's text says that it is one, and
    comes with the `points` that it was composed from.
    """

    text: str
    source: SummarySource
    place: str = ""
    points: tuple[Point, ...] = ()

    @property
    def machine_written(self) -> bool:
        """Whether rules composed it."""
        return self.source is SummarySource.MACHINE


@dataclass(frozen=True, slots=True)
class Permalinks:
    """Links to the git host that never change; "" where the repository has no web page."""

    revision: str = ""
    previous: str = ""
    comparison: str = ""


class EventKind(StrEnum):
    """What happened to a change after it was merged and before it took effect."""

    POSTPONED = "postponed"
    BROUGHT_FORWARD = "brought_forward"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a change: the commit that brought it, when that was merged, the effective dates before and after
    (ISO days; "" after a withdrawal) and the words that state the new one."""

    kind: EventKind
    revision: str
    at: datetime
    effective_before: str
    effective_after: str
    quote: str


class TranslationState(StrEnum):
    """How a translation stands to a revision: carries its date, carries a later one only, is behind, or has no date."""

    CURRENT = "current"
    SKIPPED = "skipped"
    BEHIND = "behind"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Translation:
    """A document in another language; `revision` is its commit that carries `updated_on`, the date it has reached."""

    document: str
    language: str
    state: TranslationState
    revision: str | None
    updated_on: date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What one revision changed against `previous` (None: the first publication).

    `redline` compares the two announced texts (of a file with two versions: the scheduled one). `notice_due` is the
    instant at which customers must be told at the latest, UTC. `days_of_notice` counts from the stated update (else
    the merge) to the effective date, `notice_days` is what the policy promises. `reverts` is the commit whose text came
    back. `conflicts` are one-line statements that a person must settle.
    """

    document: str
    revision: Revision
    previous: Revision | None
    redline: Redline
    dates: DateReading
    notice_due: datetime | None
    days_of_notice: int | None
    timezone: str
    materiality: Materiality
    summary: Summary
    meaning: Meaning = Meaning()
    broken_references: tuple[BrokenReference, ...] = ()
    counts: tuple[SectionCount, ...] = ()
    conflicts: tuple[str, ...] = ()
    reverts: str | None = None
    scheduled: Scheduled | None = None
    permalinks: Permalinks = Permalinks()
    events: tuple[Event, ...] = ()
    translations: tuple[Translation, ...] = ()

    @property
    def recipients_added(self) -> tuple[Named, ...]:
        """The recipients that only the new text names."""
        return self.meaning.recipients_added

    @property
    def recipients_removed(self) -> tuple[Named, ...]:
        """The recipients that only the old text names."""
        return self.meaning.recipients_removed

    @property
    def updated_on(self) -> date | None:
        """The stated date of update."""
        return self.dates.updated_on

    @property
    def effective_on(self) -> date | None:
        """The day from which the change holds."""
        return self.dates.effective_on

    @property
    def notice_days(self) -> int:
        """The days of notice that the policy promises."""
        return self.dates.notice_days

    @property
    def withdrawn(self) -> bool:
        """Whether a later revision took the change back before it was in force."""
        return any(event.kind is EventKind.WITHDRAWN for event in self.events)

    @property
    def holds_from(self) -> date | None:
        """The day from which the change holds as far as is known now: `effective_on`, unless it was moved afterwards."""
        moved = [event.effective_after for event in self.events if event.effective_after]
        return date.fromisoformat(moved[-1]) if moved else self.effective_on

    @property
    def first(self) -> bool:
        """Whether this is the document's first publication, which changes nothing."""
        return self.previous is None
