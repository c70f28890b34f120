"""Mailgun's messages interface: https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages

One call carries up to 1,000 recipients with `recipient-variables`; without them everybody would see everybody. Kept to
500, because variables were once lost silently above about 700. A batch is accepted or refused as a whole: a refused
one is halved until the recipient at fault stands alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import aiohttp
from pydantic import SecretStr

from notifier.delivery.batches import Answer, BatchTransport, judge_status, login, read_answer
from notifier.delivery.outgoing import Outcome, Outgoing, Parts, Verdict

MOST = 500
PLACE = re.compile(r"%(?=recipient)")
NARROW = "%\N{ZERO WIDTH SPACE}"


class MailgunTransport(BatchTransport):
    """Sends for one Mailgun domain."""

    most = MOST

    def __init__(self, base: str, domain: str, key: SecretStr, *, connections: int = 4) -> None:
        super().__init__(connections=connections)
        self._url = f"{base}/v3/{domain}/messages"
        self._domain = domain
        self._key = key

    @property
    def name(self) -> str:
        return f"mailgun:{self._domain}"

    async def post(self, session: aiohttp.ClientSession, batch: Sequence[tuple[Outgoing, Parts]]) -> list[Outcome]:
        answer = await self._call(session, [parts for _, parts in batch])
        outcome = judge_status(answer.status, _said(answer))
        if outcome.verdict is not Verdict.REFUSED or len(batch) == 1:
            return [outcome] * len(batch)
        half = len(batch) // 2
        return [*await self.post(session, batch[:half]), *await self.post(session, batch[half:])]

    async def _call(self, session: aiohttp.ClientSession, batch: Sequence[Parts]) -> Answer:
        form = aiohttp.FormData(form_fields(batch))
        headers = login("api", self._key)
        async with session.post(self._url, data=form, headers=headers, allow_redirects=False) as response:
            return await read_answer(response)


def form_fields(batch: Sequence[Parts]) -> list[tuple[str, str]]:
    """The fields of one call: the frame once, each customer's values as recipient variables."""
    first = batch[0]
    names = {mark: f"v{number}" for number, (mark, _) in enumerate(first.values)}
    variables = {parts.recipient: {names[mark]: value for mark, value in parts.values} for parts in batch}
    fields = [
        ("from", f'"{first.sender_name}" <{first.sender}>' if first.sender_name else first.sender),
        ("subject", _variable(first.subject, names)),
        ("text", _variable(first.text, names)),
        ("html", _variable(first.html, names)),
        ("recipient-variables", json.dumps(variables, ensure_ascii=False)),
        ("o:tracking", "no"),
        *((f"h:{name}", _variable(value, names)) for name, value in first.headers),
    ]
    return fields + [("to", parts.recipient) for parts in batch]


def _variable(text: str, names: dict[str, str]) -> str:
    """Put Mailgun's placeholders where the marks stand; what only looks like one is made harmless first."""
    safe = PLACE.sub(NARROW, text)
    for mark, name in names.items():
        safe = safe.replace(mark, f"%recipient.{name}%")
    return safe


def _said(answer: Answer) -> str:
    try:
        found = json.loads(answer.body)
    except ValueError:
        return answer.body
    return f"{found.get('id', '')} {found.get('message', '')}".strip() if isinstance(found, dict) else answer.body
