"""One neutral line about a change, in the past tense, for lists and subjects."""

from __future__ import annotations

from collections.abc import Iterator

from policy.changelog.facts import wording_changes
from policy.changelog.materiality import WEIGHTY_TOPICS, cited
from policy.changelog.model import Entry, Named, Topic
from policy.changelog.noise import harmless
from policy.compare import ChangeKind

LONGEST = 140


def headline(entry: Entry) -> str:
    """Return at most 140 characters composed by rule from an entry's facts, the weightiest first.

    Legal's own summary is taken instead where it is that short. "Machine-written" holds as for `Entry.summary`.
    """
    own = entry.summary
    if not own.machine_written and len(own.text) <= LONGEST:
        return own.text
    parts = list(_parts(entry))
    line = ""
    for part in parts:
        longer = f"{line}; {part}" if line else part
        if len(longer) >= LONGEST:
            break
        line = longer
    line = line or parts[0][: LONGEST - 2].rsplit(" ", 1)[0] + "\N{HORIZONTAL ELLIPSIS}"
    return line[0].upper() + line[1:] + ("" if line.endswith("\N{HORIZONTAL ELLIPSIS}") else ".")


def _parts(entry: Entry) -> Iterator[str]:
    if entry.first:
        yield "published for the first time"
        return
    if entry.reverts:
        yield f"returned to the text of revision {entry.reverts[:10]}"
    yield from _recipients("added", entry.recipients_added)
    yield from _recipients("removed", entry.recipients_removed)
    told = {item.section for item in (*entry.recipients_added, *entry.recipients_removed)}
    if entry.meaning.objection:
        told.add(entry.meaning.objection.section)
        yield f"changed how to object ({cited(entry.meaning.objection.section)})"
    worded = [change for change in wording_changes(entry.redline) if not harmless(change)]
    sections = list(dict.fromkeys((change.new or change.old)[0].section for change in worded))
    topics = _topics(entry, [section for section in sections if section not in told])
    yield from (f"changed {WEIGHTY_TOPICS[topic]} ({cited(section)})" for topic, section in topics.items())
    told |= set(topics.values())
    yield from _reworded([section for section in sections if section not in told])
    if not worded:
        yield _form({change.kind for change in entry.redline.changes})


def _topics(entry: Entry, sections: list[str]) -> dict[Topic, str]:
    """Return the weighty topics that changed in these sections, the weightiest first, each with its first section."""
    found: dict[Topic, str] = {}
    for item in entry.meaning.touched:
        if item.topic in WEIGHTY_TOPICS and item.section in sections:
            found.setdefault(item.topic, item.section)
    return {topic: found[topic] for topic in WEIGHTY_TOPICS if topic in found}


def _reworded(sections: list[str]) -> Iterator[str]:
    if sections:
        count = len(sections) - 1
        more = f" and {count} more section{'s' if count > 1 else ''}" if count else ""
        yield f"reworded {cited(sections[0])}{more}"


def _form(kinds: set[ChangeKind]) -> str:
    if not kinds:
        return "changed nothing"
    if kinds & {ChangeKind.MOVED, ChangeKind.MOVED_AMENDED}:
        return "moved text without changing it"
    if kinds <= {ChangeKind.FORMATTING, ChangeKind.RENUMBERED}:
        return "changed form or numbers only"
    return "corrected dates, spelling or punctuation only"


def _recipients(verb: str, recipients: tuple[Named, ...]) -> Iterator[str]:
    if recipients:
        names = [item.name for item in recipients]
        shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        noun = "recipient" if len(names) == 1 else "recipients"
        yield f"{verb} {shown} as {noun} ({cited(recipients[0].section)})"
