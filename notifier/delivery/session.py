"""One connection to a relay: asyncio carries the bytes, `greet` and `Mailing` say which."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass

from notifier.delivery.greeting import Capabilities, Credentials, Security, Upgrade, greet
from notifier.delivery.mailing import Mailing
from notifier.delivery.outgoing import Work
from notifier.delivery.replies import ProtocolError, Reply, ReplyReader, printable
from notifier.errors import DeliveryError


@dataclass(frozen=True, slots=True)
class Relay:
    """Where and how to hand mail over. Times in seconds."""

    host: str
    port: int
    security: Security = Security.OPPORTUNISTIC
    credentials: Credentials | None = None
    name: str = "localhost"  # how we introduce ourselves
    tls: ssl.SSLContext | None = None
    connect_within: float = 30.0
    accept_within: float = 600.0  # RFC 5321, section 4.5.3.2.6: giving up earlier after the final dot makes duplicates


ROOM = 16_384
"""Octets that one read takes in: hundreds of replies. asyncio's own buffer of 256 KiB for each read costs more time
than everything else that happens to a message."""


class Session(asyncio.BufferedProtocol):
    """A session from connect to close. `on_close` is called once, with the reason ("" when we wanted it)."""

    def __init__(self, relay: Relay, work: Work, on_close: Callable[[Session, str], None]) -> None:
        self._relay = relay
        self._work = work
        self._on_close = on_close
        self._reader = ReplyReader()  # of what is said before mail can be sent
        self._buffer = memoryview(bytearray(ROOM))
        self._greeting_replies: asyncio.Queue[Reply] = asyncio.Queue()
        self._transport: asyncio.Transport | None = None
        self._closed = ""
        self._done = False
        self._leaving = False
        self.mailing: Mailing | None = None
        self.capabilities = Capabilities()
        self.heard_at = 0.0
        self._clock = asyncio.get_running_loop().time

    async def connect(self) -> None:
        """Connect, encrypt, log in; raises DeliveryError."""
        try:
            async with asyncio.timeout(self._relay.connect_within):
                await self._connect()
        except TimeoutError as error:
            self.abort("no answer while connecting")
            raise DeliveryError(self._place("no answer while connecting"), permanent=False) from error
        except ssl.SSLCertVerificationError as error:
            self.abort("certificate refused")
            reason = f"the relay's certificate is not accepted: {error.verify_message}"
            raise DeliveryError(self._place(reason), permanent=True) from error
        except (OSError, ProtocolError) as error:
            self.abort(str(error))
            raise DeliveryError(self._place(printable(str(error))), permanent=False) from error
        except DeliveryError as error:
            self.abort(str(error))
            raise DeliveryError(self._place(str(error)), permanent=error.permanent) from error

    def _place(self, reason: str) -> str:
        return f"relay {self._relay.host}:{self._relay.port}: {reason}"

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        implicit = self._tls() if self._relay.security is Security.IMPLICIT else None
        self._transport, _ = await loop.create_connection(
            lambda: self,
            self._relay.host,
            self._relay.port,
            ssl=implicit,
            server_hostname=self._relay.host if implicit else None,
        )
        self._transport.set_write_buffer_limits(high=1 << 20)
        dialogue = greet(self._relay.name, self._relay.security, self._relay.credentials)
        step = next(dialogue)
        try:
            while True:
                step = dialogue.send(await self._converse(step))
        except StopIteration as stop:
            self.capabilities = stop.value
        self.mailing = Mailing(
            self._work, pipelining=self.capabilities.offers("PIPELINING"), utf8=self.capabilities.offers("SMTPUTF8")
        )

    async def _converse(self, step: bytes | Upgrade) -> Reply:
        if step is Upgrade.TLS:
            await self._encrypt()
            return Reply(220, "")
        if self._transport is None:
            raise ConnectionResetError("the relay closed the connection")
        self._transport.write(step)
        reply = await self._greeting_replies.get()
        if self._closed:
            raise ConnectionResetError(self._closed)
        return reply

    def _tls(self) -> ssl.SSLContext:
        return self._relay.tls or ssl.create_default_context()

    async def _encrypt(self) -> None:
        """Wrap the connection; what arrived before it in clear is refused (CVE-2021-38371 and its kind)."""
        if not self._greeting_replies.empty() or self._transport is None:
            raise ProtocolError("the relay sent more than its answer to STARTTLS")
        loop = asyncio.get_running_loop()
        self._reader = ReplyReader()
        wrapped = await loop.start_tls(self._transport, self, self._tls(), server_hostname=self._relay.host)
        if wrapped is None:
            raise ConnectionResetError("the relay closed the connection while encrypting")
        self._transport = wrapped

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def get_buffer(self, sizehint: int) -> memoryview:
        del sizehint
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        data = bytes(self._buffer[:nbytes])
        mailing, transport = self.mailing, self._transport
        try:
            if mailing is None or transport is None:
                for reply in self._reader.feed(data):
                    self._greeting_replies.put_nowait(reply)
                return
            written = mailing.hear(data)
        except ProtocolError as error:
            self.abort(str(error))
            return
        self.heard_at = self._clock()
        if written:
            transport.write(written)
        if mailing.closing:
            self.abort(mailing.closing)
        elif self._leaving and mailing.idle:
            self.leave()

    def wake(self) -> bool:
        """Begin with new work when idle; returns whether it took some."""
        mailing = self.mailing
        if mailing is None or self._done or not mailing.idle or self._transport is None:
            return False
        written = mailing.proceed()
        if written:
            self.heard_at = self._clock()
            self._transport.write(written)
        return bool(written)

    @property
    def idle(self) -> bool:
        """Whether nothing is awaited from the relay."""
        return self.mailing is None or self.mailing.idle

    @property
    def open(self) -> bool:
        """Whether the session can send."""
        return self.mailing is not None and not self._done

    def waiting_since(self, now: float) -> float:
        """Seconds since the relay was last heard while an answer is awaited; 0 when idle."""
        return 0.0 if self.idle else now - self.heard_at

    def overdue(self, now: float) -> bool:
        """Whether the relay has taken longer for its answer than the standard asks us to wait."""
        return self.waiting_since(now) > self._relay.accept_within

    def leave(self) -> None:
        """Say goodbye when idle, else as soon as the awaited answers are in; nothing more is taken."""
        if not self._leaving and self.mailing is not None:
            self.mailing.end()
        self._leaving = True
        if self.idle and self._transport is not None and not self._done:
            self._transport.write(b"QUIT\r\n")
            self._finish("")
            self._transport.close()

    def abort(self, reason: str) -> None:
        """Drop the connection now; what was in flight is settled as deferred or put back."""
        self._finish(reason)
        if self._transport is not None:
            self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._finish(printable(str(exc)) if exc else "the relay closed the connection")

    def eof_received(self) -> bool:
        return False

    def _finish(self, reason: str) -> None:
        if self._done:
            return
        self._done = True
        self._closed = reason or "closed"
        self._greeting_replies.put_nowait(Reply(421, self._closed))
        if self.mailing is not None:
            self.mailing.lost(reason or "closed")
            self._on_close(self, reason)
