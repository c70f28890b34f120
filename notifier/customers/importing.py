"""Importing customers as a stream: every line is checked, every refusal is reported, all are taken over or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

import sqlalchemy as sa

from notifier.customers import staging
from notifier.customers.changes import cancel_deliveries_of_absent
from notifier.customers.erased import ErasedPeople
from notifier.customers.records import CustomerRecord, FieldError, RecordReader
from notifier.customers.values import MOST_REFUSALS_KEPT, ImportReport, Refusal
from notifier.errors import CustomerError
from notifier.ledger import Ledger, record
from notifier.signing import Signer

BATCH = 2000
MOST_LEAVING = 0.2
"""A complete list that lacks more than this part of a source's customers is taken for a truncated one."""

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ImportRules:
    """How an import treats what is out of the ordinary.

    `source` names where these customers come from; `complete` says that the source's customers who are absent have
    left (`let_many_leave` even when they are many); `skip_refused` imports the good lines of a file that has bad ones;
    `shared_addresses` allows several customers with one address in a file; `actor` stands in the ledger's events.
    """

    source: str = "csv"
    complete: bool = False
    let_many_leave: bool = False
    skip_refused: bool = False
    shared_addresses: bool = False
    actor: str = "import"


@dataclass(slots=True)
class _Tally:
    lines: int = 0
    erased: int = 0
    refused_count: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def refuse(self, line: int, name: str, reason: str) -> None:
        self.refused_count += 1
        if len(self.refused) < MOST_REFUSALS_KEPT:
            self.refused.append(Refusal(line, name, reason))


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one source: what its header says, and numbered cells."""

    reader: RecordReader
    cells: Iterable[tuple[int, Sequence[str]]]


def import_rows(  # noqa: PLR0913 - all but the first three are named by the caller
    ledger: Ledger, rows: Rows, rules: ImportRules, *, now: datetime, signer: Signer, progress: Progress | None = None
) -> ImportReport:
    """Import customers; `progress` is told the number of rows read so far.

    Unless `rules` say otherwise a single refused line leaves the ledger as it was. Rows are staged outside of any lock
    and taken over in one transaction. Raises CustomerError for a complete list that lacks suspiciously many.
    """
    tally = _Tally()
    with _stage(ledger) as connection:
        erased = ErasedPeople(signer)
        for batch in _batches(_accepted(rows, tally)):
            with connection.begin():
                admitted = tuple(erased.admit(connection, batch))
                staging.stage_rows(connection, admitted)
            tally.erased += len(batch) - len(admitted)
            if progress is not None:
                progress(tally.lines)
        with connection.begin():
            _refuse_repeated(connection, tally, rules)
        report = _report(tally, rows.reader)
        if tally.refused_count and not rules.skip_refused:
            return report
        ledger.may_write(connection)
        with connection.begin():
            return _take_over(connection, report, rules, now)


@contextmanager
def _stage(ledger: Ledger) -> Iterator[sa.Connection]:
    with ledger.session() as connection:
        with connection.begin():
            staging.create_stage(connection)
        try:
            yield connection
        finally:
            connection.rollback()
            with connection.begin():
                staging.drop_stage(connection)


def _accepted(rows: Rows, tally: _Tally) -> Iterator[tuple[int, CustomerRecord]]:
    read = rows.reader.read
    for line, cells in rows.cells:
        tally.lines += 1
        try:
            yield line, read(cells)
        except FieldError as problem:
            tally.refuse(line, problem.field, problem.reason)


def _batches(
    rows: Iterator[tuple[int, CustomerRecord]],
) -> Iterator[list[tuple[int, CustomerRecord]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _refuse_repeated(connection: sa.Connection, tally: _Tally, rules: ImportRules) -> None:
    checks = [("external_id", "id", "is the same as in line {first}")]
    if not rules.shared_addresses:
        checks.append(("email_key", "email", "is the same address as in line {first}"))
    for column, name, reason in checks:
        before = tally.refused_count
        for line, first in staging.repeated(connection, column):
            tally.refuse(line, name, reason.format(first=first))
        if tally.refused_count > before:
            staging.unstage_repeated(connection, column)
    tally.refused.sort(key=lambda refusal: refusal.line)


def _take_over(connection: sa.Connection, report: ImportReport, rules: ImportRules, now: datetime) -> ImportReport:
    left = 0
    if rules.complete:
        _check_completeness(connection, rules)
        cancel_deliveries_of_absent(connection, source=rules.source)
        left = staging.let_absent_leave(connection, source=rules.source, now=now)
    taken = staging.take_over(connection, source=rules.source, now=now)
    unchanged = report.lines - report.refused_count - report.erased - taken.created - taken.changed
    done = replace(report, imported=True, created=taken.created, changed=taken.changed, unchanged=unchanged, left=left)
    counts = {
        "source": rules.source, "lines": done.lines, "created": done.created, "changed": done.changed,
        "unchanged": done.unchanged, "left": done.left, "erased": done.erased, "refused": done.refused_count,
    }  # fmt: skip
    record(connection, at=now, actor=rules.actor, kind="customers.imported", subject="customers", payload=counts)
    return done


def _check_completeness(connection: sa.Connection, rules: ImportRules) -> None:
    absent, present = staging.count_absent(connection, source=rules.source)
    if absent > present * MOST_LEAVING and not rules.let_many_leave:
        raise CustomerError(
            f"{absent} of {present} customers are missing from this list, more than {MOST_LEAVING:.0%}: is it whole? "
            "Nothing was imported; allow many to leave if it is"
        )


def _report(tally: _Tally, reader: RecordReader) -> ImportReport:
    return ImportReport(
        imported=False,
        lines=tally.lines,
        erased=tally.erased,
        refused_count=tally.refused_count,
        refused=tuple(tally.refused),
        ignored_columns=reader.ignored,
    )
