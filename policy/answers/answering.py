"""The front door: a question and a history in, an answer with literal quotes out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from policy.answers import refusal, times
from policy.answers.asking import Asking
from policy.answers.conditions import common_condition
from policy.answers.evidence import citations_of, recipients_of
from policy.answers.finding import Finding
from policy.answers.history import History, RevisionRecord
from policy.answers.index import index_of
from policy.answers.mentions import Mentions, find_mentions
from policy.answers.model import Answer, AnswerRecipient, Choice, Subject, Verdict
from policy.answers.outright import outright_answer
from policy.answers.question import Question, clean_question, read_question, without_names
from policy.answers.recipients import answer_sharing
from policy.answers.routing import Route, asks_about_somebody, route
from policy.answers.selection import without_side_kinds
from policy.answers.spelling import corrected
from policy.answers.text import answer_text, footer
from policy.answers.topics import answer_topic
from policy.documents import other_language
from policy.sharing import Force, PolicyReading
from policy.vocabulary import fold

_WHO_ELSE = re.compile(r"^(?:and )?(?:who|which|what|anyone|anybody) (?:others?|else)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    finding: Finding
    record: RevisionRecord
    reading: PolicyReading
    question: Question
    mentions: Mentions


def answer(
    question: str,
    history: History,
    *,
    as_of: date | None = None,
    subject: Subject | None = None,
    today: date | None = None,
) -> Answer:
    """Answer a question from the revision in force.

    `as_of` asks about another day; a day that the question itself names counts when it is absent. `today` decides what
    is in force now and what is coming; without it the newest revision counts as in force. `subject` is the subject of
    the answer before this one in a thread. Every citation is a literal part of the revision's text.
    """
    if reason := refusal.refusal_reason(question):
        return _not_understood(question, history, as_of or today, reason)
    text = clean_question(question)
    changed = times.time_intent(text) is times.TimeIntent.CHANGED
    day = as_of or (None if changed else times.date_in(text))
    record = history.in_force(day or today)
    if record is None:
        return _not_recorded(question, history, day or today)
    language = unread_language(history.reading(record))
    if language:
        reason = f"This policy is in {language}, and I read what policies say in English only: ask whoever is responsible for it."
        return _not_understood(question, history, day or today, reason)
    found = _find(question, history, record, subject, today)
    if found is None:
        return _not_understood(
            question, history, day or today, "I did not understand that as a question about the policy."
        )
    built = _built(question, history, found, day)
    return _with_coming(built, history, subject, today) if today and not as_of else built


def unread_language(reading: PolicyReading) -> str:
    """Return the language out of which nothing can be read, "" for English and where legal's register names recipients."""
    if any(statement.source == "register" for statement in reading.statements):
        return ""
    return other_language(reading.document)


def _find(
    raw: str, history: History, record: RevisionRecord, subject: Subject | None, today: date | None
) -> _Found | None:
    reading = history.reading(record)
    question, mentions = _understand(raw, reading, history)
    if subject and subject.shown and _WHO_ELSE.search(question.asked):
        return _Found(_others(subject, reading), record, reading, question, mentions)
    intent = times.time_intent(question.asked)
    if subject and subject.question and _needs_subject(question, mentions):
        question, mentions = _understand(subject.question, reading, history)
    elif intent is times.TimeIntent.NONE and _is_noise(question, mentions, reading, history):
        return None
    if intent is not times.TimeIntent.NONE:
        dated = _Timed(raw, question, mentions, history, record, today).find(intent)
        if dated:
            return _Found(dated.finding, dated.record, dated.reading, question, mentions)
    finding = _decide(question, mentions, reading, history)
    return _Found(_with_deadline(finding, question, history, today), record, reading, question, mentions)


def _with_deadline(finding: Finding, question: Question, history: History, today: date | None) -> Finding:
    """An objection to a coming change must arrive before that change takes effect."""
    coming = history.coming(today) if today else None
    if coming is None or coming.starts_on is None or "topic:change_objection" not in question.topics:
        return finding
    if finding.verdict is Verdict.NOT_STATED:
        return finding
    return replace(finding, headline=f"Until {coming.starts_on.isoformat()}, when the coming version takes effect.")


def _others(subject: Subject, reading: PolicyReading) -> Finding:
    """Return the recipients that the answer before this one did not name."""
    rest = without_side_kinds(tuple(s for s in times.statements_of(reading) if s.recipient.name not in subject.shown))
    if not rest:
        return Finding(Verdict.NOT_STATED, "The policy names nobody else.", intent="list")
    return Finding(Verdict.OPEN, "Also named in the policy:", rest, intent="list")


def _understand(raw: str, reading: PolicyReading, history: History) -> tuple[Question, Mentions]:
    vocabulary = history.vocabulary
    question = read_question(times.without_date(raw), vocabulary)
    mentions = find_mentions(question, reading, vocabulary)
    text, read_as = corrected(question, mentions, index_of(reading, vocabulary).stems, vocabulary)
    if read_as:
        question = replace(read_question(text, vocabulary), raw=raw)
        again = find_mentions(question, reading, vocabulary)
        mentions = replace(again, corrections=(*read_as, *again.corrections))
    group = reading.identity.group
    if group and re.search(rf"\b{re.escape(fold(group))}(?:'s)? group\b", fold(question.asked)):
        question = replace(question, kinds=tuple(dict.fromkeys((*question.kinds, "recipient:group_companies"))))
    return without_names(question, mentions.places, vocabulary), mentions


def _needs_subject(question: Question, mentions: Mentions) -> bool:
    meaning = (*question.data, *question.purposes, *question.kinds, *mentions.known, *mentions.unknown)
    return not meaning and len(question.words) <= 6


def _is_noise(question: Question, mentions: Mentions, reading: PolicyReading, history: History) -> bool:
    stems = index_of(reading, history.vocabulary).stems
    if refusal.is_foreign(question, mentions, stems, history.vocabulary):
        return True
    if not refusal.is_empty_of_meaning(question, mentions):
        return False
    asking = Asking(question, mentions, reading, index_of(reading, history.vocabulary), history.vocabulary)
    return not any(word.stem in stems for word in asking.hard_words())


def _decide(question: Question, mentions: Mentions, reading: PolicyReading, history: History) -> Finding:
    asking = Asking(question, mentions, reading, index_of(reading, history.vocabulary), history.vocabulary)
    if mentions.rivals:
        return _choices(asking)
    return decide(asking)


def decide(asking: Asking) -> Finding:
    """Answer by the route that the question calls for; the other one is tried when the first finds nothing."""
    first, second = (answer_sharing, answer_topic) if route(asking) is Route.SHARING else (answer_topic, answer_sharing)
    found = first(asking)
    if found.verdict is not Verdict.NOT_STATED:
        return found
    if outright := outright_answer(asking):
        return outright
    if found.strength > 0.0:
        return found
    if route(asking) is Route.TOPIC or not asks_about_somebody(asking):
        other = second(asking)
        if other.verdict is not Verdict.NOT_STATED and other.intent != "list":
            return other
    return found


def _choices(asking: Asking) -> Finding:
    written, names = asking.mentions.rivals[0]
    choices = tuple(Choice(name, asking.question.asked.replace(written, name)) for name in names)
    return Finding(
        Verdict.OPEN, f"“{written}” could be {' or '.join(names)}. Which one?", choices=choices, intent="choice"
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Timed:
    """A question about time with all that its answer needs."""

    raw: str
    question: Question
    mentions: Mentions
    history: History
    record: RevisionRecord
    today: date | None

    def select(self, reading: PolicyReading) -> Finding:
        """Answer the same question from another revision."""
        again = find_mentions(self.question, reading, self.history.vocabulary)
        known = tuple(dict.fromkeys((*self.mentions.known, *again.known)))
        index = index_of(reading, self.history.vocabulary)
        return answer_sharing(
            Asking(self.question, replace(again, known=known), reading, index, self.history.vocabulary)
        )

    def find(self, intent: times.TimeIntent) -> times.Dated | None:
        match intent:
            case times.TimeIntent.UPDATED:
                reading = self.history.reading(self.record)
                return times.Dated(times.answer_updated(reading), self.record, reading)
            case times.TimeIntent.SINCE:
                return times.answer_since(self.history, self.record, self.select)
            case times.TimeIntent.UNTIL:
                return times.answer_until(self.history, self.record, self.select)
            case times.TimeIntent.CHANGED:
                return self.changed()
            case _:
                return self.coming()

    def changed(self) -> times.Dated | None:
        day = times.date_in(clean_question(self.raw))
        old = self.history.in_force(day) if day else self.history.previous(self.record)
        if old is None or old is self.record:
            return None
        return times.answer_changed(self.history, old, self.record, self.select)

    def coming(self) -> times.Dated | None:
        following = self.history.coming(self.today) if self.today else None
        if following is None:
            return times.answer_no_coming(self.record, self.history.reading(self.record))
        about = self.question.data or self.question.purposes or self.question.kinds or self.mentions.known
        return times.answer_coming(self.history, self.record, following, self.select if about else _everything)


def _everything(reading: PolicyReading) -> Finding:
    return Finding(Verdict.OPEN, "", times.statements_of(reading))


def _built(raw: str, history: History, found: _Found, day: date | None) -> Answer:
    finding, record, reading = found.finding, found.record, found.reading
    citations = citations_of(finding, reading, record.revision)
    stated = finding.verdict is not Verdict.NOT_STATED
    if stated and not citations and not finding.choices:  # no quote, no answer
        finding = replace(
            finding,
            verdict=Verdict.NOT_STATED,
            headline="The policy has no words that I could quote for this.",
            statements=(),
        )
    recipients = recipients_of(finding, history) if finding.verdict is not Verdict.NOT_STATED else ()
    built = Answer(
        question=raw,
        interpretation=_interpretation(found),
        verdict=finding.verdict,
        headline=finding.headline,
        recipients=recipients,
        citations=citations,
        document=history.document,
        revision=record.revision,
        policy_date=record.policy_date,
        as_of=day,
        text="",
        intent=finding.intent,
        notes=finding.notes,
        choices=finding.choices,
        subject=_subject(found, recipients),
        depends=common_condition(c.quote for c in citations) if finding.verdict is Verdict.YES and recipients else "",
    )
    return replace(built, text=answer_text(built, history.contact))


def _interpretation(found: _Found) -> str:
    question = found.question
    read_as = "; ".join(f"“{written}” read as {name}" for written, name in found.mentions.corrections)
    return f"{question.asked} ({read_as})" if read_as else question.asked


def _subject(found: _Found, recipients: tuple[AnswerRecipient, ...]) -> Subject:
    question = found.question
    known = tuple(recipient.name for recipient in found.mentions.known)
    shown = tuple(recipient.name for recipient in recipients)
    return Subject(known, question.data, question.purposes, question.topics, question.raw, shown)


def _with_coming(built: Answer, history: History, subject: Subject | None, today: date) -> Answer:
    coming = history.coming(today)
    if coming is None or not built.understood or coming.revision == built.revision:
        return built
    later = _find(built.question, history, coming, subject, None)
    if later is None:
        return built
    now, then = (
        {r.name for r in built.recipients},
        {s.recipient.name for s in later.finding.statements if s.force is not Force.NEVER},
    )
    if later.finding.verdict is built.verdict and now == then:
        return built
    when = coming.starts_on.isoformat() if coming.starts_on else "soon"
    added, removed = ", ".join(sorted(then - now)), ", ".join(sorted(now - then))
    parts = [
        f"from {when} on this changes",
        f"added: {added}" if added else "",
        f"no longer named: {removed}" if removed else "",
    ]
    note = "; ".join(part for part in parts if part)
    return replace(built, coming=note, text=f"{built.text}\nComing: {note}")


def _not_understood(raw: str, history: History, day: date | None, reason: str) -> Answer:
    record = history.in_force(day) or history.records[0]
    examples = refusal.examples_for(history.reading(record), history.vocabulary)
    shown = "".join(f"\n  - {example}" for example in examples)
    lead = f"Not understood. {reason}" + (f" Try, for example:{shown}" if examples else "")
    text = f"{lead}\n{footer(history.document, record.revision, record.policy_date, None)}"
    return Answer(
        raw[:200], "not understood", Verdict.OPEN, f"Not understood. {reason}", (), (), history.document, record.revision, record.policy_date, None,
        text, intent="not_understood", examples=examples,
    )  # fmt: skip


def _not_recorded(raw: str, history: History, day: date | None) -> Answer:
    first = history.records[0]
    begins = first.policy_date or first.starts_on
    headline = (
        f"Not recorded: the first recorded revision is of {begins.isoformat() if begins else first.revision[:12]}."
    )
    return Answer(
        raw,
        clean_question(raw),
        Verdict.NOT_STATED,
        headline,
        (),
        (),
        history.document,
        "",
        None,
        day,
        headline,
        intent="not_recorded",
    )
