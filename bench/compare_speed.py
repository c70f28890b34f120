"""Time one pair of policy size in a warm process, and a document of 100,000 words against itself with 50 edits.

Usage: python bench/compare_speed.py [--rounds N]
"""

import argparse
import hashlib
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from corpus import HISTORIES, SHARED

from policy.compare import Comparer
from policy.documents import read_document, reader

POLICIES = SHARED / "data" / "policies" / "mailjet"
WORDS = 100_000
EDITS = 50


def timed(rounds: int, work: Callable[[], object]) -> list[float]:
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)


def show(name: str, seconds: list[float]) -> None:
    p95 = seconds[min(len(seconds) - 1, int(len(seconds) * 0.95))]
    told = (
        f"{label} {value * 1000:8.2f} ms"
        for label, value in zip(("best", "p50", "p95"), (seconds[0], statistics.median(seconds), p95), strict=True)
    )
    print(f"{name:58s} {'   '.join(told)}")


def large_document() -> str:
    """Join the longest documents of the histories until there are 100,000 words."""
    texts: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for bundle in sorted(HISTORIES.glob("*.bundle")):
            subprocess.run(("git", "clone", "-q", bundle, Path(folder, bundle.stem)), check=True)
        files = sorted(Path(folder).rglob("*.md"), key=lambda file: -file.stat().st_size)
        for file in files:
            texts.append(file.read_text(errors="replace"))
            if sum(len(text.split()) for text in texts) >= WORDS:
                break
    return "\n\n".join(texts)


def edited(text: str) -> str:
    """Change, drop or double 50 paragraphs spread evenly; which is which follows from their text."""
    paragraphs = text.split("\n\n")
    prose = [n for n, paragraph in enumerate(paragraphs) if len(paragraph.split()) > 15 and paragraph[0].isalpha()]
    for n in prose[:: max(1, len(prose) // EDITS)][:EDITS]:
        words = paragraphs[n].split(" ")
        match hashlib.sha256(paragraphs[n].encode()).digest()[0] % 3:
            case 0:
                words[len(words) // 2] = "altogether"
                paragraphs[n] = " ".join(words)
            case 1:
                paragraphs[n] = ""
            case _:
                paragraphs[n] += "\n\nA new clause that says what number " + str(n) + " left out."
    return "\n\n".join(paragraphs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    contents = [(POLICIES / name).read_bytes() for name in ("2020-10-29.md", "2023-01-16.md")]
    one_word = contents[0].replace(b"14 days", b"21 days")
    with Comparer() as comparer:
        old, new, edit = (read_document(content, "policy.md") for content in (*contents, one_word))
        comparer.compare(old, new)
        show("compare, seed pair (two layouts, three years apart)", timed(rounds, lambda: comparer.compare(old, new)))
        comparer.compare(old, edit)
        show("compare, one word changed", timed(rounds, lambda: comparer.compare(old, edit)))

        def whole() -> None:
            comparer.compare(*(read_document(content, "policy.md") for content in contents))

        show("read both and compare, seed pair", timed(rounds, whole))

        def cold() -> None:
            reader.forget()
            whole()

        show("read both without cached clauses and compare, seed pair", timed(rounds, cold))
        text = large_document()
        changed = edited(text)
        print(f"large document: {len(text.split()):,} words, {len(text):,} characters")

        def large() -> None:
            documents = read_document(text, "large.md"), read_document(changed, "large.md")
            comparer.compare(*documents)

        show("large document, first time, reading included", timed(1, large))
        show("large document again, reading included", timed(5, large))


if __name__ == "__main__":
    main()
