"""Index a whole real history (every text read, every pair compared) and set the time against `git log -p` of the same
repository; then add one revision and refresh. Prints medians of one run, and memory at quarters of the way.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from policy.index import PolicyIndex
from policy.repository import PolicyRepository

SHARED = Path(os.environ.get("HERALD_SHARED", Path(__file__).parent.parent.parent / "shared"))
MOST_TIMES = 12.0
MOST_SECONDS_AFTER_A_MERGE = 1.0
IDENTITY = ("-c", "user.name=Bench", "-c", "user.email=bench@example.com")


def git_log(folder: Path, times: int) -> float:
    """Return the median seconds of `git log -p`."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        subprocess.run(["git", "-C", str(folder), "log", "-p"], stdout=subprocess.DEVNULL, check=True)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def index_all(repository: PolicyRepository, path: Path) -> tuple[int, float, list[float]]:
    """Return revisions, seconds, and the resident memory after each batch."""
    memory: list[float] = []
    with PolicyIndex.open(path, repository) as index:
        begun = time.perf_counter()
        done = index.refresh(lambda *_: memory.append(resident_megabytes()))
        return done.added, time.perf_counter() - begun, memory


def add_revision(folder: Path, document: str) -> None:
    path = folder / document
    path.write_text(f"{path.read_text()}\nOne more clause, number {path.stat().st_size}.\n")
    subprocess.run(["git", *IDENTITY, "-C", str(folder), "commit", "-qam", "One more"], check=True)


def refresh_after_merge(folder: Path, index_path: Path, times: int) -> float:
    """Return the median seconds of opening the index and refreshing it after one new revision."""
    taken = []
    for number in range(times):
        with PolicyRepository.open(folder) as repository:
            documents = repository.documents()
        add_revision(folder, documents[number % len(documents)])
        begun = time.perf_counter()
        with PolicyRepository.open(folder) as repository, PolicyIndex.open(index_path, repository) as index:
            done = index.refresh()
        taken.append(time.perf_counter() - begun)
        assert done.added == 1, done
    return statistics.median(taken)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--history", default="dating-versions")
    arguments.add_argument("--times", type=int, default=5)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder, path = Path(scratch) / "repository", Path(scratch) / "index.db"
        bundle = SHARED / "data/histories" / f"{options.history}.bundle"
        subprocess.run(["git", "clone", "--quiet", str(bundle), str(folder)], check=True)
        before = git_log(folder, options.times)
        with PolicyRepository.open(folder) as repository:
            revisions, seconds, memory = index_all(repository, path)
        log = statistics.median([before, git_log(folder, options.times)])
        merge = refresh_after_merge(folder, path, options.times)
        quarters = [memory[len(memory) * quarter // 4 - 1] for quarter in (1, 2, 3, 4)]
    ratio = seconds / log
    print(f"{options.history}: {revisions} revisions indexed in {seconds:.2f} s; git log -p {log:.3f} s")
    print(
        f"ratio {ratio:.1f} (must be at most {MOST_TIMES:.0f}): {'reached' if ratio <= MOST_TIMES else 'NOT reached'}"
    )
    print("resident MB after each quarter: " + ", ".join(f"{megabytes:.0f}" for megabytes in quarters))
    reached = merge <= MOST_SECONDS_AFTER_A_MERGE
    print(f"refresh after one more revision: {merge:.3f} s (at most 1 s): {'reached' if reached else 'NOT reached'}")


if __name__ == "__main__":
    main()
