"""Settle a document's dates by the design's order, and report whatever does not agree."""

from __future__ import annotations

from datetime import date, timedelta

from policy.dates.clause import find_notice_days, forget_promises
from policy.dates.model import DateProblem, DateReading, DateSource, ProblemKind, SourceKind
from policy.dates.scheduled import split_versions
from policy.dates.statements import find_statements, forget_sentences
from policy.documents.model import Document
from policy.settings import PolicySettings


def read_dates(document: Document, settings: PolicySettings) -> DateReading:
    """Read when `document` was updated, from when it holds and how many days of notice it promises.

    `effective_on` is the stated effective date, else `updated_on` plus the notice days; these come from the Changes
    clause, else `herald.toml`, else 30. Of a file that carries the version in force and the coming one these are the
    coming one's. Never raises: what cannot be told is None and named in `problems`.
    """
    two = split_versions(document, settings.date_order)
    if two is not None:
        document = two.coming
    statements = find_statements(document, settings.date_order)
    clause, clause_problems = find_notice_days(document)
    sources = tuple(sorted((*statements.sources, *clause), key=lambda source: source.line))
    problems = [*statements.problems, *clause_problems]
    updated_on = _agreed(SourceKind.UPDATED, sources, problems)
    stated = _agreed(SourceKind.EFFECTIVE, sources, problems)
    days, days_stated = _notice_days(clause, settings.days_of(document.name), problems)
    if updated_on is None and stated is None and not problems:
        problems.append(_missing())
    effective_stated = _is_stated(SourceKind.EFFECTIVE, sources)
    effective_on = stated if effective_stated else _days_after(updated_on, days)
    if effective_stated and stated and updated_on:
        problems += _too_soon(updated_on, stated, days, sources, settled_by_clause=days_stated)
    problems.sort(key=lambda problem: problem.line)
    return DateReading(updated_on, effective_on, days, sources, tuple(problems), effective_stated, days_stated)


def forget() -> None:
    """Drop what is kept of blocks whose dates were read."""
    forget_sentences()
    forget_promises()


def _is_stated(kind: SourceKind, sources: tuple[DateSource, ...]) -> bool:
    return any(source.kind is kind for source in sources)


def _agreed(kind: SourceKind, sources: tuple[DateSource, ...], problems: list[DateProblem]) -> date | None:
    """Return the one date that all statements of this kind name; None, with a problem, when they differ."""
    of_kind = [source for source in sources if source.kind is kind]
    values = {source.value for source in of_kind if isinstance(source.value, date)}
    if len(values) > 1:
        said = ", ".join(f"{source.value} (line {source.line})" for source in of_kind if source.value)
        reason = f"the text states different {kind} dates: {said}"
        problems.append(DateProblem(ProblemKind.CONFLICT, reason, "keep one of them", of_kind[-1].line))
        return None
    if any(source.value is None for source in of_kind):
        return None
    return values.pop() if values else None


def _notice_days(clause: tuple[DateSource, ...], fallback: int, problems: list[DateProblem]) -> tuple[int, bool]:
    """Return the days, and whether the text names them. Of several the longest counts, and the clash is reported."""
    named = [source for source in clause if source.kind is SourceKind.NOTICE_DAYS and isinstance(source.value, int)]
    posting = [source for source in clause if source.kind is SourceKind.ON_POSTING]
    days = [source.value for source in named if isinstance(source.value, int)]
    if posting:
        problems.append(_on_posting(posting[0], max(days, default=fallback)))
    if not days:
        return fallback, False
    if len(set(days)) > 1:
        said = " and ".join(f"{source.value} days (line {source.line})" for source in named)
        reason = f"the Changes clause promises {said}; Herald keeps the longest"
        problems.append(DateProblem(ProblemKind.CONFLICT, reason, "name one number of days", named[-1].line))
    return max(days), True


def _on_posting(source: DateSource, days: int) -> DateProblem:
    reason = f'the text lets changes take effect on posting ("{source.quote[:120]}"), Herald gives {days} days'
    remedy = "say in the Changes clause how many days pass before a change takes effect"
    return DateProblem(ProblemKind.ON_POSTING, reason, remedy, source.line)


def _missing() -> DateProblem:
    remedy = 'add a line such as "Last updated: November 28, 2026"'
    return DateProblem(ProblemKind.MISSING, "the document states no date of update and no effective date", remedy)


def _days_after(updated_on: date | None, days: int) -> date | None:
    if updated_on is None:
        return None
    try:
        return updated_on + timedelta(days=days)
    except OverflowError:
        return None


def _too_soon(
    updated_on: date, effective_on: date, days: int, sources: tuple[DateSource, ...], *, settled_by_clause: bool
) -> list[DateProblem]:
    """Report an effective date nearer to the update than the promised days.

    A text that states the same day for both says that it holds already, as first versions and archives do; only a
    text whose own Changes clause promises days contradicts itself there.
    """
    given = (effective_on - updated_on).days
    if given >= days or (given <= 0 and not settled_by_clause):
        return []
    line = next(source.line for source in sources if source.kind is SourceKind.EFFECTIVE)
    whose = "the Changes clause promises" if settled_by_clause else "herald.toml asks for"
    reason = f"effective {effective_on} is {given} days after the update of {updated_on}, but {whose} {days}"
    remedy = f"move the effective date to {_days_after(updated_on, days)} or later"
    return [DateProblem(ProblemKind.TOO_SOON, reason, remedy, line)]
