"""`herald customers`: who is told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.context import open_records
from bot.cli.output import BAD_INPUT, print_error, print_json, print_table, print_text
from bot.errors import UsageError

if TYPE_CHECKING:
    from notifier.customers import ImportReport
    from notifier.model import Customer

MOST_REFUSALS_SHOWN = 20
customers_app = typer.Typer(help="Customers who are told.", no_args_is_help=True, rich_markup_mode=None)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@customers_app.command("import")
def import_customers(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="CSV with a header: id,email,name,language,country,…")] = None,
    query: Annotated[str, typer.Option("--query", help="SELECT on the company's own database, with --from-url.")] = "",
    from_url: Annotated[
        str, typer.Option("--from-url", envvar="HERALD_CUSTOMERS_URL", help="That database, as an SQLAlchemy URL.")
    ] = "",
    complete: Annotated[bool, typer.Option("--complete", help="Whoever is absent from the list has left.")] = False,
    many_may_leave: Annotated[
        bool, typer.Option("--many-may-leave", help="With --complete: even if more than a fifth is absent.")
    ] = False,
    skip_refused: Annotated[
        bool, typer.Option("--skip-refused", help="Import the good lines of a faulty file.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Import customers from CSV or SQL; a single refused line leaves the ledger as it was."""
    from notifier.customers import ImportRules, import_csv, import_query, open_csv

    if (file is None) == (not query):
        raise UsageError("customers import: give a CSV file, or --query with --from-url")
    if query and not from_url:
        raise UsageError("customers import: --query needs --from-url or HERALD_CUSTOMERS_URL")
    rules = ImportRules(
        source="csv" if file else "sql", complete=complete, let_many_leave=many_may_leave, skip_refused=skip_refused
    )
    with open_records(context) as records, _progress() as progress:
        common = {"now": records.clock.now(), "signer": records.signer, "progress": progress, "rules": rules}
        if file is not None:
            with open_csv(file) as lines:
                report = import_csv(records.ledger, lines, **common)  # type: ignore[arg-type]  # the names above
        else:
            report = import_query(records.ledger, from_url, query, **common)  # type: ignore[arg-type]  # the names above
    _tell(report, str(file or "the query"), as_json=as_json)


@contextmanager
def _progress() -> Iterator[Callable[[int], None] | None]:
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} lines"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("import", total=None)
        yield lambda done: bar.update(task, completed=done)


def _tell(report: ImportReport, place: str, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "imported": report.imported,
                "lines": report.lines,
                "created": report.created,
                "changed": report.changed,
                "unchanged": report.unchanged,
                "left": report.left,
                "erased": report.erased,
                "refused_count": report.refused_count,
                "refused": [{"line": each.line, "field": each.field, "reason": each.reason} for each in report.refused],
                "ignored_columns": list(report.ignored_columns),
            }
        )
    elif report.imported:
        print_text(
            f"{report.lines} lines: {report.created} new, {report.changed} changed, {report.unchanged} unchanged, "
            f"{report.left} left, {report.erased} erased and kept away, {report.refused_count} refused."
        )
    for refusal in report.refused[:MOST_REFUSALS_SHOWN]:
        print_error(f"{place}: {refusal}")
    if report.refused_count > MOST_REFUSALS_SHOWN:
        print_error(f"{place}: and {report.refused_count - MOST_REFUSALS_SHOWN} more refused lines")
    if not report.imported:
        print_error(f"{place}: nothing was imported; mend the lines or give --skip-refused")
        sys.exit(BAD_INPUT)


def customer_json(customer: Customer) -> dict[str, object]:
    """Return a customer as the JSON of `herald customers list`."""
    return {
        "id": customer.external_id,
        "email": customer.email,
        "name": customer.name,
        "language": customer.language,
        "country": customer.country,
        "segment": customer.segment,
        "joined_on": customer.joined_on.isoformat() if customer.joined_on else None,
        "state": customer.state.value,
    }


@customers_app.command("list")
def list_customers(
    context: typer.Context,
    state: Annotated[str, typer.Option("--state", help="active, unreachable, left.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="At most so many.")] = 100,
    as_json: Json = False,
) -> None:
    """List customers."""
    from notifier.customers import list_customers as list_them
    from notifier.model import CustomerState

    if state and state not in {each.value for each in CustomerState}:
        raise UsageError(f"--state: {state!r} is not one of {', '.join(each.value for each in CustomerState)}")
    with open_records(context) as records, records.ledger.reading() as connection:
        found = list_them(connection, state=CustomerState(state) if state else None, limit=limit)
    if as_json:
        print_json({"customers": [customer_json(customer) for customer in found]})
    else:
        rows = [
            (each.external_id, each.email, each.name, each.language, each.country, each.state.value) for each in found
        ]
        print_table(
            ("id", "e-mail", "name", "language", "country", "state"),
            rows,
            empty="No customers. See: herald customers import",
        )
