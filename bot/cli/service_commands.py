"""Commands that run or examine the service: doctor, serve, worker."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.cli.context import opened, read_settings
from bot.cli.logs import configure_logs
from bot.cli.output import WANTING, print_json, print_table, print_text


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Say in plain words what is configured and what is not; exit code 1 when something does not work."""
    from bot.errors import ConfigurationError
    from bot.jobs.doctor import configuration_error, examine, is_well

    try:
        report = examine(read_settings(context))
    except ConfigurationError as error:
        report = (configuration_error(error),)
    if as_json:
        lines = [{"part": each.part, "health": each.health.value, "sentence": each.sentence} for each in report]
        print_json({"well": is_well(report), "parts": lines})
    else:
        marks = {"well": "✓", "missing": "–", "ill": "✗"}
        rows = [(marks[each.health.value], each.part, each.sentence) for each in report]
        print_table(("", "part", ""), rows, empty="")
    if not is_well(report):
        sys.exit(WANTING)


def serve(context: typer.Context) -> None:
    """Run everything in one process: Slack, web, replies, schedule, delivery. Stops on SIGTERM."""
    import asyncio

    from bot.serve import serve as run

    configure_logs("info")
    with opened(context, exclusive=True) as herald:
        asyncio.run(run(herald, lambda url: _flushed(f"Herald listens on {url}")))


def worker(context: typer.Context) -> None:
    """Send and correspond only, beside `herald serve`; several may share a PostgreSQL ledger."""
    import asyncio

    from bot.serve import work

    configure_logs("info")
    with opened(context, exclusive=True) as herald:
        asyncio.run(work(herald, lambda: _flushed("Herald works")))


def _flushed(words: str) -> None:
    print_text(words)
    sys.stdout.flush()
