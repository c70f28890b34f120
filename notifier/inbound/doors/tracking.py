"""What mail services tell later about messages that they took: read and verified here, without any I/O.

Mailgun: https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhook-payloads (JSON, one event, signed
like its routes). Mailjet: https://dev.mailjet.com/email/guides/webhooks/ (JSON, one event or a list of them; a secret in
the URL or basic authentication stands in for a signature). Only what ends a delivery, and complaints, are of use: a
service tries again by itself after a temporary failure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from notifier.inbound.doors.webhooks import WebhookError, verify_mailgun, verify_mailjet

MOST_TRACKING_BYTES = 4 * 1024 * 1024
MOST_EVENTS = 1_000
LONGEST_REASON = 80
_BAD_ADDRESS = frozenset({"bounce", "suppress-bounce", "hardfail"})
_NO_WORDS = re.compile(r"[^a-z0-9 ._-]+")
_ADDRESS = re.compile(r"\S*@\S*")


class LaterKind(StrEnum):
    """What became of a message after the service took it."""

    FAILED = "failed"  # it will not arrive
    COMPLAINED = "complained"  # the reader called it spam


@dataclass(frozen=True, slots=True)
class LaterEvent:
    """One event. Mailgun names the delivery by the signed `message_id`, Mailjet by `delivery_id` with the `recipient`.

    `bad_address`: mail will not reach this address again. `reason` is a few words of the service without any address.
    """

    kind: LaterKind
    reason: str
    bad_address: bool = False
    message_id: str = ""
    delivery_id: int | None = None
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Tracking:
    """A verified webhook: its events, those alone that are of use, and the token under which a replay is noticed."""

    door: str
    events: tuple[LaterEvent, ...]
    content: bytes
    token: str = ""


def read_mailgun_tracking(body: bytes, *, signing_key: bytes, now: datetime) -> Tracking:
    """Verify and read an event webhook of Mailgun.

    Raises WebhookError: 401 for a bad signature, 406 for a body that is no such JSON or too old, 413 too large.
    """
    told = _json(body, "Mailgun")
    signature = told.get("signature") if isinstance(told, dict) else None
    if not isinstance(signature, dict):
        raise WebhookError("the Mailgun webhook is not signed", 401)
    token = verify_mailgun(signature, signing_key=signing_key, now=now)
    event = told.get("event-data")
    if not isinstance(event, dict):
        raise WebhookError("the Mailgun webhook holds no event", 406)
    return Tracking("mailgun-events", tuple(_mailgun_event(event)), body, token)


def _mailgun_event(event: Mapping[str, Any]) -> Iterator[LaterEvent]:
    kind, reason = _word(event, "event"), _word(event, "reason")
    message_id = _word(_inner(_inner(event, "message"), "headers"), "message-id")
    if kind == "failed" and _word(event, "severity") == "permanent":
        code = _inner(event, "delivery-status").get("code", "")
        yield LaterEvent(
            LaterKind.FAILED, _reason(f"{code} {reason}"), reason in _BAD_ADDRESS, message_id, None, _recipient(event)
        )
    elif kind == "complained":
        yield LaterEvent(LaterKind.COMPLAINED, "complained", message_id=message_id, recipient=_recipient(event))


def read_mailjet_tracking(body: bytes, *, presented: str, secret: str) -> Tracking:
    """Verify and read an event webhook of Mailjet; `presented` is the secret that came with the request.

    Raises WebhookError: 401 for a wrong secret (or none configured), 406 for a body that is no such JSON, 413 too large.
    """
    verify_mailjet(presented, secret)
    told = _json(body, "Mailjet")
    events = told if isinstance(told, list) else [told]
    if len(events) > MOST_EVENTS or not all(isinstance(event, dict) for event in events):
        raise WebhookError("the Mailjet webhook is no list of events", 406)
    return Tracking("mailjet-events", tuple(found for event in events for found in _mailjet_event(event)), body)


def _mailjet_event(event: Mapping[str, Any]) -> Iterator[LaterEvent]:
    """A bounce is final, hard or soft; Mailjet blocks what it expects to bounce, or refuses to send."""
    kind, number = _word(event, "event"), str(event.get("CustomID", ""))
    if kind not in ("bounce", "blocked", "spam") or not re.fullmatch(r"[0-9]{1,18}", number):
        return
    recipient = _word(event, "email")
    if kind == "spam":
        yield LaterEvent(LaterKind.COMPLAINED, "complained", delivery_id=int(number), recipient=recipient)
        return
    hard = event.get("hard_bounce") is True
    reason = _reason(f"{kind} {_word(event, 'error_related_to')} {_word(event, 'error')}")
    yield LaterEvent(LaterKind.FAILED, reason, hard, delivery_id=int(number), recipient=recipient)


def _json(body: bytes, service: str) -> Any:
    if len(body) > MOST_TRACKING_BYTES:
        raise WebhookError(f"the {service} webhook is too large", 413)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WebhookError(f"the {service} webhook is no JSON", 406) from error


def _inner(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def _word(told: Mapping[str, Any], name: str) -> str:
    found = told.get(name)
    return found[:998] if isinstance(found, str) else ""


def _recipient(event: Mapping[str, Any]) -> str:
    return _word(event, "recipient")


def _reason(text: str) -> str:
    """Keep a few plain words: what a service says may hold addresses, and goes into an event for ever."""
    return " ".join(_NO_WORDS.sub(" ", _ADDRESS.sub(" ", text[:500]).lower()).split())[:LONGEST_REASON]
