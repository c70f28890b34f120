"""Plans a million deliveries, with contracts by segment and country, on SQLite (synchronous=FULL) and PostgreSQL.

Run it with `make bench-plan`; `ARGS="--customers 100000 --sqlite-only"` for less.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from import_customers import NOW, write_csv
from notice_stories import DUE, SETTINGS, Story, step
from postgres import find_programs, run_postgres

from notifier import notices
from notifier.customers import import_csv, open_csv
from notifier.ledger import Ledger, verify
from notifier.signing import Signer
from policy.contracts import ContractRule

RULES = (
    ContractRule("enterprise", segments=("enterprise",), notice_days=45),
    ContractRule("DPA", segments=("dpa",), notice_business_days=10, objection_business_days=10, holidays=("DE",)),
)


def cpu_seconds(ledger: Ledger) -> float:
    """Processor time of this process and of the server's process that serves it: what other work cannot inflate."""
    own = time.process_time()
    if ledger.is_sqlite:
        return own
    with ledger.reading() as connection:
        process = connection.execute(sa.text("SELECT pg_backend_pid()")).scalar_one()
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return own + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(url: str, path: str, pipe: multiprocessing.connection.Connection) -> None:
    ledger = Ledger.open(url)
    with open_csv(Path(path)) as lines:
        report = import_csv(ledger, lines, now=NOW, signer=Signer(b"a benchmark's own key"))
    assert report.imported
    story = Story(ledger, replace(SETTINGS, contracts=RULES))
    early = datetime(2027, 2, 1, tzinfo=UTC)
    notice = story.approve(story.merged(step("B", "A"), now=early), now=early)
    figures: dict[str, object] = {}
    before, start = cpu_seconds(ledger), time.perf_counter()
    planned = story.advance(DUE)
    figures["plan seconds"] = round(time.perf_counter() - start, 1)
    figures["plan CPU seconds"] = round(cpu_seconds(ledger) - before, 1)
    assert planned == [f"{notice.id} begun {report.created}"], planned
    start = time.perf_counter()
    assert story.advance(DUE, look_for_new=True) == []
    figures["tick with top-up scan seconds"] = round(time.perf_counter() - start, 2)
    start = time.perf_counter()
    assert story.advance(DUE) == []
    figures["tick seconds"] = round(time.perf_counter() - start, 3)
    figures["peak MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    with ledger.reading() as connection:
        assert notices.progress(connection, notice.id).planned == report.created
        assert len({terms.rule for terms in notices.list_terms(connection, notice.id)}) > 1
        assert verify(connection).is_sound
    ledger.close()
    pipe.send(figures)


def run(url: str, path: Path) -> dict[str, object]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=measure, args=(url, str(path), theirs))
    process.start()
    theirs.close()
    figures: dict[str, object] = ours.recv()
    process.join()
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--sqlite-only", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        write_csv(path, arguments.customers)
        figures: dict[str, object] = {"customers": arguments.customers}
        figures["SQLite"] = run(f"sqlite:///{folder}/herald.db", path)
        programs = find_programs()
        if programs and not arguments.sqlite_only:
            with run_postgres(programs, durable=True) as server:
                figures["PostgreSQL"] = run(server.create("bench"), path)
    figures["load average"] = [round(load, 1) for load in os.getloadavg()]
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
