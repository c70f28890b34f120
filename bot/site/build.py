"""Writing the public site into a folder: all of it or nothing."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from bot.errors import UsageError
from bot.site.pages import pages
from bot.site.values import Publication

MARK = ".policy-herald-site"
"""A folder is only ever replaced when it bears this mark, or is empty."""


def build_site(publication: Publication, out: Path) -> int:
    """Write every page below `out` and return how many; an earlier build is replaced at once, in one rename.

    Raises UsageError when `out` holds something that is not an earlier build.
    """
    try:
        if out.exists() and not (out.is_dir() and ((out / MARK).exists() or not any(out.iterdir()))):
            raise UsageError(f"site build: {out} is not empty and was not made by herald; name another folder")
        out.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        try:
            made.chmod(0o755)
            count = _write(publication, made)
            _replace(made, out)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise UsageError(f"site build: {out}: {error.strerror or error}; nothing was changed") from None
    return count


def _write(publication: Publication, folder: Path) -> int:
    count = 0
    for path, body in pages(publication):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
        count += 1
    (folder / MARK).write_bytes(b"")
    return count


def _replace(made: Path, out: Path) -> None:
    old = made.with_name(made.name + "-old")
    if out.exists():
        out.rename(old)
    try:
        made.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
