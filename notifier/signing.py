"""Signed reply addresses, links and message ids; keyed hashes of addresses.

Every use has a key of its own, derived from the deployment's secret, so that a token made for one purpose is worth
nothing for another. Tokens that travel in addresses use base32, because mail servers fold the case of local parts.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache

from notifier.errors import SigningError
from notifier.model.address import address_key

SHORTEST_KEY = 16  # octets
MAC_OCTETS = 10  # 80 bits: an online guess, once a message, is hopeless, and the address stays short
LINK_MAC_OCTETS = 16
LONGEST_TOKEN = 512  # characters; longer ones are refused unread
LONGEST_REFERENCE = 29  # letters of a reply token
NEVER = 0
MOST_AT_ONCE = 20  # octets in 32 letters
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
BLOCK = hashlib.sha256().block_size
INNER = bytes(octet ^ 0x36 for octet in range(256))
OUTER = bytes(octet ^ 0x5C for octet in range(256))
LETTERS = ALPHABET.encode().ljust(256)


def _spread() -> Iterator[tuple[int, int, int]]:
    """For each halving of 160 bits: masks of the upper and of the lower halves, and how far the upper ones move."""
    for half, apart, times in ((80, 128, 1), (40, 64, 2), (20, 32, 4), (10, 16, 8), (5, 8, 16)):
        lower = sum(((1 << half) - 1) << (2 * apart * place) for place in range(times))
        yield lower << half, lower, apart - half


SPREAD = tuple(_spread())


class Signer:
    """Makes and reads what only this deployment can make; `previous` keys are still read after a change of key."""

    __slots__ = ("_hashes", "_keys")

    def __init__(self, key: bytes, previous: tuple[bytes, ...] = ()) -> None:
        for candidate in (key, *previous):
            if len(candidate) < SHORTEST_KEY:
                raise SigningError(f"the signing key is shorter than {SHORTEST_KEY} octets: set a longer HERALD_SECRET")
        self._keys = (key, *previous)
        self._hashes = {purpose: _keyed(key, purpose) for purpose in ("reply", "message-id")}

    def __repr__(self) -> str:
        return "Signer(<secret>)"

    def reply_token(self, delivery_id: int) -> str:
        """The `+token` of the reply address of one delivery: 20 to 29 characters of a-z and 2-7."""
        return self._sign_number("reply", delivery_id)

    def references(self, delivery_id: int) -> tuple[str, str]:
        """The reply token of a delivery and the local part of its Message-ID (see `message_id`)."""
        return _base32(self._signed("reply", delivery_id)), self._signed("message-id", delivery_id).hex()

    def read_reply_token(self, token: str) -> int:
        """The delivery id inside a reply token in any case; raises SigningError for anything not signed here."""
        return self._read_number("reply", token)

    def message_id(self, delivery_id: int, domain: str) -> str:
        """The Message-ID of one delivery, the same for every attempt, in angle brackets."""
        return f"<{self._signed('message-id', delivery_id).hex()}@{domain}>"

    def read_message_id(self, message_id: str) -> int:
        """The delivery id inside a Message-ID made here; raises SigningError for any other."""
        return self._read_signed("message-id", _unhex(message_id.strip().lstrip("<").partition("@")[0]))

    def link_token(self, purpose: str, subject: str, expires: datetime | None) -> str:
        """A token for a link that does one thing (`purpose`) for one `subject` until `expires` (None: for ever)."""
        until = NEVER if expires is None else int(expires.timestamp())
        body = f"{until}|{subject}".encode()
        token = _base64(self._mac(self._keys[0], f"link:{purpose}", body)[:LINK_MAC_OCTETS] + body)
        if len(token) > LONGEST_TOKEN:
            raise SigningError(f"the subject of a link may not be that long ({len(subject)} characters)")
        return token

    def read_link_token(self, token: str, *, purpose: str, now: datetime) -> str:
        """The subject of a link token; raises SigningError when forged, made for another purpose, or expired."""
        if now.tzinfo is None:
            raise ValueError("now must be aware")
        content = _unbase64(token)
        mac, body = content[:LINK_MAC_OCTETS], content[LINK_MAC_OCTETS:]
        if not self._is_signed(f"link:{purpose}", body, mac):
            raise SigningError("the link was not made here, or is damaged")
        until, _, subject = body.decode().partition("|")
        if int(until) != NEVER and now >= datetime.fromtimestamp(int(until), UTC):
            raise SigningError("the link has expired: ask for a new one")
        return subject

    def address_hash(self, email: str) -> str:
        """A keyed hash of an address, equal for all its spellings; proof of an erasure that holds no address.

        Always made with the present key; raises AddressError for what is no address.
        """
        return self._mac(self._keys[0], "address", address_key(email).encode()).hex()

    def text_hash(self, kind: str, text: str) -> str:
        """A keyed hash of any other identifier of a person, such as the company's own customer id."""
        return self._mac(self._keys[0], f"text:{kind}", text.encode()).hex()

    def hashes_of_address(self, email: str) -> tuple[str, ...]:
        """The address hash under the present key and under each previous one, to look an old proof up."""
        key = address_key(email).encode()
        return tuple(self._mac(secret, "address", key).hex() for secret in self._keys)

    def hashes_of_text(self, kind: str, text: str) -> tuple[str, ...]:
        """The same for `text_hash`."""
        return tuple(self._mac(secret, f"text:{kind}", text.encode()).hex() for secret in self._keys)

    def _sign_number(self, purpose: str, number: int) -> str:
        return _base32(self._signed(purpose, number))

    def _signed(self, purpose: str, number: int) -> bytes:
        if number < 0:
            raise SigningError("only a row id can be signed")
        body = number.to_bytes((number.bit_length() + 7) // 8 if number > 0xFFFF else 2, "big")
        inner, outer = self._hashes[purpose]
        first, second = inner.copy(), outer.copy()
        first.update(body)
        second.update(first.digest())
        return second.digest()[:MAC_OCTETS] + body

    def _read_number(self, purpose: str, token: str) -> int:
        return self._read_signed(purpose, _unbase32(token))

    def _read_signed(self, purpose: str, content: bytes) -> int:
        mac, body = content[:MAC_OCTETS], content[MAC_OCTETS:]
        if not 2 <= len(body) <= 8 or not self._is_signed(purpose, body, mac):
            raise SigningError("the reference was not made here, or is damaged")
        return int.from_bytes(body, "big")

    def _is_signed(self, purpose: str, body: bytes, mac: bytes) -> bool:
        matches = [hmac.compare_digest(expected[: len(mac)], mac) for expected in self._macs(purpose, body)]
        return len(mac) in (MAC_OCTETS, LINK_MAC_OCTETS) and any(matches)

    def _macs(self, purpose: str, body: bytes) -> Iterator[bytes]:
        for key in self._keys:
            yield self._mac(key, purpose, body)

    @staticmethod
    def _mac(key: bytes, purpose: str, body: bytes) -> bytes:
        return hmac.digest(_own_key(key, purpose), body, "sha256")


@lru_cache(maxsize=256)
def _own_key(key: bytes, purpose: str) -> bytes:
    return hmac.digest(key, b"herald:" + purpose.encode(), "sha256")


def _keyed(key: bytes, purpose: str) -> tuple[hashlib._Hash, hashlib._Hash]:
    """HMAC's two hashes with the key taken in already (RFC 2104, section 4): a message signs two references, and
    setting up the key anew costs twice what hashing a row id does."""
    block = _own_key(key, purpose).ljust(BLOCK, b"\0")
    return hashlib.sha256(block.translate(INNER)), hashlib.sha256(block.translate(OUTER))


def _base32(content: bytes) -> str:
    """Base32 in lower case without padding. All letters of up to 20 octets at once: the number is halved five times, its
    halves moved apart, until each five bits have an octet of their own. Every message carries such a reference, and the
    standard library's encoder would be a tenth of what sending one costs."""
    if len(content) > MOST_AT_ONCE:
        return base64.b32encode(content).decode().rstrip("=").lower()
    number = int.from_bytes(content, "big") << (160 - len(content) * 8)
    for upper, lower, shift in SPREAD:
        number = (number & upper) << shift | number & lower
    return number.to_bytes(32, "big").translate(LETTERS)[: (len(content) * 8 + 4) // 5].decode()


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _unbase64(token: str) -> bytes:
    if len(token) > LONGEST_TOKEN:
        raise SigningError("the link is too long")
    try:
        content = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), b"-_", validate=True)
    except (binascii.Error, UnicodeError) as problem:
        raise SigningError("the link is damaged") from problem
    if _base64(content) != token:
        raise SigningError("the link is damaged")
    return content


def _unhex(text: str) -> bytes:
    try:
        return bytes.fromhex(text) if len(text) <= 64 and text.isalnum() else b""
    except ValueError as problem:
        raise SigningError("the reference is damaged") from problem


def _unbase32(token: str) -> bytes:
    if len(token) > 64:
        raise SigningError("the reference is too long")
    try:
        content = base64.b32decode(token.upper().encode("ascii") + b"=" * (-len(token) % 8))
    except (binascii.Error, UnicodeError) as problem:
        raise SigningError("the reference is damaged") from problem
    if base64.b32encode(content).decode().rstrip("=") != token.upper():
        raise SigningError("the reference is damaged")
    return content
