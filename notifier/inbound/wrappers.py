"""Signed and encrypted wrappers: PGP armour and S/MIME are opened where no key is needed, and named where one is."""

from __future__ import annotations

import re

_SIGNED = re.compile(
    r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z-]+:[^\n]*\n){0,10}\n(.*?)(?:\n-----BEGIN PGP SIGNATURE-----|\Z)",
    re.DOTALL,
)
_ENCRYPTED = "-----BEGIN PGP MESSAGE-----"
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")  # OID 1.2.840.113549.1.7.2
_MOST_STEPS = 100_000
_MOST_DEPTH = 32


def open_pgp(text: str) -> tuple[str, bool, bool]:
    """Return (words, signed, encrypted) of a text that may hold PGP armour."""
    if _ENCRYPTED in text:
        return text.split(_ENCRYPTED, 1)[0], False, True
    plain = text.replace("\r\n", "\n")
    signed = _SIGNED.search(plain)
    if signed is None:
        return text, False, False
    words = re.sub(r"^- ", "", signed.group(1), flags=re.MULTILINE)
    return plain[: signed.start()] + words, True, False


def signed_content(content: bytes) -> bytes | None:
    """The message inside an opaque S/MIME signature (CMS SignedData); None for encrypted or broken content.

    The signature is not verified: the words are read, nothing more is concluded from it.
    """
    try:
        return _Ber(content).signed_content()
    except (IndexError, ValueError):
        return None


class _Ber:
    """A bounded walk over BER: definite and indefinite lengths, no recursion."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._steps = 0

    def signed_content(self) -> bytes | None:
        place = self._enter(0, 0x30)
        if self._value(place) != _SIGNED_DATA:
            return None
        place = self._enter(self._skip(place), 0xA0)
        place = self._enter(place, 0x30)
        place = self._skip(self._skip(place))  # version, digest algorithms
        place = self._enter(place, 0x30)  # the encapsulated content
        place = self._enter(self._skip(place), 0xA0)
        return self._octets(place)

    def _header(self, place: int) -> tuple[int, int, int | None]:
        """(tag, start of the value, its end or None for an indefinite length)."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise ValueError("too many elements")
        tag, first = self._content[place], self._content[place + 1]
        start = place + 2
        if first == 0x80:
            return tag, start, None
        if first & 0x80:
            count = first & 0x7F
            length = int.from_bytes(self._content[start : start + count], "big")
            start += count
        else:
            length = first
        if start + length > len(self._content):
            raise ValueError("an element is longer than its content")
        return tag, start, start + length

    def _enter(self, place: int, wanted: int) -> int:
        tag, start, _ = self._header(place)
        if tag != wanted:
            raise ValueError("an unexpected element")
        return start

    def _value(self, place: int) -> bytes:
        _, start, end = self._header(place)
        return self._content[start:end] if end is not None else b""

    def _skip(self, place: int) -> int:
        """The place after an element."""
        depth = 0
        while True:
            if depth and self._content[place : place + 2] == b"\x00\x00":
                depth -= 1
                place += 2
            else:
                _, start, end = self._header(place)
                if end is None:
                    depth += 1
                    place = start
                else:
                    place = end
            if depth == 0:
                return place
            if depth > _MOST_DEPTH:
                raise ValueError("nested too deep")

    def _octets(self, place: int) -> bytes:
        """The bytes of an OCTET STRING, put together when it comes in pieces."""
        tag, start, end = self._header(place)
        if tag == 0x04 and end is not None:
            return self._content[start:end]
        if tag != 0x24:
            raise ValueError("no octet string")
        pieces: list[bytes] = []
        place = start
        while (end is None or place < end) and self._content[place : place + 2] != b"\x00\x00":
            _, inner, after = self._header(place)
            if after is None:
                raise ValueError("a piece without length")
            pieces.append(self._content[inner:after])
            place = after
        return b"".join(pieces)
