"""The fact sheet of a change: what a reader is told beside the redline, line by line, with the policy's own words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.site.values import Fact
from policy.changelog import DefinitionChange, Entry, Event, EventKind, cited, day_in_words, told_state
from policy.compare import tell_counts

KEY_LENGTH = 12
"""So many digits of a commit name a version in addresses, for ever."""


def facts_of(entry: Entry, told_on: date | None = None) -> Iterator[Fact]:
    """Yield the lines of the fact sheet; `told_on` is the day on which the notice had gone out, None before."""
    yield from _dates(entry)
    if told_on is not None:
        yield Fact("Customers told", f"{day_in_words(told_on)}, by e-mail")
    yield from _meaning(entry)
    yield Fact("Changes", tell_counts(entry.redline.changes))
    if entry.reverts:
        yield Fact("Returns to", f"the text of revision {entry.reverts[:KEY_LENGTH]}")
    for item in entry.translations:
        yield Fact("Translation", f"{item.document} ({item.language or 'main language'}): {told_state(item)}")
    for conflict in entry.conflicts:
        yield Fact("To settle", conflict)
    yield Fact("Revision", entry.revision.commit[:KEY_LENGTH], entry.permalinks.revision)


def _dates(entry: Entry) -> Iterator[Fact]:
    quotes = {source.kind.value: source.quote for source in entry.dates.sources}
    if entry.dates.updated_on:
        yield Fact("Last updated", day_in_words(entry.dates.updated_on), quotes.get("updated", ""))
    if entry.dates.effective_on:
        quote = quotes.get("effective", "") or quotes.get("notice_days", "")
        name = "Would have taken effect" if entry.withdrawn else "Takes effect"
        if entry.holds_from != entry.dates.effective_on:
            name = "Was to take effect"
        yield Fact(name, day_in_words(entry.dates.effective_on), quote)
    for event in entry.events:
        yield _event(event)
    if entry.days_of_notice is not None and not entry.events:
        yield Fact("Notice", f"{entry.days_of_notice} days (the policy promises {entry.dates.notice_days})")


def _event(event: Event) -> Fact:
    if event.kind is EventKind.WITHDRAWN:
        return Fact("Withdrawn", f"{day_in_words(event.at.date())}, before it took effect")
    name = event.kind.value.replace("_", " ").capitalize()
    return Fact(name, f"to {day_in_words(date.fromisoformat(event.effective_after))}", event.quote)


def _meaning(entry: Entry) -> Iterator[Fact]:
    for name, recipients in (
        ("Recipients added", entry.recipients_added),
        ("Recipients removed", entry.recipients_removed),
    ):
        if recipients:
            yield Fact(name, ", ".join(f"{recipient.name} ({cited(recipient.section)})" for recipient in recipients))
    for definition in entry.meaning.definitions:
        yield _definition(definition)


def _definition(definition: DefinitionChange) -> Fact:
    uses = f", used in {', '.join(cited(key) for key in definition.used_in)}" if definition.used_in else ""
    name = f"Definition {definition.kind}"
    return Fact(name, f"“{definition.term}” ({cited(definition.section)}{uses})", definition.new or definition.old)
