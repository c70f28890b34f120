"""Files that were exported and kept: deleted by age, and when a person in them is erased."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

EXPORTS = "exports"  # the folder beside the ledger's other state where kept exports lie
KEPT_FOR = timedelta(days=30)
PIECE = 1024 * 1024


def sweep_exports(
    folder: Path, *, now: datetime, keep: timedelta = KEPT_FOR, needles: tuple[str, ...] = ()
) -> tuple[Path, ...]:
    """Overwrite and delete the files of `folder` that are older than `keep` or name one of `needles`; which they were.

    Links are deleted, never followed. A file that cannot be deleted stays for the next sweep. Overwriting reaches the
    disk's own blocks only where the file system writes in place.
    """
    if not folder.is_dir():
        return ()
    wanted = tuple(needle.casefold().encode() for needle in needles if needle)
    gone = []
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        try:
            if _is_old(path, now, keep) or (not path.is_symlink() and _names(path, wanted)):
                _wipe(path)
                gone.append(path)
        except OSError:
            continue
    return tuple(gone)


def _is_old(path: Path, now: datetime, keep: timedelta) -> bool:
    return now - datetime.fromtimestamp(path.lstat().st_mtime, UTC) > keep


def _names(path: Path, needles: tuple[bytes, ...]) -> bool:
    """Whether the file holds one of the needles in any case, also across two pieces that are read."""
    if not needles:
        return False
    longest = max(map(len, needles))
    with path.open("rb") as stream:
        tail = b""
        while piece := stream.read(PIECE):
            text = tail + piece.lower()
            if any(needle in text for needle in needles):
                return True
            tail = text[-longest:]
    return False


def _wipe(path: Path) -> None:
    if not path.is_symlink():
        left = path.stat().st_size
        with path.open("r+b") as stream:
            while left > 0:
                left -= stream.write(b"\0" * min(PIECE, left))
            stream.flush()
            os.fsync(stream.fileno())
    path.unlink()
