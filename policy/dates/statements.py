"""Find the statements that say when a document was last updated and from when it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from policy.dates.date_words import ANOTHER, EFFECTIVE, LINE_EFFECTIVE, LINE_UPDATED, SPOKEN_DAY_FIRST, UPDATED
from policy.dates.lengths import find_lengths
from policy.dates.model import DateProblem, DateSource, ProblemKind, SourceKind
from policy.dates.written import MONTH_NUMBERS, DateFault, WrittenDate, find_dates
from policy.documents.model import Block, BlockKind, Document
from policy.settings import DateOrder

OPENING_BLOCKS = 15
CLOSING_BLOCKS = 8
"""A date line stands among the first or last blocks, or in a short line of its own."""
SHORT_LINE = 100
LONGEST_QUOTE = 300

_LABEL = re.compile(rf"(?<!\w)(?:(?P<updated>{UPDATED})|(?P<effective>{EFFECTIVE}))", re.IGNORECASE)
_LINE_LABEL = re.compile(
    r"\W*(?:(?:this|the|our|these)\s+(?:\w+\s+){0,2}(?:policy|notice|statement|terms|version|document)\s+(?:is|are|was|were)\s+)?"
    rf"(?:(?P<updated>{LINE_UPDATED})|(?P<effective>{LINE_EFFECTIVE}))",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(SPOKEN_DAY_FIRST, re.IGNORECASE)
_DOTTED = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}")
_DIGITS = re.compile(r"\d\d")
"""No date is written without two figures in a row; most text has none and is passed over."""
_SENTENCE_END = re.compile(r"(?<=[.!?;])(?<!\s\d\.)(?<!\s\d\d\.)(?<!\bno\.)\s+(?=[\"“«(_*]*[A-ZÀ-Þ])")
_ABOUT_ANOTHER = re.compile(rf"\b(?:{ANOTHER})\b", re.IGNORECASE)
_TEXT = r"(?:polic\w+|notices?|statements?|terms|agreements?|documents?|conditions|page)"
_OTHER_VERSION = re.compile(
    rf"\b(?:previous|prior|earlier|former|old)\s+(?:\w+\s+)?(?:versions?|amendments?|updates?|revisions?|{_TEXT})\b",
    re.IGNORECASE,
)
_THIS_TEXT = re.compile(rf"\b(?:this|these|the|our)\s+(?:\w+\s+){{0,3}}?{_TEXT}\s+(?:\w+\s+){{0,3}}$", re.IGNORECASE)
_THIS_TEXT_BEHIND = re.compile(rf"\s+(?:this|these|the|our)\s+(?:\w+\s+){{0,3}}?{_TEXT}\b", re.IGNORECASE)
_MOST_BETWEEN = 70
"""Label and date stand at most this many characters apart ("last updated these npm Open Source Terms on …")."""
_MOST_IN_FRONT = 90
_NEAR = 8
"""A date so few characters behind a label is that label's own."""
_PRONOUN_IN_FRONT = re.compile(r"\b(?:you|your|we|our\s+products?|they|he|she|list|page\s+you)\b", re.IGNORECASE)

_UPDATED_WORDS = (
    "updated updated_on last_updated lastupdated last_revised last_modified lastmod modified revised "
    "last_update date_updated"
)
UPDATED_KEYS = frozenset(_UPDATED_WORDS.split())
EFFECTIVE_KEYS = frozenset({"effective", "effective_on", "effective_date", "effectivedate", "effective_from"})


@dataclass(frozen=True, slots=True)
class Statements:
    sources: tuple[DateSource, ...]
    problems: tuple[DateProblem, ...]


def find_statements(document: Document, order: DateOrder | None) -> Statements:
    """Find every statement of an update or effective date in the text and its front matter, in order of lines."""
    found = [*_in_front_matter(document, order), *_in_blocks(document.blocks, order), *_in_attributes(document)]
    found += _in_lines(document.blocks, order, {source.kind for source, _ in found})
    sources = _without_repeats([source for source, _ in found])
    return Statements(sources, tuple(problem for _, problem in found if problem is not None))


_Found = tuple[DateSource, DateProblem | None]


def _in_front_matter(document: Document, order: DateOrder | None) -> Iterator[_Found]:
    for key, value in document.front_matter:
        name = key.strip().lower().replace("-", "_")
        kind = SourceKind.UPDATED if name in UPDATED_KEYS else SourceKind.EFFECTIVE if name in EFFECTIVE_KEYS else None
        if kind is None:
            continue
        line = _line_of_key(document.source, key)
        dates = find_dates(value, order)
        quote = f"{key}: {value}"[:LONGEST_QUOTE]
        if dates:
            yield _statement(kind, dates[0], quote, line)
        else:
            reason = f'"{quote}" in the front matter is no date'
            yield (
                DateSource(kind, None, quote, line),
                DateProblem(ProblemKind.IMPOSSIBLE, reason, "write it as 2026-11-28", line),
            )


def _line_of_key(source: str, key: str) -> int:
    for number, line in enumerate(source.split("\n")[:200], 1):
        if line.lstrip().startswith(key):
            return number
    return 1


def _in_blocks(blocks: Sequence[Block], order: DateOrder | None) -> Iterator[_Found]:
    for position, block in enumerate(blocks):
        if block.kind in (BlockKind.CODE, BlockKind.RULE):
            continue
        sentences = _dated_sentences(block.label, block.text)
        if sentences is not None:
            in_zone = position < OPENING_BLOCKS or position >= len(blocks) - CLOSING_BLOCKS
            for sentence in sentences:
                if in_zone or len(sentence) <= SHORT_LINE or _is_dateline_section(block):
                    yield from _in_sentence(sentence, block, order)
        elif len(block.text) <= SHORT_LINE and position + 1 < len(blocks):
            yield from _label_above_date(block, blocks[position + 1], order)


@lru_cache(maxsize=4_096)
def _dated_sentences(label: str, text: str) -> tuple[str, ...] | None:
    """Return the sentences that may state a date, () where no word of a block is a label of one; None for a block
    without figures. Remembered, since most blocks never change."""
    if not _DIGITS.search(text):
        return None
    words = _words(label, text)
    if not _LABEL.search(words):
        return ()
    return tuple(sentence for sentence in _SENTENCE_END.split(words) if _DIGITS.search(sentence))


def _is_dateline_section(block: Block) -> bool:
    return re.search(r"\b(?:effective|updates?|changes?|version|amend)", block.heading, re.IGNORECASE) is not None


def _words(label: str, block_text: str) -> str:
    """Return a block's words. A day in front of a month ("15\\. June 2024") is no list number: it is put back."""
    text = _folded(block_text)
    first_word = text.split(" ", 1)[0].strip(".,").lower()
    return f"{label} {text}" if label and first_word in MONTH_NUMBERS else text


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00ad", "").replace("\u200b", "")).strip()


def _in_sentence(sentence: str, block: Block, order: DateOrder | None) -> Iterator[_Found]:
    labels = [label for label in _LABEL.finditer(sentence) if _speaks_of_this_document(sentence, label)]
    if not labels:
        return
    for written in find_dates(sentence, order):
        label = _label_of(written, labels, sentence)
        if label is not None:
            yield _statement(_kind(label), _settled(written, label), sentence[:LONGEST_QUOTE], block.first_line)


def _kind(label: re.Match[str]) -> SourceKind:
    return SourceKind.UPDATED if label["updated"] else SourceKind.EFFECTIVE


def _settled(written: WrittenDate, label: re.Match[str]) -> WrittenDate:
    """Read 1.3.2026 day first where the label's language knows no other order."""
    if written.fault is DateFault.AMBIGUOUS and _DOTTED.fullmatch(written.text) and _DAY_FIRST.search(label[0]):
        return replace(find_dates(written.text, DateOrder.DAY_FIRST)[0], start=written.start, end=written.end)
    return written


def _in_lines(blocks: Sequence[Block], order: DateOrder | None, known: set[SourceKind]) -> Iterator[_Found]:
    """Read short lines such as "Date: 1 March 2026" among the first and last blocks, for what nothing says plainly."""
    if {SourceKind.UPDATED, SourceKind.EFFECTIVE} <= known:
        return
    for block in (*blocks[:OPENING_BLOCKS], *blocks[OPENING_BLOCKS:][-CLOSING_BLOCKS:]):
        if (
            len(block.text) > SHORT_LINE
            or block.kind in (BlockKind.CODE, BlockKind.RULE)
            or not _DIGITS.search(block.text)
        ):
            continue
        words = _words(block.label, block.text)
        label = _LINE_LABEL.match(words)
        if label is None or _kind(label) in known:
            continue
        written = next(iter(find_dates(words[label.end() :], order)), None)
        if written is not None and _stands_alone(words[label.end() :], written):
            yield _statement(_kind(label), _settled(written, label), words, block.first_line)


def _stands_alone(line: str, written: WrittenDate) -> bool:
    """Tell whether a date follows its label at once and a line says nothing more, or what it says is set off."""
    before, after = line[: written.start].strip(" :-\N{EN DASH}"), line[written.end :].strip()
    return before.lower() in {"", "on", "the", "den", "dem", "le", "el", "il", "op", "em"} and (
        not after or after[0] in ".,;|(-)\N{EN DASH}"
    )


def _speaks_of_this_document(sentence: str, label: re.Match[str]) -> bool:
    in_front = sentence[: label.start()]
    if len(in_front) > _MOST_IN_FRONT or _OTHER_VERSION.search(in_front):
        return False
    if _THIS_TEXT.search(in_front) or _THIS_TEXT_BEHIND.match(sentence[label.end() :]):
        return True
    return not _ABOUT_ANOTHER.search(in_front) and (label["updated"] is None or not _PRONOUN_IN_FRONT.search(in_front))


def _label_of(written: WrittenDate, labels: list[re.Match[str]], sentence: str) -> re.Match[str] | None:
    """Return the label that this date belongs to: the nearest in front, else one right behind it."""
    in_front = [label for label in labels if label.end() <= written.start + 1]
    if in_front:
        between = sentence[in_front[-1].end() : written.start]
        return in_front[-1] if _belongs(between) else None
    for label in labels:
        dates_another = any(
            date.start <= _NEAR for date in find_dates(sentence[label.end() : label.end() + SHORT_LINE])
        )
        if written.end <= label.start() <= written.end + 40 and not dates_another:
            return label
    return None


def _belongs(between: str) -> bool:
    """Tell whether a date belongs to the label that stands so far in front ("effective 30 days after" dates nothing)."""
    if len(between) > _MOST_BETWEEN or _ABOUT_ANOTHER.search(between) or find_dates(between):
        return False
    return next(find_lengths(between), None) is None


def _label_above_date(block: Block, following: Block, order: DateOrder | None) -> Iterator[_Found]:
    """Read "Effective date" as a line or heading of its own, with the date alone in the next block."""
    kind = _label_alone(block.text)
    if kind is None:
        return
    below = _words(following.label, following.text)
    dates = find_dates(below, order)
    if dates and not below[: dates[0].start].strip() and not below[dates[0].end :].strip(" ."):
        yield _statement(kind, dates[0], f"{_folded(block.text)} {below}", following.first_line)


@lru_cache(maxsize=4_096)
def _label_alone(line: str) -> SourceKind | None:
    """Tell what a line is the label of when it holds nothing else; remembered, since most lines never change."""
    text = _folded(line)
    label = _LABEL.match(text)
    if label is None or text[label.end() :].strip(" :.-"):
        return None
    return SourceKind.UPDATED if label["updated"] else SourceKind.EFFECTIVE


def forget_sentences() -> None:
    """Drop what is kept of blocks already read."""
    _dated_sentences.cache_clear()
    _label_alone.cache_clear()


def _in_attributes(document: Document) -> Iterator[_Found]:
    """Read kramdown's `{: datetime="2026-05-04" }` under a line that says what the date is."""
    if "datetime=" not in document.source:
        return
    above = ""
    for number, line in enumerate(document.source.split("\n"), 1):
        attribute = re.search(r"\{:[^}]{0,200}datetime=[\"']?(\d{4}-\d{2}-\d{2})", line[:1000])
        if attribute:
            label = _LABEL.search(line[: attribute.start()]) or _LABEL.search(above)
            dates = find_dates(attribute[1])
            if label and dates:
                kind = SourceKind.UPDATED if label["updated"] else SourceKind.EFFECTIVE
                yield _statement(kind, dates[0], line.strip()[:LONGEST_QUOTE], number)
        if line.strip():
            above = line[:1000]


_FAULTS = {
    DateFault.AMBIGUOUS: (
        ProblemKind.AMBIGUOUS,
        "can be read month first or day first",
        'set date_order = "mdy" or "dmy" in herald.toml',
    ),
    DateFault.IMPOSSIBLE: (ProblemKind.IMPOSSIBLE, "is no day of the calendar", "write a date that exists"),
    DateFault.NO_DAY: (ProblemKind.NO_DAY, "names no day", "write the day as well"),
}


def _statement(kind: SourceKind, written: WrittenDate, quote: str, line: int) -> _Found:
    source = DateSource(kind, written.value, quote, line)
    if written.fault is None:
        return source, None
    problem, reason, remedy = _FAULTS[written.fault]
    return source, DateProblem(problem, f'the {kind} date "{written.text}" {reason}', remedy, line)


def _without_repeats(sources: list[DateSource]) -> tuple[DateSource, ...]:
    seen: dict[tuple[SourceKind, object, int], DateSource] = {}
    for source in sorted(sources, key=lambda source: source.line):
        seen.setdefault((source.kind, source.value, source.line), source)
    return tuple(seen.values())


def without_date_words(text: str) -> str:
    """Return a date line without its dates and without what says whose dates they are ("last updated", "effective")."""
    spans = [(written.start, written.end) for written in find_dates(text)]
    spans += [label.span() for label in _LABEL.finditer(text)]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def speaks_of_dates(text: str) -> bool:
    """Tell whether a short text is a date line: it says when a document was updated or takes effect."""
    return len(text) <= 2 * SHORT_LINE and _LABEL.search(text) is not None and bool(find_dates(text))
