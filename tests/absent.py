"""What a test needs and this machine lacks."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def absent(what: str) -> NoReturn:
    """Skip the test, saying what is missing; in continuous integration fail it."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)
