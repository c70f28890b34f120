"""Bytes of a message that stand in fixed places: quoted-printable text and header values, encoded for where they stand.

Nothing that comes from a customer can begin a header, end one, close a boundary or start a line with a dot.
"""

from __future__ import annotations

import re
import unicodedata
from email.headerregistry import Address
from email.policy import SMTP

LONGEST_LINE = 72
LONGEST_NAME = 100
PLAIN_TEXT = re.compile(r"(?![.-])[A-Za-z0-9 ,;:()'/?!+@._~-]{0,72}(?<! )")
PLAIN_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9']| (?! )){0,50}(?<! )")
ISOLATE = ("\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}")


def quoted_printable(text: str) -> bytes:
    """Encode text (LF line ends) so that no line is longer than 76 or starts with a dot (RFC 2045, section 6.7).

    A line that ends the text without LF stays open, so that pieces can be joined.
    """
    return b"\r\n".join(_encode_line(line) for line in text.split("\n"))


def _encode_line(line: str) -> bytes:
    parts: list[bytes] = []
    width = 0
    for octet in line.encode():
        piece = b"%c" % octet if 32 <= octet <= 126 and octet != 61 else b"=%02X" % octet
        if octet == 46 and width == 0:
            piece = b"=2E"
        if width + len(piece) > LONGEST_LINE:
            parts.append(b"=\r\n")
            width = 0
            if octet == 46:
                piece = b"=2E"
        parts.append(piece)
        width += len(piece)
    if line and line[-1] in " \t":
        parts[-1] = b"=%02X" % ord(line[-1])
    return b"".join(parts)


def slot_text(text: str) -> bytes:
    """Encode one customer's words for a slot of a quoted-printable part; slots stand on lines of their own."""
    return text.encode() if PLAIN_TEXT.fullmatch(text) is not None else quoted_printable(text)


def clean_name(name: str) -> str:
    """A name on one line: no control, no direction override, at most 100 characters; other scripts stay as they are."""
    if PLAIN_NAME.fullmatch(name) is not None:
        return name
    kept = "".join(char if unicodedata.category(char)[0] != "C" or char in "\u200c\u200d" else " " for char in name)
    return " ".join(kept.split())[:LONGEST_NAME].rstrip()


def isolated(name: str) -> str:
    """A name inside a sentence of another direction: wrapped in isolates when it has right-to-left letters."""
    if not name.isascii() and any(unicodedata.bidirectional(char) in ("R", "AL") for char in name):
        return f"{ISOLATE[0]}{name}{ISOLATE[1]}"
    return name


def address_header(name: str, address: str) -> bytes:
    """The value of To: a name, encoded as RFC 2047 asks, and an address on a line of its own when both are long."""
    shown = clean_name(name)
    if not shown:
        return address.encode()
    if PLAIN_NAME.fullmatch(shown):
        return f'"{shown}"\r\n <{address}>'.encode()
    return _encoded_name(shown) + f"\r\n <{address}>".encode()


def _encoded_name(name: str) -> bytes:
    """Fold a display name with the standard library, then take it without the stand-in address."""
    header = SMTP.header_factory("To", [Address(name, "a", "b.example")])
    folded = str(header.fold(policy=SMTP))
    value = folded.partition(":")[2].rpartition("<a@b.example>")[0]
    return value.strip().encode("ascii", "replace")
