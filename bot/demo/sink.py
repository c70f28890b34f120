"""A mail server on this machine that keeps what it is given: the customers' mailboxes of the demo."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from pathlib import Path
from types import TracebackType
from typing import Any

from aiosmtpd.smtp import SMTP

MOST_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Mail:
    """One message as it arrived: who it was for, by which envelope sender, and its bytes."""

    recipient: str
    sender: str
    content: bytes
    path: Path

    @property
    def message(self) -> EmailMessage:
        """The parsed message."""
        parsed = message_from_bytes(self.content, policy=MAIL_POLICY)
        assert isinstance(parsed, EmailMessage)  # noqa: S101 - what this policy makes
        return parsed


@dataclass
class MailSink:
    """Accepts mail on loopback and writes each message to `folder` as `.eml`.

    Without slots: aiosmtpd reads every member of its handler, and before Python 3.11.3 (Debian 12 has 3.11.2) reading
    `__weakref__` of a dataclass with slots raises TypeError.
    """

    folder: Path
    mails: list[Mail] = field(default_factory=list)
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> MailSink:
        self.folder.mkdir(parents=True, exist_ok=True)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: SMTP(self, data_size_limit=MOST_BYTES, enable_SMTPUTF8=True, hostname="sink.localhost"),
            "127.0.0.1",
            0,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    @property
    def url(self) -> str:
        """Where the sink listens, as HERALD_SMTP_URL."""
        assert self._server is not None  # noqa: S101 - only asked for while open
        return f"smtp://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def to(self, recipient: str) -> list[Mail]:
        """Return what a recipient has received, oldest first."""
        return [mail for mail in self.mails if mail.recipient == recipient]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep one message; called by the server after the final dot."""
        del server, session
        for recipient in envelope.rcpt_tos:
            name = re.sub(r"[^a-zA-Z0-9@.-]", "_", recipient)
            path = self.folder / f"{len(self.mails) + 1:03d}-{name}.eml"
            path.write_bytes(envelope.content)
            self.mails.append(Mail(recipient, envelope.mail_from or "", envelope.content, path))
        return "250 2.0.0 kept"
