"""The parts of a message that hold words, chosen and decoded; wrappers opened, archives never."""

from __future__ import annotations

import re
from binascii import Error as BinasciiError
from dataclasses import dataclass
from email.message import Message

from notifier.inbound.charsets import decode_bytes
from notifier.inbound.headers import decoded
from notifier.inbound.html import MOST_HTML, html_text
from notifier.inbound.model import Attachment
from notifier.inbound.parse import kind_of, parse, walk
from notifier.inbound.tnef import tnef_text
from notifier.inbound.wrappers import open_pgp, signed_content

_MOST_ENCODED = 2_000_000  # characters of an encoded text part; nobody writes more
_MOST_ATTACHMENTS = 200
_MOST_WRAPPED = 8_000_000
_MOST_CALENDAR = 100_000
_SIGNATURES = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_CMS = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_MIME_LINE = re.compile(r"^(?:--\S+|content-[a-z-]{2,30}:[^\n]*|\s*boundary=[^\n]*)$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Content:
    """Words of a message: the chosen text, attachments, and what kind of wrapper it came in."""

    text: str
    attachments: tuple[Attachment, ...] = ()
    calendar_method: str = ""
    encrypted: bool = False
    signed: bool = False
    cut: bool = False  # there were more words than are read


class _Gathered:
    """What the walk over the parts has found so far."""

    def __init__(self) -> None:
        self.plain: list[str] = []
        self.marked_up: list[str] = []
        self.other: list[str] = []  # words out of wrappers and calendars, used when there are no better ones
        self.attachments: list[Attachment] = []
        self.method = ""
        self.encrypted = False
        self.signed = False

    def take(self, part: Message, kind: str) -> None:
        """Sort one leaf part in."""
        if kind in _SIGNATURES:
            self.signed = True
        elif kind == "text/calendar":
            self.method = self.method or str(part.get_param("method") or "PUBLISH").upper()[:20]
            self.other.append(_calendar_comment(part_text(part)))
        elif kind in ("text/plain", "text/html") and not _is_attached(part):
            (self.plain if kind == "text/plain" else self.marked_up).append(part_text(part))
        elif kind in _CMS:
            self._open_cms(part)
        elif kind in _TNEF or str(part.get_filename() or "").lower() == "winmail.dat":
            self.other.append(tnef_text(part_bytes(part, most=_MOST_WRAPPED)))
        elif kind != "message/delivery-status":
            self.attachments.append(_attachment(part))

    def _open_cms(self, part: Message) -> None:
        inner = signed_content(part_bytes(part, most=_MOST_WRAPPED))
        if inner is None:
            self.encrypted = True
            return
        self.signed = True
        parsed = parse(inner)
        for piece in walk(parsed.message):
            kind = kind_of(piece)
            if kind in ("text/plain", "text/html") and not _is_attached(piece):
                (self.plain if kind == "text/plain" else self.marked_up).append(part_text(piece))


def read_content(message: Message) -> Content:
    """Choose the words: plain text first, HTML where no plain text says anything, then what wrappers hold."""
    gathered = _Gathered()
    for part in walk(message):
        kind = kind_of(part)
        gathered.encrypted = gathered.encrypted or kind in ("multipart/encrypted", "application/pgp-encrypted")
        gathered.signed = gathered.signed or kind == "multipart/signed"
        if not part.is_multipart() or kind == "message/rfc822":
            gathered.take(part, kind)
    text = _chosen("\n\n".join(gathered.plain), gathered.marked_up)
    if not text.strip():
        text = "\n\n".join(words for words in gathered.other if words.strip())
    words, signed, encrypted = open_pgp(text)
    return Content(
        words,
        tuple(gathered.attachments[:_MOST_ATTACHMENTS]),
        gathered.method,
        encrypted=gathered.encrypted or encrypted,
        signed=gathered.signed or signed,
        cut=sum(map(len, gathered.marked_up)) > MOST_HTML and not "".join(gathered.plain).strip(),
    )


def _calendar_comment(calendar: str) -> str:
    """What somebody wrote when answering an invitation (RFC 5545 COMMENT)."""
    unfolded = re.sub(r"\r?\n[ \t]", "", calendar[:_MOST_CALENDAR])
    found = re.search(r"^COMMENT[^:\n]{0,200}:([^\n]*)", unfolded, re.MULTILINE)
    return found.group(1).replace("\\n", "\n").replace("\\,", ",").strip() if found else ""


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
