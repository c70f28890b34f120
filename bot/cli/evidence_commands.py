"""`herald evidence` and `herald audit`: proof of who was told what and when, and of every decision."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.context import open_records
from bot.cli.output import WANTING, print_json, print_text
from bot.errors import UsageError

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
audit_app = typer.Typer(
    help="The record of what was decided, sent and received.", no_args_is_help=True, rich_markup_mode=None
)


def evidence(
    context: typer.Context,
    notice_id: Annotated[int, typer.Argument(metavar="NOTICE", help="Number of the notice.")],
    out: Annotated[Path | None, typer.Option("--out", help="Folder to write; evidence-NOTICE without it.")] = None,
    as_json: Json = False,
) -> None:
    """Export the proof packet of a notice: exact copy, recipients, times, SMTP answers, approver, replies."""
    from notifier.evidence import export

    folder = out or Path(f"evidence-{notice_id}")
    with open_records(context) as records, records.ledger.reading() as connection:
        packet = export(connection, notice_id, folder, now=records.clock.now())
    if as_json:
        print_json(
            {
                "folder": str(packet.folder),
                "files": packet.files,
                "recipients": packet.recipients,
                "sent": packet.sent,
                "unproved": packet.unproved,
                "sound": packet.sound,
            }
        )
    else:
        print_text(
            f"{packet.folder}: {packet.files} files, {packet.recipients} recipients, {packet.sent} sent; "
            + ("the chain of events is intact." if packet.sound else "THE CHAIN OF EVENTS IS BROKEN.")
        )
    if not packet.sound or packet.unproved:
        sys.exit(WANTING)


@audit_app.command("packet")
def audit_packet(folder: Annotated[Path, typer.Argument(help="Folder that `herald evidence` wrote.")]) -> None:
    """Check a proof packet without the ledger; exit code 1 when something in it was altered."""
    from notifier.evidence import check_packet

    faults = check_packet(folder)
    print_text("\n".join(faults) or "The packet is sound.")
    if faults:
        sys.exit(WANTING)


@audit_app.command("verify")
def audit_verify(
    context: typer.Context,
    head: Annotated[str, typer.Option("--head", help="NUMBER:HASH written down earlier; must still stand.")] = "",
    as_json: Json = False,
) -> None:
    """Check the hash chain of everything that was decided, sent and received; exit code 1 when it is broken."""
    from notifier.ledger import Anchor, verify

    expected = None
    if head:
        number, colon, digest = head.partition(":")
        if not colon or not number.isdigit():
            raise UsageError("--head: write NUMBER:HASH as `herald audit verify` prints it")
        expected = Anchor(int(number), digest)
    with open_records(context) as records, records.ledger.reading() as connection:
        report = verify(connection, expected=expected)
    if as_json:
        print_json(
            {
                "events": report.events,
                "intact": report.broken_at is None,
                "broken_at": report.broken_at,
                "problem": report.problem,
                "head": {"id": report.head.id, "hash": report.head.hash} if report.head else None,
            }
        )
    elif report.broken_at is None:
        shown = f" Head: {report.head.id}:{report.head.hash}" if report.head else ""
        print_text(f"{report.events} events, the chain is intact.{shown}")
    else:
        print_text(f"The chain is broken at event {report.broken_at}: {report.problem}")
    if report.broken_at is not None:
        sys.exit(WANTING)
