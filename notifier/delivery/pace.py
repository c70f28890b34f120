"""How much goes between worker and ledger at once, and how Python itself is kept out of the way meanwhile."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def smoothly() -> Iterator[None]:
    """Keep Python out of the way while a run lasts.

    It looks for cyclic garbage seldom (a message makes none, but lives long enough to be looked at thrice), and threads
    give way sooner: the ledger's would else make every connection wait for milliseconds.
    """
    threshold, interval = gc.get_threshold(), sys.getswitchinterval()
    gc.set_threshold(max(threshold[0], 200_000), *threshold[1:])
    sys.setswitchinterval(min(interval, 0.0005))
    try:
        yield
    finally:
        sys.setswitchinterval(interval)
        gc.set_threshold(*threshold)
