"""What makes two e-mail addresses the same, and which ones can be written to at all. No I/O, no network."""

from __future__ import annotations

import re
import unicodedata

import idna

LONGEST_LOCAL_PART = 64  # octets, RFC 5321 4.5.3.1.1
LONGEST_ADDRESS = 254  # octets, RFC 5321 4.5.3.1.3 less the angle brackets
PLAIN = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
ATOM = r"!#$%&'*+/=?^_`{|}~-"


class AddressError(ValueError):
    """The text is no address that mail can be sent to; the message says why, without repeating the address."""


def address_key(email: str) -> str:
    """The form in which two spellings of one mailbox are equal: case folded, NFC, domain as IDNA 2008 A-labels.

    RFC 5321 lets a host tell `Jane` from `jane`; no provider in use does, and replies come back in any case, so the
    local part is folded as well. Raises AddressError for what is no address.
    """
    plain = plain_address_key(email)
    return plain if plain is not None else _full_key(email)


def plain_address_key(email: str) -> str | None:
    """The key of an ordinary ASCII address, or None when the thorough way (`address_key`) has to decide."""
    if PLAIN.fullmatch(email) is None or len(email) > LONGEST_ADDRESS or email.index("@") > LONGEST_LOCAL_PART:
        return None
    key = email.lower()
    return None if "xn--" in key else key


def _full_key(email: str) -> str:
    text = unicodedata.normalize("NFC", email)
    if not text:
        raise AddressError("is empty")
    if any(character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in text):
        raise AddressError("contains a space or an invisible character")
    local, at, domain = text.rpartition("@")
    if not at:
        raise AddressError("has no @")
    _check_local_part(local)
    key = f"{unicodedata.normalize('NFC', local.casefold())}@{_ascii_domain(domain)}"
    if len(key.encode()) > LONGEST_ADDRESS:
        raise AddressError(f"is longer than {LONGEST_ADDRESS} octets")
    return key


def _check_local_part(local: str) -> None:
    if not local:
        raise AddressError("has nothing before the @")
    if len(local.encode()) > LONGEST_LOCAL_PART:
        raise AddressError(f"has more than {LONGEST_LOCAL_PART} octets before the @")
    if local.startswith(".") or local.endswith(".") or ".." in local:
        raise AddressError("has a misplaced dot before the @")
    for character in local:
        if not (character.isalnum() or character in ATOM or character == "." or ord(character) > 0x7F):
            raise AddressError(f"has {character!r} before the @")


def _ascii_domain(domain: str) -> str:
    try:
        ascii_domain = idna.encode(domain.rstrip("."), uts46=True).decode().lower()
    except (idna.IDNAError, UnicodeError) as problem:
        raise AddressError("has a domain that is not one") from problem
    labels = ascii_domain.split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        raise AddressError("has a domain that is not one")
    return ascii_domain
