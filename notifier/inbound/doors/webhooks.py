"""Inbound webhooks of mail providers: verified and turned into the bytes of a message, without any I/O.

Mailgun Routes: https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store (form fields, HMAC over
timestamp and token, which does not cover the body). Mailjet Parse: https://dev.mailjet.com/email/guides/parse-api/
(JSON, unsigned: a secret in the URL or basic authentication stands in).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from base64 import b64decode
from binascii import Error as BinasciiError
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from notifier.errors import NotifierError
from notifier.inbound.store import Envelope, content_key
from notifier.ledger.schema import seen_requests

MOST_AGE = timedelta(hours=12)
"""Mailgun tries for eight hours when Herald is down; a shorter bound would refuse what waited, for good. Used tokens are
remembered, so an old signature admits nothing new."""
MOST_WEBHOOK_BYTES = 40 * 1024 * 1024
_MOST_FIELD = 2_000
_MOST_PARTS = 200
_TOKEN = re.compile(r"^[A-Za-z0-9_-]{16,128}$")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]+")
_HEADER_NAME = re.compile(r"^[!-9;-~]{1,76}$")
_REBUILT = frozenset({
    "content-type", "content-transfer-encoding", "mime-version", "content-disposition", "content-id", "content-length",
})  # fmt: skip


class WebhookError(NotifierError):
    """A webhook that is not accepted. `status` is the HTTP answer: 401 not authentic, 406 never try again, 413 too large."""

    def __init__(self, reason: str, status: int) -> None:
        self.status = status
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class InboundWebhook:
    """A verified webhook: the message's bytes, its envelope, and the key under which a replay is noticed ("": none)."""

    content: bytes
    envelope: Envelope
    door: str
    token: str = ""


def read_mailgun(
    fields: Mapping[str, str],
    *,
    signing_key: bytes,
    now: datetime,
    attachments: Iterable[tuple[str, str, bytes]] = (),
) -> InboundWebhook:
    """Verify and read a Mailgun route's form; `attachments` are (name, content type, bytes).

    Raises WebhookError: 401 for a bad signature, 406 for one that is too old or a form without a message.
    """
    token = verify_mailgun(fields, signing_key=signing_key, now=now)
    content = _mailgun_content(fields, attachments)
    envelope = Envelope(_address(fields.get("sender", "")), _address_list(fields.get("recipient", "")), "mailgun")
    return InboundWebhook(content, envelope, "mailgun", token)


def verify_mailgun(told: Mapping[str, object], *, signing_key: bytes, now: datetime) -> str:
    """Return the token of a signed webhook of Mailgun; `told` holds `timestamp`, `token` and `signature`.

    Raises WebhookError: 401 for a bad signature (or without a key), 406 for one that is malformed or too old.
    """
    timestamp, token, signature = (str(told.get(name, "")) for name in ("timestamp", "token", "signature"))
    if not signing_key:
        raise WebhookError("no signing key is configured for Mailgun", 401)
    expected = hmac.new(signing_key, (timestamp + token).encode("utf-8", "replace"), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")):
        raise WebhookError("the Mailgun signature does not fit", 401)
    if not re.fullmatch(r"[0-9]{1,12}", timestamp) or not _TOKEN.match(token):
        raise WebhookError("timestamp or token of the Mailgun webhook is malformed", 406)
    if abs(now - datetime.fromtimestamp(int(timestamp), UTC)) > MOST_AGE:
        raise WebhookError("the Mailgun webhook is older than 12 hours", 406)
    return token


def verify_mailjet(presented: str, secret: str) -> None:
    """Raise WebhookError (401) unless the secret that came with a webhook is the configured one; in constant time."""
    if not secret or not hmac.compare_digest(presented.encode("utf-8", "replace"), secret.encode()):
        raise WebhookError("the Mailjet webhook came without the secret", 401)


def _mailgun_content(fields: Mapping[str, str], attachments: Iterable[tuple[str, str, bytes]]) -> bytes:
    mime = fields.get("body-mime", "")
    if mime:
        return _bounded(mime.encode("utf-8", "surrogateescape"))
    if not any(fields.get(name) for name in ("body-plain", "body-html", "message-headers", "from", "From")):
        raise WebhookError("the Mailgun webhook holds no message", 406)
    message = _headers(_mailgun_headers(fields))
    _bodies(message, fields.get("body-plain", ""), fields.get("body-html", ""))
    for name, content_type, content in list(attachments)[:_MOST_PARTS]:
        _attach(message, name, content_type, content)
    return _bounded(bytes(message))


def _mailgun_headers(fields: Mapping[str, str]) -> list[tuple[str, str]]:
    try:
        told = json.loads(fields.get("message-headers", "[]"))
    except (ValueError, RecursionError):
        told = []
    listed = [
        (str(pair[0]), str(pair[1])) for pair in told if isinstance(pair, list) and len(pair) == 2
    ] if isinstance(told, list) else []  # fmt: skip
    if listed:
        return listed
    names = (
        ("From", "from"),
        ("To", "recipient"),
        ("Subject", "subject"),
        ("Message-Id", "Message-Id"),
        ("Date", "Date"),
    )
    return [(name, fields[key]) for name, key in names if fields.get(key)]


def read_mailjet(body: bytes, *, presented: str, secret: str) -> InboundWebhook:
    """Read a Mailjet Parse payload. `presented` is the secret that came with the request, compared in constant time.

    Raises WebhookError: 401 for a wrong secret (or none configured), 406 for a body that is no such JSON, 413 too large.
    """
    verify_mailjet(presented, secret)
    _bounded(body)
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WebhookError("the Mailjet webhook is no JSON", 406) from error
    if not isinstance(told, dict):
        raise WebhookError("the Mailjet webhook is no JSON object", 406)
    message = _headers(_mailjet_headers(told))
    _bodies(message, _text(told, "Text-part"), _text(told, "Html-part"))
    for part, key in _mailjet_attachments(told):
        _attach_mailjet(message, part, _text(told, key))
    envelope = Envelope(_address(_text(told, "Sender")), _address_list(_text(told, "Recipient")), "mailjet")
    return InboundWebhook(_bounded(bytes(message)), envelope, "mailjet")


def _text(told: dict[str, Any], key: str) -> str:
    value = told.get(key)
    return value if isinstance(value, str) else ""


def _mailjet_headers(told: dict[str, Any]) -> list[tuple[str, str]]:
    headers = told.get("Headers")
    pairs: list[tuple[str, str]] = []
    if isinstance(headers, dict):
        for name, value in headers.items():
            pairs += [(str(name), str(one)) for one in (value if isinstance(value, list) else [value])[:50]]
    present = {name.lower() for name, _ in pairs}
    for name, key in (("From", "From"), ("To", "Recipient"), ("Subject", "Subject"), ("Date", "Date")):
        if name.lower() not in present and _text(told, key):
            pairs.append((name, _text(told, key)))
    return pairs


def _mailjet_attachments(told: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """Parts that point to an attachment by its key ("Attachment1")."""
    parts = told.get("Parts")
    found = []
    for part in (parts if isinstance(parts, list) else [])[:_MOST_PARTS]:
        if isinstance(part, dict) and str(part.get("ContentRef", "")).startswith(("Attachment", "InlineAttachment")):
            found.append((part, str(part["ContentRef"])))
    return found


def _attach_mailjet(message: EmailMessage, part: dict[str, Any], encoded: str) -> None:
    headers = part.get("Headers")
    told = {str(name).lower(): str(value) for name, value in headers.items()} if isinstance(headers, dict) else {}
    content_type = told.get("content-type", "application/octet-stream").split(";")[0]
    name = re.search(r'name="?([^";]{1,200})', told.get("content-disposition", "") + ";" + told.get("content-type", ""))
    try:
        content = b64decode(encoded)
    except (BinasciiError, ValueError):
        content = encoded.encode()
    _attach(message, name.group(1) if name else "", content_type, content)


def _headers(pairs: list[tuple[str, str]]) -> EmailMessage:
    """A message with those headers; line breaks are taken out, what describes the body is made anew."""
    message = EmailMessage()
    for name, value in pairs[:500]:
        if not _HEADER_NAME.match(name) or name.lower() in _REBUILT:
            continue
        clean = _UNSAFE.sub(" ", value)[:_MOST_FIELD]
        try:
            message[name] = clean
        except (ValueError, IndexError, AttributeError):
            # A second From, or an address that the header parser of the standard library trips over.
            message[f"X-Original-{name[:60]}"] = clean.encode("ascii", "replace").decode()
    return message


def _bodies(message: EmailMessage, plain: str, marked_up: str) -> None:
    message.set_content(plain.encode("utf-8", "replace").decode(), cte="base64")
    if marked_up:
        message.add_alternative(marked_up.encode("utf-8", "replace").decode(), subtype="html", cte="base64")
    if message.is_multipart():
        message.set_boundary(
            "herald-" + hashlib.sha256((plain + marked_up).encode("utf-8", "replace")).hexdigest()[:24]
        )


def _attach(message: EmailMessage, name: str, content_type: str, content: bytes) -> None:
    main, _, sub = content_type.strip().lower().partition("/")
    known = bool(re.fullmatch(r"[a-z0-9.+-]{1,40}", main)) and bool(re.fullmatch(r"[a-z0-9.+-]{1,80}", sub))
    kind = (main, sub) if known and main not in ("multipart", "message") else ("application", "octet-stream")
    message.add_attachment(content, maintype=kind[0], subtype=kind[1], filename=_UNSAFE.sub(" ", name)[:200] or "file")
    message.set_boundary("herald-" + hashlib.sha256(content).hexdigest()[:24])


def _bounded(content: bytes) -> bytes:
    if len(content) > MOST_WEBHOOK_BYTES:
        raise WebhookError(f"the webhook holds more than {MOST_WEBHOOK_BYTES} bytes", 413)
    return content


def _address(told: str) -> str | None:
    found = _address_list(told)
    return found[0] if found else None


def _address_list(told: str) -> tuple[str, ...]:
    return tuple(
        piece.strip() for piece in _UNSAFE.sub(" ", told)[:_MOST_FIELD].split(",") if "@" in piece and piece.strip()
    )


def admit_webhook(connection: sa.Connection, webhook: InboundWebhook, *, now: datetime) -> None:
    """Remember the webhook's token. The same token with the same message again is harmless (the provider retries).

    Raises WebhookError as `admit_token`.
    """
    admit_token(connection, webhook.door, webhook.token, webhook.content, now=now)


def admit_token(connection: sa.Connection, door: str, token: str, content: bytes, *, now: datetime) -> None:
    """Remember the token that came with some content; "" is admitted as it is.

    Raises WebhookError (406) when a used token comes with another message: the signature does not cover the body, so
    that is how a stolen one would be used.
    """
    if not token:
        return
    prefix = f"{door}:{token}:"
    key = prefix + content_key(content)
    earlier = connection.execute(
        sa.select(seen_requests.c.key).where(seen_requests.c.key.startswith(prefix, autoescape=True))
    ).scalars()
    for seen in earlier:
        if seen != key:
            raise WebhookError("the token of the webhook was used for another message", 406)
    remember_once(connection, key, now=now)


def remember_once(connection: sa.Connection, key: str, *, now: datetime) -> bool:
    """Remember a key and return whether it is new."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(seen_requests).values(key=key, seen_at=now).on_conflict_do_nothing(index_elements=["key"])
    return connection.execute(statement.returning(seen_requests.c.key)).first() is not None
