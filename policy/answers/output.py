"""Answers as the promised JSON, and batches of questions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from policy.answers.answering import answer
from policy.answers.history import History
from policy.answers.model import Answer
from policy.errors import PolicyError

_MOST_LINE = 100_000


def answer_json(given: Answer) -> dict[str, Any]:
    """Return the promised shape of `herald ask --json`."""
    return {
        "question": given.question,
        "interpretation": given.interpretation,
        "verdict": given.verdict.value,
        "recipients": [
            {
                "name": r.name,
                "group": r.group,
                "force": r.force,
                "data": list(r.data),
                "purpose": r.purpose,
                "section": r.section,
                "region": r.region,
                "source": r.source,
                "notes": dict(r.notes),
            }
            for r in given.recipients
        ],
        "citations": [
            {
                "section": c.section,
                "heading": c.heading,
                "quote": c.quote,
                "commit": c.commit,
                "line": c.line,
                "related": c.related,
            }
            for c in given.citations
        ],
        "document": given.document,
        "revision": given.revision,
        "policy_date": given.policy_date.isoformat() if given.policy_date else None,
        "as_of": given.as_of.isoformat() if given.as_of else None,
        "text": given.text,
        "headline": given.headline,
        "depends": given.depends or None,
        "intent": given.intent,
        "notes": list(given.notes),
        "coming": given.coming or None,
        "choices": [{"label": choice.label, "question": choice.question} for choice in given.choices],
        "examples": list(given.examples),
    }


def answer_batch(
    lines: Iterable[str], history: History, *, place: str = "batch", today: date | None = None
) -> Iterator[dict[str, Any]]:
    """Answer each line {"id", "question", "as_of"?} of a batch; blank lines are skipped.

    Raises PolicyError naming file and line for a line that is not such an object.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        entry = _entry(line, f"{place}:{number}")
        day = _day(entry.get("as_of"), f"{place}:{number}")
        result = answer_json(answer(entry["question"], history, as_of=day, today=today))
        yield {"id": entry["id"], **result} if "id" in entry else result


def _entry(line: str, place: str) -> dict[str, Any]:
    if len(line) > _MOST_LINE:
        raise PolicyError(place, f"line longer than {_MOST_LINE} characters", "shorten the question")
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise PolicyError(place, "is not JSON", 'write {"id": …, "question": …}') from error
    if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
        raise PolicyError(place, "has no question", 'write {"id": …, "question": …}')
    return entry


def _day(value: object, place: str) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise PolicyError(place, f"as_of {str(value)[:40]!r} is no date", "write YYYY-MM-DD") from error
