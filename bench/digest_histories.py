"""Print one digest a history over every text read, its dates, and every adjacent pair compared: a change that only makes
Herald faster must leave all of them as they were. `--each FILE` also writes a line for each revision, to find the
first that differs. Usage: python bench/digest_histories.py [--each FILE] [BUNDLE-NAME ...]
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from corpus import HISTORIES

from policy.compare import Comparer
from policy.dates import read_dates
from policy.errors import PolicyError
from policy.repository import PolicyRepository


def digest(*values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


def told(repository: PolicyRepository, comparer: Comparer) -> Iterator[str]:
    """Yield document, commit, and the digests of blocks, dates and changes, for each revision of each document."""
    for name in repository.documents():
        before = None
        for revision in repository.revisions(name):
            try:
                document = repository.document_at(revision)
                redline = comparer.compare(before, document) if before else None
            except PolicyError as error:
                yield f"{name} {revision.commit} refused: {error}"
                continue
            before = document
            blocks = digest(document.blocks, document.sections, document.title, document.front_matter)
            dates = digest(read_dates(document, repository.settings_for(revision)))
            changes = digest(redline.changes, redline.partners) if redline else "-"
            yield f"{name} {revision.commit} {blocks} {dates} {changes}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--each", type=Path)
    arguments.add_argument("names", nargs="*")
    options = arguments.parse_args()
    every: list[str] = []
    with Comparer() as comparer, tempfile.TemporaryDirectory() as scratch:
        for name in options.names or sorted(bundle.stem for bundle in HISTORIES.glob("*.bundle")):
            folder = Path(scratch, name)
            subprocess.run(("git", "clone", "-q", HISTORIES / f"{name}.bundle", folder), check=True)
            with PolicyRepository.open(folder) as repository:
                lines = list(told(repository, comparer))
            every += lines
            print(f"{name}: {len(lines)} revisions, {digest(*lines)}")
    if options.each:
        options.each.write_text("\n".join(every) + "\n")


if __name__ == "__main__":
    main()
