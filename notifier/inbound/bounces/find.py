"""Find the recipients that a delivery report is about."""

from __future__ import annotations

import re
from email.message import Message

from notifier.inbound.bounces.status import REPLY_CODE, STATUS, is_permanent
from notifier.inbound.headers import decoded
from notifier.inbound.model import Bounce
from notifier.inbound.parse import walk

_ADDRESS = re.compile(r"[^\s@<>\"',;:()\[\]\\]{1,100}@[A-Za-z0-9][A-Za-z0-9.-]{0,250}")
_MOST_RECIPIENTS = 100
_MOST_DIAGNOSTIC = 600


def find_bounces(message: Message) -> tuple[Bounce, ...]:
    """Recipients of a delivery report; empty when the message is none."""
    return _from_status_part(message)


def _from_status_part(message: Message) -> tuple[Bounce, ...]:
    """Read the machine part of an RFC 3464 report."""
    found: list[Bounce] = []
    for part in walk(message):
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else ():
            bounce = _of_block(block) if isinstance(block, Message) else None
            if bounce is not None:
                found.append(bounce)
    return tuple({bounce.recipient: bounce for bounce in found[:_MOST_RECIPIENTS]}.values())


def _of_block(block: Message) -> Bounce | None:
    recipient = _address(block, "Final-Recipient") or _address(block, "Original-Recipient")
    if not recipient:
        return None
    action = decoded(str(block.get("Action", ""))).lower().split()[:1]
    diagnostic = decoded(str(block.get("Diagnostic-Code", "")))[:_MOST_DIAGNOSTIC]
    status = _status(decoded(str(block.get("Status", ""))), diagnostic)
    verb = action[0].strip(";") if action else "failed"
    return Bounce(
        recipient,
        is_permanent(status, verb, diagnostic),
        status,
        reason=verb,
        diagnostic=diagnostic,
        delayed=verb == "delayed",
    )


def _address(block: Message, name: str) -> str:
    value = decoded(str(block.get(name, "")))
    match = _ADDRESS.search(value.partition(";")[2] or value)
    return match.group(0).lower() if match else ""


def _status(told: str, diagnostic: str) -> str:
    for text in (told, diagnostic):
        match = STATUS.search(text)
        if match and not match.group(0).endswith(".0.0"):
            return match.group(0)
    code = REPLY_CODE.search(diagnostic)
    match = STATUS.search(told)
    return match.group(0) if match else f"{code.group(1)[0]}.0.0" if code else ""
