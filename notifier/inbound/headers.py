"""Header values as text: encoded words, raw 8-bit bytes, addresses, message ids; no line break survives."""

from __future__ import annotations

import re
from binascii import Error as BinasciiError
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from notifier.inbound.charsets import decode_bytes

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
_ADDRESS = re.compile(r"^[^\s@<>\"',;:\\]{1,128}@[^\s@<>\"',;:\\]{1,255}$")
_MOST_ADDRESSES = 100
_MOST_IDS = 100
_LONGEST = 2_000


def header_text(message: Message, name: str) -> str:
    """The first header `name` decoded to one line of at most 2,000 characters; "" when absent."""
    return decoded(_raw(message, name))


def _raw(message: Message, name: str) -> str:
    value: object = message.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else _header_object(value)


def _header_object(value: object) -> str:
    """The `Header` object that compat32 makes of raw 8-bit bytes, as text."""
    chunks = getattr(value, "_chunks", None)
    if not chunks:
        return str(value)
    return "".join(decode_bytes(chunk.encode("utf-8", "surrogateescape"), "") for chunk, _ in chunks)


def decoded(value: str) -> str:
    """Decode encoded words and raw bytes; a value that is broken is returned as it stands."""
    value = value[: 4 * _LONGEST]
    if "=?" in value:
        try:
            pieces = decode_header(re.sub(r"\r?\n[ \t]", " ", value))
            value = "".join(
                decode_bytes(piece, charset or "") if isinstance(piece, bytes) else piece for piece, charset in pieces
            )
        except (HeaderParseError, BinasciiError, ValueError, LookupError):
            pass  # shown as it came: better than nothing, and nothing is decided by it
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        value = decode_bytes(value.encode("utf-8", "surrogateescape"), "")
    return _CONTROL.sub(" ", value).strip()[:_LONGEST]


def has_line_break(message: Message, *names: str) -> bool:
    """Whether a decoded header carries a line break that is no folding: somebody tried to add headers."""
    for name in names:
        value = re.sub(r"\r?\n[ \t]+", " ", _raw(message, name)[: 4 * _LONGEST])
        if "=?" in value:
            try:
                value = "".join(
                    piece if isinstance(piece, str) else piece.decode("latin-1") for piece, _ in decode_header(value)
                )
            except (HeaderParseError, BinasciiError, ValueError):
                continue
        if "\r" in value.strip() or "\n" in value.strip():
            return True
    return False


def addresses(message: Message, *names: str) -> tuple[tuple[str, str], ...]:
    """(display name, address in lower case) of the headers `names`; what is no address is left out."""
    found: list[tuple[str, str]] = []
    for name in names:
        for value in (message.get_all(name) or [])[:20]:
            line = _CONTROL.sub(" ", str(value))[: 4 * _LONGEST]
            for shown, address in _parsed_addresses(line):
                if _ADDRESS.match(address.strip()):
                    found.append((decoded(shown), address.strip().lower()))
    return tuple(dict.fromkeys(found))[:_MOST_ADDRESSES]


def _parsed_addresses(line: str) -> list[tuple[str, str]]:
    try:
        return getaddresses([line])[:_MOST_ADDRESSES]
    except (RecursionError, IndexError, ValueError):
        return []  # comments nested by the thousand


def message_ids(message: Message, name: str) -> tuple[str, ...]:
    """Message ids of a header with their angle brackets, in order, without doubles."""
    value = " ".join(str(entry) for entry in (message.get_all(name) or [])[:5])
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(value[: 10 * _LONGEST])))[:_MOST_IDS]


def sent_at(message: Message) -> datetime | None:
    """The Date header in UTC; None when it is absent or nonsense. Nothing legal is reckoned from it."""
    try:
        moment = parsedate_to_datetime(_raw(message, "Date")[:100])
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def detail(address: str) -> str:
    """The part after the first `+` of the local part, in the case it was written; "" when there is none."""
    local, _, _ = address.rpartition("@")
    _, plus, rest = local.partition("+")
    return rest if plus else ""
