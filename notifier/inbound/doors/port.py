"""What every door shares: the store it hands bytes to, and the bound of a message."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import BinaryIO

from notifier.inbound.parse import CUT_HEADER
from notifier.inbound.store import Envelope

MOST_BYTES = 40 * 1024 * 1024  # 25 MB of attachment in base64, with room for the rest
KEPT_OF_TOO_LARGE = 256 * 1024
_CHUNK = 1024 * 1024

# Called with the bytes, the door's name and the envelope; returns when the bytes are committed, raises when they are
# not. A door says "accepted" only after it returned.
Store = Callable[[bytes, str, Envelope], Awaitable[object]]


def cut_to_bound(head: bytes, size: int) -> bytes:
    """What is kept of a message that is too large: its head, marked so that reading it ends in triage."""
    note = f"{CUT_HEADER}: {size} bytes, the first {min(len(head), KEPT_OF_TOO_LARGE)} were kept\r\n".encode()
    return note + head[:KEPT_OF_TOO_LARGE]


def is_cut(content: bytes) -> bool:
    """Tell whether only the head of a message was kept."""
    return content.startswith(CUT_HEADER.encode())


def read_bounded(stream: BinaryIO, most: int = MOST_BYTES) -> bytes:
    """Read a stream to its end in bounded memory; of one that is longer than `most` bytes the marked head is kept."""
    kept = bytearray()
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size <= most:
            kept += chunk
        else:
            del kept[KEPT_OF_TOO_LARGE:]
    return bytes(kept) if size <= most else cut_to_bound(bytes(kept), size)
