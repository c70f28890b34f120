"""Preparing a long history in several processes: each takes stretches of revisions and gives back what is to be stored.

Whoever asks writes, in order; a stretch that begins in the middle of a document reads the text before it once more.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import wait
from multiprocessing.util import Finalize
from pathlib import Path

from policy.compare import Comparer
from policy.documents import Document, read_document
from policy.errors import PolicyError
from policy.index.preparing import Prepared, Preparer, Stretch, forget_texts
from policy.repository import open_folder


@contextmanager
def prepared_elsewhere(
    folder: Path, stretches: Sequence[Stretch], processes: int
) -> Iterator[Iterator[tuple[Prepared, ...]]]:
    """Give what is to be stored of each stretch, in their order, as it is ready.

    Raises `concurrent.futures.BrokenExecutor` (while it is gone through) when a process dies.
    """
    # A fresh interpreter: a fork of a process with threads may stop for ever.
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(processes, context, initializer=_begin, initargs=(folder,))
    try:
        yield executor.map(_prepare, stretches)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


class _Tools:
    """What a process keeps between stretches."""

    def __init__(self, folder: Path) -> None:
        self._stack = ExitStack()
        self._git = open_folder(folder)
        self._stack.callback(self._git.close)
        self.comparer = self._stack.enter_context(Comparer())

    def read(self, blob: str, name: str) -> Document:
        return read_document(self._git.read_blob(blob), name)

    def close(self) -> None:
        self._stack.close()


_tools: list[_Tools] = []


def _begin(folder: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all: the process that asked ends the others
    tools = _Tools(folder)
    _tools.append(tools)
    Finalize(tools, tools.close, exitpriority=10)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that was killed ends nobody: without it, processes would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        for tools in _tools:  # what they hold stands in memory that nobody else would free
            tools.close()
        os._exit(1)


def _prepare(stretch: Stretch) -> tuple[Prepared, ...]:
    tools = _tools[0]
    settings = {revision.commit: known for revision, known in zip(stretch.revisions, stretch.settings, strict=True)}
    preparer = Preparer(
        lambda revision: tools.read(revision.blob, revision.document),
        lambda revision: settings[revision.commit],
        tools.comparer,
        _last_readable(tools, stretch),
    )
    prepared = tuple(preparer.prepare(revision) for revision in stretch.revisions)
    forget_texts()
    return prepared


def _last_readable(tools: _Tools, stretch: Stretch) -> Document | None:
    for blob in reversed(stretch.before):
        try:
            return tools.read(blob, stretch.revisions[0].document)
        except PolicyError:
            continue
    return None
