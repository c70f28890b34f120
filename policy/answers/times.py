"""Questions about time: since when, until when, what changed, what is coming, when the policy was updated."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from policy.answers.finding import Finding, not_stated
from policy.answers.history import History, RevisionRecord
from policy.answers.model import Verdict
from policy.sharing import Clause, Force, PolicyReading, SharingStatement


class TimeIntent(StrEnum):
    NONE = ""
    UPDATED = "updated"
    SINCE = "since"
    UNTIL = "until"
    CHANGED = "changed"
    COMING = "coming"


_SINCE = re.compile(
    r"\bsince when\b|\bhow long (?:have|has|did) (?:we|it|they)\b(?! (?:to|keep))|\bwhen did (?:we|they|it) (?:start|begin|add|first|introduce)|\bfirst (?:named|mentioned|listed|appear)|"
    r"\bwhen (?:was|were) .{2,60}\b(?:added|introduced|first)\b|\bfrom when\b|\bfor how long (?:have|has)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\buntil when (?:did|was|were|have|had|do|is|are)\b(?!.*\bobject)|^(?:and )?(?:until|till) when\W*$|\bwhen did (?:we|they|it) (?:stop|end|drop|remove)|\bwhen (?:was|were) .{2,60}\b(?:removed|dropped|deleted from)\b|\btill when\b|\bstill (?:use|share|in the policy|named|listed)",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\bwhat(?:'s| is| has| was| will)? (?:changed|different|new|been changed|been added|been removed)\b|\bwhat did (?:we )?change\b|\bwhich .{2,50} (?:were|was|have been|got) (?:added|removed|new)\b|"
    r"\b(?:added|removed|new recipients|changes?) since\b|\bwhat changes were made\b|\bdifference between\b|\bwho (?:was|were|has been|got) (?:added|removed)\b|\bwho is new\b|\bany new (?:recipients|vendors|providers|sub-?processors|third parties)\b",
    re.IGNORECASE,
)
_COMING = re.compile(
    r"\b(?:coming|upcoming|next|pending|future) (?:version|policy|revision|change|changes|update)\b|\bnew (?:version|policy|revision)\b.*\b(?:effect|force|apply|start)\b|"
    r"\bwhen does the (?:new|next|coming)\b|\bwhat (?:will|is going to) change\b|\bwhat changes (?:on|in|with|next|soon)\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:when|what date|which date|date|how recent|how old|latest|last)\b[^?]*\b(?:policy|notice|version|it|this|revision|document)\b[^?]*\b(?:updated?|revised|changed|revision|dated?|published|modified|written|effective|in force|valid)\b|"
    r"\b(?:when|what date|which date)\b[^?]*\b(?:last )?(?:updated?|revised|revision|modified)\b|\b(?:date|version) of (?:the|our|this) (?:current )?(?:privacy )?(?:policy|notice|version)\b|\bwhich version\b|\bhow (?:old|recent|current) is (?:the|our|this)\b|"
    r"\bwhen did (?:the|our|this) (?:current )?(?:privacy )?(?:policy|notice) (?:take effect|come into|start|become)|\beffective date of (?:the|our|this) (?:current )?(?:privacy )?(?:policy|notice)\b|\blast (?:updated?|revised|revision|change)\b",
    re.IGNORECASE,
)
_DATE = (
    r"(?:\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d{2}-\d{2}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|"
    r"\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?,?\s+\d{4}|(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d{4})"
)
_DATED_CLAUSE = re.compile(
    rf"\b(?:updated|revised|effective|modified|reviewed|published|in effect|in force|version|amended|applies from|valid from|as of|date)\b[^.;]{{0,60}}?{_DATE}|^{_DATE}\.?$",
    re.IGNORECASE,
)
_MONTHS = {name: place for place, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905 - twelve words read best in one line
_ISO = re.compile(r"\b((?:19|20)\d{2})-(\d{2})-(\d{2})\b")
_DAY_MONTH = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?,?\s+((?:19|20)\d{2})\b",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d{2})\b",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"\b(?:in|during|as of|by|end of|back in|since|around)\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?,?\s+((?:19|20)\d{2})\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:in|during|back in|as of|since|end of|around)\s+((?:19|20)\d{2})\b(?!/)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A finding together with the revision that its quotes stand in."""

    finding: Finding
    record: RevisionRecord
    reading: PolicyReading


Selector = Callable[[PolicyReading], Finding]


def time_intent(text: str) -> TimeIntent:
    """Return which question about time a text asks, if any."""
    for intent, pattern in (
        (TimeIntent.COMING, _COMING),
        (TimeIntent.SINCE, _SINCE),
        (TimeIntent.UNTIL, _UNTIL),
        (TimeIntent.CHANGED, _CHANGED),
        (TimeIntent.UPDATED, _UPDATED),
    ):
        if pattern.search(text):
            return intent
    return TimeIntent.NONE


def date_in(text: str) -> date | None:
    """Return the day that a question names ("on 1 March 2021", "in 2021": the last day of the year), if any."""
    try:
        if match := _ISO.search(text):
            return date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
        if match := _DAY_MONTH.search(text):
            return date(int(match.group(3)), _MONTHS[match.group(2).lower()], int(match.group(1)))
        if match := _MONTH_DAY.search(text):
            return date(int(match.group(3)), _MONTHS[match.group(1).lower()], int(match.group(2)))
    except ValueError:
        return None
    if match := _MONTH.search(text):
        year, month = int(match.group(2)), _MONTHS[match.group(1).lower()]
        return date(year, month, monthrange(year, month)[1])
    if match := _YEAR.search(text):
        return date(int(match.group(1)), 12, 31)
    return None


def without_date(text: str) -> str:
    """Return a question without the day it names, so that "on 1 June 2020" is not read as words of the policy."""
    for pattern in (_DAY_MONTH, _MONTH_DAY, _ISO, _MONTH, _YEAR):
        text = re.sub(
            rf"(?:\s*\b(?:on|in|as of|at|by|during|since|around)\s+)?(?:{pattern.pattern})",
            "",
            text,
            count=1,
            flags=re.IGNORECASE,
        )
    return text


def answer_coming(history: History, record: RevisionRecord, coming: RevisionRecord, select: Selector) -> Dated:
    """Say when the coming revision takes effect, and what it changes about what the question names."""
    dated = answer_changed(history, record, coming, select, intent="coming")
    starts = coming.starts_on.isoformat() if coming.starts_on else "a day that is not stated"
    headline = f"The coming version{_of(coming)} takes effect on {starts}. {dated.finding.headline}"
    reading = history.reading(coming)
    clauses = dated.finding.clauses or _effect_clauses(reading) or changed_clauses(history.reading(record), reading)[:2]
    return replace(dated, finding=replace(dated.finding, headline=headline, clauses=clauses))


def answer_no_coming(record: RevisionRecord, reading: PolicyReading) -> Dated:
    """Say that nothing newer is published, with the clause on when changes take effect."""
    headline = "No coming version is published; the revision in force is the newest one."
    clauses = _effect_clauses(reading)
    if not clauses:
        return Dated(not_stated(headline, intent="coming"), record, reading)
    return Dated(Finding(Verdict.OPEN, headline, clauses=clauses, intent="coming"), record, reading)


def _effect_clauses(reading: PolicyReading) -> tuple[Clause, ...]:
    return tuple(c for c in reading.clauses if "topic:change_effect" in c.wording.concepts)[:1]


def answer_updated(reading: PolicyReading) -> Finding:
    """Return the clause that prints the policy's date."""
    dated = [
        clause
        for clause in reading.clauses
        if _DATED_CLAUSE.search(clause.text)
        or (clause.label and _DATED_CLAUSE.search(f"{clause.label}: {clause.text}"))
    ]
    if not dated:
        return not_stated("The policy prints no date.", intent="updated")
    updated = [
        clause
        for clause in dated
        if re.search(r"updated|revised|modified|last", clause.text + clause.label, re.IGNORECASE)
    ]
    return Finding(Verdict.OPEN, "The policy says:", clauses=tuple((updated or dated)[:2]), intent="updated")


def answer_since(history: History, record: RevisionRecord, select: Selector) -> Dated:
    """Walk back from a revision as long as the same recipients are named; cites the first revision that named them."""
    now = select(history.reading(record))
    names = _names(now)
    if not names:
        return Dated(replace(now, intent="since"), record, history.reading(record))
    first, finding = record, now
    for earlier in reversed(history.records[: history.records.index(record)]):
        found = select(history.reading(earlier))
        if not names & _names(found):
            break
        first, finding = earlier, found
    shown = ", ".join(sorted(names))
    start = "at least since the first recorded revision" if first is history.records[0] else "since the revision"
    headline = f"{shown}: {start}{_of(first)}."
    return Dated(
        replace(finding, verdict=Verdict.OPEN, headline=headline, intent="since"), first, history.reading(first)
    )


def answer_until(history: History, record: RevisionRecord, select: Selector) -> Dated:
    """Return the last revision that named what the question names."""
    for candidate in reversed(history.records[: history.records.index(record) + 1]):
        found = select(history.reading(candidate))
        if not (names := _names(found)):
            continue
        shown = ", ".join(sorted(names))
        if candidate is record:
            headline = f"{shown}: still named in the revision{_of(record)}."
        else:
            following = history.records[history.records.index(candidate) + 1]
            headline = f"{shown}: last named in the revision{_of(candidate)}; gone in the one{_of(following)}."
        return Dated(
            replace(found, verdict=Verdict.OPEN, headline=headline, intent="until"),
            candidate,
            history.reading(candidate),
        )
    return Dated(not_stated("No recorded revision names that.", intent="until"), record, history.reading(record))


def answer_changed(
    history: History, old: RevisionRecord, new: RevisionRecord, select: Selector, intent: str = "changed"
) -> Dated:
    """Compare what two revisions say to the same question: recipients that came and went."""
    before, after = select(history.reading(old)), select(history.reading(new))
    came = [s for s in after.statements if s.recipient.name not in _names(before)]
    gone = [s for s in before.statements if s.recipient.name not in _names(after)]
    notes = tuple(f"No longer named: {name}." for name in dict.fromkeys(s.recipient.name for s in gone))
    span = f"Between the revisions{_of(old)} and{_of(new)}"
    if came or gone:
        headline = f"{span}: {len(dict.fromkeys(s.recipient.name for s in came))} recipients came, {len(notes)} went."
        return Dated(
            Finding(Verdict.OPEN, headline, tuple(came), notes=notes, intent=intent), new, history.reading(new)
        )
    if after.clauses and [c.text for c in after.clauses] != [c.text for c in before.clauses]:
        return Dated(
            Finding(Verdict.OPEN, f"{span} the wording changed.", clauses=after.clauses, intent=intent),
            new,
            history.reading(new),
        )
    reading = history.reading(new)
    standing = after.clauses[:1] or tuple(reading.clauses[s.clause] for s in after.statements[:1])
    unchanged = Finding(Verdict.OPEN, f"{span} nothing changed about this.", clauses=standing, intent=intent)
    return Dated(unchanged, new, reading)


def changed_clauses(old: PolicyReading, new: PolicyReading) -> tuple[Clause, ...]:
    """Return the clauses of the new revision whose words the old one does not have."""
    known = {clause.text for clause in old.clauses}
    return tuple(clause for clause in new.clauses if clause.text not in known)


def _names(finding: Finding) -> set[str]:
    return {s.recipient.name for s in finding.statements if s.force is not Force.NEVER}


def _of(record: RevisionRecord) -> str:
    if record.policy_date:
        return f" of {record.policy_date.isoformat()}"
    merged = f", merged on {record.merged_at.date().isoformat()}" if record.merged_at else ""
    return f" {record.revision[:12]}{merged}"


def statements_of(reading: PolicyReading) -> tuple[SharingStatement, ...]:
    """Return what a revision says about sharing, without the denials."""
    return tuple(s for s in reading.statements if s.force is not Force.NEVER)
