"""Open an index again after one new revision, of histories of several lengths: the work must be that of the revision.

The text of each history is a real policy with one clause amended in each
revision. The time of reading the history from git is printed beside: it is the part that grows with the history.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from policy.index import PolicyIndex
from policy.repository import PolicyRepository

SHARED = Path(os.environ.get("HERALD_SHARED", Path(__file__).parent.parent.parent / "shared"))
POLICY = SHARED / "data/policies/mailjet/2023-01-16.md"
DOCUMENT = "privacy.md"
MOST_SECONDS_AFTER_A_MERGE = 1.0


@dataclass(frozen=True, slots=True)
class Reopening:
    """Median seconds after one more revision: opening and refreshing; of these, reading the history from git."""

    seconds: float
    reading: float


def revision_text(policy: str, number: int) -> str:
    """Return the policy as its revision `number` prints it: one clause says another number of days."""
    return f"{policy}\n\n# Keeping letters\n\nWe keep letters for {number} days and burn them afterwards.\n"


def write_history(folder: Path, policy: str, revisions: int) -> None:
    """Write a repository of `revisions` commits in one `git fast-import`."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    commands = b"".join(commit_command(policy, number) for number in range(revisions))
    subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet"], input=commands, check=True)
    subprocess.run(["git", "-C", str(folder), "checkout", "-q", "-f", "main"], check=True)


def commit_command(policy: str, number: int) -> bytes:
    """Return the fast-import command of one commit, on top of the branch as it stands."""
    text = revision_text(policy, number).encode()
    person = f"committer Bench <bench@example.com> {1_600_000_000 + number * 86_400} +0000"
    head = f"commit refs/heads/main\n{person}\ndata 0\n".encode()
    return head + f"M 100644 inline {DOCUMENT}\ndata {len(text)}\n".encode() + text + b"\n"


def add_revision(folder: Path, policy: str, number: int) -> None:
    (folder / DOCUMENT).write_text(revision_text(policy, number), encoding="utf-8")
    identity = ("-c", "user.name=Bench", "-c", "user.email=bench@example.com")
    subprocess.run(["git", *identity, "-C", str(folder), "commit", "-qam", "One more"], check=True)


def reopen(folder: Path, index_path: Path) -> Reopening:
    """Open repository and index as a new process would and refresh; exactly one revision must be new."""
    begun = time.perf_counter()
    with PolicyRepository.open(folder) as repository:
        repository.revisions(DOCUMENT)
        read = time.perf_counter()
        with PolicyIndex.open(index_path, repository) as index:
            done = index.refresh()
            taken = time.perf_counter() - begun
    if done.added != 1:
        raise SystemExit(f"one revision is new, but {done.added} were indexed")
    return Reopening(taken, read - begun)


def measure(policy: str, revisions: int, times: int) -> Reopening:
    with tempfile.TemporaryDirectory() as scratch:
        folder, index_path = Path(scratch) / "repository", Path(scratch) / "index.db"
        write_history(folder, policy, revisions)
        with PolicyRepository.open(folder) as repository, PolicyIndex.open(index_path, repository) as index:
            index.refresh()
        found = []
        for turn in range(times):
            add_revision(folder, policy, revisions + turn)
            found.append(reopen(folder, index_path))
    return Reopening(
        statistics.median(each.seconds for each in found), statistics.median(each.reading for each in found)
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--policy", type=Path, default=POLICY)
    arguments.add_argument("--revisions", type=int, nargs="+", default=[100, 1000])
    arguments.add_argument("--times", type=int, default=7)
    options = arguments.parse_args()
    policy = options.policy.read_text(encoding="utf-8")
    print(f"policy of {len(policy.encode()) / 1000:.1f} KB, {len(policy.split())} words")
    for revisions in options.revisions:
        found = measure(policy, revisions, options.times)
        reached = "reached" if found.seconds <= MOST_SECONDS_AFTER_A_MERGE else "NOT reached"
        print(
            f"{revisions:6} revisions: opened and refreshed after one more in {found.seconds:.3f} s "
            f"({found.reading:.3f} s reading the history, {found.seconds - found.reading:.3f} s the revision); "
            f"at most {MOST_SECONDS_AFTER_A_MERGE:.0f} s: {reached}"
        )


if __name__ == "__main__":
    main()
