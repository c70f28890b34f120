"""The revisions of one document as answers need them: dated, oldest first, read only when asked about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from policy.changelog import Standing
from policy.dates import TwoVersions, split_versions
from policy.documents import Document
from policy.errors import DateError
from policy.settings import DateOrder
from policy.sharing import PolicyReading, apply_register, read_policy, read_register
from policy.vocabulary import Vocabulary, standard_vocabulary


@dataclass(frozen=True, slots=True)
class RevisionRecord:
    """One revision: its commit, the date printed in it, the day it takes effect, and how to get its text.

    `load` returns the document and may be called often; `register` returns the text of `sharing.yml` at that revision
    ("" when there is none).
    """

    revision: str
    policy_date: date | None
    effective_on: date | None
    load: Callable[[], Document]
    merged_at: datetime | None = None
    register: Callable[[], str] | None = None

    @property
    def starts_on(self) -> date | None:
        """The day from which the revision is in force: its effective date, else its own date, else the merge."""
        return self.effective_on or self.policy_date or (self.merged_at.date() if self.merged_at else None)


def is_coming_due(two: TwoVersions, on: date | None) -> bool:
    """Whether the coming version of a file that carries two holds on a day; not while its day is unknown."""
    return on is not None and two.effective_on is not None and two.effective_on <= on


_READ: dict[tuple[int, str], tuple[RevisionRecord, PolicyReading]] = {}
_MOST_READ = 128


@dataclass(frozen=True, slots=True)
class History:
    """The revisions of one document, oldest first; at least one.

    `standing` tells which revision holds on a day, with what was postponed or taken back before it did; without it each
    revision holds from its own date. `date_order` is how the policy writes dates in figures.
    """

    document: str
    records: tuple[RevisionRecord, ...]
    vocabulary: Vocabulary
    contact: str = ""
    standing: Callable[[date], Standing] | None = None
    date_order: DateOrder | None = None

    @staticmethod
    def of_document(
        document: Document,
        revision: str,
        policy_date: date | None,
        effective_on: date | None = None,
        *,
        vocabulary: Vocabulary | None = None,
    ) -> History:
        """Return the history of a single file: one revision, in force from its own date."""
        record = RevisionRecord(revision, policy_date, effective_on, lambda: document)
        return History(document.name, (record,), vocabulary or standard_vocabulary())

    def with_register(self, text: str) -> History:
        """Return the same history with `text` as the reviewed `sharing.yml` of every revision."""
        return replace(self, records=tuple(replace(record, register=lambda: text) for record in self.records))

    @staticmethod
    def of_records(
        document: str, records: tuple[RevisionRecord, ...], *, vocabulary: Vocabulary | None = None, contact: str = ""
    ) -> History:
        """Return a history of many revisions, oldest first; raises DateError when there is none."""
        if not records:
            raise DateError(document, "has no revision", "commit the policy first")
        return History(document, records, vocabulary or standard_vocabulary(), contact)

    def reading(self, record: RevisionRecord) -> PolicyReading:
        """Return what a revision says, reviewed entries of its register before extracted ones; read once in a process."""
        kept = _READ.get((id(record), self.vocabulary.identity))
        if kept is not None and kept[0] is record:
            return kept[1]
        reading = read_policy(record.load(), self.vocabulary)
        text = record.register() if record.register else ""
        if text.strip():
            reading = apply_register(reading, read_register(text))
        if len(_READ) >= _MOST_READ:
            _READ.pop(next(iter(_READ)))
        _READ[id(record), self.vocabulary.identity] = (record, reading)
        return reading

    @property
    def latest(self) -> RevisionRecord:
        """The newest revision, in force or not."""
        return self.records[-1]

    def in_force(self, on: date | None) -> RevisionRecord | None:
        """Return the revision in force on a day: None before the first one; the newest when no day is given.

        The first recorded revision counts from the date printed in it, because nothing earlier is recorded. Of a file
        that carries the version in force and the coming one, the record's text is the one that holds on that day.
        """
        record = self._holding(on)
        return None if record is None else self._part(record, lambda two: is_coming_due(two, on))

    def _holding(self, on: date | None) -> RevisionRecord | None:
        if on is None:
            return self.latest
        first = self.records[0]
        begins = first.policy_date or first.starts_on
        if begins is not None and on < begins and self._versions(first) is None:
            return None
        if self.standing is not None:
            current = self.standing(on).current
            return next((record for record in self.records if record.revision == current), first)
        found = first
        for record in self.records[1:]:
            if record.starts_on is not None and record.starts_on <= on:
                found = record
        return found

    def coming(self, on: date) -> RevisionRecord | None:
        """Return the newest revision that is published but not yet in force on a day, if there is one."""
        now = self._holding(on)
        if self.standing is not None and now is not None:
            pending = dict(self.standing(on).pending)
            waiting = [record for record in self.records if record.revision in pending]
            if waiting:
                return self._part(replace(waiting[-1], effective_on=pending[waiting[-1].revision]), lambda _: True)
            two = self._versions(now)
            if two is None or is_coming_due(two, on):
                return None
            return replace(now, load=lambda: two.coming, effective_on=two.effective_on)
        later = [record for record in self.records if record.starts_on is not None and record.starts_on > on]
        return later[-1] if later and self.in_force(on) is not None else None

    def _versions(self, record: RevisionRecord) -> TwoVersions | None:
        return split_versions(record.load(), self.date_order)

    def _part(self, record: RevisionRecord, is_coming: Callable[[TwoVersions], bool]) -> RevisionRecord:
        """Return a record with the one of two versions that is meant as its text; most files carry one only."""
        two = self._versions(record)
        if two is None:
            return record
        part = two.coming if is_coming(two) else two.current
        return replace(record, load=lambda: part)

    def previous(self, record: RevisionRecord) -> RevisionRecord | None:
        """Return the revision before this one, if any."""
        place = next(number for number, known in enumerate(self.records) if known.revision == record.revision)
        return self.records[place - 1] if place else None
