"""What commands are given to read: files, repositories, documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import UsageError

if TYPE_CHECKING:
    from policy.documents import Document
    from policy.repository import PolicyRepository

MOST_BYTES = 32 * 1024 * 1024

Repository = Annotated[
    str, typer.Option("--repo", help="Policy repository; HERALD_POLICY_REPO without it.", envvar="HERALD_POLICY_REPO")
]
PolicyFile = Annotated[Path | None, typer.Option("--policy", help="Read this file instead of a repository.")]
DocumentName = Annotated[str, typer.Option("--document", help="Document in the repository; the first without it.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def open_repository(location: str, *, staged: bool = False) -> PolicyRepository:
    """Open the repository that a command was given, or what is staged in it; raises UsageError for none."""
    from policy.repository import PolicyRepository

    if not location:
        raise UsageError("no policy repository: give --repo DIR or set HERALD_POLICY_REPO")
    return PolicyRepository.open(location, staged=staged)


def the_document(repository: PolicyRepository, name: str) -> str:
    """Return the document's name, the repository's first when none was given."""
    names = repository.documents()
    if not name and names:
        return names[0]
    if name not in names:
        raise UsageError(f"--document: the repository has no {name!r}; it has {', '.join(names) or 'none'}")
    return name


def read_bytes(path: Path) -> bytes:
    """Read a file of policy size; raises UsageError when it cannot be read or is larger than 32 MiB."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None
    if len(content) > MOST_BYTES:
        raise UsageError(f"{path}: larger than {MOST_BYTES // 1_048_576} MiB")
    return content


def read_text(path: Path) -> str:
    """Read a UTF-8 file; raises UsageError when it cannot be read or is not UTF-8."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 at byte {error.start}") from None


def read_file(path: Path) -> Document:
    """Read a policy from a file; raises UsageError or DocumentError when it cannot be read."""
    from policy.documents import read_document

    return read_document(read_bytes(path), path.name)
