"""Commands that handle requests: exports for auditors and for the person, sorting, linking, erasing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.case_commands import Kind, Number, Since, State, Until, case_filter, case_json
from bot.cli.context import case_rules, open_records
from bot.cli.output import print_json, print_text
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.cli.context import Records
    from notifier.erasure import ErasurePlan, Proof

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
By = Annotated[str, typer.Option("--by", help="Who does it; recorded as the actor.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; recorded.")]
Out = Annotated[Path | None, typer.Option("--out", help="File to write; none: standard output.")]
Keep = Annotated[
    bool, typer.Option("--keep", help="Write below HERALD_STATE/exports; deleted after 30 days or with the person.")
]
CustomerId = Annotated[str, typer.Argument(metavar="ID", help="The company's own id of the customer.")]


def add_handling(cases: typer.Typer, customers: typer.Typer) -> None:
    """Add these commands to `herald cases` and `herald customers`."""
    cases.command("export")(export_cases)
    cases.command("sort")(sort)
    cases.command("link")(link)
    customers.command("export")(export_person)
    customers.command("forget")(forget)


def export_cases(
    context: typer.Context,
    kind: Kind = "",
    state: State = "",
    since: Since = None,
    until: Until = None,
    file_format: Annotated[str, typer.Option("--format", help="csv or json.")] = "csv",
    out: Out = None,
    keep: Keep = False,
) -> None:
    """Export cases for auditors: customers by id only, addresses in quotes masked, no cell a formula."""
    from notifier.cases import cases_csv, cases_json

    if file_format not in ("csv", "json"):
        raise UsageError(f"--format: {file_format!r} is neither csv nor json")
    wanted = case_filter(kind, state, since, until)
    with open_records(context) as records, records.ledger.reading() as connection:
        as_csv = file_format == "csv"
        text = "".join(cases_csv(connection, wanted)) if as_csv else _json(cases_json(connection, wanted))
    _write(text, _kept(records, f"cases.{file_format}") if keep else out)


def sort(
    context: typer.Context,
    number: Number,
    kinds: Annotated[
        list[str] | None, typer.Argument(help="What it asks for: objection erasure …; none: nothing.")
    ] = None,
    by: By = "",
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Say what a message in doubt asks for: one case a kind, due as if it had been understood when it came."""
    from notifier.cases import sort_case
    from notifier.model import ReplyKind

    try:
        named = [ReplyKind(kind) for kind in kinds or []]
    except ValueError as error:
        raise UsageError(f"cases sort: {error}") from None
    with open_records(context) as records, records.ledger.begin() as connection:
        opened = sort_case(
            connection,
            number,
            named,
            by=by.strip(),
            reason=reason,
            now=records.clock.now(),
            rules=case_rules(records.settings),
        )
    if as_json:
        print_json({"cases": [case_json(case) for case in opened]})
    else:
        print_text("Opened " + ", ".join(case.number for case in opened) if opened else f"{number} asks for nothing.")


def link(
    context: typer.Context,
    number: Number,
    customer: CustomerId,
    by: By = "",
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Say which customer a case is of; the customer is asked to confirm it."""
    from notifier.cases import link_customer

    with open_records(context) as records, records.ledger.begin() as connection:
        case = link_customer(connection, number, customer, by=by.strip(), reason=reason, now=records.clock.now())
    if as_json:
        print_json(case_json(case))
    else:
        print_text(f"{case.number} is of customer {customer}; the identity is to be confirmed.")


def export_person(
    context: typer.Context,
    customer: CustomerId,
    file_format: Annotated[str, typer.Option("--format", help="json or html.")] = "json",
    out: Out = None,
    keep: Keep = False,
) -> None:
    """Export everything that is held about one customer, for a request of access or portability."""
    from notifier.cases import person_data, person_html, person_json

    writers = {"json": person_json, "html": person_html}
    if file_format not in writers:
        raise UsageError(f"--format: {file_format!r} is neither json nor html")
    with open_records(context) as records, records.ledger.reading() as connection:
        data = person_data(connection, customer, now=records.clock.now())
    _write(writers[file_format](data), _kept(records, f"customer-{customer}.{file_format}") if keep else out)


def forget(
    context: typer.Context,
    customer: CustomerId,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would go; change nothing.")] = False,
    by: By = "",
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Erase a customer. Systems named in HERALD_ERASURE_WEBHOOKS are told first, by the running service."""
    from notifier.customers import get_customer
    from notifier.erasure import EXPORTS, erase, names_of, plan_erasure, sweep_exports
    from notifier.erasure import forget as confirm

    with open_records(context) as records:
        if dry_run:
            with records.ledger.reading() as connection:
                known = get_customer(connection, customer)
                if known is None or not known.email:
                    raise UsageError(f"there is no customer {customer!r}: `herald customers list` shows them")
                _tell_plan(plan_erasure(connection, known, records.signer), as_json=as_json)
            return
        now = records.clock.now()
        with records.ledger.begin() as connection:
            case = confirm(
                connection, customer, by=by.strip(), reason=reason, now=now, rules=case_rules(records.settings)
            )
        if records.settings.erasure_webhooks:
            _tell_waiting(case.number, as_json=as_json)
            return
        with records.ledger.reading() as connection:
            needles = names_of(connection, case)
        proof = erase(records.ledger, case.number, signer=records.signer, now=now)
        sweep_exports(records.settings.state_folder / EXPORTS, now=now, needles=needles)
        _tell_proof(proof, as_json=as_json)


def _tell_plan(plan: ErasurePlan, *, as_json: bool) -> None:
    if as_json:
        holdings = [{"table": each.table, "rows": each.rows, "done": each.done} for each in plan.holdings]
        print_json({"would_erase": holdings, "rows": plan.rows, "mentions_by_others": list(plan.mentions)})
        return
    for holding in plan.holdings:
        print_text(f"{holding.rows:6} {holding.table}: {holding.done}")
    print_text(f"{plan.rows:6} rows in all. Nothing was changed.")
    _tell_mentions(plan.mentions)


def _tell_mentions(mentions: tuple[int, ...]) -> None:
    if mentions:
        print_text(f"Messages of other people name the address and stay: {', '.join(map(str, mentions))}")


def _tell_waiting(number: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"case": number, "erased": False, "waits_for": "systems"})
    else:
        print_text(f"{number} is confirmed. `herald serve` tells the company's systems, then erases.")


def _tell_proof(proof: Proof, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(proof.as_json() + "\n")
        return
    rows = sum(count for _, count in proof.rows)
    disk = "overwritten on disk" if proof.overwritten else "still to be overwritten on disk (the ledger is in use)"
    print_text(f"{proof.case}: {rows} rows erased, {disk}. Proof: event {proof.event_id}, {proof.event_hash}")
    _tell_mentions(proof.mentions)


def _kept(records: Records, name: str) -> Path:
    """A new file in the folder of kept exports, named by the day; the name is made safe, it may hold a customer's id."""
    from notifier.erasure import EXPORTS

    folder = records.settings.state_folder / EXPORTS
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    safe = "".join(sign if sign.isalnum() or sign in "-." else "_" for sign in name)[:100]
    path = folder / f"{records.clock.now():%Y%m%dT%H%M%S}-{safe}"
    print_text(str(path))
    return path


def _write(text: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        return
    try:
        out.touch(mode=0o600)  # it holds personal data: readable by its owner only
        out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{out}: {error.strerror or error}") from None


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=2)
