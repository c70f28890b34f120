"""Tokens are worth something only here, only for their purpose, only in time."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.errors import SigningError
from notifier.model.address import AddressError
from notifier.signing import Signer, _base32

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SIGNER = Signer(b"a sufficiently long key")
OTHER = Signer(b"another, as long, key..")


@given(st.integers(0, 2**63 - 1))
def test_reply_token_round_trip_in_any_case(number: int) -> None:
    token = SIGNER.reply_token(number)
    assert SIGNER.read_reply_token(token.upper()) == number
    assert len(token) <= 29
    assert token.isalnum()


@given(st.text(max_size=40))
def test_arbitrary_text_is_never_a_token(text: str) -> None:
    for read in (SIGNER.read_reply_token, SIGNER.read_message_id):
        with pytest.raises(SigningError):
            read(text)
    with pytest.raises(SigningError):
        SIGNER.read_link_token(text, purpose="forget", now=NOW)


def test_every_changed_character_is_noticed() -> None:
    token = SIGNER.reply_token(123456)
    for place, character in enumerate(token):
        forged = token[:place] + ("a" if character != "a" else "b") + token[place + 1 :]
        with pytest.raises(SigningError):
            SIGNER.read_reply_token(forged)


def test_a_foreign_key_signs_nothing_here() -> None:
    with pytest.raises(SigningError):
        SIGNER.read_reply_token(OTHER.reply_token(7))


def test_purposes_do_not_mix() -> None:
    with pytest.raises(SigningError):
        SIGNER.read_message_id(f"<{SIGNER.reply_token(7)}@mail.example>")
    with pytest.raises(SigningError):
        SIGNER.read_link_token(SIGNER.link_token("view", "7", None), purpose="forget", now=NOW)


def test_message_id_is_the_same_for_every_attempt_and_can_be_read() -> None:
    first = SIGNER.message_id(7, "mail.example")
    assert first == SIGNER.message_id(7, "mail.example") != SIGNER.message_id(8, "mail.example")
    assert SIGNER.read_message_id(f" {first} ") == 7


@pytest.mark.parametrize(("seconds", "valid"), [(-1, True), (0, False), (1, False)])
def test_links_end_on_time(seconds: int, valid: bool) -> None:
    token = SIGNER.link_token("forget", "customer:9", NOW)
    at = NOW + timedelta(seconds=seconds)
    if valid:
        assert SIGNER.read_link_token(token, purpose="forget", now=at) == "customer:9"
    else:
        with pytest.raises(SigningError, match="expired"):
            SIGNER.read_link_token(token, purpose="forget", now=at)


def test_a_changed_key_still_reads_what_the_previous_one_signed() -> None:
    rotated = Signer(b"the new key, long enough", previous=(b"a sufficiently long key",))
    assert rotated.read_reply_token(SIGNER.reply_token(5)) == 5
    assert rotated.reply_token(5) != SIGNER.reply_token(5)
    assert SIGNER.address_hash("j@example.com") in rotated.hashes_of_address("J@EXAMPLE.com")


def test_address_hash_is_equal_for_all_spellings() -> None:
    assert SIGNER.address_hash("Jürg@Bücher.example") == SIGNER.address_hash("jürg@xn--bcher-kva.example")
    assert SIGNER.address_hash("a@example.com") != OTHER.address_hash("a@example.com")
    with pytest.raises(AddressError):
        SIGNER.address_hash("nobody")


def test_the_key_is_not_shown_and_not_short() -> None:
    assert "sufficiently" not in repr(SIGNER)
    with pytest.raises(SigningError, match="HERALD_SECRET"):
        Signer(b"short")


@given(st.binary(min_size=1, max_size=20))
def test_references_are_base32_as_the_standard_has_it(content: bytes) -> None:
    assert _base32(content) == base64.b32encode(content).decode().rstrip("=").lower()


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_both_references_at_once_are_those_made_one_by_one(number: int) -> None:
    token, identity = SIGNER.references(number)
    assert token == SIGNER.reply_token(number)
    assert f"<{identity}@a.example>" == SIGNER.message_id(number, "a.example")
    assert SIGNER.read_reply_token(token) == number
