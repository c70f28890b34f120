"""Commands that run or examine the service: doctor, serve, worker, demo, site."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.cli.context import read_settings
from bot.cli.output import WANTING, print_json, print_table


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
