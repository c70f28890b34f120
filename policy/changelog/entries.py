"""The changelog of a document: one entry a revision, each from the two texts alone and the repository's settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from policy.changelog.dating import date_conflicts, days_of_notice, notice_due
from policy.changelog.events import with_events
from policy.changelog.facts import counts_by_section, meaning_of
from policy.changelog.materiality import propose
from policy.changelog.model import Entry, Permalinks, Scheduled, Summary
from policy.changelog.reading import Desk, Reading, fingerprint_of
from policy.changelog.references import dangling, moved_targets
from policy.changelog.summary import compose, first_publication, own_words
from policy.changelog.translations import days_of_translations, translation_states
from policy.compare import Comparer, Redline
from policy.documents import Document
from policy.errors import PolicyError
from policy.repository import PolicyRepository, Revision, Weblinks


def changelog(repository: PolicyRepository, document: str) -> tuple[Entry, ...]:
    """Return one entry for every revision of `document`, oldest first; the first one records its publication.

    A revision whose text cannot be read (a binary file, say) is left out, and the next one is compared with the last
    readable text. Raises `RepositoryError` for an unknown document and when no revision can be read.
    """
    return with_events(tuple(iter_changelog(repository, document)))


def iter_changelog(repository: PolicyRepository, document: str) -> Iterator[Entry]:
    """Yield the entries of `changelog` one at a time, without later events; holds two texts in memory, however long the
    history is."""
    translations = days_of_translations(repository, document)
    for entry in _entries(repository, repository.revisions(document)):
        yield replace(entry, translations=translation_states(entry, translations))


def changelog_of(repository: PolicyRepository, revisions: Sequence[Revision]) -> tuple[Entry, ...]:
    """Return the entries of some revisions of one document that follow each other, oldest first, as if there were no
    earlier ones: the first changes nothing. Translations are left out."""
    return with_events(tuple(_entries(repository, revisions)))


def _entries(repository: PolicyRepository, revisions: Sequence[Revision]) -> Iterator[Entry]:
    desk = Desk.of(repository)
    before: Reading | None = None
    seen: dict[str, str] = {}
    failure: PolicyError | None = None
    with Comparer() as comparer:
        for revision in revisions:
            try:
                now = desk.read(revision)
                entry = make_entry(desk, comparer, before, now, seen)
            except PolicyError as error:
                failure = error
                continue
            yield entry
            seen |= dict.fromkeys((now.fingerprint, revision.blob), revision.commit)
            before = now
    if before is None and failure is not None:
        raise failure


def compare_revisions(repository: PolicyRepository, old: Revision | None, new: Revision) -> Entry:
    """Return the entry of `new` against any earlier baseline, as a notice needs it when editorial revisions fold in.

    `old` None gives the entry of a first publication. Raises `DocumentError` when one of the texts cannot be read.
    """
    desk = Desk.of(repository)
    before = desk.read(old) if old is not None else None
    now = desk.read(new)
    seen: dict[str, str] = {}
    for revision in repository.revisions(new.document):
        if old is None or revision.commit == old.commit:
            break
        seen[revision.blob] = revision.commit
    with Comparer() as comparer:
        return make_entry(desk, comparer, before, now, seen)


def make_entry(desk: Desk, comparer: Comparer, before: Reading | None, now: Reading, seen: Mapping[str, str]) -> Entry:
    """Make the entry of one revision; `seen` maps fingerprints and blobs of earlier texts to their commits."""
    baseline = before.text if before else Document(now.text.name, "", "", (), ())
    redline = comparer.compare(baseline, now.text) if before else Redline(baseline, now.text, ())
    meaning = meaning_of(redline)
    materiality = propose(redline, meaning)
    scheduled = _scheduled(now)
    conflicts = [*date_conflicts(now.dates, before.dates if before else None, redline, scheduled)]
    if before and now.two_versions and _text_in_force_changed(before, now):
        conflicts.append("the version in force changed together with the scheduled one")
    reverts = _reverted(before, now, redline, seen)
    own = own_words(now.revision.message, desk.notes, now.note_keys, now.revision.commit)
    return Entry(
        document=now.revision.document,
        revision=now.revision,
        previous=before.revision if before else None,
        redline=redline,
        dates=now.dates,
        notice_due=notice_due(now.dates, now.settings),
        days_of_notice=days_of_notice(now.dates, now.revision, now.settings),
        timezone=now.settings.timezone,
        materiality=materiality,
        summary=own or _summary(before, now, compose(redline, meaning, materiality, now.dates.effective_on, reverts)),
        meaning=meaning,
        broken_references=(*dangling(now.text), *moved_targets(redline.old, redline.new)),
        counts=counts_by_section(redline),
        conflicts=tuple(conflicts),
        reverts=reverts,
        scheduled=scheduled,
        permalinks=_permalinks(desk.weblinks, before, now),
    )


def _summary(before: Reading | None, now: Reading, composed: Summary) -> Summary:
    return composed if before else first_publication(now.text.title, now.dates.effective_on)


def _scheduled(now: Reading) -> Scheduled | None:
    two = now.two_versions
    return Scheduled(two.effective_on, two.quote, two.line) if two else None


def _text_in_force_changed(before: Reading, now: Reading) -> bool:
    two = now.two_versions
    return two is not None and fingerprint_of(two.current) != before.fingerprint


def _reverted(before: Reading | None, now: Reading, redline: Redline, seen: Mapping[str, str]) -> str | None:
    """Return the commit whose text came back, leaving date lines aside; None for a text that is new or unchanged."""
    if before is None or not redline.of_substance or now.fingerprint == before.fingerprint:
        return None
    return seen.get(now.revision.blob) or seen.get(now.fingerprint)


def _permalinks(weblinks: Weblinks, before: Reading | None, now: Reading) -> Permalinks:
    here = now.revision
    if before is None:
        return Permalinks(revision=weblinks.text(here.commit, here.path))
    there = before.revision
    return Permalinks(
        weblinks.text(here.commit, here.path),
        weblinks.text(there.commit, there.path),
        weblinks.comparison(there.commit, here.commit),
    )
