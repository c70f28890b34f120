"""From the policy repository to what the public pages show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.site.markdown import render_document, section_anchor
from bot.site.values import (
    Fact,
    Publication,
    PublishedChange,
    PublishedDocument,
    PublishedRecipient,
    Version,
)
from policy.changelog import Entry, Proposal, changelog, compare_revisions
from policy.compare import redline_fragment, redline_text, tell_counts
from policy.documents import Document
from policy.repository import PolicyRepository
from policy.sharing import Force, SharingStatement, map_description, read_sharing, register_map
from policy.vocabulary import standard_vocabulary

KEY_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Decided:
    """What legal decided: `editorial` commits need no notice; `announced` are pairs (revision, baseline) of notices.

    A notice compares with what customers know, which may be older than the revision before: such a pair gets a page.
    """

    editorial: frozenset[str] = frozenset()
    announced: frozenset[tuple[str, str]] = frozenset()


def publish(
    repository: PolicyRepository, *, today: date, base_url: str = "", decided: Decided | None = None
) -> Publication:
    """Return the public site as values.

    A change is upcoming while its effective date lies after `today`; an editorial one is in force once merged.
    """
    settings = repository.settings
    known = decided or Decided()
    documents = tuple(_document(repository, name, today, known) for name in repository.documents())
    return Publication(
        documents=_with_own_slugs(documents),
        company=settings.company,
        contact=settings.contact,
        base_url=base_url.rstrip("/"),
    )


def _with_own_slugs(documents: tuple[PublishedDocument, ...]) -> tuple[PublishedDocument, ...]:
    """Keep two documents from sharing an address: a later one gets its whole path as its slug."""
    seen: set[str] = set()
    result: list[PublishedDocument] = []
    for document in documents:
        slug = document.slug if document.slug not in seen else slug_of(document.name.replace("/", "-"))
        seen.add(slug)
        result.append(replace(document, slug=slug))
    return tuple(result)


def version_address(site_url: str, document: str, revision: str, section: str) -> str:
    """Return the permalink of a section (its key as answers cite it) in a revision; "" without a public site."""
    site = site_url.rstrip("/")
    return f"{site}/{slug_of(document)}/versions/{revision[:KEY_LENGTH]}/#{section_anchor(section)}" if site else ""


def slug_of(name: str) -> str:
    """Return the address of a document: its file name without folder and ending, letters, digits and dashes only."""
    stem = name.rpartition("/")[2].rpartition(".")[0] or name
    return (
        "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in stem.lower()).strip("-")
        or "policy"
    )


def _document(repository: PolicyRepository, name: str, today: date, decided: Decided) -> PublishedDocument:
    entries = changelog(repository, name)
    changes = tuple(_change(entry, today, decided.editorial) for entry in entries if entry.previous is not None)
    coming = {change.key for change in changes if change.upcoming}
    versions = tuple(_version(entry) for entry in entries)
    in_force = [version.key for version in versions if version.key not in coming]
    current = in_force[-1] if in_force else versions[0].key
    text = next(entry.redline.new for entry in entries if entry.revision.commit.startswith(current))
    statements = [each for each in read_sharing(text) if each.force is not Force.NEVER]
    return PublishedDocument(
        name=name,
        slug=slug_of(name),
        title=entries[-1].redline.new.title or name,
        versions=versions,
        changes=changes,
        comparisons=tuple(_comparisons(repository, entries, today, decided)),
        current=current,
        recipients=tuple(_recipients(statements)),
        map_svg=register_map(tuple(statements), standard_vocabulary(), f"{text.title or name}: recipients"),
        map_description=map_description(tuple(statements), standard_vocabulary()),
    )


def _recipients(statements: list[SharingStatement]) -> Iterator[PublishedRecipient]:
    """One row for each recipient and section, in the order of the text."""
    vocabulary = standard_vocabulary()
    rows: dict[tuple[str, str], tuple[SharingStatement, dict[str, None]]] = {}
    for statement in statements:
        _, data = rows.setdefault((statement.recipient.name, statement.section), (statement, {}))
        data.update(dict.fromkeys(vocabulary.label(category) for category in statement.categories))
    for (name, section), (statement, data) in rows.items():
        yield PublishedRecipient(name, statement.group, ", ".join(data), section, section_anchor(section))


def _comparisons(
    repository: PolicyRepository, entries: tuple[Entry, ...], today: date, decided: Decided
) -> Iterator[PublishedChange]:
    revisions = {entry.revision.commit: entry.revision for entry in entries}
    for revision, baseline in sorted(decided.announced):
        new, old = revisions.get(revision), revisions.get(baseline)
        if new is None or old is None or new.previous == baseline:
            continue
        change = _change(compare_revisions(repository, old, new), today, decided.editorial)
        yield replace(change, key=change_key(revision, baseline, new.previous or ""))


def change_key(revision: str, baseline: str, previous: str) -> str:
    """Return the address of the page that compares a revision with what customers know, for ever the same."""
    short = revision[:KEY_LENGTH]
    return short if not baseline or baseline == previous else f"{short}-from-{baseline[:KEY_LENGTH]}"


def _version(entry: Entry) -> Version:
    document: Document = entry.redline.new
    return Version(
        key=entry.revision.commit[:KEY_LENGTH],
        updated_on=entry.dates.updated_on,
        effective_on=entry.dates.effective_on,
        merged_at=entry.revision.merged_at,
        body=render_document(document),
    )


def _change(entry: Entry, today: date, editorial: frozenset[str]) -> PublishedChange:
    previous = entry.previous
    assert previous is not None  # noqa: S101 - the caller leaves the first publication out
    effective = entry.dates.effective_on
    needs_notice = entry.materiality.proposed is Proposal.MATERIAL and entry.revision.commit not in editorial
    key = entry.revision.commit[:KEY_LENGTH]
    labels = (_dated(previous.commit, None), _dated(entry.revision.commit, entry.dates.updated_on))
    return PublishedChange(
        key=key,
        revision=key,
        previous=previous.commit[:KEY_LENGTH],
        title=_title(entry),
        summary=entry.summary.text,
        machine_written=entry.summary.machine_written,
        materiality=Proposal.MATERIAL.value if needs_notice else Proposal.EDITORIAL.value,
        counts=tell_counts(entry.redline.changes),
        facts=tuple(_facts(entry)),
        merged_at=entry.revision.merged_at,
        announced_on=entry.notice_due.date() if entry.notice_due else None,
        effective_on=effective,
        upcoming=needs_notice and effective is not None and effective > today,
        redline=redline_fragment(entry.redline, *labels, key=key),
        redline_text=redline_text(entry.redline, *labels),
    )


def _dated(commit: str, updated_on: date | None) -> str:
    return f"{updated_on:%Y-%m-%d} ({commit[:KEY_LENGTH]})" if updated_on else commit[:KEY_LENGTH]


def _title(entry: Entry) -> str:
    day = entry.dates.updated_on or entry.revision.merged_at.date()
    return f"Change of {day.day} {day:%B %Y}"


def _facts(entry: Entry) -> Iterator[Fact]:
    quotes = {source.kind.value: source.quote for source in entry.dates.sources}
    if entry.dates.updated_on:
        yield Fact("Last updated", _day(entry.dates.updated_on), quotes.get("updated", ""))
    if entry.dates.effective_on:
        quote = quotes.get("effective", "") or quotes.get("notice_days", "")
        yield Fact("Takes effect", _day(entry.dates.effective_on), quote)
    if entry.days_of_notice is not None:
        yield Fact("Notice", f"{entry.days_of_notice} days (the policy promises {entry.dates.notice_days})")
    for name, recipients in (
        ("Recipients added", entry.recipients_added),
        ("Recipients removed", entry.recipients_removed),
    ):
        if recipients:
            yield Fact(name, ", ".join(f"{recipient.name} (§{recipient.section})" for recipient in recipients))
    yield Fact("Changes", tell_counts(entry.redline.changes))
    if entry.reverts:
        yield Fact("Returns to", f"the text of revision {entry.reverts[:KEY_LENGTH]}")
    for conflict in entry.conflicts:
        yield Fact("To settle", conflict)
    yield Fact("Revision", entry.revision.commit[:KEY_LENGTH], entry.permalinks.revision)


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
