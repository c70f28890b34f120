"""Which addresses are the same, and which are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.model.address import AddressError, address_key, plain_address_key

SAME = [
    ("Jane.Doe@Example.COM", "jane.doe@example.com"),
    ("jane@example.com.", "jane@example.com"),
    ("o'neil+news@sub.example.co.uk", "o'neil+news@sub.example.co.uk"),
    ("info@Bücher.example", "info@xn--bcher-kva.example"),
    ("info@xn--BCHER-kva.example", "info@xn--bcher-kva.example"),
    ("jürg@example.ch", "jürg@example.ch"),
    ("ju\u0308rg@example.ch", "jürg@example.ch"),
    ("STRASSE@straße.example", "strasse@xn--strae-oqa.example"),
    ("почта@пример.рф", "почта@xn--e1afmkfd.xn--p1ai"),
    ("דוא@דוגמה.קום", "דוא@xn--6dbbec0c.xn--9dbq2a"),
    ("İ@example.com", "i̇@example.com"),
]
NONE = [
    "", "jane", "@example.com", "jane@", "jane@example", "jane@.example.com", "jane@exa_mple.com", "jane@-a.com",
    "ja ne@example.com", "jane@example.com\nBcc: all@example.com", "jane@exam\u200bple.com", ".jane@example.com",
    "ja..ne@example.com", "jane.@example.com", "jane@[127.0.0.1]", "jane@127.0.0.1", "jane,joe@example.com",
    "<jane@example.com>", '"jane"@example.com', "jane@doe@example.com", "a" * 65 + "@example.com",
    "a@" + "b" * 64 + ".com", "a@" + ".".join(["b" * 60] * 5), "jane@xn--\xff.com", "jane@xn--0.com", "jane\x00@example.com",
]  # fmt: skip


@pytest.mark.parametrize(("spelling", "key"), SAME)
def test_spellings_of_one_mailbox(spelling: str, key: str) -> None:
    assert address_key(spelling) == key
    assert address_key(key) == key


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(AddressError):
        address_key(text)


@given(st.emails())
def test_the_quick_way_agrees_with_the_thorough_one(email: str) -> None:
    quick = plain_address_key(email)
    if quick is not None:
        assert address_key(quick) == quick
        assert quick.partition("@")[0] == email.partition("@")[0].lower()


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_a_clear_refusal(text: str) -> None:
    try:
        key = address_key(text)
    except AddressError:
        return
    assert "@" in key
    assert address_key(key) == key
