"""Commands about the company's own systems: which were told of an erasure, trying again, confirming by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.case_commands import Number
from bot.cli.context import open_records
from bot.cli.handling_commands import By, Json
from bot.cli.output import print_json, print_text
from bot.errors import UsageError

if TYPE_CHECKING:
    from notifier.erasure import Call

OneNumber = Annotated[str, typer.Argument(metavar="[NUMBER]", help="Number of a case; none: every case.")]
Only = Annotated[str, typer.Option("--state", help="due, told, confirmed or dead.")]
System = Annotated[str, typer.Argument(help="Name of the system, as in HERALD_ERASURE_WEBHOOKS.")]


def add_systems(cases: typer.Typer) -> None:
    """Add these commands to `herald cases`."""
    cases.command("systems")(systems)
    cases.command("retry")(retry)
    cases.command("confirm")(confirm)


def systems(context: typer.Context, number: OneNumber = "", state: Only = "", as_json: Json = False) -> None:
    """List the company's systems that are told of erasures, and what they answered; `--state dead`: given up."""
    from notifier.erasure import CallState, list_calls

    try:
        wanted = CallState(state) if state else None
    except ValueError:
        raise UsageError(f"--state: {state!r} is none of {', '.join(CallState)}") from None
    with open_records(context) as records, records.ledger.reading() as connection:
        calls = list_calls(connection, number, wanted)
    if as_json:
        print_json({"systems": [_json(call) for call in calls]})
    elif not calls:
        print_text("No system is to be told of anything.")
    for call in () if as_json else calls:
        print_text(f"{call.case}  {call.system}: {call.state}, {_standing(call)}")


def retry(context: typer.Context, number: Number, by: By = "", as_json: Json = False) -> None:
    """Tell the systems again that were given up for a case, after somebody mended what was wrong."""
    from notifier.erasure import retry_dead

    with open_records(context) as records, records.ledger.begin() as connection:
        count = retry_dead(connection, number, by=by.strip(), now=records.clock.now())
    if as_json:
        print_json({"case": number, "retried": count})
    else:
        print_text(f"{count} of the systems given up are told again at the next tick of `herald serve`.")


def confirm(context: typer.Context, number: Number, system: System, by: By = "", as_json: Json = False) -> None:
    """Record that a person made sure that a system has erased the customer."""
    from notifier.erasure import confirm_by_hand

    with open_records(context) as records, records.ledger.begin() as connection:
        is_new = confirm_by_hand(connection, number, system, by=by.strip(), now=records.clock.now())
    if as_json:
        print_json({"case": number, "system": system, "confirmed": True, "before": not is_new})
    else:
        print_text(f"{number}: {system} {'is confirmed' if is_new else 'was confirmed before'}.")


def _standing(call: Call) -> str:
    if call.confirmed_at is not None:
        return f"{call.confirmed_at:%Y-%m-%d %H:%M} UTC"
    answer = f", answered {call.response}" if call.response else ""
    return f"{call.attempts} attempts{answer}"


def _json(call: Call) -> dict[str, object]:
    return {
        "case": call.case,
        "system": call.system,
        "state": str(call.state),
        "attempts": call.attempts,
        "next_attempt_at": call.next_attempt_at.isoformat(),
        "response": call.response,
        "confirmed_at": call.confirmed_at.isoformat() if call.confirmed_at else None,
    }
