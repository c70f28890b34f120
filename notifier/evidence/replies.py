"""Replies to a notice and how they were handled, for the notice's proof packet."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from notifier.cases.exports import case_with_steps, cases_csv
from notifier.cases.store import CaseFilter, list_cases
from notifier.ledger.schema import events, inbound_messages
from notifier.model import Case, ReplyKind


@dataclass(frozen=True, slots=True)
class RepliesEvidence:
    """What goes into the packet; `files` are names and contents, to be written beside the other evidence."""

    summary: dict[str, Any]
    files: tuple[tuple[str, bytes], ...]


def replies_evidence(connection: sa.Connection, notice_id: int) -> RepliesEvidence:
    """Replies that were matched to a notice, its cases with every step, and the events that prove them.

    Nobody is named: customers stand as the company's own ids, addresses in quotes are masked, messages as SHA-256.
    """
    wanted = CaseFilter(notice_id=notice_id)
    found = list_cases(connection, wanted)
    messages = _messages(connection, notice_id)
    summary = _summary(found, messages)
    content = {
        "notice": notice_id,
        "summary": summary,
        "messages": messages,
        "cases": [case_with_steps(connection, case) for case in found],
        "events": _events(connection, found, messages),
    }
    table = "".join(cases_csv(connection, wanted))
    document = json.dumps(content, ensure_ascii=False, indent=2)
    return RepliesEvidence(summary, (("replies.json", document.encode()), ("cases.csv", table.encode())))


def _summary(found: tuple[Case, ...], messages: list[dict[str, Any]]) -> dict[str, Any]:
    kinds = Counter(str(case.kind) for case in found)
    states = Counter(str(case.state) for case in found)
    late = sum(case.late for case in found if case.kind is ReplyKind.OBJECTION)
    return {
        "messages": len(messages),
        "cases": len(found),
        "by_kind": dict(sorted(kinds.items())),
        "by_state": dict(sorted(states.items())),
        "objections_late": late,
    }


def _messages(connection: sa.Connection, notice_id: int) -> list[dict[str, Any]]:
    query = sa.select(inbound_messages).where(inbound_messages.c.notice_id == notice_id).order_by(inbound_messages.c.id)
    return [
        {
            "id": row.id,
            "sha256": row.sha256,
            "received_at": row.received_at.isoformat(),
            "kinds": json.loads(row.kinds),
            "matched": row.matched,
            "state": row.state,
        }
        for row in connection.execute(query)
    ]


def _events(connection: sa.Connection, found: tuple[Case, ...], messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The events of the chain about these cases and messages, whole, so that each hash can be recomputed."""
    subjects = [f"case:{case.id}" for case in found] + [f"message:{message['id']}" for message in messages]
    query = sa.select(events).where(events.c.subject.in_(subjects)).order_by(events.c.id)
    return [
        {
            "id": row.id,
            "at": row.at.isoformat(),
            "actor": row.actor,
            "kind": row.kind,
            "subject": row.subject,
            "payload": row.payload,
            "previous_hash": row.previous_hash,
            "hash": row.hash,
        }
        for row in connection.execute(query)
    ]
