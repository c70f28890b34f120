"""`herald deliver`: sending what is due."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.context import opened
from bot.cli.output import WANTING, print_json, print_text
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.jobs.delivering import Delivered
    from notifier.delivery import Progress

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def deliver(
    context: typer.Context,
    drain: Annotated[bool, typer.Option("--drain", help="Send what is due and end when nothing is left.")] = False,
    as_json: Json = False,
) -> None:
    """Send every notice that is due now; exit code 1 when the relay or the ledger kept something back."""
    import asyncio

    from bot.jobs.delivering import deliver_until_told

    if not drain:
        raise UsageError("deliver: give --drain to send what is due now; `herald serve` and `herald worker` go on")
    with opened(context, exclusive=True) as herald, _progress() as progress:
        done = asyncio.run(deliver_until_told(herald, progress))
    _tell(done, as_json=as_json)


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None] | None]:
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]:,.0f}/s"), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("deliver", total=None, rate=0.0)

        def show(progress: Progress) -> None:
            done = progress.sent + progress.failed + progress.deferred
            bar.update(task, completed=done, total=done + progress.left, rate=progress.rate)

        yield show


def _tell(done: Delivered, *, as_json: bool) -> None:
    report = done.report
    if as_json:
        happenings = [
            {"notice": each.notice_id, "what": each.what.value, "number": each.number, "reason": each.reason}
            for each in done.happenings
        ]
        print_json(
            {
                "sent": report.sent,
                "failed": report.failed,
                "deferred": report.deferred,
                "adopted": report.adopted,
                "trouble": report.trouble,
                "happenings": happenings,
            }
        )
    else:
        for each in done.happenings:
            print_text(f"Notice {each.notice_id}: {each.what.value}" + (f", {each.number}" if each.number else ""))
        print_text(f"{report.sent} sent, {report.failed} failed, {report.deferred} to be tried again.")
        if report.trouble:
            print_text(f"Stopped: {report.trouble}")
    if report.trouble:
        sys.exit(WANTING)
