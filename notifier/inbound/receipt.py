"""The promised JSON shape of `herald receive --json`."""

from __future__ import annotations

from typing import Any

from notifier.inbound.model import Reading
from notifier.understanding import Understanding


def receipt_json(file: str, reading: Reading, understanding: Understanding, customer: str | None) -> dict[str, Any]:
    """One message as a JSON-ready mapping; keys may be added, never renamed. `customer` is the external id or None."""
    bounce = reading.bounce
    authentication = reading.authentication
    return {
        "file": file,
        "kinds": [kind.value for kind in understanding.kinds],
        "primary": understanding.primary.value,
        "triage": understanding.triage,
        "evidence": list(understanding.evidence),
        "auto_submitted": reading.auto_submitted,
        "bounce": None if bounce is None else {"recipient": bounce.recipient, "permanent": bounce.permanent},
        "reply_text": reading.text,
        "customer": customer,
        "language": understanding.language,
        "reasons": list(understanding.reasons),
        "withdrawn": [kind.value for kind in understanding.withdrawn],
        "bounces": [
            {"recipient": each.recipient, "permanent": each.permanent, "status": each.status, "delayed": each.delayed}
            for each in reading.bounces
        ],
        "feedback": None
        if reading.feedback is None
        else {"kind": reading.feedback.kind, "recipient": reading.feedback.recipient},
        "authentication": {
            "server": authentication.server,
            "dkim": authentication.dkim,
            "spf": authentication.spf,
            "dmarc": authentication.dmarc,
        },
        "message_id": reading.message_id,
        "subject": reading.subject,
        "sender": reading.sender,
    }
