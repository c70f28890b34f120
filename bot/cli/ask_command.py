"""`herald ask`: questions answered from the policy's own words."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.cli.context import read_settings
from bot.cli.output import print_json, print_json_line, print_text
from bot.cli.policy_input import (
    DocumentName,
    Json,
    PolicyFile,
    Repository,
    open_repository,
    read_bytes,
    read_text,
    the_document,
)
from bot.errors import UsageError

if TYPE_CHECKING:
    from policy.answers import History


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="The question, in your own words.")] = "",
    repo: Repository = "",
    policy: PolicyFile = None,
    document: DocumentName = "",
    as_of: Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Answer as of DATE.")] = None,
    batch: Annotated[Path | None, typer.Option("--batch", help="JSON Lines of id, question, as_of.")] = None,
    as_json: Json = False,
) -> None:
    """Answer from the policy with section, quote, revision and date, or say that the policy does not say."""
    from policy.answers import answer, answer_batch, answer_json

    if not question.strip() and batch is None:
        raise UsageError("ask: no question given")
    history, zone = _history(repo, policy, document)
    today, site = (_today(context, zone), read_settings(context).site_url) if zone else (None, "")
    if batch is not None:
        for line in answer_batch(read_text(batch).splitlines(), history, place=str(batch), today=today):
            print_json_line(_with_permalinks(line, site))
        return
    given = answer(question, history, as_of=as_of.date() if as_of else None, today=today)
    shown = _with_permalinks(answer_json(given), site)
    if as_json:
        print_json(shown)
        return
    print_text(given.text)
    for address in dict.fromkeys(citation["permalink"] for citation in shown["citations"] if citation["permalink"]):
        print_text(f"Link: {address}")


def _with_permalinks(shown: dict[str, Any], site: str) -> dict[str, Any]:
    """Give each citation the address of its section in its revision; None without a public site."""
    from bot.site.publish import version_address

    for citation in shown["citations"]:
        address = version_address(site, shown["document"], citation["commit"], citation["section"])
        citation["permalink"] = address or None
    return shown


def _today(context: typer.Context, zone: ZoneInfo) -> date:
    from bot.clock import Clock

    return Clock(read_settings(context).clock).now().astimezone(zone).date()


def _history(repo: str, policy: Path | None, document: str) -> tuple[History, ZoneInfo | None]:
    """Return the revisions to answer from, and the policy's time zone; None for a file, which is always in force."""
    from bot.jobs.answering import file_history, repository_history

    if policy is not None:
        return file_history(read_bytes(policy), policy.name), None
    repository = open_repository(repo)
    return repository_history(repository, the_document(repository, document)), repository.settings.zone
