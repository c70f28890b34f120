"""The proof packet of a notice: exact copy, recipients, times, the relays' answers, approvers, replies, and the chain."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from notifier.errors import RefusedError
from notifier.evidence.ranges import Numbers
from notifier.evidence.replies import replies_evidence
from notifier.evidence.writing import MANIFEST, PacketWriter, csv_lines
from notifier.ledger import verify
from notifier.ledger.schema import approvals, customers, deliveries, events, notice_copies
from notifier.model import DeliveryState, Notice
from notifier.notices import get_notice, list_terms, progress, unreached

FORMAT = "policy-herald evidence 1"
STREAMED = {"yield_per": 1000}
SETTLED = "deliveries.settled"
GUIDE = """Proof packet of a notice

manifest.json     SHA-256 of every other file, and where the ledger's chain of events stood at the export
notice.json       the notice: texts compared, dates, approvers, exception, terms of each group of customers, counts
announcement.json the changelog entry as it was approved
copies/           what was sent, exactly, with marks where customers differ
recipients.csv    every delivery: whom, when due, when accepted, and the relay's answer
unreached.csv     customers who were owed the notice and have not got it by mail
events.jsonl      the events that prove all this; each `hash` is the SHA-256 of the JSON array
                  [id, at in microseconds since 1970, actor, kind, subject, payload, previous_hash]
chain.csv         numbers and hashes of all events from the first of these to the end of the chain: each one's
                  previous_hash is the hash of the one before
replies.json, cases.csv   answers to the notice and how they were handled

`herald audit verify` recomputes the whole chain in the ledger; the manifest's anchor must still stand in it.
"""


@dataclass(frozen=True, slots=True)
class Packet:
    """What an export wrote. `unproved` counts deliveries that are marked sent without an event that says so."""

    folder: Path
    files: int
    recipients: int
    sent: int
    unproved: int
    sound: bool


def export(connection: sa.Connection, notice_id: int, folder: Path, *, now: datetime | None = None) -> Packet:
    """Write the proof packet of a notice into `folder`, which must be absent or empty; all of it or nothing.

    It holds customers' addresses: the folder is readable by its owner only. Raises RefusedError for an unknown notice
    or a folder in use. Call it in a reading transaction, so that all of it shows one moment.
    """
    notice = get_notice(connection, notice_id)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError(f"{folder}: is not an empty folder; evidence is never written over anything")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".evidence-", dir=folder.parent))
    except OSError as problem:
        raise RefusedError(f"{folder}: cannot be written: {problem.strerror}") from problem
    try:
        packet = _write(connection, notice, draft, folder, now)
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return packet


def _write(connection: sa.Connection, notice: Notice, draft: Path, folder: Path, now: datetime | None) -> Packet:
    writer = PacketWriter(draft)
    own = _own_deliveries(connection, notice.id)
    found = tuple(_relevant_events(connection, notice, own))
    proved = Numbers.union(_numbers(event, DeliveryState.SENT) for event in found)
    tally = _Tally(proved)
    writer.write("README.txt", GUIDE.encode())
    writer.write("announcement.json", (notice.announcement + "\n").encode())
    for name, content in _copies(connection, notice.id):
        writer.write(f"copies/{name}", content)
    writer.stream("recipients.csv", csv_lines(RECIPIENT, tally.watch(_recipients(connection, notice.id))))
    missing = ((one.external_id, one.reason) for one in unreached(connection, notice))
    writer.stream("unreached.csv", csv_lines(("customer", "reason"), missing))
    writer.stream("events.jsonl", (json.dumps(_event_json(event)).encode() + b"\n" for event in found))
    writer.stream("chain.csv", csv_lines(("id", "previous_hash", "hash"), _chain(connection, found)))
    replies = replies_evidence(connection, notice.id)
    for name, content in replies.files:
        writer.write(name, content)
    writer.write_json("notice.json", _notice_json(connection, notice, tally, replies.summary))
    report = verify(connection)
    writer.write_json(MANIFEST, {
        "format": FORMAT, "notice": notice.id, "exported_at": now.isoformat() if now else None,
        "files": dict(writer.digests), "chain": {"events": report.events, "sound": report.is_sound,
        "problem": report.problem, "anchor": asdict(report.head) if report.head else None},
    })  # fmt: skip
    return Packet(folder, len(writer.digests), tally.recipients, tally.sent, tally.unproved, report.is_sound)


RECIPIENT = (
    "delivery", "customer", "address", "purpose", "state", "due_at", "sent_at", "answer", "message_id", "attempts",
    "transport", "objection_by", "rule",
)  # fmt: skip


class _Tally:
    """Counts recipients while they are written."""

    def __init__(self, proved: Numbers) -> None:
        self._proved = proved
        self.recipients = self.sent = self.unproved = 0

    def watch(self, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for row in rows:
            self.recipients += 1
            if row[4] == DeliveryState.SENT:
                self.sent += 1
                self.unproved += row[0] not in self._proved
            yield row


def _recipients(connection: sa.Connection, notice_id: int) -> Iterator[tuple[Any, ...]]:
    d = deliveries.c
    query = (
        sa.select(
            d.id, customers.c.external_id, d.address, d.purpose, d.state, d.due_at, d.sent_at, d.response, d.message_id,
            d.attempts, d.transport, d.objection_by, d.rule,
        )
        .join(customers, customers.c.id == d.customer_id)
        .where(d.notice_id == notice_id)
        .order_by(d.id)
    )  # fmt: skip
    with connection.execute(query, execution_options=STREAMED) as rows:
        for row in rows:
            yield tuple(value.isoformat() if isinstance(value, datetime) else value for value in row)


def _own_deliveries(connection: sa.Connection, notice_id: int) -> Numbers:
    query = sa.select(deliveries.c.id).where(deliveries.c.notice_id == notice_id).order_by(deliveries.c.id)
    with connection.execute(query, execution_options=STREAMED) as rows:
        return Numbers.of(row.id for row in rows)


def _relevant_events(connection: sa.Connection, notice: Notice, own: Numbers) -> Iterator[sa.Row[*tuple[Any, ...]]]:
    """Events of the notice, of its document's adoption, and batches of outcomes that name its deliveries."""
    subjects = (f"notice:{notice.id}", f"document:{notice.document}")
    relevant = sa.or_(events.c.subject.in_(subjects), events.c.kind == SETTLED)
    with connection.execute(
        sa.select(events).where(relevant).order_by(events.c.id), execution_options=STREAMED
    ) as rows:
        for row in rows:
            if row.kind != SETTLED or any(own.overlaps(_numbers(row, state)) for state in DeliveryState):
                yield row


def _numbers(event: sa.Row[*tuple[Any, ...]], state: DeliveryState) -> Numbers:
    if event.kind != SETTLED:
        return Numbers()
    return Numbers.read(json.loads(event.payload)["deliveries"].get(str(state), ""))


def _chain(connection: sa.Connection, found: tuple[sa.Row[*tuple[Any, ...]], ...]) -> Iterator[tuple[Any, ...]]:
    if not found:
        return
    query = sa.select(events.c.id, events.c.previous_hash, events.c.hash).where(events.c.id >= found[0].id)
    with connection.execute(query.order_by(events.c.id), execution_options=STREAMED) as rows:
        yield from (tuple(row) for row in rows)


def _copies(connection: sa.Connection, notice_id: int) -> Iterator[tuple[str, bytes]]:
    taken: set[str] = set()
    query = sa.select(notice_copies).where(notice_copies.c.notice_id == notice_id).order_by(notice_copies.c.name)
    for row in connection.execute(query):
        safe = "".join(letter if letter.isalnum() or letter in ".-_" else "_" for letter in row.name).lstrip(".")
        name = f"{safe}.{row.sha256[:12]}.eml" if safe in taken else f"{safe}.eml"
        taken.add(safe)
        yield name, bytes(row.content)


def _event_json(event: sa.Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return {**event._mapping, "at": event.at.isoformat()}  # noqa: SLF001 - SQLAlchemy's documented way to a row's names


def _notice_json(connection: sa.Connection, notice: Notice, tally: _Tally, replies: dict[str, Any]) -> dict[str, Any]:
    facts = {name: _plain(value) for name, value in asdict(notice).items() if name not in ("announcement", "contracts")}
    query = sa.select(approvals).where(approvals.c.notice_id == notice.id).order_by(approvals.c.at)
    return {
        "notice": facts,
        "contracts": json.loads(notice.contracts),
        "approvals": [
            {"by": row.approver, "at": row.at.isoformat(), "text_hash": row.text_hash}
            for row in connection.execute(query)
        ],
        "terms": [
            {"segment": one.group.segment, "country": one.group.country, "due_at": one.due_at.isoformat(),
             "objection_by": one.objection_by.isoformat(), "rule": one.rule, "contact": one.contact}
            for one in list_terms(connection, notice.id)
        ],
        "progress": asdict(progress(connection, notice.id)),
        "sent": tally.sent,
        "sent_without_event": tally.unproved,
        "replies": replies,
    }  # fmt: skip


def _plain(value: object) -> object:
    if value is None or isinstance(value, int):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
