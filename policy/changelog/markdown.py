"""The changelog as Markdown, newest first: what `herald changelog --markdown` prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from policy.changelog.materiality import cited
from policy.changelog.model import Entry, EventKind, Named, Translation, TranslationState
from policy.changelog.summary import day_in_words
from policy.compare import Change, Run

LONGEST_KEPT = 60
"""A kept stretch longer than this is shown by its ends only."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>~|])")


def changelog_markdown(
    document: str, entries: Iterable[Entry], further: Mapping[str, tuple[str, ...]] | None = None
) -> str:
    """Return the changelog page of a document. What the policy says is escaped: it cannot bring markup along.

    `further` are lines to add to the facts of an entry, by its commit: what became of its notice, say.
    """
    lines = further or {}
    newest_first = list(entries)[::-1]
    title = next((entry.redline.new.title for entry in newest_first if entry.redline.new.title), document)
    parts = [
        f"# Changes of {_escaped(title)}\n",
        *(entry_markdown(entry, lines.get(entry.revision.commit, ())) for entry in newest_first),
    ]
    return "\n".join(parts)


def entry_markdown(entry: Entry, further: tuple[str, ...] = ()) -> str:
    """Return one entry as a Markdown section; `further` lines end its facts."""
    told = [f"- {_escaped(line)}" for line in further]
    return "\n".join([*_head(entry), *_facts(entry), *told, "", *_changes(entry)]) + "\n"


def _head(entry: Entry) -> Iterator[str]:
    day = entry.updated_on or entry.revision.merged_at.date()
    yield f"## {day_in_words(day)}\n"
    yield f"{_escaped(entry.summary.text)}\n"


def _facts(entry: Entry) -> Iterator[str]:
    if entry.effective_on:
        how = "stated" if entry.dates.effective_stated else f"{entry.notice_days} days after the update"
        yield f"- In force from: **{day_in_words(entry.effective_on)}** ({how})"
    if entry.notice_due:
        local = entry.notice_due.astimezone(ZoneInfo(entry.timezone))
        yield f"- Notice due: {day_in_words(local.date())}, {local:%H:%M} {entry.timezone}"
    for source in entry.dates.sources:
        yield f"- {source.kind.value.replace('_', ' ').capitalize()}: “{_escaped(source.quote)}” (line {source.line})"
    if entry.previous:
        reasons = "; ".join(entry.materiality.reasons)
        yield f"- Proposed: **{entry.materiality.proposed.value}** ({_escaped(reasons)})"
    yield f"- Revision: {_link(entry.revision.short, entry.permalinks.revision)}" + _previous(entry)
    yield from _recipients("Recipients added", entry.recipients_added)
    yield from _recipients("Recipients removed", entry.recipients_removed)
    for definition in entry.meaning.definitions:
        uses = (
            f", used in {', '.join(_escaped(cited(key)) for key in definition.used_in)}" if definition.used_in else ""
        )
        yield f"- Definition {definition.kind}: “{_escaped(definition.term)}” ({_escaped(cited(definition.section))}{uses})"
    yield from _afterwards(entry)
    for conflict in entry.conflicts:
        yield f"- To settle: {_escaped(conflict)}"
    for reference in entry.broken_references:
        yield f"- Cross-reference: {_escaped(reference.reason)} ({_escaped(cited(reference.section))})"


def _afterwards(entry: Entry) -> Iterator[str]:
    for event in entry.events:
        by = f"revision `{event.revision[:10]}` of {day_in_words(event.at.date())}"
        if event.kind is EventKind.WITHDRAWN:
            yield f"- Withdrawn before it took effect, by {by}"
        else:
            name = event.kind.value.replace("_", " ").capitalize()
            yield f"- {name}: from {event.effective_before} to {event.effective_after}, by {by}"
    for item in entry.translations:
        yield f"- Translation `{item.document}` ({item.language or 'main language'}): {told_state(item)}"


def told_state(item: Translation) -> str:
    """Return what a reader is told about a translation."""
    if item.state is TranslationState.UNDATED or item.updated_on is None:
        return "states no date to compare"
    day = day_in_words(item.updated_on)
    told = {
        TranslationState.CURRENT: "carries the same date",
        TranslationState.SKIPPED: f"has no version of that date, the next one is of {day}",
        TranslationState.BEHIND: f"not translated yet, still of {day}",
    }
    return told[item.state]


def _previous(entry: Entry) -> str:
    if entry.previous is None:
        return ""
    return f", before it {_link(entry.previous.short, entry.permalinks.previous)}"


def _link(text: str, target: str) -> str:
    return f"[`{text}`]({target})" if target else f"`{text}`"


def _recipients(what: str, recipients: tuple[Named, ...]) -> Iterator[str]:
    if recipients:
        names = ", ".join(f"{_escaped(item.name)} ({_escaped(cited(item.section))})" for item in recipients)
        yield f"- {what}: {names}"


def _changes(entry: Entry) -> Iterator[str]:
    for change in entry.redline.changes:
        yield f"- {_place(change)} {_kind(change)}: {_words(change.words)}"


def _place(change: Change) -> str:
    old = change.old[0].section if change.old else ""
    new = change.new[0].section if change.new else ""
    label = (change.new or change.old)[0].label
    where = cited(new or old) if not old or not new or old == new else f"{cited(old)} → {cited(new)}"
    return _escaped(f"{where} {label}".strip())


def _kind(change: Change) -> str:
    aspects = f" ({', '.join(change.aspects)})" if change.aspects else ""
    return f"{change.kind.value.replace('_', ' and ')}{aspects}"


def _words(words: tuple[Run, ...]) -> str:
    return "".join(_run(run) for run in words).strip()


def _run(run: Run) -> str:
    text = run.text
    if run.sign == "=":
        if len(text) > 2 * LONGEST_KEPT:
            text = f"{text[:LONGEST_KEPT]} … {text[-LONGEST_KEPT:]}"
        return _escaped(text)
    mark = "~~" if run.sign == "-" else "**"
    inner = text.strip()
    if not inner:
        return text
    left, right = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{left}{mark}{_escaped(inner)}{mark}{right}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()) if "\n" in text else text)
