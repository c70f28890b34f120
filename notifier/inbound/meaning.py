"""What a read message asks for: its reading joined with the understanding of its new words."""

from __future__ import annotations

from dataclasses import replace

from notifier.inbound.model import AutomaticKind, Reading
from notifier.model import ReplyKind
from notifier.understanding import Understanding, understand

_AUTOMATIC = {
    AutomaticKind.BOUNCE: ReplyKind.BOUNCE,
    AutomaticKind.AUTO_REPLY: ReplyKind.AUTO_REPLY,
    AutomaticKind.FEEDBACK: ReplyKind.COMPLAINT,
    AutomaticKind.READ_RECEIPT: ReplyKind.AUTO_REPLY,
}


def understand_message(reading: Reading) -> Understanding:
    """Kinds, evidence and triage of a message. Machines ask for nothing; forwarded words are never certain."""
    kind = _AUTOMATIC.get(reading.automatic)
    if kind is not None:
        evidence = tuple(bounce.diagnostic or bounce.recipient for bounce in reading.bounces[:3]) or (reading.subject,)
        return Understanding((kind,), kind, triage=bool(reading.defects), evidence=evidence, reasons=reading.defects)
    own = understand(reading.text, reading.subject)
    if reading.forwarded:
        own = _with_forwarded(own, understand(reading.forwarded))
    if reading.triage:
        own = replace(own, triage=True, reasons=(*reading.triage, *own.reasons))
    return own


def _with_forwarded(own: Understanding, forwarded: Understanding) -> Understanding:
    """Forwarded words may be a customer's request handed on, or our notice handed back: a person tells which."""
    silent = own.kinds == (ReplyKind.OTHER,)
    if not silent or forwarded.kinds == (ReplyKind.OTHER,):
        return own
    return replace(forwarded, triage=True, reasons=("the words were forwarded", *forwarded.reasons))
