"""`herald diff`: two versions compared as a lawyer would want to see it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import colour_wanted, print_json, print_text
from bot.cli.policy_input import DocumentName, Json, open_repository, read_file, the_document
from bot.errors import UsageError

if TYPE_CHECKING:
    from policy.documents import Document


def diff(
    old: Annotated[str, typer.Argument(help="File, or revision with --repo.")],
    new: Annotated[str, typer.Argument(help="File, or revision with --repo.")],
    repo: Annotated[str, typer.Option("--repo", help="Policy repository: OLD and NEW are revisions of it.")] = "",
    document: DocumentName = "",
    as_json: Json = False,
    as_html: Annotated[bool, typer.Option("--html", help="Print one self-contained page.")] = False,
    as_text: Annotated[bool, typer.Option("--text", help="Print text (the default).")] = False,
    docx: Annotated[Path | None, typer.Option("--docx", help="Write a Word file with tracked changes.")] = None,
) -> None:
    """Compare two versions: moved, amended, renumbered, restyled, each cited by section on both sides."""
    from bot.clock import Clock
    from policy.compare import compare, redline_docx, redline_html, redline_json, redline_text

    if as_json + as_html + as_text > 1:
        raise UsageError("diff: choose one of --json, --html and --text")
    redline = compare(*_two_documents(old, new, repo, document))
    if docx is not None:
        _write(docx, redline_docx(redline, old, new, at=Clock().now()))
    if as_json:
        print_json(redline_json(redline, old, new))
    elif as_html:
        print_text(redline_html(redline, old, new))
    elif docx is None or as_text:
        print_text(redline_text(redline, old, new, colour=colour_wanted()))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"--docx: {path}: {error.strerror or error}") from None


def _two_documents(old: str, new: str, repo: str, document: str) -> tuple[Document, Document]:
    if not repo:
        return read_file(Path(old)), read_file(Path(new))
    with open_repository(repo) as repository:
        name = the_document(repository, document)
        return repository.document_at(old, name), repository.document_at(new, name)
