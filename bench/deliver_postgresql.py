"""Four worker processes on one PostgreSQL ledger, against smtp-source; and time a message with a larger ledger.

    make bench-deliver_postgresql ARGS="100000 1000000"

The first number is what is sent; the second the size of the larger ledger, of which as many are sent.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from postgres import find_programs, run_postgres
from support import NOW, owe, python, sink, source

WORKERS = 4


def deliver(url: str, port: int, folder: str) -> tuple[float, float, int, list[float]]:
    """Seconds of sending and with the start of the processes, messages sent, peak memory of each worker."""
    began = time.perf_counter()
    relay = f"smtp://127.0.0.1:{port}?starttls=off&connections=3"
    workers = [python("bench/delivery_worker.py", url, relay, folder) for _ in range(WORKERS)]
    reports = [json.loads(worker.communicate()[0]) for worker in workers]
    whole = time.perf_counter() - began
    return max(r["seconds"] for r in reports), whole, sum(r["sent"] for r in reports), [r["peak_mb"] for r in reports]


def limit_to(url_ledger, count: int) -> None:
    """Let only the first `count` be due, so that a large ledger costs no more sending than a small one."""
    with url_ledger.begin() as connection:
        later = int((NOW.timestamp() + 86_400) * 1_000_000)
        connection.exec_driver_sql(f"UPDATE deliveries SET due_at = {later} WHERE id > {count}")
        connection.exec_driver_sql("ANALYZE")


def main(count: int = 100_000, larger: int = 1_000_000) -> None:
    programs = find_programs()
    assert programs is not None, "install Debian's postgresql"
    with run_postgres(programs, durable=True) as server, sink() as port, tempfile.TemporaryDirectory() as name:
        theirs = source(port, count, 10_240) / count
        small = server.create("small")
        owe(small, count).close()
        seconds, whole, sent, _ = deliver(small, port, str(Path(name) / "small"))
        assert sent == count, sent
        ours = seconds / count
        ratios = f"ratio {theirs / ours:.2f}, with start-up {theirs * count / whole:.2f}"
        print(f"smtp-source {1 / theirs:.0f}/s   4 workers {1 / ours:.0f}/s   {ratios}", flush=True)
        big = server.create("big")
        ledger = owe(big, larger)
        limit_to(ledger, count)
        ledger.close()
        seconds, _, sent, peaks = deliver(big, port, str(Path(name) / "big"))
        assert sent == count, sent
        print(f"a message with {larger} rows costs {seconds / count / ours:.2f} times that with {count}; peaks {peaks}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
