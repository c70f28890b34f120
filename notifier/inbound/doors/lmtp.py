"""A small LMTP and SMTP server for the local mail server (RFC 5321, RFC 2033), on loopback only.

Our own, because a server that keeps a line of any length in memory does not survive a stream without line ends, and
because LMTP owes one answer a recipient. The end of a message is CRLF.CRLF and nothing else (no smuggling).
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
from dataclasses import dataclass, field

import structlog

from notifier.errors import DeliveryError
from notifier.inbound.doors.port import KEPT_OF_TOO_LARGE, MOST_BYTES, Store, cut_to_bound
from notifier.inbound.store import Envelope

_log = structlog.get_logger(__name__)
_LINE = 64 * 1024
_IDLE_SECONDS = 300.0
_MOST_RECIPIENTS = 1_000
_MOST_ERRORS = 20
_MOST_CONNECTIONS = 100
_PATH = re.compile(r"^(?:FROM|TO)\s*:\s*<([^<>\s]{0,320})>", re.IGNORECASE)


@dataclass(slots=True)
class _Session:
    """One connection's state between commands."""

    greeted: str = ""
    sender: str | None = None
    recipients: list[str] = field(default_factory=list)
    errors: int = 0

    def reset(self) -> None:
        self.sender = None
        self.recipients = []


@dataclass(frozen=True, slots=True)
class _Received:
    content: bytes
    size: int
    too_large: bool


class LmtpDoor:
    """Listens for one local mail server; `await start()`, then `port`, then `await stop()`."""

    def __init__(self, store: Store, *, host: str = "127.0.0.1", port: int = 0, most_bytes: int = MOST_BYTES) -> None:
        if not ipaddress.ip_address(host).is_loopback:
            reason = f"{host} is not a loopback address: let a mail server receive from the network and hand over here"
            raise DeliveryError(reason, permanent=True)
        self._store = store
        self._host = host
        self._wanted_port = port
        self._most = most_bytes
        self._server: asyncio.Server | None = None
        self._open = 0

    @property
    def port(self) -> int:
        """The port that is listened on; 0 before `start`."""
        return int(self._server.sockets[0].getsockname()[1]) if self._server and self._server.sockets else 0

    async def start(self) -> None:
        """Begin to listen; raises OSError when the port is taken."""
        self._server = await asyncio.start_server(self._serve, self._host, self._wanted_port, limit=_LINE)

    async def stop(self) -> None:
        """Stop listening; messages that were not answered yet stay with the sending server."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        try:
            if self._open > _MOST_CONNECTIONS:
                await _say(writer, "421 4.7.0 too many connections")
                return
            await _say(writer, "220 herald LMTP")
            await self._converse(reader, writer)
        except (OSError, EOFError, asyncio.IncompleteReadError, TimeoutError):
            # The other side went away: what was not answered "250" it still has.
            _log.info("lmtp_connection_lost")
        finally:
            self._open -= 1
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session = _Session()
        while session.errors < _MOST_ERRORS:
            line = await _command(reader)
            if line is None:
                return
            verb, _, rest = line.partition(" ")
            verb = verb.upper()
            if verb == "QUIT":
                await _say(writer, "221 2.0.0 bye")
                return
            if verb == "DATA" and session.recipients:
                await self._data(reader, writer, session)
                continue
            reply = self._reply(verb, rest.strip(), session)
            session.errors += reply.startswith("5")
            await _say(writer, reply)
        await _say(writer, "421 4.7.0 too many errors")

    def _reply(self, verb: str, rest: str, session: _Session) -> str:
        match verb:
            case "LHLO" | "EHLO" | "HELO":
                session.greeted = verb
                session.reset()
                return self._greeting(verb)
            case "MAIL":
                return self._mail(rest, session)
            case "RCPT":
                return _rcpt(rest, session)
            case "RSET":
                session.reset()
                return "250 2.0.0 reset"
            case "NOOP":
                return "250 2.0.0 ok"
            case "DATA":
                return "503 5.5.1 no recipient"
            case _:
                return "500 5.5.1 unknown command"

    def _greeting(self, verb: str) -> str:
        if verb == "HELO":
            return "250 herald"
        extensions = ("herald", "PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME", "SMTPUTF8", f"SIZE {self._most}")
        last = len(extensions) - 1
        return "\r\n".join(f"250{' ' if place == last else '-'}{text}" for place, text in enumerate(extensions))

    def _mail(self, rest: str, session: _Session) -> str:
        path = _PATH.match(rest)
        if not session.greeted or path is None:
            return "503 5.5.1 say LHLO first" if not session.greeted else "501 5.1.7 bad sender"
        size = re.search(r"\bSIZE=(\d{1,15})\b", rest, re.IGNORECASE)
        if size and int(size.group(1)) > self._most:
            return f"552 5.3.4 more than {self._most} bytes"
        session.reset()
        session.sender = path.group(1)
        return "250 2.1.0 ok"

    async def _data(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, session: _Session) -> None:
        await _say(writer, "354 end with <CRLF>.<CRLF>")
        received = await _read_message(reader, self._most)
        envelope = Envelope(session.sender, tuple(session.recipients), "lmtp")
        door = "lmtp" if session.greeted == "LHLO" else "smtp"
        try:
            await self._store(received.content, door, envelope)
            answer = "250 2.0.0 stored"
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the sending server keeps the message
            _log.error("inbound_store_failed", door=door, error=type(error).__name__)
            answer = "451 4.3.0 not stored, try again"
        if received.too_large and answer.startswith("250"):
            answer = f"552 5.3.4 more than {self._most} bytes, a person was told"
        owed = len(session.recipients) if door == "lmtp" else 1
        await _say(writer, "\r\n".join([answer] * owed))
        session.reset()


def _rcpt(rest: str, session: _Session) -> str:
    path = _PATH.match(rest)
    if session.sender is None:
        return "503 5.5.1 say MAIL first"
    if path is None or not path.group(1):
        return "501 5.1.3 bad recipient"
    if len(session.recipients) >= _MOST_RECIPIENTS:
        return "452 4.5.3 too many recipients"
    session.recipients.append(path.group(1))
    return "250 2.1.5 ok"


async def _say(writer: asyncio.StreamWriter, text: str) -> None:
    writer.write(text.encode() + b"\r\n")
    await asyncio.wait_for(writer.drain(), _IDLE_SECONDS)


async def _command(reader: asyncio.StreamReader) -> str | None:
    """The next command line, or None at the end of the stream; a line that is too long counts as an unknown command."""
    try:
        line = await asyncio.wait_for(reader.readuntil(b"\n"), _IDLE_SECONDS)
    except asyncio.LimitOverrunError as error:
        await reader.readexactly(error.consumed)
        return "TOOLONG"
    except asyncio.IncompleteReadError:
        return None
    return line.decode("utf-8", "replace").strip()


async def _read_message(reader: asyncio.StreamReader, most: int) -> _Received:
    """Read to CRLF.CRLF and take the doubled dots away; of more than `most` bytes only the head is kept."""
    kept = bytearray()
    size = 0
    tail = b""
    fresh = True  # at the beginning of a line that a CRLF opened
    while True:
        piece, whole = await _piece(reader)
        if fresh and piece == b".\r\n":
            break
        if fresh and piece.startswith(b"."):
            piece = piece[1:]
        tail = (tail + piece[-2:])[-2:]  # a line end may lie across two pieces
        fresh = whole and tail == b"\r\n"
        size += len(piece)
        if size <= most:
            kept += piece
        else:
            del kept[KEPT_OF_TOO_LARGE:]
    if size <= most:
        return _Received(bytes(kept), size, too_large=False)
    return _Received(cut_to_bound(bytes(kept), size), size, too_large=True)


async def _piece(reader: asyncio.StreamReader) -> tuple[bytes, bool]:
    """A line, or a part of one that is longer than the buffer."""
    try:
        return await asyncio.wait_for(reader.readuntil(b"\n"), _IDLE_SECONDS), True
    except asyncio.LimitOverrunError as error:
        return await reader.readexactly(error.consumed), False
