"""Compare every adjacent pair of every document in the three real histories.

Checks, for each change, that its words rebuild the old and the new text, and that old plus changes gives new.
Usage: python bench/compare_histories.py [BUNDLE-NAME ...]
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus import HISTORIES

from policy.compare import Comparer, Redline
from policy.documents import read_document
from policy.errors import PolicyError

DOCUMENTS = (".md", ".txt", ".markdown")


@dataclass
class Tally:
    pairs: int = 0
    refused: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    changes: Counter[str] = field(default_factory=Counter)
    quiet: int = 0
    seconds: list[float] = field(default_factory=list)


def adjacent_pairs(repository: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (path, old blob, new blob) for each commit on each document that existed before, renames followed."""
    log = subprocess.run(
        ("git", "-C", repository, "log", "--reverse", "--raw", "-M", "-z", "--no-abbrev", "--format=", "--diff-merges=off"),
        capture_output=True, check=True,
    ).stdout.decode(errors="replace").split("\0")  # fmt: skip
    fields = iter(log)
    for entry in fields:
        if not entry.lstrip("\n").startswith(":"):
            continue
        _, _, old, new, status = entry.lstrip("\n").split(" ")
        path = next(fields)
        if status[0] in "RC":
            path = next(fields)
        if status[0] in "MR" and path.lower().endswith(DOCUMENTS):
            yield path, old, new


class Blobs:
    def __init__(self, repository: Path) -> None:
        self.process = subprocess.Popen(
            ("git", "-C", repository, "cat-file", "--batch"), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def read(self, name: str) -> bytes:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{name}\n".encode())
        self.process.stdin.flush()
        size = int(self.process.stdout.readline().split()[2])
        return self.process.stdout.read(size + 1)[:-1]


def faults(redline: Redline) -> Iterator[str]:
    """Yield what is wrong with a redline: words that do not rebuild a side, blocks that no change accounts for."""
    for change in redline.changes:
        for sides, sign in ((change.old, "+"), (change.new, "-")):
            if "".join(run.text for run in change.words if run.sign != sign) != " ".join(side.text for side in sides):
                yield f"words of {change.kind} at block {sides[0].block if sides else '-'}"
    said = [
        {side.block for change in redline.changes for side in change.old},
        {side.block for change in redline.changes for side in change.new},
    ]
    rest = [
        Counter(_folded(block.text) for block in document.blocks if block.text and block.index not in numbers)
        for document, numbers in zip((redline.old, redline.new), said, strict=True)
    ]
    if rest[0] != rest[1]:
        yield f"unmentioned blocks differ: {list((rest[0] - rest[1]) + (rest[1] - rest[0]))[:2]}"


def _folded(text: str) -> str:
    return "".join(text.split())


def run(name: str, repository: Path, comparer: Comparer) -> Tally:
    tally, blobs, documents = Tally(), Blobs(repository), {}
    for path, *names in adjacent_pairs(repository):
        tally.pairs += 1
        try:
            for blob in names:
                if blob not in documents:
                    documents[blob] = read_document(blobs.read(blob), path)
            start = time.perf_counter()
            redline = comparer.compare(*(documents[blob] for blob in names))
            tally.seconds.append(time.perf_counter() - start)
        except PolicyError as error:
            tally.refused.append(f"{path} {names[0][:8]}..{names[1][:8]}: {error}")
            continue
        tally.changes.update(change.kind.value for change in redline.changes)
        tally.quiet += not redline.of_substance
        tally.broken.extend(f"{name} {path} {names[0][:8]}..{names[1][:8]}: {fault}" for fault in faults(redline))
        if len(documents) > 400:
            documents = {blob: documents[blob] for blob in names}
    return tally


def main() -> None:
    names = sys.argv[1:] or [bundle.stem for bundle in sorted(HISTORIES.glob("*.bundle"))]
    with Comparer() as comparer, tempfile.TemporaryDirectory() as folder:
        for name in names:
            repository = Path(folder, name)
            subprocess.run(("git", "clone", "-q", "--bare", HISTORIES / f"{name}.bundle", repository), check=True)
            tally = run(name, repository, comparer)
            times = sorted(tally.seconds)
            print(
                f"{name}: {tally.pairs} pairs, {len(tally.broken)} broken, {len(tally.refused)} refused, "
                f"{tally.quiet} of form only; median {statistics.median(times) * 1000:.1f} ms, "
                f"p95 {times[int(len(times) * 0.95)] * 1000:.1f} ms, slowest {times[-1] * 1000:.0f} ms"
            )
            print("   ", dict(tally.changes.most_common()))
            for line in (*tally.broken[:20], *tally.refused[:20]):
                print("   !", line)


if __name__ == "__main__":
    main()
