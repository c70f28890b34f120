"""Word redlines of real histories, settled by LibreOffice: accept all must give the new text, refuse all the old.

    make bench-word_redlines ARGS="--count 80 --seed 12"

Draws pairs of neighbouring revisions at random, half of those with tables first, and prints every one that is not exact.
Empty paragraphs are counted apart: beside a table that comes or goes one may stay.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from test_docx import AT, office_with_macro, settle

from policy.compare import Comparer, redline_docx
from policy.compare.form import own_label
from policy.documents import BlockKind, Document
from policy.errors import PolicyError
from policy.repository import PolicyRepository

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("HERALD_SHARED", ROOT.parent / "shared"))

HISTORIES = ("dating-versions", "demo-versions", "legalmattic")
Pair = tuple[Document, Document]


def printed(document: Document) -> list[str]:
    """The paragraphs and cells that the redline prints."""
    lines: list[str] = []
    for block in document.blocks:
        if block.kind is BlockKind.ROW:
            lines += block.cells or (block.text,)
        elif block.text:
            lines.append(f"{label} {block.text}" if (label := own_label(block)) else block.text)
    return lines


def drawn(bundle: Path, scratch: Path, count: int, chance: random.Random) -> Iterator[Pair]:
    """Yield pairs that can be read; half of them have a table, if there are as many."""
    folder = scratch / bundle.stem
    subprocess.run(["git", "clone", "--quiet", "--bare", str(bundle), str(folder)], check=True)
    with PolicyRepository.open(folder) as repository:
        candidates = []
        for document in repository.documents():
            revisions = repository.revisions(document)
            candidates += list(pairwise(revisions))
        chance.shuffle(candidates)
        plain = tables = 0
        for before, after in candidates:
            try:
                pair = repository.document_at(before), repository.document_at(after)
            except PolicyError:
                continue
            has_table = any(block.kind is BlockKind.ROW for side in pair for block in side.blocks)
            tables += has_table
            plain += not has_table
            if has_table or plain <= count // 2:
                yield pair
            if plain + tables >= count and (plain >= count // 2 or tables >= count):
                return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=80, help="pairs of each history")
    parser.add_argument("--seed", type=int, default=12)
    options = parser.parse_args()
    office = shutil.which("soffice")
    if office is None:
        raise SystemExit("LibreOffice is not installed (package libreoffice-writer-nogui)")
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name, Comparer() as comparer:
        scratch, folder, profile = Path(name), Path(name) / "files", Path(name) / "profile"
        folder.mkdir()
        pairs: dict[str, Pair] = {}
        for history in HISTORIES:
            for pair in drawn(SHARED / "data/histories" / f"{history}.bundle", scratch, options.count, chance):
                key = f"{history}-{len(pairs)}"
                (folder / f"{key}.docx").write_bytes(redline_docx(comparer.compare(*pair), "old", "new", at=AT))
                pairs[key] = pair
        settle(office_with_macro(office, profile), folder, seconds=1_800)
        report(folder, pairs)


def report(folder: Path, pairs: dict[str, Pair]) -> None:
    wrong = empty = 0
    for key, (old, new) in pairs.items():
        for ending, document in (("rejected", old), ("accepted", new)):
            found = (folder / f"{key}.docx.{ending}.txt").read_text(encoding="utf-8-sig").strip("\n").split("\n")
            wanted = printed(document)
            if [line for line in found if line] != [line for line in wanted if line]:
                wrong += 1
                print(f"{key} {ending}: {len(found)} lines, should be {len(wanted)}")
            elif found != wanted:
                empty += 1
    tables = sum(any(block.kind is BlockKind.ROW for side in pair for block in side.blocks) for pair in pairs.values())
    print(
        f"{len(pairs)} pairs, {tables} with tables, {2 * len(pairs)} texts: {wrong} wrong, "
        f"{empty} with another number of empty paragraphs"
    )


if __name__ == "__main__":
    main()
