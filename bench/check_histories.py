"""Run the rules of `herald check` over every revision of the real histories: counts by rule, and a sample to judge.

Each revision is checked as a pull request would be: its text, and the change against the revision before it. A finding
that the revision before had already is counted once, at the revision that brought it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from policy.check import Code, Finding, check_change, check_document
from policy.compare import Comparer
from policy.documents import Document
from policy.errors import PolicyError
from policy.repository import PolicyRepository

SHARED = Path(os.environ.get("HERALD_SHARED", Path(__file__).parent.parent.parent / "shared"))
NAMES = ("legalmattic", "demo-versions", "dating-versions")

Found = tuple[str, str, Finding, str]
"""History, commit, finding, the line that it points at."""


def clone(name: str, folder: Path) -> Path:
    bundle = SHARED / "data/histories" / f"{name}.bundle"
    subprocess.run(["git", "clone", "--quiet", "--bare", str(bundle), str(folder / name)], check=True)
    return folder / name


def findings_of(repository: PolicyRepository, comparer: Comparer, document: str) -> Iterator[tuple[str, Finding, str]]:
    before: Document | None = None
    known: set[tuple[str, str]] = set()
    for revision in repository.revisions(document):
        try:
            text = repository.document_at(revision)
            found = list(check_document(text, repository.settings))
            changes = list(check_change(comparer, before, text, revision, repository.settings)) if before else []
        except PolicyError as error:
            print(f"unreadable: {document} {revision.short}: {error}")
            continue
        lines = text.source.split("\n")
        for finding in dict.fromkeys(found + changes):
            if (finding.code, finding.reason) not in known or finding in changes:
                line = lines[finding.line - 1] if finding.line <= len(lines) else ""
                yield revision.commit, finding, line
        known = {(finding.code, finding.reason) for finding in found}
        before = text


def run(folder: Path) -> tuple[list[Found], Counter[str]]:
    everything: list[Found] = []
    revisions: Counter[str] = Counter()
    with Comparer() as comparer:
        for name in NAMES:
            with PolicyRepository.open(clone(name, folder)) as repository:
                for document in repository.documents():
                    revisions[name] += len(repository.revisions(document))
                    everything += [(name, *found) for found in findings_of(repository, comparer, document)]
    return everything, revisions


def sample(everything: list[Found], size: int, seed: str) -> list[Found]:
    """Take findings in an order that nobody chose: by the hash of seed and what they say."""

    def order(found: Found) -> str:
        name, commit, finding, _ = found
        return hashlib.sha256(f"{seed}{name}{commit}{finding.code}{finding.file}{finding.reason}".encode()).hexdigest()

    return sorted(everything, key=order)[:size]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--sample", type=int, default=0, help="print so many findings with their lines")
    arguments.add_argument("--seed", default="", help="another seed draws another sample")
    arguments.add_argument(
        "--links", action="store_true", help="let link-broken, by far the most frequent, into the sample"
    )
    options = arguments.parse_args()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        everything, revisions = run(Path(folder))
    counts = Counter((name, finding.code.value) for name, _, finding, _ in everything)
    print(f"{sum(revisions.values())} revisions in {time.perf_counter() - begun:.0f} s\n")
    print("| rule | " + " | ".join(NAMES) + " | all |\n|---|" + "---:|" * (len(NAMES) + 1))
    for code in sorted({code for _, code in counts}):
        row = [counts[name, code] for name in NAMES]
        print(f"| `{code}` | " + " | ".join(map(str, row)) + f" | {sum(row)} |")
    print("| revisions | " + " | ".join(str(revisions[name]) for name in NAMES) + f" | {sum(revisions.values())} |")
    chosen = [found for found in everything if options.links or found[2].code is not Code.LINK_BROKEN]
    for number, (name, commit, finding, line) in enumerate(sample(chosen, options.sample, options.seed), 1):
        print(f"\n{number}. {name} {commit[:10]} {finding.file}:{finding.line} [{finding.code.value}] {finding.reason}")
        print(f"   | {line[:600]}")


if __name__ == "__main__":
    main()
