"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the real inputs; the test is skipped, saying so, where it is absent."""
    folder = Path(os.environ.get("HERALD_SHARED", ROOT.parent / "shared")).resolve()
    if not (folder / "data").is_dir():
        pytest.skip(f"the real inputs are absent: no folder {folder}/data (set HERALD_SHARED)")
    return folder
