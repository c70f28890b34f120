"""The promised JSON of changelog entries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from policy.changelog.headline import headline
from policy.changelog.model import (
    BrokenReference,
    DefinitionChange,
    Entry,
    Event,
    Named,
    ObjectionChange,
    Point,
    Scheduled,
    Touched,
    Translation,
)
from policy.changelog.noise import harmless
from policy.compare import Change, change_json, is_proven
from policy.dates import DateSource


def changelog_json(document: str, entries: Iterable[Entry]) -> dict[str, Any]:
    """Return what `herald changelog --json` prints: the document and its entries, oldest first."""
    return {"document": document, "entries": [entry_json(entry) for entry in entries]}


def entry_json(entry: Entry) -> dict[str, Any]:
    """Return one entry. Dates are ISO days; `merged_at` is UTC, `notice_due` carries the policy's own offset."""
    return {
        **_identity(entry),
        **_dates(entry),
        "materiality": {"proposed": entry.materiality.proposed.value, "reasons": list(entry.materiality.reasons)},
        "line": headline(entry),
        "summary": entry.summary.text,
        "summary_source": {"kind": entry.summary.source.value, "place": entry.summary.place},
        "points": [_point(point) for point in entry.summary.points],
        "changes": [{**change_json(change), "harmless": _harmless(change)} for change in entry.redline.changes],
        "counts": [
            {"section": count.section, "heading": count.heading, "kinds": dict(count.kinds)} for count in entry.counts
        ],
        "recipients_added": [_named(item) for item in entry.recipients_added],
        "recipients_removed": [_named(item) for item in entry.recipients_removed],
        **_differences(entry),
        "objection": _objection(entry.meaning.objection),
        "definitions": [_definition(item) for item in entry.meaning.definitions],
        "touched": [_touched(item) for item in entry.meaning.touched],
        "broken_references": [_reference(item) for item in entry.broken_references],
        "events": [_event(event) for event in entry.events],
        "translations": [_translation(item) for item in entry.translations],
        "self_check": is_proven(entry.redline),
    }


def _harmless(change: Change) -> str | None:
    """Why a change of words is none of substance ("the date line"), None when it may be one."""
    return (harmless(change) or None) if change.of_substance else None


def _identity(entry: Entry) -> dict[str, Any]:
    revision = entry.revision
    return {
        "document": entry.document,
        "title": entry.redline.new.title,
        "revision": revision.commit,
        "blob": revision.blob,
        "previous": entry.previous.commit if entry.previous else None,
        "previous_blob": entry.previous.blob if entry.previous else None,
        "author": revision.author,
        "merged_by": revision.merged_by,
        "approvers": list(revision.approvers),
        "message": revision.message.strip(),
        "reverts": entry.reverts,
        "links": {
            "revision": entry.permalinks.revision,
            "previous": entry.permalinks.previous,
            "comparison": entry.permalinks.comparison,
        },
    }


def _dates(entry: Entry) -> dict[str, Any]:
    due = entry.notice_due
    return {
        "merged_at": entry.revision.merged_at.isoformat(),
        "updated_on": _day(entry.updated_on),
        "effective_on": _day(entry.effective_on),
        "effective_stated": entry.dates.effective_stated,
        "notice_due": due.astimezone(ZoneInfo(entry.timezone)).isoformat() if due else None,
        "timezone": entry.timezone,
        "days_of_notice": entry.days_of_notice,
        "notice_days": entry.notice_days,
        "date_sources": [_source(source) for source in entry.dates.sources],
        "conflicts": list(entry.conflicts),
        "scheduled": _scheduled(entry.scheduled),
    }


def _day(day: object) -> str | None:
    return str(day) if day is not None else None


def _source(source: DateSource) -> dict[str, Any]:
    value = "" if source.value is None else str(source.value)
    return {"kind": source.kind.value, "value": value, "quote": source.quote, "line": source.line}


def _scheduled(scheduled: Scheduled | None) -> dict[str, Any] | None:
    if scheduled is None:
        return None
    return {"effective_on": _day(scheduled.effective_on), "quote": scheduled.quote, "line": scheduled.line}


def _named(item: Named) -> dict[str, Any]:
    return {
        "name": item.name,
        "group": item.group,
        "kind": "category" if item.category else "named",
        "section": item.section,
        "quote": item.quote,
    }


def _differences(entry: Entry) -> dict[str, Any]:
    facts = entry.meaning.differences
    return {
        "data_added": list(facts.data_added),
        "data_removed": list(facts.data_removed),
        "purposes_added": list(facts.purposes_added),
        "purposes_removed": list(facts.purposes_removed),
        "contacts_added": list(facts.contacts_added),
        "contacts_removed": list(facts.contacts_removed),
        "links_added": list(facts.links_added),
        "links_removed": list(facts.links_removed),
    }


def _touched(item: Touched) -> dict[str, Any]:
    return {
        "topic": item.topic.value,
        "section": item.section,
        "heading": item.heading,
        "come": item.come,
        "gone": item.gone,
    }


def _point(point: Point) -> dict[str, Any]:
    told = {
        "names": list(point.names),
        "places": list(point.places),
        "words": point.words,
        "gone": point.gone,
        "topic": point.topic.value if point.topic else "",
        "group": point.group,
    }
    return {"kind": point.kind.value, **{name: value for name, value in told.items() if value}}


def _objection(change: ObjectionChange | None) -> dict[str, Any] | None:
    return {"old": change.old, "new": change.new, "section": change.section} if change else None


def _definition(change: DefinitionChange) -> dict[str, Any]:
    return {
        "term": change.term,
        "kind": change.kind,
        "old": change.old,
        "new": change.new,
        "section": change.section,
        "used_in": list(change.used_in),
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "kind": event.kind.value,
        "revision": event.revision,
        "at": event.at.isoformat(),
        "effective_before": event.effective_before or None,
        "effective_after": event.effective_after or None,
        "quote": event.quote,
    }


def _translation(item: Translation) -> dict[str, Any]:
    return {
        "document": item.document,
        "language": item.language,
        "state": item.state.value,
        "revision": item.revision,
        "updated_on": _day(item.updated_on),
    }


def _reference(item: BrokenReference) -> dict[str, Any]:
    return {
        "quote": item.quote,
        "target": item.target,
        "section": item.section,
        "line": item.line,
        "reason": item.reason,
    }
