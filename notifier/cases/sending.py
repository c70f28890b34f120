"""Sending the letters that are owed: claimed, composed, handed to a transport, recorded; each exactly in this order.

After a crash only what was claimed is sent again, with the same Message-ID and the same words.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

import sqlalchemy as sa

from notifier.cases import announcing
from notifier.cases.identity import identity_url, link_expires
from notifier.cases.letters import LetterFacts, Proof, compose
from notifier.cases.mailbox import Letter, LetterState
from notifier.cases.matching import customer_from_row
from notifier.cases.steps import step
from notifier.cases.store import case_from_row, steps_of
from notifier.cases.transitions import CLOSED_STATES, RIGHTS_REQUESTS, SYSTEM, Action
from notifier.errors import DeliveryError
from notifier.ledger import Ledger, record
from notifier.ledger.case_tables import mail_outbox
from notifier.ledger.schema import cases, customers, deliveries
from notifier.model import Case, CaseState, Customer, CustomerState, Identity
from notifier.signing import Signer

LEASE = timedelta(minutes=10)  # longer than any SMTP dialogue; then the letter counts as not sent
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=4)

Send = Callable[[str, str, bytes], Awaitable[str]]
"""Hands one message to the relay: (envelope sender, recipient, content) -> the relay's answer; raises DeliveryError."""


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Who writes: From address, Reply-To (whose `+token` is filled in), public site of the links, zone of the dates."""

    sender: str
    reply_to: str
    site_url: str
    timezone: str = "UTC"

    @property
    def address(self) -> str:
        """The bare address of the sender, for the envelope."""
        return parseaddr(self.sender)[1]


@dataclass(frozen=True, slots=True)
class _Claimed:
    id: int
    letter: Letter
    recipient: str
    content: bytes
    case_ids: tuple[int, ...]


class Postman:
    """Sends what the mail outbox owes, one letter at a time."""

    def __init__(self, ledger: Ledger, signer: Signer, writer: Correspondence, send: Send) -> None:
        self._ledger = ledger
        self._signer = signer
        self._writer = writer
        self._send = send

    async def send_due(self, now: datetime) -> int:
        """Send every letter that is due at `now`; how many the relay took."""
        sent = 0
        while (claimed := await self._ledger.run(self._claim, now)) is not None:
            sent += await self._send_one(claimed, now)
        return sent

    async def _send_one(self, claimed: _Claimed, now: datetime) -> bool:
        if not claimed.content:
            return False
        try:
            answer = await self._send(self._writer.address, claimed.recipient, claimed.content)
        except DeliveryError as problem:
            await self._ledger.run(_put_back, claimed, problem, now)
            return False
        await self._ledger.run(_mark_sent, claimed, answer, now)
        return True

    def _claim(self, connection: sa.Connection, now: datetime) -> _Claimed | None:
        row = connection.execute(
            sa.select(mail_outbox)
            .where(
                mail_outbox.c.state.in_([str(LetterState.DUE), str(LetterState.CLAIMED)]),
                mail_outbox.c.next_attempt_at <= now,
            )
            .order_by(mail_outbox.c.next_attempt_at, mail_outbox.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        message_id = row.message_id or self._message_id(row.key)
        values = {"state": "claimed", "attempts": row.attempts + 1, "next_attempt_at": now + LEASE}
        connection.execute(
            sa.update(mail_outbox).where(mail_outbox.c.id == row.id).values(message_id=message_id, **values)
        )
        try:
            return self._compose(connection, row, message_id)
        except DeliveryError as problem:
            unsent = _Claimed(row.id, Letter(row.kind), "", b"", tuple(json.loads(row.payload)["cases"]))
            _put_back(connection, unsent, problem, now)
            return unsent

    def _compose(self, connection: sa.Connection, row: sa.Row[Any], message_id: str) -> _Claimed:
        payload = json.loads(row.payload)
        letter = Letter(row.kind)
        found = connection.execute(sa.select(cases).where(cases.c.id.in_(payload["cases"])).order_by(cases.c.id))
        about = tuple(case_from_row(case) for case in found)
        customer = _customer(connection, row.customer_id)
        recipient = customer.email if customer else row.recipient
        if not recipient or (letter is Letter.ACKNOWLEDGEMENT and all(case.state in CLOSED_STATES for case in about)):
            raise DeliveryError("nothing to say any more", permanent=True)
        facts = LetterFacts(
            letter,
            self._writer.sender,
            self._reply_to(connection, about[0]),
            recipient,
            customer.name if customer else "",
            row.language,
            about,
            _reasons(connection, letter, about),
            self._proofs(letter, about, row.created_at),
            self._writer.timezone,
            row.created_at,
            message_id,
            payload.get("in_reply_to", ""),
        )
        return _Claimed(row.id, letter, recipient, compose(facts), tuple(payload["cases"]))

    def _proofs(self, letter: Letter, about: tuple[Case, ...], written_at: datetime) -> tuple[Proof, ...]:
        if letter not in (Letter.ACKNOWLEDGEMENT, Letter.IDENTITY) or not self._writer.site_url:
            return ()
        unproved = [
            case
            for case in about
            if case.kind in RIGHTS_REQUESTS
            and case.identity is Identity.UNCONFIRMED
            and case.state in (CaseState.RECEIVED, CaseState.ACKNOWLEDGED)
        ]
        expires = link_expires(written_at)
        return tuple(
            Proof(case.number, identity_url(self._signer, self._writer.site_url, case, written_at), expires)
            for case in unproved
        )

    def _reply_to(self, connection: sa.Connection, case: Case) -> str:
        """The reply address of the delivery that the case came from, so that an answer is matched by signature."""
        if case.customer_id is None or case.notice_id is None:
            return self._writer.reply_to
        query = sa.select(deliveries.c.id).where(
            deliveries.c.customer_id == case.customer_id, deliveries.c.notice_id == case.notice_id
        )
        delivery_id = connection.execute(query.order_by(deliveries.c.id).limit(1)).scalar_one_or_none()
        local, at, domain = self._writer.reply_to.rpartition("@")
        if delivery_id is None or not at:
            return self._writer.reply_to
        return f"{local}+{self._signer.reply_token(delivery_id)}@{domain}"

    def _message_id(self, key: str) -> str:
        domain = self._writer.address.rpartition("@")[2] or "localhost"
        return f"<letter-{self._signer.text_hash('letter', key)[:32]}@{domain}>"


def _customer(connection: sa.Connection, customer_id: int | None) -> Customer | None:
    if customer_id is None:
        return None
    row = connection.execute(sa.select(customers).where(customers.c.id == customer_id)).first()
    if row is None or row.state == CustomerState.ERASED:
        raise DeliveryError("the customer is erased", permanent=True)
    return customer_from_row(row)


def _reasons(connection: sa.Connection, letter: Letter, about: tuple[Case, ...]) -> dict[str, str]:
    """What staff wrote when they refused or extended; other reasons are internal and stay inside."""
    if letter is Letter.CLOSING:
        return {case.number: case.outcome for case in about if case.state is CaseState.REFUSED}
    if letter is Letter.EXTENSION:
        extensions = {case.number: [s for s in steps_of(connection, case.id) if s.action == "extend"] for case in about}
        return {number: steps[-1].reason for number, steps in extensions.items() if steps}
    return {}


def _mark_sent(connection: sa.Connection, claimed: _Claimed, answer: str, now: datetime) -> None:
    changed = connection.execute(
        sa.update(mail_outbox)
        .where(mail_outbox.c.id == claimed.id, mail_outbox.c.state == str(LetterState.CLAIMED))
        .values(state=str(LetterState.SENT), sent_at=now, response=answer[:500], recipient="")
    )
    if not changed.rowcount:
        return
    payload = {"letter": str(claimed.letter), "cases": list(claimed.case_ids)}
    record(connection, at=now, actor=SYSTEM, kind="letter_sent", subject=f"letter:{claimed.id}", payload=payload)
    if claimed.letter is not Letter.ACKNOWLEDGEMENT:
        return
    found = connection.execute(sa.select(cases).where(cases.c.id.in_(claimed.case_ids)))
    for case in [case_from_row(row) for row in found]:
        if case.state is CaseState.RECEIVED:
            step(connection, case.number, Action.ACKNOWLEDGE, by=SYSTEM, reason="letter sent", now=now)


def _put_back(connection: sa.Connection, claimed: _Claimed, problem: DeliveryError, now: datetime) -> None:
    row = connection.execute(sa.select(mail_outbox).where(mail_outbox.c.id == claimed.id)).one()
    if problem.permanent or now - row.created_at > GIVE_UP_AFTER:
        values: dict[str, Any] = {"state": str(LetterState.FAILED), "recipient": ""}
    else:
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(row.attempts, 10))
        values = {"state": str(LetterState.DUE), "next_attempt_at": now + wait}
    connection.execute(
        sa.update(mail_outbox).where(mail_outbox.c.id == row.id).values(response=str(problem)[:500], **values)
    )
    if values["state"] == LetterState.FAILED and claimed.content:
        _raise_alarm(connection, claimed, now)


def _raise_alarm(connection: sa.Connection, claimed: _Claimed, now: datetime) -> None:
    found = connection.execute(sa.select(cases).where(cases.c.id.in_(claimed.case_ids[:1])))
    for row in found:
        fact = f"letter:{claimed.id}:failed"
        announcing.announce(
            connection,
            announcing.ALARM,
            case_from_row(row),
            fact,
            now,
            letter=str(claimed.letter),
            problem="letter_failed",
        )
