"""The original that a report returns, and feedback-loop reports (RFC 5965)."""

from __future__ import annotations

from email import message_from_string
from email.message import Message

from notifier.inbound.headers import addresses, decoded, message_ids
from notifier.inbound.model import Feedback
from notifier.inbound.parse import walk
from notifier.inbound.parts import part_bytes

_MOST_RETURNED = 100_000


def original_of(message: Message) -> Message | None:
    """The returned original of a report (message/rfc822 or its headers), or None."""
    for part in walk(message):
        kind = part.get_content_type()
        payload = part.get_payload()
        if kind == "message/rfc822" and isinstance(payload, list) and payload and isinstance(payload[0], Message):
            return payload[0]
        if kind in ("text/rfc822-headers", "message/rfc822-headers"):
            return message_from_string(part_bytes(part)[:_MOST_RETURNED].decode("utf-8", "replace"))
    return None


def read_feedback(message: Message, original: Message | None) -> Feedback:
    """The machine part of a feedback report; fields that are missing are ""."""
    fields = _fields(message)
    recipient = decoded(str(fields.get("Original-Rcpt-To", ""))) if fields else ""
    if not recipient and original is not None:
        recipient = next((address for _, address in addresses(original, "To", "Delivered-To")), "")
    return Feedback(
        decoded(str(fields.get("Feedback-Type", ""))) if fields else "",
        recipient.strip("<> ").lower(),
        next(iter(message_ids(original, "Message-ID")), "") if original is not None else "",
    )


def _fields(message: Message) -> Message | None:
    for part in walk(message):
        if part.get_content_type() == "message/feedback-report":
            payload = part.get_payload()
            if isinstance(payload, list) and payload and isinstance(payload[0], Message):
                return payload[0]
            return message_from_string(str(payload)[:_MOST_RETURNED])
    return None
