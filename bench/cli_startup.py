"""How long `herald --help` takes, against an empty Python in the same run: `make bench-cli-startup`."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 15
HERALD = Path(sys.executable).with_name("herald")


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    help_text = [str(HERALD), "--help"]
    empty = [sys.executable, "-c", "pass"]
    seconds(help_text)
    pairs = [(seconds(help_text), seconds(empty)) for _ in range(RUNS)]
    herald = statistics.median(first for first, _ in pairs)
    python = statistics.median(second for _, second in pairs)
    print(f"herald --help  median {herald * 1000:6.0f} ms of {RUNS} (goal: under 400 ms)")
    print(f"python -c pass median {python * 1000:6.0f} ms; ratio {herald / python:.1f}")


if __name__ == "__main__":
    main()
