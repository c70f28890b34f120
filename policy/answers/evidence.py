"""What an answer shows for itself: recipients under the policy's labels, and literal quotes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from policy.answers.finding import Finding
from policy.answers.history import History
from policy.answers.model import AnswerRecipient, Citation
from policy.sharing import Clause, Force, PolicyReading, literal_quote

_MOST_CITATIONS = 6
_LONGEST_BLOCK = 420


def recipients_of(finding: Finding, history: History) -> tuple[AnswerRecipient, ...]:
    """Return the recipients of a finding, each once, with the data of all its sentences."""
    rows: dict[str, AnswerRecipient] = {}
    for statement in finding.statements:
        if statement.force is Force.NEVER:
            continue
        row = rows.get(statement.recipient.name)
        data = tuple(history.vocabulary.label(key) for key in statement.categories)
        if row is None:
            rows[statement.recipient.name] = AnswerRecipient(
                statement.recipient.name, statement.group, statement.force.value, data, statement.purpose, statement.section,
                statement.region, statement.source, statement.notes,
            )  # fmt: skip
        else:
            merged = tuple(dict.fromkeys((*row.data, *data)))
            rows[row.name] = replace(
                row, data=merged, purpose=row.purpose or statement.purpose, region=row.region or statement.region
            )
    return tuple(rows.values())


def citations_of(finding: Finding, reading: PolicyReading, commit: str) -> tuple[Citation, ...]:
    """Return the quotes that carry a finding, the section with most of them first; related clauses where nothing does."""
    found: dict[tuple[str, str], Citation] = {}
    weights = Counter(statement.section for statement in finding.statements)
    for statement in sorted(finding.statements, key=lambda s: -weights[s.section]):
        key = (statement.section, statement.quote)
        found.setdefault(key, Citation(statement.section, statement.heading, statement.quote, commit, statement.line))
    for clause in finding.clauses:
        _cite(found, clause, reading, commit, related=False)
    if not found:
        for clause in finding.related:
            _cite(found, clause, reading, commit, related=True)
    return tuple(found.values())[:_MOST_CITATIONS]


def _cite(
    found: dict[tuple[str, str], Citation], clause: Clause, reading: PolicyReading, commit: str, *, related: bool
) -> None:
    block = reading.document.blocks[clause.block]
    short = len(block.text) <= _LONGEST_BLOCK
    text = block.markdown if clause.cells else block.text if short else clause.text
    quote = literal_quote(text, clause.block, reading.document) or literal_quote(
        clause.text, clause.block, reading.document
    )
    if quote:
        found.setdefault(
            (clause.section, quote), Citation(clause.section, clause.heading, quote, commit, clause.line, related)
        )
