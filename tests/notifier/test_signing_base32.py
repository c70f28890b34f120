"""References are written by an encoder of our own: its letters must be those of RFC 4648."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from notifier.signing import _base32


@given(st.binary(min_size=1, max_size=32))
def test_the_fast_encoder_agrees_with_the_standard_one(content: bytes) -> None:
    assert _base32(content) == base64.b32encode(content).decode().rstrip("=").lower()
