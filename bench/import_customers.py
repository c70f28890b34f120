"""Imports a million customers from CSV into SQLite (and PostgreSQL with `--postgres`): seconds and peak memory.

Run it with `make bench-import-customers ARGS=--postgres`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from postgres import find_programs, run_postgres

from notifier.customers import import_csv, open_csv
from notifier.ledger import Ledger
from notifier.signing import Signer

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pt")
COUNTRIES = ("DE", "FR", "US", "GB", "ES", "IT", "NL", "PT", "CH", "AT")
SEGMENTS = ("", "", "", "enterprise", "dpa")


def write_csv(path: Path, number: int) -> None:
    """Ids are hashes, so that the unique index is written in random order, as with the ids of real systems."""
    with path.open("w", encoding="utf-8") as file:
        file.write("id,email,name,language,country,segment,joined_on\n")
        for index in range(number):
            identity = hashlib.md5(str(index).encode(), usedforsecurity=False).hexdigest()[:20]
            domain = "Bücher.example" if index % 50 == 0 else f"company{index % 9973}.example"
            file.write(
                f"{identity},First.Last{index}@{domain},First Läst {index},{LANGUAGES[index % 7]},"
                f"{COUNTRIES[index % 10]},{SEGMENTS[index % 5]},20{10 + index % 16}-0{1 + index % 9}-1{index % 10}\n"
            )


def measure(url: str, path: str, pipe: multiprocessing.connection.Connection) -> None:
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ledger = Ledger.open(url)
    figures = {}
    for name in ("first", "again"):
        start = time.perf_counter()
        with open_csv(Path(path)) as lines:
            report = import_csv(ledger, lines, now=NOW, signer=Signer(b"a benchmark's own key"))
        figures[name] = round(time.perf_counter() - start, 1)
        assert report.imported, report
        assert (report.created if name == "first" else report.unchanged) == report.lines
    figures["peak MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    figures["of which before import"] = round(base)
    ledger.close()
    pipe.send(figures)


def run(url: str, path: Path) -> dict[str, float]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=measure, args=(url, str(path), theirs))
    process.start()
    theirs.close()
    figures: dict[str, float] = ours.recv()
    process.join()
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--postgres", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        write_csv(path, arguments.customers)
        figures: dict[str, object] = {
            "customers": arguments.customers,
            "SQLite": run(f"sqlite:///{folder}/herald.db", path),
        }
        programs = find_programs()
        if arguments.postgres and programs:
            with run_postgres(programs, durable=True) as server:
                figures["PostgreSQL"] = run(server.create("bench"), path)
    figures["load average"] = [round(load, 1) for load in os.getloadavg()]
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
