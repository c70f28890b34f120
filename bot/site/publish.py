"""From the policy repository to what the public pages show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.site.facts import KEY_LENGTH, facts_of
from bot.site.markdown import render_document, section_anchor
from bot.site.values import (
    Publication,
    PublishedChange,
    PublishedDocument,
    PublishedRecipient,
    Version,
)
from policy.changelog import (
    Entry,
    Proposal,
    Standing,
    changelog,
    compare_revisions,
    day_in_words,
    needs_notice,
    standing,
    summary_now,
)
from policy.compare import redline_fragment, redline_text, tell_counts
from policy.documents import Document, other_language
from policy.repository import PolicyRepository
from policy.sharing import Force, SharingStatement, map_description, read_sharing, register_map
from policy.vocabulary import standard_vocabulary


@dataclass(frozen=True, slots=True)
class Decided:
    """What legal decided: `editorial` commits need no notice; `announced` are pairs (revision, baseline) of notices.

    A notice compares with what customers know, which may be older than the revision before: such a pair gets a page.
    `told_on` gives the day on which the notice of a revision had gone out.
    """

    editorial: frozenset[str] = frozenset()
    announced: frozenset[tuple[str, str]] = frozenset()
    told_on: Mapping[str, date] = field(default_factory=dict, hash=False)


def publish(
    repository: PolicyRepository, *, today: date, base_url: str = "", decided: Decided | None = None
) -> Publication:
    """Return the public site as values.

    A change is upcoming while the day from which it holds lies after `today`, a day in the policy's time zone; an
    editorial one holds as soon as the text does that it corrects.
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
    now = standing(entries, today, decided.editorial)
    text = next(entry.redline.new for entry in entries if entry.revision.commit == now.current)
    language = other_language(text)
    statements = [each for each in read_sharing(text) if each.force is not Force.NEVER]
    return PublishedDocument(
        name=name,
        slug=slug_of(name),
        title=entries[-1].redline.new.title or name,
        versions=tuple(_version(entry) for entry in entries),
        changes=tuple(_change(entry, now, decided) for entry in entries if entry.previous is not None),
        comparisons=tuple(_comparisons(repository, entries, now, decided)),
        current=now.current[:KEY_LENGTH],
        pending=tuple((commit[:KEY_LENGTH], day) for commit, day in now.pending),
        recipients=tuple(_recipients(statements)),
        map_svg=register_map(
            tuple(statements), standard_vocabulary(), f"{text.title or name}: recipients", language=language
        ),
        map_description=map_description(tuple(statements), standard_vocabulary(), language=language),
        nobody=_nobody(language),
    )


def _nobody(language: str) -> str:
    """What the page of recipients says where it lists none."""
    if not language:
        return "The policy names no recipient."
    return f"This list is made of English texts only. The policy is in {language}, and says itself who receives data."


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
    repository: PolicyRepository, entries: tuple[Entry, ...], now: Standing, decided: Decided
) -> Iterator[PublishedChange]:
    known = {entry.revision.commit: entry for entry in entries}
    for revision, baseline in sorted(decided.announced):
        new, old = known.get(revision), known.get(baseline)
        if new is None or old is None or new.revision.previous == baseline:
            continue
        whole = replace(compare_revisions(repository, old.revision, new.revision), events=new.events)
        yield replace(_change(whole, now, decided), key=change_key(revision, baseline, new.revision.previous or ""))


def change_key(revision: str, baseline: str, previous: str) -> str:
    """Return the address of the page that compares a revision with what customers know, for ever the same."""
    short = revision[:KEY_LENGTH]
    return short if not baseline or baseline == previous else f"{short}-from-{baseline[:KEY_LENGTH]}"


def _version(entry: Entry) -> Version:
    document: Document = entry.redline.new
    return Version(
        key=entry.revision.commit[:KEY_LENGTH],
        updated_on=entry.dates.updated_on,
        effective_on=entry.holds_from,
        merged_at=entry.revision.merged_at,
        body=render_document(document),
        withdrawn=entry.withdrawn,
    )


def _change(entry: Entry, now: Standing, decided: Decided) -> PublishedChange:
    previous = entry.previous
    assert previous is not None  # noqa: S101 - the caller leaves the first publication out
    commit = entry.revision.commit
    material = needs_notice(entry, decided.editorial)
    key = commit[:KEY_LENGTH]
    labels = (_dated(previous.commit, None), _dated(commit, entry.dates.updated_on))
    return PublishedChange(
        key=key,
        revision=key,
        previous=previous.commit[:KEY_LENGTH],
        title=_title(entry),
        summary=summary_now(entry),
        machine_written=entry.summary.machine_written,
        materiality=(Proposal.MATERIAL if material else Proposal.EDITORIAL).value,
        counts=tell_counts(entry.redline.changes),
        facts=tuple(facts_of(entry, decided.told_on.get(commit))),
        merged_at=entry.revision.merged_at,
        announced_on=entry.notice_due.astimezone(ZoneInfo(entry.timezone)).date() if entry.notice_due else None,
        effective_on=entry.holds_from,
        upcoming=material and commit in dict(now.pending),
        redline=redline_fragment(entry.redline, *labels, key=key),
        redline_text=redline_text(entry.redline, *labels),
        withdrawn=entry.withdrawn,
    )


def _dated(commit: str, updated_on: date | None) -> str:
    return f"{updated_on:%Y-%m-%d} ({commit[:KEY_LENGTH]})" if updated_on else commit[:KEY_LENGTH]


def _title(entry: Entry) -> str:
    return f"Change of {day_in_words(entry.dates.updated_on or entry.revision.merged_at.date())}"
