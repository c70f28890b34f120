"""The parts of a message that hold words, chosen and decoded; wrappers opened, archives never."""

from __future__ import annotations

import re
from binascii import Error as BinasciiError
from dataclasses import dataclass
from email.message import Message

from notifier.inbound.charsets import decode_bytes
from notifier.inbound.headers import decoded
from notifier.inbound.html import html_text
from notifier.inbound.model import Attachment
from notifier.inbound.parse import kind_of, walk

_MOST_ENCODED = 2_000_000  # characters of an encoded text part; nobody writes more
_MOST_ATTACHMENTS = 200
_MIME_LINE = re.compile(r"^(?:--\S+|content-[a-z-]{2,30}:[^\n]*|\s*boundary=[^\n]*)$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Content:
    """Words of a message: the chosen text, attachments, and what kind of wrapper it came in."""

    text: str
    attachments: tuple[Attachment, ...] = ()
    calendar_method: str = ""
    encrypted: bool = False
    signed: bool = False


def read_content(message: Message) -> Content:
    """Choose the words: plain text first, HTML where no plain text says anything."""
    plain: list[str] = []
    marked_up: list[str] = []
    attachments: list[Attachment] = []
    method, encrypted, signed = "", False, False
    for part in walk(message):
        kind = kind_of(part)
        signed = signed or kind in ("multipart/signed", "application/pgp-signature", "application/pkcs7-signature")
        encrypted = encrypted or kind in ("multipart/encrypted", "application/pgp-encrypted")
        if part.is_multipart() and kind != "message/rfc822":
            continue
        if kind == "text/calendar":
            method = method or str(part.get_param("method") or "PUBLISH").upper()[:20]
        elif kind in ("text/plain", "text/html") and not _is_attached(part):
            (plain if kind == "text/plain" else marked_up).append(part_text(part))
        elif kind not in ("application/pgp-signature", "application/pkcs7-signature", "message/delivery-status"):
            attachments.append(_attachment(part))
    text = _chosen("\n\n".join(plain), marked_up)
    return Content(text, tuple(attachments[:_MOST_ATTACHMENTS]), method, encrypted, signed)


def _chosen(plain: str, marked_up: list[str]) -> str:
    stripped = plain.strip()
    if marked_up and (not stripped or _is_placeholder(stripped)):
        return html_text("\n".join(marked_up))
    return plain


def _is_placeholder(plain: str) -> bool:
    """Whether the plain part only says that the mail is HTML, or is HTML itself."""
    lowered = plain[:300].lower()
    short = (
        len(plain) < 200 and "html" in lowered and ("view" in lowered or "support" in lowered or "client" in lowered)
    )
    return short or lowered.startswith(("<html", "<!doctype"))


def _is_attached(part: Message) -> bool:
    return (part.get_content_disposition() or "") == "attachment"


def part_bytes(part: Message, *, most: int = _MOST_ENCODED) -> bytes:
    """Decoded bytes of a leaf part; of an encoded body at most `most` characters are looked at."""
    payload = part.get_payload()
    if not isinstance(payload, str):
        return b""
    if len(payload) > most:
        part.set_payload(payload[: most // 4 * 4])
    try:
        content = part.get_payload(decode=True)
    except (ValueError, BinasciiError, LookupError):
        return payload[:most].encode("utf-8", "surrogateescape")
    return content if isinstance(content, bytes) else b""


def part_text(part: Message) -> str:
    """Text of a leaf part; of a multipart whose boundary never comes the lines that are no MIME."""
    declared = str(part.get_content_charset() or "")
    text = decode_bytes(part_bytes(part), declared).replace("\x00", "")
    return _MIME_LINE.sub("", text) if part.get_content_maintype() == "multipart" else text


def report_text(part: Message) -> str:
    """Text of a leaf part for machines' reports, markup taken off."""
    text = part_text(part)
    return html_text(text) if part.get_content_type() == "text/html" else text


def _attachment(part: Message) -> Attachment:
    payload = part.get_payload()
    length = len(payload) if isinstance(payload, str) else 0
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    name = decoded(str(part.get_filename() or ""))[:200]
    return Attachment(name, part.get_content_type(), length * 3 // 4 if encoding == "base64" else length)
