"""Mailjet's Send API v3.1: https://dev.mailjet.com/email/guides/send-api-v31/

At most 50 messages a call, each with its own status in the answer, whatever the status of the whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
from pydantic import SecretStr

from notifier.delivery.batches import Answer, BatchTransport, judge_status, login, read_answer
from notifier.delivery.outgoing import Outcome, Outgoing, Parts, Verdict

MOST = 50
OWN_PROPERTY = {"reply-to", "message-id"}
"""Headers that Mailjet takes as properties or sets itself; sending them as headers is an error."""


class MailjetTransport(BatchTransport):
    """Sends for one Mailjet account."""

    most = MOST

    def __init__(self, base: str, key: str, secret: SecretStr, *, connections: int = 4) -> None:
        super().__init__(connections=connections)
        self._url = f"{base}/v3.1/send"
        self._key = key
        self._secret = secret

    @property
    def name(self) -> str:
        return f"mailjet:{self._key[:6]}"

    async def post(self, session: aiohttp.ClientSession, batch: Sequence[tuple[Outgoing, Parts]]) -> list[Outcome]:
        messages = [message_fields(outgoing, parts) for outgoing, parts in batch]
        body, headers = {"Messages": messages}, login(self._key, self._secret)
        async with session.post(self._url, json=body, headers=headers, allow_redirects=False) as response:
            answer = await read_answer(response)
        return read_outcomes(answer, len(batch))


def message_fields(outgoing: Outgoing, parts: Parts) -> dict[str, Any]:
    """One message; `CustomID` names the delivery in every later event."""
    headers = {name: _filled(value, parts) for name, value in parts.headers}
    reply = next((value for name, value in headers.items() if name.lower() == "reply-to"), "")
    fields: dict[str, Any] = {
        "From": {"Email": parts.sender, "Name": parts.sender_name},
        "To": [{"Email": parts.recipient, "Name": parts.recipient_name}],
        "Subject": _filled(parts.subject, parts),
        "TextPart": _filled(parts.text, parts),
        "HTMLPart": _filled(parts.html, parts),
        "CustomID": str(outgoing.key),
        "TrackOpens": "disabled",
        "TrackClicks": "disabled",
        "Headers": {name: value for name, value in headers.items() if name.lower() not in OWN_PROPERTY},
    }
    if reply:
        fields["ReplyTo"] = {"Email": reply}
    return fields


def _filled(text: str, parts: Parts) -> str:
    for mark, value in parts.values:
        text = text.replace(mark, value)
    return text


def read_outcomes(answer: Answer, count: int) -> list[Outcome]:
    """One outcome a message. An answer that does not list every message speaks for all of them."""
    listed = _listed(answer)
    if len(listed) == count:
        return [_outcome(item) for item in listed]
    whole = judge_status(answer.status, answer.body[:300])
    if whole.verdict in (Verdict.ACCEPTED, Verdict.REFUSED):
        # Not to be believed of messages that are not named: try again rather than lose or condemn them.
        whole = Outcome(Verdict.DEFERRED, whole.response, "content")
    return [whole] * count


def _listed(answer: Answer) -> list[Mapping[str, Any]]:
    try:
        found = json.loads(answer.body)
    except ValueError:
        return []
    messages = found.get("Messages") if isinstance(found, dict) else None
    return [item for item in messages if isinstance(item, dict)] if isinstance(messages, list) else []


def _outcome(item: Mapping[str, Any]) -> Outcome:
    if item.get("Status") == "success":
        told = item.get("To")
        identity = told[0].get("MessageID", "") if isinstance(told, list) and told and isinstance(told[0], dict) else ""
        return Outcome(Verdict.ACCEPTED, f"200 success {identity}".strip(), "content")
    errors = item.get("Errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    status = first.get("StatusCode", 400)
    said = f"{first.get('ErrorCode', '')} {first.get('ErrorMessage', 'error')}".strip()
    return judge_status(status if isinstance(status, int) else 400, said)
