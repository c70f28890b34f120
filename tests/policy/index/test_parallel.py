"""A long history indexed in several processes is stored as it would be by one."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlite_utils import Database

from policy.index import PolicyIndex, Refreshed
from policy.index.preparing import FEWEST_REVISIONS, processes_for
from policy.repository import PolicyRepository

if TYPE_CHECKING:
    from tests.policy.conftest import Legal

TEXT = (
    "# Privacy\n\nLast updated: March 1, 2025\n\n# 1. Sharing\n\nWe share names with Rackety.\n\n# 2. Keeping\n\n{}\n"
)


def stored(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that the index holds, texts by their content: their row numbers follow the order of writing."""
    database = Database(path)
    queries = {
        "revisions": "SELECT * FROM revisions ORDER BY document, position",
        "sections": "SELECT r.document, r.position, s.position, s.key, s.number, s.heading, s.line, t.hash, t.text "
        "FROM sections s JOIN revisions r ON r.id = s.revision JOIN texts t ON t.id = s.text ORDER BY 1, 2, 3",
        "changes": "SELECT r.document, r.position, c.position, c.kind, c.old_section, c.new_section, c.label, c.words "
        "FROM changes c JOIN revisions r ON r.id = c.revision ORDER BY 1, 2, 3",
        "texts": "SELECT hash, text FROM texts ORDER BY hash",
    }
    return {name: list(database.conn.execute(query)) for name, query in queries.items()}


def indexed(folder: Path, path: Path) -> Refreshed:
    with PolicyRepository.open(folder) as repository, PolicyIndex.open(path, repository) as index:
        return index.refresh()


def in_processes(monkeypatch: pytest.MonkeyPatch, count: int, batch: int = 50) -> None:
    monkeypatch.setattr("policy.index.index.processes_for", lambda _: count)
    monkeypatch.setattr("policy.index.index._BATCH", batch)


@pytest.mark.slow
def test_several_processes_store_what_one_would(
    real_history: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = real_history("demo-versions")
    in_processes(monkeypatch, 1)
    assert indexed(folder, tmp_path / "one.db") == Refreshed(120, 0)
    in_processes(monkeypatch, 2, batch=7)
    assert indexed(folder, tmp_path / "two.db") == Refreshed(120, 0)
    one, two = stored(tmp_path / "one.db"), stored(tmp_path / "two.db")
    assert one["sections"]
    assert one["changes"]
    assert one == two


def test_a_stretch_goes_on_from_the_last_text_that_can_be_read(
    legal: Legal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents: list[str | bytes] = [TEXT.format(f"We keep letters for {days} days.") for days in (30, 60, 90)]
    contents[1:1] = [b"\x00\x01" * 400, b"\x00\x02" * 400]
    for number, content in enumerate(contents):
        legal.commit(f"Revision {number}", privacy__md=content)
    in_processes(monkeypatch, 1)
    indexed(legal.folder, tmp_path / "one.db")
    in_processes(monkeypatch, 2, batch=1)
    indexed(legal.folder, tmp_path / "two.db")
    assert stored(tmp_path / "one.db") == stored(tmp_path / "two.db")
    assert len(stored(tmp_path / "two.db")["changes"]) == 2


def test_a_process_that_dies_leaves_the_work_to_this_one(
    legal: Legal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (30, 60, 90):
        legal.commit(f"{days}", privacy__md=TEXT.format(f"We keep letters for {days} days."))

    @contextmanager
    def dying(*_: object) -> Iterator[Iterator[object]]:
        def none() -> Iterator[object]:
            raise BrokenProcessPool("a process ended abruptly")
            yield

        yield none()

    in_processes(monkeypatch, 2)
    monkeypatch.setattr("policy.index.parallel.prepared_elsewhere", dying)
    told: list[tuple[str, int, int]] = []
    with legal.open() as repository, PolicyIndex.open(tmp_path / "index.db", repository) as index:
        assert index.refresh(lambda *step: told.append(step)) == Refreshed(3, 0)
    assert told == [("privacy.md", 3, 3)]


def test_few_revisions_need_no_further_process() -> None:
    assert processes_for(FEWEST_REVISIONS - 1) == 1


SCRIPT = """
import sys
from pathlib import Path
import policy.index.index as index
from policy.repository import PolicyRepository

if __name__ == "__main__":
    index.processes_for, index._BATCH = lambda _: 2, 1
    with PolicyRepository.open(sys.argv[1]) as repository:
        with index.PolicyIndex.open(Path(sys.argv[2]), repository) as opened:
            opened.refresh(lambda *step: print(*step, flush=True))
"""


@pytest.mark.slow
def test_processes_end_with_the_one_that_asked(real_history: Callable[[str], Path], tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    mark = {"MARK_OF_THIS_TEST": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[3])}
    words = [sys.executable, str(script), str(real_history("demo-versions")), str(tmp_path / "index.db")]
    with subprocess.Popen(words, env=mark, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        assert len(processes_with(tmp_path)) >= 3
        process.kill()
    deadline = time.monotonic() + 20
    while processes_with(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert processes_with(tmp_path) == []


def processes_with(mark: Path) -> list[int]:
    """Processes whose environment bears the mark of a test."""
    found = []
    for place in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"MARK_OF_THIS_TEST={mark}".encode() in place.read_bytes():
                found.append(int(place.parent.name))
        except OSError:  # it has ended meanwhile, or is somebody else's
            continue
    return found
