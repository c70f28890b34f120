"""`herald receive`, `herald cases`: what customers answered, and what becomes of it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.context import case_rules, open_records
from bot.cli.output import print_error, print_json, print_json_line, print_table, print_text
from bot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notifier.cases import CaseFilter, CaseMessage, CaseStep
    from notifier.model import Case

cases_app = typer.Typer(
    help="Objections, erasure and other requests of customers.", no_args_is_help=True, rich_markup_mode=None
)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="Number of the case, as C-2026-0007.")]


def receive(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help="Message file; - or none: standard input.")] = "-",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and understand only; record nothing.")] = False,
    batch: Annotated[Path | None, typer.Option("--batch", help="Folder of messages; one JSON line each.")] = None,
    as_json: Json = False,
) -> None:
    """Take in a customer's message: stored first, then read, understood, and made a case."""
    refused: list[str] = []
    if batch is not None:
        if not batch.is_dir():
            raise UsageError(f"--batch: {batch} is not a folder")
        messages = _readable(batch, refused)
    else:
        messages = iter([(file, _read(None if file == "-" else Path(file)))])
    lines = _understood(messages) if dry_run else _received(context, messages)
    for line in lines:
        if batch is not None:
            print_json_line(line)
        elif as_json:
            print_json(line)
        else:
            print_text(_sentence(line))
    if refused:
        raise typer.Exit(2)


def _readable(folder: Path, refused: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield each message of a folder; one that cannot be read is named and does not keep back the others."""
    for path in sorted(folder.iterdir()):
        if not path.is_file():
            continue
        try:
            yield path.name, _read(path)
        except UsageError as problem:
            typer.echo(f"herald: {problem}", err=True)
            refused.append(path.name)


def _read(path: Path | None) -> bytes:
    from notifier.inbound.doors import is_cut, read_bounded

    try:
        if path is None:
            content = read_bounded(sys.stdin.buffer)
        else:
            with path.open("rb") as stream:
                content = read_bounded(stream)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None
    if not content:
        raise UsageError(f"{path or 'standard input'}: empty; nothing was recorded")
    if is_cut(content):
        # refusing it would lose what the customer says at its head
        print_error(f"{path or 'standard input'}: too large; its head is taken, for a person to read the whole")
    return content


def _understood(messages: Iterator[tuple[str, bytes]]) -> Iterator[dict[str, object]]:
    from notifier.inbound import read_message, receipt_json, understand_message

    for name, content in messages:
        reading = read_message(content)
        yield receipt_json(name, reading, understand_message(reading), None)


def _received(context: typer.Context, messages: Iterator[tuple[str, bytes]]) -> Iterator[dict[str, object]]:
    import asyncio

    from notifier.cases import Receiver

    with open_records(context) as records:
        rules, trusted = case_rules(records.settings), records.settings.trusted_servers
        receiver = Receiver(records.ledger, records.signer, rules=rules, trusted_servers=trusted)
        for name, content in messages:
            # The bytes are committed before they are read: whatever reading does, the message is there.
            yield asyncio.run(receiver.take(content, door="command", now=records.clock.now())).as_json(name)


def _sentence(line: dict[str, object]) -> str:
    kinds = line["kinds"]
    understood = ", ".join(str(kind) for kind in kinds) if isinstance(kinds, list) else ""
    parts = [f"{line['file']}: {understood}"]
    if line["triage"]:
        parts.append("a person has to look at it")
    if line.get("duplicate"):
        parts.append("recorded before")
    cases = line.get("cases")
    if isinstance(cases, list) and cases:
        parts.append("case " + ", ".join(str(number) for number in cases))
    return "; ".join(parts)


def case_json(case: Case) -> dict[str, object]:
    """Return a case as the JSON of `herald cases`; it names the customer by the ledger's row only."""
    return {
        "number": case.number,
        "kind": case.kind.value,
        "state": case.state.value,
        "customer_id": case.customer_id,
        "notice_id": case.notice_id,
        "matched": case.matched.value,
        "opened_at": case.opened_at.isoformat(),
        "due_at": case.due_at.isoformat(),
        "late": case.late,
        "quote": case.quote,
        "assignee": case.assignee,
    }


def _message_json(message: CaseMessage) -> dict[str, object]:
    return {
        "received_at": message.received_at.isoformat(),
        "role": message.role,
        "subject": message.subject,
        "text": message.text,
        "checks": list(message.checks),
        "doubts": list(message.doubts),
        "sha256": message.sha256,
    }


def _step_json(step: CaseStep) -> dict[str, object]:
    from dataclasses import asdict

    return {
        name: value.isoformat() if isinstance(value, datetime) else str(value) if value is not None else None
        for name, value in asdict(step).items()
    }


def case_filter(kind: str, state: str, since: datetime | None, until: datetime | None) -> CaseFilter:
    """Return the filter that the options name; raises UsageError for an unknown kind or state."""
    from notifier.cases import CaseFilter
    from notifier.model import CaseState, ReplyKind

    try:
        return CaseFilter(
            kinds=(ReplyKind(kind),) if kind else (),
            states=(CaseState(state),) if state else (),
            since=since.replace(tzinfo=UTC) if since else None,
            until=until.replace(tzinfo=UTC) if until else None,
        )
    except ValueError as error:
        raise UsageError(f"cases: {error}") from None


Kind = Annotated[str, typer.Option("--kind", help="objection, erasure, access, …")]
State = Annotated[str, typer.Option("--state", help="received, acknowledged, in_progress, done, …")]
Since = Annotated[datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="Opened on or after DATE (UTC).")]
Until = Annotated[datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="Opened before DATE (UTC).")]


@cases_app.command("list")
def list_cases(
    context: typer.Context,
    kind: Kind = "",
    state: State = "",
    since: Since = None,
    until: Until = None,
    as_json: Json = False,
) -> None:
    """List cases, the one due first first."""
    found = _find(context, case_filter(kind, state, since, until))
    if as_json:
        print_json({"cases": [case_json(case) for case in found]})
        return
    rows = [
        (case.number, case.kind.value, case.state.value, f"{case.due_at:%Y-%m-%d}", case.quote[:60]) for case in found
    ]
    print_table(("case", "kind", "state", "due", "words"), rows, empty="No cases.")


def _find(context: typer.Context, wanted: CaseFilter) -> tuple[Case, ...]:
    from notifier.cases import list_cases as list_them

    with open_records(context) as records, records.ledger.reading() as connection:
        return list_them(connection, wanted)


@cases_app.command("show")
def show(context: typer.Context, number: Number, as_json: Json = False) -> None:
    """Show one case with its history."""
    from notifier.cases import get_case, messages_of, possible_actions, standing, steps_of

    with open_records(context) as records, records.ledger.reading() as connection:
        case = get_case(connection, number)
        steps = steps_of(connection, case.id)
        messages = messages_of(connection, case.id)
        actions = possible_actions(standing(connection, case))
    if as_json:
        print_json(
            case_json(case)
            | {
                "rule": case.rule,
                "identity": case.identity.value,
                "held": case.held,
                "messages": [_message_json(message) for message in messages],
                "steps": [_step_json(step) for step in steps],
                "possible": [action.value for action in actions],
            }
        )
        return
    print_text(f"{case.number}  {case.kind.value}  {case.state.value}  due {case.due_at:%Y-%m-%d %H:%M} UTC")
    print_text(f"“{case.quote}”")
    print_text(
        f"{case.rule or 'no rule recorded'}; identity {case.identity.value}" + ("; on hold" if case.held else "")
    )
    for message in messages:
        remarks = ", ".join((*message.checks, *message.doubts))
        print_text(
            f"  {message.received_at:%Y-%m-%d %H:%M}  {message.role} by mail" + (f": {remarks}" if remarks else "")
        )
    for step in steps:
        print_text(
            f"  {step.at:%Y-%m-%d %H:%M}  {step.action}  by {step.actor}" + (f": {step.reason}" if step.reason else "")
        )
    print_text("next: " + (", ".join(action.value for action in actions) or "nothing"))


@cases_app.command("step")
def step(
    context: typer.Context,
    number: Number,
    action: Annotated[str, typer.Argument(help="acknowledge, confirm_identity, start, extend, complete, refuse, …")],
    by: Annotated[str, typer.Option("--by", help="Who does it; recorded as the actor.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why; needed to extend, refuse, reopen.")] = "",
    assignee: Annotated[str, typer.Option("--assignee", help="With the step assign.")] = "",
    as_json: Json = False,
) -> None:
    """Do one step of a case."""
    from notifier.cases import step as do_step

    if not by.strip():
        raise UsageError("cases step: --by NAME is needed; every step is recorded with who did it")
    with open_records(context) as records, records.ledger.begin() as connection:
        case = do_step(
            connection,
            number,
            action,
            by=by.strip(),
            reason=reason,
            now=records.clock.now(),
            rules=case_rules(records.settings),
            assignee=assignee,
        )
    if as_json:
        print_json(case_json(case))
    else:
        print_text(f"{case.number} is now {case.state.value}.")
