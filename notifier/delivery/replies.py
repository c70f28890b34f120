"""Reading what an SMTP server says: bytes in, replies out (RFC 5321, section 4.2)."""

from __future__ import annotations

from typing import NamedTuple

LONGEST_REPLY = 65_536
"""Bytes without a complete reply after which the server is not speaking SMTP."""


class ProtocolError(Exception):
    """The server said something that is not SMTP."""


MOST_FAMILIAR = 64


class Reply(NamedTuple):
    """A complete reply: its code and its lines joined with spaces, as text of at most 500 characters."""

    code: int
    text: str

    @property
    def line(self) -> str:
        """The reply as one line, code first."""
        return f"{self.code} {self.text}".rstrip()


FAMILIAR: dict[bytes, Reply] = {
    line: Reply(250, line[4:].decode())
    for line in (
        b"250 2.1.0 Ok",
        b"250 2.1.5 Ok",
        b"250 ok",
        b"250 OK",
        b"250 2.0.0 Ok",
        b"250 2.1.0 OK",
        b"250 2.1.5 OK",
    )
}
"""Replies that come thousands of times a second, read once; lines that carry a queue's id are never kept."""


class ReplyReader:
    """Collects bytes and hands out complete replies; several may arrive in one read."""

    __slots__ = ("_lines", "_rest")

    def __init__(self) -> None:
        self._rest = b""
        self._lines: list[str] = []

    @property
    def within(self) -> bool:
        """Whether part of a reply has arrived and its end has not."""
        return bool(self._rest or self._lines)

    def feed(self, data: bytes) -> list[Reply]:
        """Return the replies that are complete now; raises ProtocolError for what is no reply."""
        lines = (self._rest + data).split(b"\r\n") if self._rest else data.split(b"\r\n")
        self._rest = lines.pop()
        if len(self._rest) + sum(map(len, self._lines)) > LONGEST_REPLY:
            raise ProtocolError(f"more than {LONGEST_REPLY} bytes without an end of reply")
        return [reply for line in lines if (reply := self._line(line)) is not None]

    def _line(self, line: bytes) -> Reply | None:
        if not self._lines and (known := FAMILIAR.get(line)) is not None:
            return known
        code = line[:3]
        if not (len(code) == 3 and code.isdigit() and b"200" <= code <= b"599" and line[3:4] in (b" ", b"-", b"")):
            raise ProtocolError(f"not an SMTP reply: {line[:60]!r}")
        text = line[4:504].decode("utf-8", "replace")
        if line[3:4] == b"-":
            self._lines.append(text)
            return None
        if self._lines:
            text = "\n".join([*self._lines, text])
            self._lines = []
        reply = Reply(int(code), text)
        if "\n" not in text and len(FAMILIAR) < MOST_FAMILIAR and code != b"250":
            FAMILIAR[line] = reply
        return reply


def printable(text: str) -> str:
    """Return a server's words on one line, control characters removed, at most 500 characters."""
    if text.isascii() and text.isprintable():
        return text[:500]
    return "".join(char if char.isprintable() else " " for char in text)[:500]
