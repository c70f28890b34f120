"""`herald changelog` and `herald site`: what changed, for people and for the public."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.cli.context import open_records, read_settings
from bot.cli.output import WANTING, print_json, print_text
from bot.cli.policy_input import DocumentName, Json, Repository, open_repository, the_document
from bot.errors import UsageError

site_app = typer.Typer(help="The public changelog pages.", no_args_is_help=True, rich_markup_mode=None)


def changelog(
    context: typer.Context,
    repo: Repository = "",
    document: DocumentName = "",
    as_json: Json = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown (the default).")] = False,
    with_notices: Annotated[
        bool, typer.Option("--notices", help="Add what the ledger knows: notices sent, replies, cases.")
    ] = False,
) -> None:
    """Show what each revision changed, from when it holds, and what follows from it."""
    from policy.changelog import changelog as entries_of
    from policy.changelog import changelog_json, changelog_markdown

    if as_json and as_markdown:
        raise UsageError("changelog: choose one of --json and --markdown")
    with open_repository(repo) as repository:
        name = the_document(repository, document)
        entries = entries_of(repository, name)
    records = _records(context, name) if with_notices else {}
    if as_json:
        document_json = changelog_json(name, entries)
        if with_notices:
            for entry in document_json["entries"]:
                entry["notices"] = [record_as_json for record_as_json, _ in records.get(entry["revision"], ())]
        print_json(document_json)
    else:
        lines = {commit: tuple(line for _, told in of for line in told) for commit, of in records.items()}
        print_text(changelog_markdown(name, entries, lines))


def _records(context: typer.Context, document: str) -> dict[str, list[tuple[dict[str, Any], tuple[str, ...]]]]:
    """The notice records of a document by revision, each as JSON and as lines of text."""
    from notifier.evidence import notice_records, record_json, record_lines

    with open_records(context) as parts, parts.ledger.reading() as connection:
        found = notice_records(connection, document)
    return {commit: [(record_json(one), record_lines(one)) for one in of] for commit, of in found.items()}


def check(
    repo: Repository = "",
    base: Annotated[str, typer.Option("--base", help="Revision to compare with: a pull request's target.")] = "",
    as_json: Json = False,
    annotations: Annotated[bool, typer.Option("--annotations", help="Print GitHub annotations.")] = False,
    staged: Annotated[bool, typer.Option("--staged", help="Check what is staged, before it is committed.")] = False,
) -> None:
    """Check a policy repository as legal's CI does; exit code 1 when errors were found."""
    from policy.check import check as findings_of
    from policy.check import findings_annotations, findings_json, findings_text, has_errors

    if as_json and annotations:
        raise UsageError("check: choose one of --json and --annotations")
    with open_repository(repo or ".", staged=staged) as repository:
        findings = findings_of(repository, base=base or None)
    if as_json:
        print_json(findings_json(findings))
    else:
        print_text(findings_annotations(findings) if annotations else findings_text(findings))
    if has_errors(findings):
        sys.exit(WANTING)


@site_app.command("build")
def build(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(help="Folder to write; an earlier build is replaced.")],
    repo: Repository = "",
    base_url: Annotated[str, typer.Option("--base-url", help="Public address, for feeds and sitemap.")] = "",
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="Build the pages as of DATE.")
    ] = None,
) -> None:
    """Write the public pages: current and coming version, redlines, every previous version, feeds."""
    from bot.clock import Clock
    from bot.site import build_site, publish

    settings = read_settings(context)
    with open_repository(repo) as repository:
        zone = ZoneInfo(repository.settings.timezone)
        day = (today or Clock(settings.clock).now().astimezone(zone)).date()
        publication = publish(repository, today=day, base_url=base_url or settings.site_url)
    print_text(f"{build_site(publication, out)} files in {out}")
