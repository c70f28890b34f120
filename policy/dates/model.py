"""What reading the dates of a document gives: each value with the words it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SourceKind(StrEnum):
    UPDATED = "updated"
    EFFECTIVE = "effective"
    NOTICE_DAYS = "notice_days"
    ON_POSTING = "on_posting"  # the text says that changes hold as soon as they are posted


class ProblemKind(StrEnum):
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"
    IMPOSSIBLE = "impossible"
    NO_DAY = "no_day"
    CONFLICT = "conflict"
    TOO_SOON = "too_soon"  # the stated effective date leaves less time than the policy promises
    ON_POSTING = "on_posting"


@dataclass(frozen=True, slots=True)
class DateSource:
    """One statement in a document: what it states, its own words, and its 1-based line.

    `value` is a date for `updated` and `effective`, a number of days for `notice_days`; None when the words give none
    that can be told (see the reading's problems).
    """

    kind: SourceKind
    value: date | int | None
    quote: str
    line: int


@dataclass(frozen=True, slots=True)
class DateProblem:
    """Something about the dates that a person must settle. `reason` is one line, `remedy` what to write instead."""

    kind: ProblemKind
    reason: str
    remedy: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class DateReading:
    """The dates of a document. `updated_on` or `effective_on` is None when nothing tells it, or when statements of
    the same kind contradict each other: Herald never picks one. `effective_stated` tells a date that the text names
    from one computed as `updated_on + notice_days`; `days_stated` tells days from the document's own Changes clause
    from those of `herald.toml` (or its default of 30)."""

    updated_on: date | None
    effective_on: date | None
    notice_days: int
    sources: tuple[DateSource, ...] = ()
    problems: tuple[DateProblem, ...] = ()
    effective_stated: bool = False
    days_stated: bool = False

    @property
    def conflicts(self) -> tuple[str, ...]:
        """What contradicts or cannot be told, one line each, with the line of the document."""
        return tuple(f"line {problem.line}: {problem.reason}" for problem in self.problems)
