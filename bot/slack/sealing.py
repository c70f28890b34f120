"""Tokens at rest: sealed with a key that is derived from HERALD_SECRET, readable under earlier ones too."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import BotError

PURPOSE = b"herald:slack-installations"


class SealError(BotError):
    """Something sealed cannot be opened: it was altered, or sealed under a key that is not known any more."""


class Sealer:
    """Seals under the first secret, opens under any. `repr` shows no key."""

    def __init__(self, secrets: tuple[bytes, ...]) -> None:
        if not secrets or not all(secrets):
            raise SealError("HERALD_SECRET is not set: Slack's tokens are never kept unsealed")
        self._keys = MultiFernet([Fernet(_key(secret)) for secret in secrets])

    def __repr__(self) -> str:
        return "Sealer()"

    def seal(self, content: bytes) -> bytes:
        """Return the content encrypted and authenticated."""
        return self._keys.encrypt(content)

    def open(self, sealed: bytes) -> bytes:
        """Return the content; raises SealError when it is not ours or was altered."""
        try:
            return self._keys.decrypt(sealed)
        except InvalidToken:
            raise SealError(
                "a kept Slack token cannot be opened: was HERALD_SECRET changed? Install Herald again"
            ) from None

    def renew(self, sealed: bytes) -> bytes:
        """Return the same content sealed under the first secret; raises SealError."""
        return self.seal(self.open(sealed))


def _key(secret: bytes) -> bytes:
    return base64.urlsafe_b64encode(HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(secret))
