"""Git as the comparing engine: two long-lived `diff-tree` processes over a scratch repository.

One answers with pairs (raw output, rename detection), the other with words (patches). Objects are written loose, once
each; everything here is derived and is thrown away with the process.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import select
import shutil
import subprocess
import tempfile
import threading
import time
import weakref
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from policy.errors import ComparisonError

LEAST_SIMILARITY = 30
"""Percentage from which git reports a pair at all; the caller decides how much is enough where."""

_MOST_OBJECTS = 30_000
_BATCH = 200
_PATIENCE_SECONDS = 60.0
_COMMON = ("git", "diff-tree", "--stdin", "-r", "--no-color", "--no-ext-diff")
_RAW = (*_COMMON, "--raw", f"-M{LEAST_SIMILARITY}%", "-l0")
_PLAIN_PATCH = (*_COMMON, "-p", "--no-renames", "-U0", "--no-prefix")
_PATCH = (*_PLAIN_PATCH, "--minimal")

_MEMORY = "/dev/shm"  # noqa: S108 - mkdtemp makes a folder there that only this user may enter
_ROOM = 256 * 1024 * 1024

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Pair:
    """A removed file and an added one that git finds alike, by name, with the percentage of what they share."""

    old: str
    new: str
    similarity: int


class _Process:
    """One `git diff-tree --stdin`. Not for several threads at once."""

    def __init__(self, command: Sequence[str], repository: Path) -> None:
        self._process = subprocess.Popen(
            command,
            cwd=repository,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._count = 0

    def ask(self, requests: Sequence[str]) -> list[bytes]:
        """Return git's answer to each "old-tree new-tree", without the line that repeats the request."""
        answers: list[bytes] = []
        for start in range(0, len(requests), _BATCH):
            answers.extend(self._ask(requests[start : start + _BATCH]))
        return answers

    def _ask(self, requests: Sequence[str]) -> list[bytes]:
        self._count += 1
        marker = f"=END {self._count}"
        lines = "".join(f"{request}\n={position}=\n" for position, request in enumerate(requests))
        stdin = self._process.stdin
        if stdin is None:
            raise ComparisonError("git diff-tree", "has no input")
        try:
            stdin.write(f"{lines}{marker}\n".encode())
            stdin.flush()
        except BrokenPipeError as error:
            raise ComparisonError("git diff-tree", "ended early", "is git installed and working?") from error
        output = self._read_until(f"{marker}\n".encode())
        return _answers(output, requests)

    def _read_until(self, marker: bytes) -> bytes:
        stdout = self._process.stdout
        if stdout is None:
            raise ComparisonError("git diff-tree", "has no output")
        descriptor, chunks, tail = stdout.fileno(), [], b""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not tail.endswith(marker):
            ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
            chunk = os.read(descriptor, 1 << 20) if ready else b""
            if not chunk:
                raise ComparisonError("git diff-tree", "gave no complete answer", "compare smaller documents")
            chunks.append(chunk)
            tail = (tail + chunk)[-len(marker) :]
        return b"".join(chunks)[: -len(marker)]

    def close(self) -> None:
        """End the process."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(BrokenPipeError):  # unsent words of a process that ended by itself
                    stream.close()
        self._process.kill()
        self._process.wait()


def _answers(output: bytes, requests: Sequence[str]) -> list[bytes]:
    answers = []
    for position, request in enumerate(requests):
        answer, _, output = output.partition(f"\n={position}=\n".encode())
        first, _, rest = answer.partition(b"\n")
        if first.decode() != request:
            raise ComparisonError("git diff-tree", f"did not know the trees {request}")
        answers.append(rest + b"\n" if rest else b"")
    return answers


class Git:
    """Compares sets of small files. Holds a scratch repository and its processes until `close`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open()

    def _open(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="herald-compare-", dir=_MEMORY if _has_room(_MEMORY) else None))
        _initialise(self._folder)
        self._written: set[str] = set()
        self._processes = {"pairs": _Process(_RAW, self._folder), "words": _Process(_PATCH, self._folder)}
        self._finalizer = weakref.finalize(self, _discard, self._folder, self._processes)

    def close(self) -> None:
        """End the processes and remove the scratch repository."""
        self._finalizer()

    def pairs(self, groups: Sequence[tuple[Files, Files]]) -> list[list[Pair]]:
        """Return, for each group of old and new files, the pairs that git's rename detection finds, best first."""
        answers = self._ask("pairs", groups)
        return [sorted(_read_raw(answer), key=lambda pair: -pair.similarity) for answer in answers]

    def patch(self, old: Files, new: Files, *, minimal: bool = True) -> bytes:
        """Return git's patch from one set of files to the other, without lines of context.

        `minimal` asks for the fewest changed lines, whatever time that takes.
        """
        return self._ask("words" if minimal else "many words", [(old, new)])[0]

    def _ask(self, which: str, groups: Sequence[tuple[Files, Files]]) -> list[bytes]:
        with self._lock:
            if len(self._written) > _MOST_OBJECTS:  # so that a long history takes no more room
                self._renew()
            if which not in self._processes:
                self._processes[which] = _Process(_PLAIN_PATCH, self._folder)
            try:
                return self._processes[which].ask(self._requests(groups))
            except ComparisonError:
                self._renew()
                raise

    def _renew(self) -> None:
        self.close()
        self._open()

    def _requests(self, groups: Iterable[tuple[Files, Files]]) -> list[str]:
        return [f"{self._tree(old)} {self._tree(new)}" for old, new in groups]

    def _tree(self, files: Files) -> str:
        entries = (
            b"100644 " + name.encode() + b"\0" + bytes.fromhex(self._write(b"blob", content))
            for name, content in sorted(files.items())
        )
        return self._write(b"tree", b"".join(entries))

    def _write(self, kind: bytes, body: bytes) -> str:
        content = kind + b" " + str(len(body)).encode() + b"\0" + body
        name = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        if name not in self._written:
            # Written under its own name at once: nobody reads an object before its name is sent to git.
            target = os.open(f"{self._folder}/objects/{name[:2]}/{name[2:]}", os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.write(target, zlib.compress(content, 1))
            finally:
                os.close(target)
            self._written.add(name)
        return name


def _read_raw(answer: bytes) -> Iterable[Pair]:
    for line in answer.decode().splitlines():
        status, *names = line.rpartition(" ")[2].split("\t")
        if status.startswith("R"):
            yield Pair(names[0], names[1], int(status[1:]))


def _initialise(folder: Path) -> None:
    subprocess.run(
        ("git", "init", "--quiet", "--bare", "--template=", "."), cwd=folder, env=_environment(), check=True, timeout=60
    )
    for number in range(256):
        (folder / "objects" / f"{number:02x}").mkdir(exist_ok=True)


def _has_room(folder: str) -> bool:
    """May scratch objects, a few megabytes, be kept in memory?"""
    try:
        return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= _ROOM
    except OSError:
        return False


def _discard(folder: Path, processes: dict[str, _Process]) -> None:
    for process in processes.values():
        process.close()
    shutil.rmtree(folder, ignore_errors=True)


def _environment() -> dict[str, str]:
    """Git's environment with nothing of the user's: no configuration, no attributes, no other repository."""
    null = os.devnull
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C",
        "GIT_CONFIG_GLOBAL": null,
        "GIT_CONFIG_SYSTEM": null,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": "/",
        "HOME": null,
    }
