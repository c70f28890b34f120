"""The lock that keeps a second sending process off one SQLite ledger."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path

from notifier.errors import LedgerError


@dataclass(slots=True)
class FileLock:
    """An advisory lock on `LEDGER.lock`; the kernel drops it when its process ends, however it ends."""

    path: Path
    descriptor: int

    @classmethod
    def take(cls, ledger: Path) -> FileLock:
        """Take the lock of a ledger file; raises LedgerError naming the process that holds it."""
        path = ledger.with_name(ledger.name + ".lock")
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as problem:
            raise LedgerError(f"{path}: the ledger cannot be locked: {problem.strerror}") from problem
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(descriptor)
            raise LedgerError(
                f"{ledger}: process {holder} already works on this ledger; stop it first, or use PostgreSQL "
                "to run several"
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        return cls(path, descriptor)

    def release(self) -> None:
        """Give the lock back; doing it twice is harmless."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1
