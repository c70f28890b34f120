"""DKIM signatures (RFC 6376; Ed25519: RFC 8463), made for many messages that share their headers' shape.

Headers are canonicalised `relaxed`, bodies `simple`: a quoted-printable body has no white space that relays touch, and
hashing it as it stands costs a tenth of folding it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from notifier.errors import DeliveryError

SIGNED = (
    b"from",
    b"to",
    b"reply-to",
    b"subject",
    b"date",
    b"message-id",
    b"mime-version",
    b"content-type",
    b"auto-submitted",
    b"feedback-id",
)
SHORTEST_RSA = 2048
UNFOLD = re.compile(rb"\r\n(?=[ \t])")
SPACES = re.compile(rb"[ \t]+")
LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,61}[A-Za-z0-9])?")
DIGEST = utils.Prehashed(hashes.SHA256())


@dataclass(frozen=True, slots=True)
class DkimKey:
    """A private key and where its public half stands in DNS: `selector._domainkey.domain`."""

    domain: str
    selector: str
    algorithm: str
    sign: Callable[[bytes], bytes]

    def __repr__(self) -> str:
        return f"DkimKey({self.selector}._domainkey.{self.domain}, {self.algorithm})"


def read_key(path: Path, *, domain: str, selector: str) -> DkimKey:
    """Read a PEM file with an RSA (2048 bits or more) or Ed25519 key; raises DeliveryError naming the file."""
    for label, value in (("domain", domain), ("selector", selector)):
        if LABEL.fullmatch(value) is None:
            raise DeliveryError(f"DKIM {label} {value!r} is no name in DNS", permanent=True)
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise DeliveryError(f"DKIM key {path}: no readable PEM key without a password", permanent=True) from error
    if isinstance(key, Ed25519PrivateKey):
        return DkimKey(domain, selector, "ed25519-sha256", key.sign)
    if isinstance(key, RSAPrivateKey):
        if key.key_size < SHORTEST_RSA:
            raise DeliveryError(f"DKIM key {path}: RSA of {key.key_size} bits; use {SHORTEST_RSA}", permanent=True)
        rsa = key
        return DkimKey(domain, selector, "rsa-sha256", lambda digest: rsa.sign(digest, padding.PKCS1v15(), DIGEST))
    raise DeliveryError(f"DKIM key {path}: neither RSA nor Ed25519", permanent=True)


class DkimSigner:
    """Puts a signature of each key before a message; receivers that know only one of the kinds use that one."""

    def __init__(self, keys: tuple[DkimKey, ...], now: Callable[[], datetime]) -> None:
        self._keys = keys
        self._now = now

    def __call__(self, content: bytes) -> bytes:
        """Return the message with its DKIM-Signature headers in front."""
        head, _, body = content.partition(b"\r\n\r\n")
        headers = canonical_headers(head)
        body_hash = base64.b64encode(hashlib.sha256(canonical_body(body)).digest())
        stamp = b"%d" % int(self._now().timestamp())
        signatures = [self._signature(key, headers, body_hash, stamp) for key in self._keys]
        return b"".join((*signatures, content))

    @staticmethod
    def _signature(key: DkimKey, headers: dict[bytes, bytes], body_hash: bytes, stamp: bytes) -> bytes:
        names = [name for name in SIGNED if name in headers]
        unsigned = b"v=1; a=%b; c=relaxed/simple; d=%b; s=%b; t=%b;\r\n h=%b;\r\n bh=%b;\r\n b=" % (
            key.algorithm.encode(),
            key.domain.encode(),
            key.selector.encode(),
            stamp,
            b":".join([*names, b"from"]),  # From once more than it occurs: none can be added (RFC 6376, 5.4)
            body_hash,
        )
        own = b"dkim-signature:" + SPACES.sub(b" ", UNFOLD.sub(b"", unsigned))
        digest = hashlib.sha256(b"".join([*(headers[name] for name in names), own])).digest()
        value = base64.b64encode(key.sign(digest))
        folded = b"\r\n ".join(value[start : start + 72] for start in range(0, len(value), 72))
        return b"DKIM-Signature: %b%b\r\n" % (unsigned, folded)


def read_signer(keys: str, sender: str, now: Callable[[], datetime]) -> DkimSigner | None:
    """Read "selector=/path/key.pem …" into a signer for the sender's domain; None when there is no key."""
    domain = sender.rpartition("@")[2]
    pairs = [item.partition("=") for item in keys.split()]
    found = tuple(read_key(Path(path), domain=domain, selector=selector) for selector, _, path in pairs)
    return DkimSigner(found, now) if found else None


def canonical_headers(head: bytes) -> dict[bytes, bytes]:
    """Each header by its lower-case name, relaxed (RFC 6376, section 3.4.2), with its line end."""
    found: dict[bytes, bytes] = {}
    for line in UNFOLD.sub(b"", head).split(b"\r\n"):
        name, _, value = line.partition(b":")
        key = name.strip().lower()
        found[key] = key + b":" + SPACES.sub(b" ", value).strip() + b"\r\n"
    return found


def canonical_body(body: bytes) -> bytes:
    """The body `simple`: exactly one line end at its end (RFC 6376, section 3.4.3)."""
    return body.rstrip(b"\r\n") + b"\r\n" if body.endswith(b"\r\n\r\n") or not body.endswith(b"\r\n") else body
