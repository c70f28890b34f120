"""What follows from a document's dates: when customers must be told, and what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from policy.changelog.facts import wording_changes
from policy.changelog.model import Scheduled
from policy.changelog.noise import harmless
from policy.compare import Redline
from policy.dates import DateReading
from policy.repository import Revision
from policy.settings import PolicySettings


def notice_due(dates: DateReading, settings: PolicySettings) -> datetime | None:
    """Return the instant (UTC) at which customers must be told: `notice_days` before the effective date, counted on
    the calendar of the policy's own time zone, at `notice_hour` there. None without an effective date."""
    if dates.effective_on is None:
        return None
    try:
        day = dates.effective_on - timedelta(days=dates.notice_days)
        return datetime.combine(day, time(settings.notice_hour), settings.zone).astimezone(UTC)
    except OverflowError:
        return None


def days_of_notice(dates: DateReading, revision: Revision, settings: PolicySettings) -> int | None:
    """Return the days from the stated update (else the merge, on the policy's calendar) to the effective date."""
    if dates.effective_on is None:
        return None
    since: date = dates.updated_on or revision.merged_at.astimezone(settings.zone).date()
    return (dates.effective_on - since).days


def date_conflicts(
    dates: DateReading, before: DateReading | None, redline: Redline, scheduled: Scheduled | None
) -> Iterator[str]:
    """Yield what a person must settle about the dates of a change, one line each."""
    yield from dates.conflicts
    if scheduled is not None:
        when = scheduled.effective_on or "a date that cannot be told"
        yield f'line {scheduled.line}: the file also carries a version for {when} ("{scheduled.quote[:100]}")'
    if before is None:
        return
    serious = any(not harmless(change) for change in wording_changes(redline))
    if serious and dates.updated_on is not None and dates.updated_on == before.updated_on:
        yield f"the text changed, its date of update did not ({dates.updated_on})"
    same_effect = (
        dates.updated_on is None and dates.effective_on is not None and dates.effective_on == before.effective_on
    )
    if serious and same_effect:
        yield f"the text changed, its effective date did not ({dates.effective_on})"
    if not redline.changes and dates.updated_on != before.updated_on:
        yield "the date of update changed, the text did not"
    if dates.updated_on and before.updated_on and dates.updated_on < before.updated_on:
        yield f"the date of update went back from {before.updated_on} to {dates.updated_on}"
