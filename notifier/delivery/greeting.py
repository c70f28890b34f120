"""The part of an SMTP session that happens once: greeting, EHLO, STARTTLS, AUTH.

Sans I/O: a generator that yields bytes to write (or `Upgrade.TLS`) and is sent the server's replies.
"""

from __future__ import annotations

import base64
from collections.abc import Generator
from dataclasses import dataclass, field
from enum import Enum

from notifier.delivery.replies import Reply, printable
from notifier.errors import DeliveryError


class Upgrade(Enum):
    TLS = "tls"  # wrap the connection now, then send nothing: the dialogue goes on by itself


class Security(Enum):
    PLAIN = "plain"  # never encrypted
    OPPORTUNISTIC = "opportunistic"  # STARTTLS when offered
    STARTTLS = "starttls"  # STARTTLS or nothing
    IMPLICIT = "implicit"  # TLS from the first byte (RFC 8314)


@dataclass(frozen=True, slots=True)
class Credentials:
    """User and password, or user and OAuth token; never printed."""

    user: str
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the server offers: keywords in upper case with their parameters."""

    keywords: tuple[tuple[str, str], ...] = ()

    def offers(self, keyword: str) -> bool:
        """Whether the server named this keyword in its answer to EHLO."""
        return any(name == keyword for name, _ in self.keywords)

    def parameters(self, keyword: str) -> tuple[str, ...]:
        """The words after a keyword, in upper case."""
        return tuple(word.upper() for name, rest in self.keywords if name == keyword for word in rest.split())


Dialogue = Generator[bytes | Upgrade, Reply, Capabilities]


def greet(name: str, security: Security, credentials: Credentials | None) -> Dialogue:
    """Bring a fresh connection to where mail can be sent; `name` is who we say we are.

    Raises DeliveryError: permanent when configuration must change, temporary otherwise. Credentials are never sent
    over a connection that is not encrypted.
    """
    encrypted = security is Security.IMPLICIT
    _expect((yield b""), 220, "greeting")
    capabilities = yield from _hello(name)
    if not encrypted and _wants_tls(security, capabilities):
        _expect((yield b"STARTTLS\r\n"), 220, "STARTTLS")
        yield Upgrade.TLS
        encrypted = True
        capabilities = yield from _hello(name)
    if credentials is not None:
        if not encrypted and security is not Security.PLAIN:
            raise DeliveryError("the relay offers no encryption, so the password is not sent to it", permanent=True)
        yield from _authenticate(credentials, capabilities)
    return capabilities


def _hello(name: str) -> Dialogue:
    reply = yield b"EHLO %b\r\n" % name.encode("idna" if not name.isascii() else "ascii")
    if reply.code in (500, 502):
        _expect((yield b"HELO %b\r\n" % name.encode()), 250, "HELO")
        return Capabilities()
    _expect(reply, 250, "EHLO")
    lines = reply.text.split("\n")[1:]
    pairs = tuple(
        (word.upper(), rest) for word, _, rest in (line.replace("=", " ", 1).partition(" ") for line in lines)
    )
    return Capabilities(pairs)


def _wants_tls(security: Security, capabilities: Capabilities) -> bool:
    offered = capabilities.offers("STARTTLS")
    if security is Security.STARTTLS and not offered:
        raise DeliveryError("the relay does not offer STARTTLS, which is required", permanent=True)
    return security is Security.STARTTLS or (security is Security.OPPORTUNISTIC and offered)


def _authenticate(credentials: Credentials, capabilities: Capabilities) -> Generator[bytes, Reply, None]:
    offered = capabilities.parameters("AUTH")
    if credentials.token:
        if "XOAUTH2" not in offered:
            raise DeliveryError("the relay does not offer AUTH XOAUTH2", permanent=True)
        yield from _xoauth2(credentials)
    elif "PLAIN" in offered:
        secret = f"\0{credentials.user}\0{credentials.password}"
        _authenticated((yield b"AUTH PLAIN %b\r\n" % _encoded(secret)))
    elif "LOGIN" in offered:
        _expect((yield b"AUTH LOGIN\r\n"), 334, "AUTH")
        _expect((yield b"%b\r\n" % _encoded(credentials.user)), 334, "AUTH")
        _authenticated((yield b"%b\r\n" % _encoded(credentials.password)))
    else:
        shown = " ".join(offered) or "nothing"
        raise DeliveryError(f"the relay offers {shown} for AUTH; PLAIN, LOGIN and XOAUTH2 are spoken", permanent=True)


def _xoauth2(credentials: Credentials) -> Generator[bytes, Reply, None]:
    """One round; after a refusal the server sends a challenge that wants an empty answer."""
    secret = f"user={credentials.user}\1auth=Bearer {credentials.token}\1\1"
    reply = yield b"AUTH XOAUTH2 %b\r\n" % _encoded(secret)
    if reply.code == 334:
        reply = yield b"\r\n"
    _authenticated(reply)


def _encoded(text: str) -> bytes:
    return base64.b64encode(text.encode())


def _authenticated(reply: Reply) -> None:
    if reply.code != 235:
        raise DeliveryError(f"the relay refuses the login: {printable(reply.line)}", permanent=reply.code >= 500)


def _expect(reply: Reply, code: int, stage: str) -> None:
    if reply.code != code:
        raise DeliveryError(f"{stage}: the relay says {printable(reply.line)}", permanent=reply.code >= 500)
