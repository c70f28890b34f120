"""winmail.dat: the words that Outlook wrapped in TNEF ([MS-OXTNEF]); nothing else is unpacked."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from notifier.inbound.charsets import decode_bytes
from notifier.inbound.html import html_text
from notifier.inbound.rtf import decompress, rtf_text

_SIGNATURE = 0x223E9F78
_BODY = 0x0002800C
_PROPERTIES = 0x00069003
_MOST_ATTRIBUTES = 500
_MOST_PROPERTIES = 2_000
_FIXED = {0x2: 4, 0x3: 4, 0x4: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = frozenset({0xD, 0x1E, 0x1F, 0x102})
_PLAIN, _RTF, _HTML = 0x1000, 0x1009, 0x1013


def tnef_text(content: bytes) -> str:
    """The message text inside TNEF: plain, else HTML, else RTF; "" when it holds none or is broken."""
    found: dict[int, str] = {}
    try:
        for attribute, value in _attributes(content):
            if attribute == _BODY:
                found.setdefault(_PLAIN, decode_bytes(value.rstrip(b"\x00"), ""))
            elif attribute == _PROPERTIES:
                for name, kind, data in _properties(value):
                    if name in (_PLAIN, _HTML, _RTF):
                        found.setdefault(name, _words(name, kind, data))
    except (struct.error, IndexError, ValueError):
        pass  # what was read before the break still counts
    return next((found[name] for name in (_PLAIN, _HTML, _RTF) if found.get(name, "").strip()), "")


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    if len(content) < 6 or struct.unpack_from("<I", content)[0] != _SIGNATURE:
        return
    place = 6
    for _ in range(_MOST_ATTRIBUTES):
        if place + 9 > len(content):
            return
        _, attribute, length = struct.unpack_from("<BII", content, place)
        place += 9
        yield attribute, content[place : place + length]
        place += length + 2


def _properties(value: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(property id, type, first value) of a MAPI property list."""
    (count,) = struct.unpack_from("<I", value)
    place = 4
    for _ in range(min(count, _MOST_PROPERTIES)):
        kind, name = struct.unpack_from("<HH", value, place)
        place += 4
        if name >= 0x8000:
            place = _after_name(value, place)
        base, many = kind & 0x0FFF, bool(kind & 0x1000)
        data, place = _value(value, place, base, many=many)
        yield name, base, data


def _after_name(value: bytes, place: int) -> int:
    (named,) = struct.unpack_from("<I", value, place + 16)
    place += 20
    if named == 0:
        return place + 4
    (length,) = struct.unpack_from("<I", value, place)
    return place + 4 + _padded(length)


def _value(value: bytes, place: int, kind: int, *, many: bool) -> tuple[bytes, int]:
    if kind in _FIXED:
        count = 1
        if many:
            (count,) = struct.unpack_from("<I", value, place)
            place += 4
        return value[place : place + _FIXED[kind]], place + _FIXED[kind] * count
    if kind not in _VARIABLE:
        raise ValueError(f"unknown property type {kind:#x}")
    (count,) = struct.unpack_from("<I", value, place)
    place += 4
    first = b""
    for number in range(min(count, _MOST_PROPERTIES)):
        (length,) = struct.unpack_from("<I", value, place)
        place += 4
        first = value[place : place + length] if number == 0 else first
        place += _padded(length)
    return first, place


def _padded(length: int) -> int:
    return (length + 3) & ~3


def _words(name: int, kind: int, data: bytes) -> str:
    if name == _RTF:
        return rtf_text(decompress(data))
    text = data.decode("utf-16-le", "replace") if kind == 0x1F else decode_bytes(data, "")
    text = text.rstrip("\x00")
    return html_text(text) if name == _HTML else text
