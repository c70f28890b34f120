"""Sending at full speed from the default ledger, against postfix's smtp-source in the same run.

make bench-deliver ARGS="100000"
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time

from support import owe, python, sink, source

SIZE = 10_240


def deliver(count: int, port: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{name}/herald.db"
        owe(url, count).close()
        began = time.perf_counter()
        worker = python("bench/delivery_worker.py", url, f"smtp://127.0.0.1:{port}?starttls=off", f"{name}/state")
        output, _ = worker.communicate()
        whole = time.perf_counter() - began
    report = json.loads(output)
    assert report["sent"] == count, report
    return {**report, "whole": whole}


def main(count: int = 100_000, rounds: int = 3) -> None:
    ratios, starts = [], []
    with sink() as port:
        source(port, 5_000, SIZE)
        for _ in range(rounds):
            theirs = source(port, count, SIZE)
            ours = deliver(count, port)
            ratios.append(theirs / ours["seconds"])
            starts.append(theirs / ours["whole"])
            print(
                f"smtp-source {count / theirs:8.0f}/s   herald {count / ours['seconds']:8.0f}/s   ratio {ratios[-1]:.2f}"
                f"   with start-up {starts[-1]:.2f}   peak {ours['peak_mb']:.0f} MB",
                flush=True,
            )
    print(f"median ratio {statistics.median(ratios):.2f}, with start-up {statistics.median(starts):.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
