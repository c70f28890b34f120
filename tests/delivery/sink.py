"""A recording SMTP server for the tests: speaks PIPELINING, keeps what it accepted, misbehaves on request."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Received:
    sender: str
    recipient: str
    content: bytes

    @property
    def message_id(self) -> str:
        found = re.search(rb"^Message-ID: *(\S+)", self.content, re.MULTILINE | re.IGNORECASE)
        return found[1].decode() if found else ""


@dataclass(slots=True)
class Plan:
    """How to answer: each callable sees the recipient and a running number, and gives a reply or None for normal.

    "cut" drops the connection at that point; at `content` that is after the message was recorded.
    """

    rcpt: Callable[[str, int], str | None] = lambda recipient, number: None
    content: Callable[[str, int], str | None] = lambda recipient, number: None
    delay: Callable[[str], float] = lambda recipient: 0.0
    greeting: str = "220 sink"
    extensions: tuple[str, ...] = ("PIPELINING", "8BITMIME", "SMTPUTF8")
    mail: Callable[[str], str | None] = lambda sender: None
    data: str = ""
    login: Callable[[str], bool] | None = None


def answers_badly(cut: set[str]) -> Callable[[str, int], str | None]:
    """Answers to content for a `Plan`: 5 % 451, 1 % 421, 1 % cut once after the content came, noted in `cut`."""

    def content(recipient: str, number: int) -> str | None:
        if number % 20 == 3:
            return "451 4.3.2 later"
        if number % 100 == 17:
            return "421 4.3.2 closing"
        if number % 100 == 58 and recipient not in cut:
            cut.add(recipient)
            return "cut"
        return None

    return content


@dataclass(slots=True)
class Sink:
    plan: Plan = field(default_factory=Plan)
    tls: ssl.SSLContext | None = None
    received: list[Received] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    connections: int = 0
    most_open: int = 0
    port: int = 0
    _open: int = 0
    _number: int = 0
    _server: asyncio.Server | None = None
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    async def start(self, *, implicit: bool = False, port: int = 0) -> None:
        context = self.tls if implicit else None
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", port, ssl=context, limit=1 << 20)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in tuple(self._writers):
            writer.close()
        await asyncio.sleep(0)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?starttls=off"

    async def __aenter__(self) -> Sink:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open += 1
        self.most_open = max(self.most_open, self._open)
        self._writers.add(writer)
        try:
            await _Dialogue(self, reader, writer).run()
        except (ConnectionError, asyncio.IncompleteReadError, _CutError):
            pass
        finally:
            self._open -= 1
            self._writers.discard(writer)
            writer.close()

    def next_number(self) -> int:
        self._number += 1
        return self._number


class _CutError(Exception):
    pass


class _Dialogue:
    def __init__(self, sink: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.sink, self.reader, self.writer = sink, reader, writer
        self.sender = ""
        self.recipient = ""
        self.number = 0
        self.encrypted = False

    def say(self, text: str) -> None:
        if text == "cut":
            self.writer.transport.abort()
            raise _CutError
        self.writer.write(text.encode() + b"\r\n")
        if text.startswith("421"):
            raise _CutError

    async def run(self) -> None:
        self.say(self.sink.plan.greeting)
        while True:
            await self.writer.drain()
            line = (await self.reader.readuntil(b"\r\n")).decode().rstrip("\r\n")
            self.sink.commands.append(line)
            verb = line.split(" ")[0].upper()
            if verb == "QUIT":
                self.say("221 bye")
                return
            await getattr(self, f"_{verb.lower()}", self._unknown)(line)

    async def _unknown(self, line: str) -> None:
        self.say("500 what?")

    async def _ehlo(self, line: str) -> None:
        extensions = list(self.sink.plan.extensions)
        if self.encrypted:
            extensions = [word for word in extensions if word != "STARTTLS"]
        lines = ["sink", *extensions]
        for word in lines[:-1]:
            self.say(f"250-{word}")
        self.say(f"250 {lines[-1]}")

    async def _helo(self, line: str) -> None:
        self.say("250 sink")

    async def _starttls(self, line: str) -> None:
        self.say("220 go ahead")
        await self.writer.drain()
        await self.writer.start_tls(self.sink.tls)
        self.encrypted = True

    async def _auth(self, line: str) -> None:
        if line.split(" ")[1] == "LOGIN":
            self.say("334 VXNlcm5hbWU6")
            await self.writer.drain()
            user = (await self.reader.readuntil(b"\r\n")).decode().strip()
            self.say("334 UGFzc3dvcmQ6")
            await self.writer.drain()
            secret = (await self.reader.readuntil(b"\r\n")).decode().strip()
            line = f"AUTH LOGIN {user} {secret}"
            self.sink.commands.append(line)
        accepted = self.sink.plan.login is None or self.sink.plan.login(line)
        self.say("235 welcome" if accepted else "535 5.7.8 wrong")

    async def _mail(self, line: str) -> None:
        self.sender = line.partition("<")[2].partition(">")[0]
        self.recipient = ""
        self.say(self.sink.plan.mail(self.sender) or "250 ok")

    async def _rcpt(self, line: str) -> None:
        recipient = line.partition("<")[2].partition(">")[0]
        self.number = self.sink.next_number()
        answer = self.sink.plan.rcpt(recipient, self.number)
        if answer is None:
            self.recipient = recipient
        self.say(answer or "250 ok")

    async def _rset(self, line: str) -> None:
        self.recipient = ""
        self.say("250 ok")

    async def _data(self, line: str) -> None:
        if not self.recipient and not self.sink.plan.data:
            self.say("503 no recipients")
            return
        self.say(self.sink.plan.data or "354 go")
        await self.writer.drain()
        content = await self._content()
        if not self.recipient:
            self.say("554 no recipients")
            return
        await self._take(content)

    async def _content(self) -> bytes:
        lines: list[bytes] = []
        while (line := await self.reader.readuntil(b"\r\n")) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    async def _take(self, content: bytes) -> None:
        delay = self.sink.plan.delay(self.recipient)
        if delay:
            await asyncio.sleep(delay)
        answer = self.sink.plan.content(self.recipient, self.number)
        if answer is None or answer == "cut":
            self.sink.received.append(Received(self.sender, self.recipient, content))
        self.say(answer or f"250 2.0.0 queued as {self.number}")
