"""Making a case of a message: staff give the customer's address, the kind and the words."""

from __future__ import annotations

from dataclasses import replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import sqlalchemy as sa
from slack_bolt.async_app import AsyncApp

from bot.blocks.modals import HAND_MADE_KINDS, Routing, open_case_modal
from bot.blocks.names import CallbackId, InputId
from bot.slack.answering import said
from bot.slack.desk import Desk
from bot.slack.listeners.asking import plain_words
from bot.slack.parts import SlackParts
from bot.slack.requests import Request, Work, acknowledged, validated
from notifier.cases import Receipt, read_incoming, take_in
from notifier.inbound import store_raw
from notifier.model import ReplyKind

DOOR = "slack"


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the shortcut and to its modal."""
    app.shortcut(CallbackId.SHORTCUT_MAKE_CASE)(acknowledged(_open(desk)))
    app.view(CallbackId.OPEN_CASE)(validated(_faults, _opened(desk)))


def written_message(address: str, text: str, key: str) -> bytes:
    """Return the customer's words as the mail that staff say they got; raises ValueError for no address."""
    local, at, domain = address.strip().rpartition("@")
    if not at or not local or "." not in domain:
        raise ValueError("not an e-mail address")
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(username=local, domain=domain)
    message["Subject"] = "Request handed on by staff"
    message["Message-ID"] = f"<{key}@slack.invalid>"
    message.set_content(text)
    return message.as_bytes()


def _open(desk: Desk) -> Work:
    async def open_modal(request: Request) -> None:
        presser = await desk.colleague(request)
        message = request.body.get("message") or {}
        routing = Routing(
            subject=str(request.body.get("message_ts") or "-"), team=presser.team, channel=presser.channel
        )
        await request.open(open_case_modal(routing, plain_words(str(message.get("text") or ""))))

    return open_modal


def _faults(request: Request) -> dict[str, str]:
    try:
        written_message(request.written(InputId.EMAIL), "x", "x")
    except (ValueError, IndexError):
        return {InputId.EMAIL: "Write the customer's whole e-mail address."}
    return {}


def _opened(desk: Desk) -> Work:
    async def opened(request: Request) -> None:
        presser = await desk.colleague(request)
        kind = request.written(InputId.KIND)
        view_id = str(request.body["view"].get("id", ""))
        content = written_message(request.written(InputId.EMAIL), request.written(InputId.TEXT), view_id)
        known = ReplyKind(kind) if kind in HAND_MADE_KINDS else ReplyKind.OTHER
        receipt = await desk.parts.ledger.run(_take_in, desk.parts, content, known)
        desk.wake()
        numbers = ", ".join((*receipt.opened, *receipt.attached))
        await request.tell(said(f"Case {numbers or 'none'}; recorded by {presser.actor}."))

    return opened


def _take_in(connection: sa.Connection, parts: SlackParts, content: bytes, kind: ReplyKind) -> Receipt:
    now = parts.now()
    key = store_raw(connection, content, door=DOOR, now=now)
    read = read_incoming(key, content)
    told = replace(read.incoming, kinds=(kind,), primary=kind, triage=kind is ReplyKind.OTHER, automatic=False)
    whole = replace(read, incoming=told)
    return take_in(connection, whole, signer=parts.signer, received_at=now, now=now, rules=parts.rules)
