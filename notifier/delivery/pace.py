"""How much goes between worker and ledger at once, and how Python itself is kept out of the way meanwhile."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import NamedTuple


class Pace(NamedTuple):
    """How many messages go between worker and ledger at once: claimed, left in the queue when more are fetched, and
    settled before they are written."""

    claimed: int
    ready: int
    settled: int


ALONE = Pace(2000, 1500, 1000)
SHARED = Pace(500, 400, 500)
"""Where several workers may send: smaller, so that all of them end at the same time."""


class _Before:
    """How Python stood before the first of several runs; they may overlap, and the last one puts it back."""

    def __init__(self) -> None:
        self.runs = 0
        self.threshold = gc.get_threshold()
        self.interval = sys.getswitchinterval()
        self.lock = Lock()


_before = _Before()


@contextmanager
def smoothly() -> Iterator[None]:
    """Keep Python out of the way while a run lasts.

    It looks for cyclic garbage seldom (a message makes none, but lives long enough to be looked at thrice), and threads
    give way sooner: the ledger's would else make every connection wait for milliseconds.
    """
    with _before.lock:
        _before.runs += 1
        if _before.runs == 1:
            _before.threshold, _before.interval = gc.get_threshold(), sys.getswitchinterval()
            gc.set_threshold(max(_before.threshold[0], 200_000), *_before.threshold[1:])
            sys.setswitchinterval(min(_before.interval, 0.0005))
    try:
        yield
    finally:
        with _before.lock:
            _before.runs -= 1
            if not _before.runs:
                sys.setswitchinterval(_before.interval)
                gc.set_threshold(*_before.threshold)
