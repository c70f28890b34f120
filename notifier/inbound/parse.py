"""Hostile bytes to a MIME tree in bounded memory and time; what is out of bounds is read from its head only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.feedparser import BytesFeedParser
from email.message import Message
from email.policy import compat32

MOST_BYTES = 48 * 1024 * 1024  # 25 MB of attachment take 34 MB in base64
CUT_HEADER = "X-Herald-Cut"  # put on top by a door that kept only the head of a message
_HEAD_BYTES = 256 * 1024
_MOST_HEADER_BYTES = 512 * 1024
_MOST_HEADERS = 1_000
_MOST_HEADER_VALUE = 8_192
_MOST_DEPTH = 40
_MOST_PARTS = 1_000
_MOST_BOUNDARY_LINES = 200_000
_BLANK_LINE = re.compile(rb"\r?\n\r?\n|\r\r")
_BODY_NOISE = re.compile(r"^(--|content-|mime-)", re.IGNORECASE)


class _TooMuch(Exception):  # noqa: N818 - not an error of ours: it ends the full parse
    """The message has more parts than any real one."""


class BoundedMessage(Message):
    """A message whose headers are cut to a bound, so that no later look-up can be made slow."""

    def set_raw(self, name: str, value: str) -> None:
        """Keep a header as parsed, unless there are too many or it is too long."""
        if len(self) < _MOST_HEADERS:
            super().set_raw(name, value[:_MOST_HEADER_VALUE])


@dataclass(frozen=True, slots=True)
class Parsed:
    """`shallow_text` is set instead of a tree when the message is out of bounds."""

    message: Message
    defects: tuple[str, ...] = ()
    shallow_text: str | None = None


def parse(content: bytes) -> Parsed:
    """Parse a message. Never raises for its content: out of bounds, only headers and the head of its body are read."""
    defects: list[str] = []
    if len(content) > MOST_BYTES:
        return _shallow(content[:_HEAD_BYTES], f"{len(content)} bytes are more than {MOST_BYTES}")
    if content[: len(CUT_HEADER)].decode("latin-1") == CUT_HEADER:
        return _shallow(
            content[:_HEAD_BYTES], content.split(b"\n", 1)[0].decode("latin-1")[len(CUT_HEADER) + 2 :].strip()
        )
    content, cut = _bounded_headers(content)
    defects += cut
    excess = _excess(content)
    if excess:
        return _shallow(content[:_HEAD_BYTES], excess, *defects)
    try:
        return Parsed(_feed(content), tuple(defects))
    except (_TooMuch, RecursionError):
        return _shallow(content[:_HEAD_BYTES], f"more than {_MOST_PARTS} parts", *defects)
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError) as error:
        # The parser of the standard library has raised each of these for malformed mail at one time or another.
        return _shallow(content[:_HEAD_BYTES], f"cannot be parsed ({type(error).__name__})", *defects)


def _feed(content: bytes) -> Message:
    made = 0

    def factory(policy: object = compat32) -> Message:
        nonlocal made
        made += 1
        if made > _MOST_PARTS:
            raise _TooMuch
        return BoundedMessage(policy)  # type: ignore[arg-type]  # the feed parser hands its policy on

    parser = BytesFeedParser(factory)
    parser.feed(content)
    return parser.close()


def _bounded_headers(content: bytes) -> tuple[bytes, list[str]]:
    """Cut a header block that is too long, keeping the body."""
    blank = _BLANK_LINE.search(content)
    end = blank.start() if blank else len(content)
    body = content[blank.end() :] if blank else b""
    head = content[:end]
    if len(head) <= _MOST_HEADER_BYTES and head.count(b"\n") <= _MOST_HEADERS:
        return content, []
    kept = head[:_MOST_HEADER_BYTES].split(b"\n", _MOST_HEADERS)[:_MOST_HEADERS]
    return b"\n".join(kept) + b"\n\n" + body, [f"header of {len(head)} bytes was cut"]


def _excess(content: bytes) -> str:
    """Name what is out of bounds, judged by plain counting before anything is parsed."""
    lowered = content.lower()
    if lowered.count(b"boundary") > 2 * _MOST_DEPTH or lowered.count(b"message/rfc822") > _MOST_DEPTH:
        return "nested too deep"
    if lowered.count(b"\ncontent-type:") > _MOST_PARTS or content.count(b"\n--") > _MOST_BOUNDARY_LINES:
        return f"more than {_MOST_PARTS} parts"
    return ""


def _shallow(head: bytes, *defects: str) -> Parsed:
    bounded, _ = _bounded_headers(head)
    blank = _BLANK_LINE.search(bounded)
    end = blank.start() if blank else len(bounded)
    message = _feed(bounded[:end] + b"\n\n")
    body = bounded[end : end + 20_000].decode("utf-8", "replace")
    lines = [line for line in body.splitlines() if not _BODY_NOISE.match(line.strip())]
    return Parsed(message, tuple(defects), "\n".join(lines).strip())


def kind_of(part: Message) -> str:
    """Content type of a part; a multipart whose boundary never comes is the text that it holds."""
    kind = part.get_content_type()
    return "text/plain" if kind.startswith("multipart/") and isinstance(part.get_payload(), str) else kind


def walk(message: Message, *, into_messages: bool = False) -> Iterator[Message]:
    """Yield the parts in order, without recursion; attached messages are entered only on demand."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        yield part
        payload = part.get_payload()
        if isinstance(payload, list) and (into_messages or part.get_content_type() != "message/rfc822"):
            waiting.extend(child for child in reversed(payload) if isinstance(child, Message))
