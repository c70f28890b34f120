"""Rules about dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from policy.changelog.facts import wording_changes
from policy.changelog.noise import harmless
from policy.check.model import Code, Finding
from policy.compare import Change, Redline
from policy.dates import DateReading, ProblemKind, SourceKind
from policy.repository import Revision
from policy.settings import PolicySettings

LONGEST_QUOTE = 60
_CODES = {
    ProblemKind.MISSING: Code.DATE_MISSING,
    ProblemKind.AMBIGUOUS: Code.DATE_AMBIGUOUS,
    ProblemKind.IMPOSSIBLE: Code.DATE_IMPOSSIBLE,
    ProblemKind.NO_DAY: Code.DATE_INCOMPLETE,
    ProblemKind.CONFLICT: Code.DATE_CONFLICT,
    ProblemKind.TOO_SOON: Code.EFFECTIVE_TOO_SOON,
    ProblemKind.ON_POSTING: Code.EFFECT_ON_POSTING,
}


@dataclass(frozen=True, slots=True)
class Step:
    """A change under review: the dates before and after, what changed, and the revision that carries it."""

    file: str
    before: DateReading
    after: DateReading
    redline: Redline
    revision: Revision
    settings: PolicySettings

    @property
    def serious(self) -> bool:
        """Whether any word of substance changed."""
        return any(not harmless(change) for change in wording_changes(self.redline))


def problems_of_dates(file: str, dates: DateReading) -> Iterator[Finding]:
    """Yield what the text's own dates leave open or contradict."""
    for problem in dates.problems:
        yield Finding(_CODES[problem.kind], file, problem.line, problem.reason, problem.remedy)


def problems_of_step(step: Step) -> Iterator[Finding]:
    """Yield what is wrong with the dates of a change."""
    if not step.serious:
        return
    yield from _unchanged(step)
    yield from _backwards(step)
    yield from _short(step)


def _unchanged(step: Step) -> Iterator[Finding]:
    changed = next(change for change in wording_changes(step.redline) if not harmless(change))
    where = f"first in section {(changed.new or changed.old)[0].section}: {_words(changed)}"
    for kind, before, after in (
        (SourceKind.UPDATED, step.before.updated_on, step.after.updated_on),
        (SourceKind.EFFECTIVE, step.before.effective_on, step.after.effective_on),
    ):
        if after is None or not _states(step.after, kind):
            continue
        if before == after:
            reason = f"the text changed ({where}), its {kind} date is still {after}"
            yield Finding(
                Code.DATE_UNCHANGED, step.file, _line(step.after, kind), reason, "state the date of this change"
            )
        return  # the date of update settles it; the effective date is asked only where there is no other


def _words(change: Change) -> str:
    """Show the first words that came, or else went."""
    for sign, mark in (("+", "now"), ("-", "without")):
        text = " ".join(" ".join(run.text for run in change.words if run.sign == sign).split())
        if text:
            return f'{mark} "{text[:LONGEST_QUOTE]}{"…" if len(text) > LONGEST_QUOTE else ""}"'
    return "reordered"


def _states(dates: DateReading, kind: SourceKind) -> bool:
    return any(source.kind is kind for source in dates.sources)


def _line(dates: DateReading, kind: SourceKind) -> int:
    return next((source.line for source in dates.sources if source.kind is kind), 1)


def _backwards(step: Step) -> Iterator[Finding]:
    before, after = step.before.updated_on, step.after.updated_on
    if before and after and after < before:
        reason = f"the date of update goes back from {before} to {after}"
        line = _line(step.after, SourceKind.UPDATED)
        yield Finding(Code.DATE_BACKWARDS, step.file, line, reason, f"state a date after {before}")


def _short(step: Step) -> Iterator[Finding]:
    """An effective date must leave the promised days. Where the text states no update, the commit's day counts; where
    it does, a late merge still shortens the notice and is worth a warning. A date that lay behind the merge already
    belongs to an archive and says nothing about notice."""
    effective, days = step.after.effective_on, step.after.notice_days
    merged = step.revision.merged_at.astimezone(step.settings.zone).date()
    if effective is None or not 0 < (effective - merged).days < days:
        return
    left = (effective - merged).days
    earliest = merged + timedelta(days=days)
    stated = step.after.updated_on is not None
    code = Code.NOTICE_SHORT if stated else Code.EFFECTIVE_TOO_SOON
    reason = f"effective {effective} is {left} days after this revision ({merged}), customers are promised {days}"
    kind = SourceKind.EFFECTIVE if step.after.effective_stated else SourceKind.UPDATED
    yield Finding(code, step.file, _line(step.after, kind), reason, f"set an effective date from {earliest} on")
