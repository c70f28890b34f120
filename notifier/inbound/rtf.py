"""Compressed RTF ([MS-OXRTFCP]) and the words in RTF, both bounded."""

from __future__ import annotations

import re
import struct

_MOST_BYTES = 1_000_000
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20"
    b"\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096
_COMPRESSED, _STORED = b"LZFu", b"MELA"
_RTF_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.IGNORECASE
)
_SKIPPED = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"generator"}
)
_BREAKS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"row": "\n", b"cell": " "}


def decompress(data: bytes) -> bytes:
    """Unpack compressed RTF; at most a megabyte comes out, whatever the header promises."""
    if len(data) < 16:
        return b""
    _, size, kind, _ = struct.unpack_from("<II4sI", data)
    size = min(size, _MOST_BYTES)
    if kind == _STORED:
        return data[16 : 16 + size]
    return _unpack(data, size) if kind == _COMPRESSED else b""


def _unpack(data: bytes, size: int) -> bytes:
    window = bytearray(_DICTIONARY.ljust(_WINDOW, b" "))
    write = len(_DICTIONARY)
    out = bytearray()
    place = 16
    while place < len(data) and len(out) < size:
        control = data[place]
        place += 1
        for bit in range(8):
            width = 2 if control >> bit & 1 else 1
            chunk = data[place : place + width]
            place += width
            if width == 2:
                chunk = _looked_up(window, write, chunk)
            if not chunk:  # the end mark, or the end of the data
                return bytes(out[:size])
            for step, byte in enumerate(chunk):
                window[(write + step) % _WINDOW] = byte
            write += len(chunk)
            out += chunk
    return bytes(out[:size])


def _looked_up(window: bytearray, write: int, reference: bytes) -> bytes:
    """What a reference into the window stands for; "" for the end mark. It may reach into its own result."""
    if len(reference) < 2:
        return b""
    offset, length = reference[0] << 4 | reference[1] >> 4, (reference[1] & 15) + 2
    if offset == write % _WINDOW:
        return b""
    chunk = bytearray()
    for step in range(length):
        place = (offset + step) % _WINDOW
        ahead = (place - write) % _WINDOW
        chunk.append(chunk[ahead] if ahead < len(chunk) else window[place])
    return bytes(chunk)


def rtf_text(rtf: bytes) -> str:
    """The words of an RTF text; formatting, tables of fonts and HTML that was wrapped in it are left out."""
    out: list[str] = []
    depth, skip_from, hidden = 0, 0, False
    for token in _RTF_TOKEN.finditer(rtf[:_MOST_BYTES]):
        word, number, code, symbol, brace, text = token.groups()
        if brace:
            depth += 1 if brace == b"{" else -1
            skip_from = 0 if skip_from and depth < skip_from else skip_from
        elif word == b"htmlrtf":
            hidden = number != b"0"
        elif skip_from or hidden:
            continue
        elif word in _SKIPPED or symbol == b"*":
            skip_from = depth
        else:
            out.append(_piece(word, number, code, symbol, text))
    return "".join(out).strip()


def _piece(
    word: bytes | None, number: bytes | None, code: bytes | None, symbol: bytes | None, text: bytes | None
) -> str:
    if text:
        return text.decode("cp1252", "replace")
    if code:
        return bytes((int(code, 16),)).decode("cp1252", "replace")
    if word == b"u" and number:
        point = int(number) % 65_536
        return "" if 0xD800 <= point <= 0xDFFF else chr(point)
    if word:
        return _BREAKS.get(word, "")
    return " " if symbol == b"~" else symbol.decode("latin-1") if symbol in (b"\\", b"{", b"}") else ""
