"""Webhooks of mail providers: customers' replies (Mailgun Routes, Mailjet's Parse API), and what became of messages.

Verified and stored before anything is read; what comes twice is stored once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import BasicAuth, BodyPartReader, web
from sqlalchemy.exc import SQLAlchemyError

from notifier.cases import Receiver
from notifier.errors import LedgerError
from notifier.inbound.doors import (
    MOST_BYTES,
    MOST_TRACKING_BYTES,
    InboundWebhook,
    Tracking,
    WebhookError,
    admit_webhook,
    read_mailgun,
    read_mailgun_tracking,
    read_mailjet,
    read_mailjet_tracking,
)
from notifier.inbound.later import take_tracking
from notifier.ledger import Ledger
from notifier.signing import Signer

MOST_PARTS = 200


@dataclass(frozen=True, slots=True)
class MailWebhooks:
    """Takes in what mail providers post. An empty key or secret refuses everything of that provider."""

    ledger: Ledger
    receiver: Receiver
    signer: Signer
    now: Callable[[], datetime]
    mailgun_key: bytes = b""
    mailjet_secret: str = ""

    def register(self, application: web.Application) -> None:
        """Add the addresses to the web application."""
        mail = web.Application(client_max_size=MOST_BYTES + 1024 * 1024)
        mail.router.add_post("/mailgun", self._mailgun)
        mail.router.add_post("/mailjet", self._mailjet)
        tracking = web.Application(client_max_size=MOST_TRACKING_BYTES)
        tracking.router.add_post("/mailgun", self._mailgun_events)
        tracking.router.add_post("/mailjet", self._mailjet_events)
        application.add_subapp("/webhooks/mail/events", tracking)
        application.add_subapp("/webhooks/mail", mail)

    async def _mailgun(self, request: web.Request) -> web.Response:
        try:
            fields, attachments = await _form(request)
            webhook = read_mailgun(fields, signing_key=self.mailgun_key, now=self.now(), attachments=attachments)
        except WebhookError as error:
            return _refused(error)
        return await self._take(webhook)

    async def _mailjet(self, request: web.Request) -> web.Response:
        presented = request.query.get("secret") or _basic_password(request)
        try:
            webhook = read_mailjet(await _bounded(request), presented=presented, secret=self.mailjet_secret)
        except WebhookError as error:
            return _refused(error)
        return await self._take(webhook)

    async def _mailgun_events(self, request: web.Request) -> web.Response:
        try:
            tracking = read_mailgun_tracking(await _bounded(request), signing_key=self.mailgun_key, now=self.now())
        except WebhookError as error:
            return _refused(error)
        return await self._track(tracking)

    async def _mailjet_events(self, request: web.Request) -> web.Response:
        presented = request.query.get("secret") or _basic_password(request)
        try:
            body = await _bounded(request)
            tracking = read_mailjet_tracking(body, presented=presented, secret=self.mailjet_secret)
        except WebhookError as error:
            return _refused(error)
        return await self._track(tracking)

    async def _track(self, tracking: Tracking) -> web.Response:
        """Write down what became of messages; a ledger that cannot makes the provider tell it again."""
        try:
            changed = await self.ledger.run(take_tracking, tracking, self.signer, now=self.now())
        except WebhookError as error:
            return _refused(error)
        except (LedgerError, SQLAlchemyError):
            return web.json_response({"error": "try again later"}, status=503)
        return web.json_response({"taken": True, "changed": changed})

    async def _take(self, webhook: InboundWebhook) -> web.Response:
        """Store, and only then say so; a ledger that cannot store makes the provider try again."""
        now = self.now()
        try:
            await self.ledger.run(admit_webhook, webhook, now=now)
            receipt = await self.receiver.take(webhook.content, door=webhook.door, envelope=webhook.envelope, now=now)
        except WebhookError as error:
            return _refused(error)
        except (LedgerError, SQLAlchemyError):
            return web.json_response({"error": "try again later"}, status=503)
        return web.json_response({"taken": True, "known": receipt.duplicate})


def _refused(error: WebhookError) -> web.Response:
    return web.json_response({"error": str(error)}, status=error.status)


async def _bounded(request: web.Request) -> bytes:
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise WebhookError("the webhook is too large", 413) from None


async def _form(request: web.Request) -> tuple[dict[str, str], list[tuple[str, str, bytes]]]:
    """Read a form in bounded memory: its fields, and its files as (name, content type, bytes)."""
    if not request.content_type.startswith("multipart/"):
        await _bounded(request)
        return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}, []
    fields: dict[str, str] = {}
    files: list[tuple[str, str, bytes]] = []
    left = MOST_BYTES
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or len(fields) + len(files) >= MOST_PARTS:
            raise WebhookError("the form is not one that Mailgun sends", 406)
        content = bytearray()
        while chunk := await part.read_chunk(65_536):
            content += chunk
            if len(content) > left:
                raise WebhookError("the webhook is too large", 413)
        left -= len(content)
        if part.filename:
            files.append((part.filename, part.headers.get("Content-Type", ""), bytes(content)))
        elif part.name:
            fields[part.name] = content.decode("utf-8", "surrogateescape")
    return fields, files


def _basic_password(request: web.Request) -> str:
    try:
        return str(BasicAuth.decode(request.headers.get("Authorization", "")).password)
    except ValueError:
        return ""
