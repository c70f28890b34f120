"""`herald register` and `herald answers`: whom data goes to, as legal reviews it, and what staff could not find out."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.context import open_records
from bot.cli.output import WANTING, print_json, print_table, print_text
from bot.cli.policy_input import (
    DocumentName,
    Json,
    PolicyFile,
    Repository,
    open_repository,
    read_file,
    read_text,
    the_document,
)
from bot.errors import UsageError

if TYPE_CHECKING:
    from policy.repository import PolicyRepository, Revision
    from policy.sharing import PolicyReading
    from policy.vocabulary import Vocabulary

RevisionName = Annotated[
    str, typer.Option("--revision", help="Commit, branch or tag in the repository; the newest revision without it.")
]
register_app = typer.Typer(
    help="The reviewed register of recipients (sharing.yml).", no_args_is_help=True, rich_markup_mode=None
)
answers_app = typer.Typer(
    help="What staff asked: wrong answers, questions without one.", no_args_is_help=True, rich_markup_mode=None
)


def _read(
    repo: str, policy: Path | None, document: str, at: str = ""
) -> tuple[tuple[PolicyReading, str, date | None], Vocabulary]:
    """Return what a policy says about sharing, its revision and its date; and the vocabulary it was read with."""
    from policy.dates import read_dates
    from policy.index import vocabulary_of
    from policy.settings import PolicySettings
    from policy.sharing import read_policy
    from policy.vocabulary import standard_vocabulary

    if policy is not None:
        text = read_file(policy)
        words = standard_vocabulary()
        return (read_policy(text, words), policy.name, read_dates(text, PolicySettings()).updated_on), words
    with open_repository(repo) as repository:
        revision = _revision(repository, the_document(repository, document), at)
        text = repository.document_at(revision)
        dated = read_dates(text, repository.settings).updated_on
        words = vocabulary_of(repository)
    return (read_policy(text, words), revision.short, dated), words


def _revision(repository: PolicyRepository, document: str, at: str) -> Revision:
    """Return the document's newest revision, or the one in place at a commit, branch or tag."""
    revisions = repository.revisions(document)
    if not at:
        return revisions[-1]
    commit = repository.resolve(at)
    found = next((revision for revision in revisions if revision.commit == commit), None)
    if found is None:
        raise UsageError(f"--revision: {at} did not change {document}; `herald changelog` lists the revisions that did")
    return found


@register_app.command("draft")
def draft(
    repo: Repository = "", policy: PolicyFile = None, document: DocumentName = "", revision: RevisionName = ""
) -> None:
    """Write sharing.yml from the policy's text, for legal to review."""
    from policy.sharing import draft_register

    read, words = _read(repo, policy, document, revision)
    print_text(draft_register(*read, words))


@register_app.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="The register, sharing.yml.")],
    repo: Repository = "",
    policy: PolicyFile = None,
    document: DocumentName = "",
    revision: RevisionName = "",
    as_json: Json = False,
) -> None:
    """Check every entry of the register against the policy's text; exit code 1 when one does not hold."""
    from policy.sharing import Severity, check_register, read_register

    register = read_register(read_text(file), file.name)
    (reading, _, _), words = _read(repo, policy, document, revision)
    faults = check_register(register, reading, words)
    if as_json:
        lines = [
            {"severity": each.severity.value, "place": each.place, "reason": each.reason, "remedy": each.remedy}
            for each in faults
        ]
        print_json({"faults": lines})
    else:
        lines_of_text = [f"{each.severity.value}: {each.place}: {each.reason} ({each.remedy})" for each in faults]
        print_text("\n".join(lines_of_text) or "Every entry stands in the policy.")
    if any(each.severity is Severity.ERROR for each in faults):
        sys.exit(WANTING)


@register_app.command("map")
def draw(
    repo: Repository = "",
    policy: PolicyFile = None,
    document: DocumentName = "",
    png: Annotated[Path | None, typer.Option("--png", help="Write a PNG here; needs an installed Chromium.")] = None,
) -> None:
    """Draw data categories and the recipients they go to: SVG on standard output, or a PNG."""
    from notifier.message.preview import draw_svg
    from policy.documents import other_language
    from policy.sharing import register_map

    (reading, revision, dated), words = _read(repo, policy, document)
    title = f"{reading.document.title}{f' of {dated}' if dated else ''} ({revision})"
    picture = register_map(reading.statements, words, title, language=other_language(reading.document))
    if png is None:
        print_text(picture)
        return
    drawn = draw_svg(picture)
    if not drawn:
        raise UsageError("--png: no Chromium is installed to draw it; `herald register map` without it writes SVG")
    try:
        png.write_bytes(drawn)
    except OSError as error:
        raise UsageError(f"--png: {png}: {error.strerror or error}") from None


@register_app.command("history")
def history(repo: Repository = "", document: DocumentName = "", as_json: Json = False) -> None:
    """List every sharing statement with the revision that introduced it and the one that removed it."""
    from bot.jobs.answering import cached_index
    from policy.documents import other_language
    from policy.sharing import nobody_named

    with open_repository(repo) as repository:
        name = the_document(repository, document)
        merged = {revision.commit: revision.merged_at.date() for revision in repository.revisions(name)}
        with cached_index(repository) as index:
            found = index.lifetimes(name)
        language = other_language(repository.document_at(repository.head(), name)) if not found else ""
    if as_json:
        lines = [
            {
                "recipient": each.statement.recipient,
                "group": each.statement.group,
                "force": each.statement.force,
                "data": each.statement.data.split(),
                "purpose": each.statement.purpose,
                "section": each.statement.section,
                "quote": each.statement.quote,
                "introduced": {"revision": each.introduced, "merged_on": merged[each.introduced].isoformat()},
                "removed": {"revision": each.removed, "merged_on": merged[each.removed].isoformat()}
                if each.removed
                else None,
            }
            for each in found
        ]
        print_json({"document": name, "statements": lines})
        return
    rows = [
        (
            each.statement.recipient,
            ", ".join(item.partition(":")[2] or item for item in each.statement.data.split()) or "not stated",
            each.statement.force,
            f"{merged[each.introduced]} {each.introduced[:10]}",
            f"{merged[each.removed]} {each.removed[:10]}" if each.removed else "stands",
        )
        for each in found
    ]
    print_table(("recipient", "data", "force", "introduced", "removed"), rows, empty=nobody_named(language))


@answers_app.command("wrong")
def wrong(context: typer.Context, as_json: Json = False) -> None:
    """List answers that somebody reported as wrong, newest first."""
    from notifier.feedback import wrong_answers

    with open_records(context) as records, records.ledger.reading() as connection:
        found = wrong_answers(connection)
    if as_json:
        lines = [
            {
                "at": each.at.isoformat(),
                "question": each.question,
                "answer": each.answer,
                "revision": each.revision,
                "reported_by": each.reported_by,
            }
            for each in found
        ]
        print_json({"wrong": lines})
    else:
        rows = [(f"{each.at:%Y-%m-%d}", each.reported_by, each.question, each.revision[:12]) for each in found]
        print_table(("reported", "by", "question", "revision"), rows, empty="Nobody reported a wrong answer.")


@answers_app.command("gaps")
def gaps(context: typer.Context, as_json: Json = False) -> None:
    """List questions that the policy did not answer, the most asked first."""
    from notifier.feedback import gaps as find_gaps

    with open_records(context) as records, records.ledger.reading() as connection:
        found = find_gaps(connection)
    if as_json:
        lines = [
            {"question": each.question, "count": each.count, "last_at": each.last_at.isoformat()} for each in found
        ]
        print_json({"gaps": lines})
    else:
        rows = [(each.count, f"{each.last_at:%Y-%m-%d}", each.question) for each in found]
        print_table(("times", "last", "question"), rows, empty="Every question found an answer.")
