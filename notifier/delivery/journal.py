"""The acceptance journal: what a relay has accepted, written down before anything else happens.

Marks reach the ledger in batches, because a durable commit a message would be a hundred times slower. Between a relay's
answer and the commit, the answer stands here: a line in the page cache, which outlives `kill -9` (not a power cut; then
the last fraction of a second is sent twice, with the same Message-ID). A worker that starts, or any other one that
looks, adopts journals whose owner is dead: the kernel drops the owner's lock with its process.

Two files a worker, used in turn: while the marks of one are being committed, answers go to the other. They are written
through shared memory, which costs a tenth of a system call; room on the disk is taken before, so that a full disk is an
error here and never a signal.
"""

from __future__ import annotations

import errno
import fcntl
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

SUFFIX = ".accepted"
SIDES = ("a", "b")
CHUNK = 1 << 18  # octets by which a file grows: some thousand acceptances


class Acceptance(NamedTuple):
    """One accepted message: its delivery, the instant in microseconds, the relay's answer."""

    key: int
    at: int
    response: str


class Journal:
    """The journal of one worker; `owner` names it and is the lease owner in the ledger."""

    def __init__(self, folder: Path, owner: str) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.owner = owner
        self._paths = [folder / f"{owner}.{side}{SUFFIX}" for side in SIDES]
        self._lock = os.open(folder / f"{owner}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._files = [_File(path) for path in self._paths]
        self._side = 0
        self._append = self._files[0].append
        self._lock_path = folder / f"{owner}.lock"

    def note(self, key: int, at: int, response: str) -> None:
        """Write one acceptance; raises OSError when the disk is full, with nothing half written left behind."""
        self._append(b"%d %d %b\n" % (key, at, response.encode()))

    def turn(self) -> int:
        """Begin a batch: later notes go to the other file. Returns the side to `forget` once the batch is committed."""
        full = self._side
        self._side = 1 - full
        self._append = self._files[self._side].append
        return full

    def forget(self, side: int) -> None:
        """The acceptances of this side are in the ledger."""
        self._files[side].clear()

    def abandon(self) -> None:
        """Let go and leave the files for whoever adopts them."""
        for file in self._files:
            file.close()
        os.close(self._lock)

    def close(self) -> None:
        """Remove the files; call when everything is in the ledger."""
        for file in self._files:
            file.close()
        for path in (*self._paths, self._lock_path):
            path.unlink(missing_ok=True)
        os.close(self._lock)


class _File:
    """Lines in memory that is the file's; what is not written yet is zero."""

    __slots__ = ("_descriptor", "_end", "_memory", "_size")

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._memory: mmap.mmap | None = None
        self._size = 0
        self._end = 0

    def append(self, line: bytes) -> None:
        end = self._end + len(line)
        if self._memory is None or end > self._size:
            self._memory = self._grown(end)
        self._memory[self._end : end] = line
        self._end = end

    def _grown(self, least: int) -> mmap.mmap:
        while self._size < least:
            written = os.pwrite(self._descriptor, bytes(CHUNK), self._size)
            if written != CHUNK:
                raise OSError(errno.ENOSPC, "no space left for the delivery journal")
            self._size += CHUNK
        if self._memory is not None:
            self._memory.close()
        return mmap.mmap(self._descriptor, self._size)

    def clear(self) -> None:
        if self._memory is not None:
            self._memory[: self._end] = bytes(self._end)
        self._end = 0

    def close(self) -> None:
        if self._memory is not None:
            self._memory.close()
        os.close(self._descriptor)


@contextmanager
def orphans(folder: Path) -> Iterator[tuple[str, ...]]:
    """Owners whose process is dead; while the context lasts nobody else adopts them. Afterwards they are removed."""
    held: list[tuple[str, int]] = []
    try:
        for path in sorted(folder.glob("*.lock")) if folder.is_dir() else ():
            descriptor = os.open(path, os.O_RDWR)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                continue
            if path.exists():
                held.append((path.stem, descriptor))
            else:  # somebody adopted it between our look and our lock
                os.close(descriptor)
        yield tuple(owner for owner, _ in held)
        for owner, _ in held:  # not reached when adopting failed: then the journals stay
            _remove(folder, owner)
    finally:
        for _, descriptor in held:
            os.close(descriptor)


def _remove(folder: Path, owner: str) -> None:
    for side in SIDES:
        (folder / f"{owner}.{side}{SUFFIX}").unlink(missing_ok=True)
    (folder / f"{owner}.lock").unlink(missing_ok=True)


def read_journal(folder: Path, owner: str) -> tuple[Acceptance, ...]:
    """Everything that a worker noted and did not forget; a last line that was cut short, or has a hole of zeros where
    the writer died within it, is left out."""
    return tuple(item for side in SIDES for item in _read(folder / f"{owner}.{side}{SUFFIX}"))


def _read(path: Path) -> Iterator[Acceptance]:
    content = path.read_bytes() if path.exists() else b""
    for line in content.split(b"\n")[:-1]:
        key, _, rest = line.decode("utf-8", "replace").partition(" ")
        at, _, response = rest.partition(" ")
        if key.isdigit() and at.isdigit() and "\0" not in response:
            yield Acceptance(int(key), int(at), response)
