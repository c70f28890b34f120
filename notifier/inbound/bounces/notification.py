"""Bounces that arrive as JSON notifications of a mail provider."""

from __future__ import annotations

import json
from typing import Any

from notifier.inbound.bounces.status import is_permanent, status_in
from notifier.inbound.model import Bounce

_MOST_CHARACTERS = 200_000
_MOST_RECIPIENTS = 100


def read_notification(text: str) -> tuple[Bounce, ...]:
    """Recipients of a bounce notification (Amazon SES through SNS by e-mail); empty for anything else."""
    start = text.find("{")
    if start < 0 or "notificationType" not in text[:_MOST_CHARACTERS] or "ounce" not in text[:_MOST_CHARACTERS]:
        return ()
    try:
        told, _ = json.JSONDecoder().raw_decode(text[start:_MOST_CHARACTERS].replace("\n", ""))
    except (ValueError, RecursionError):
        return ()
    if isinstance(told, dict) and isinstance(told.get("Message"), str):
        return read_notification(told["Message"])
    bounce = told.get("bounce") if isinstance(told, dict) else None
    if not isinstance(bounce, dict):
        return ()
    listed = bounce.get("bouncedRecipients")
    return tuple(
        _of_entry(entry)
        for entry in (listed if isinstance(listed, list) else [])[:_MOST_RECIPIENTS]
        if isinstance(entry, dict)
    )


def _of_entry(entry: dict[str, Any]) -> Bounce:
    diagnostic = str(entry.get("diagnosticCode", ""))[:600]
    status = status_in(str(entry.get("status", ""))) or status_in(diagnostic)
    action = str(entry.get("action", "failed")).lower()
    return Bounce(
        str(entry.get("emailAddress", "")).lower()[:320],
        is_permanent(status, action, diagnostic),
        status,
        reason=action,
        diagnostic=diagnostic,
    )
