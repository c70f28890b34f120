"""Every document's revisions from one `git log` over the first parent, following renames."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from policy.errors import RepositoryError
from policy.repository.model import Revision
from policy.repository.process import GitProcess

REGULAR_MODES = frozenset({"100644", "100755"})
LONGEST_MESSAGE = 10_000

_FIELDS = ("%H", "%P", "%ct", "%an", "%cn", "%B")
_LOG = (
    "log", "--first-parent", "-m", "--raw", "-z", "-M", "--no-abbrev", "--no-color", "--no-ext-diff", "--no-textconv", "-O/dev/null",
    "--encoding=UTF-8", "--format=" + "%x00".join(_FIELDS),
)  # fmt: skip
_RAW = re.compile(r"\n?:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*")
_TRAILER = re.compile(r"^(?:approved|reviewed)-by:\s*([^<\n]+?)\s*(?:<[^>\n]*>)?\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FileChange:
    """One line of `git log --raw`: what happened to one path in one commit. `old_path` differs for renames."""

    status: str
    mode: str
    blob: str
    old_blob: str
    path: str
    old_path: str


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit on the first parent with the files that it changed."""

    name: str
    parents: tuple[str, ...]
    committed_at: datetime
    author: str
    committer: str
    message: str
    changes: tuple[FileChange, ...]


def read_commits(git: GitProcess, revisions: str) -> tuple[Commit, ...]:
    """Return the commits of a range ("HEAD", "a..b") along the first parent, newest first."""
    return tuple(parse_log(git.run(*_LOG, "--end-of-options", revisions, "--")))


def parse_log(output: bytes) -> Iterator[Commit]:
    """Read the NUL-separated output of `git log --raw -z`."""
    tokens = output.decode("utf-8", "replace").split("\x00")
    position = 0
    while position + len(_FIELDS) < len(tokens):
        fields = tokens[position : position + len(_FIELDS)]
        changes, position = _read_changes(tokens, position + len(_FIELDS))
        yield _commit(fields, changes)


def _read_changes(tokens: list[str], position: int) -> tuple[tuple[FileChange, ...], int]:
    changes: list[FileChange] = []
    while position < len(tokens) and (raw := _RAW.fullmatch(tokens[position])):
        _, mode, old_blob, blob, status = raw.groups()
        old_path = tokens[position + 1]
        renamed = status in "RC"
        path = tokens[position + 2] if renamed else old_path
        changes.append(FileChange(status, mode, blob, old_blob, path, old_path))
        position += 3 if renamed else 2
    return tuple(changes), position


def _commit(fields: list[str], changes: tuple[FileChange, ...]) -> Commit:
    name, parents, seconds, author, committer, message = fields
    try:
        committed_at = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise RepositoryError(f"revision {name[:10]}", f"has no usable commit date ({seconds[:30]!r})") from error
    return Commit(
        name, tuple(parents.split()), committed_at, _line(author), _line(committer), message[:LONGEST_MESSAGE], changes
    )


def _line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()[:200]


def trace(
    commits: Iterable[Commit], documents: Iterable[str], authors: Mapping[str, str]
) -> dict[str, tuple[Revision, ...]]:
    """Follow each document back through `commits` (newest first) and return its revisions, oldest first.

    A rename hands the older path to the document that took it over; a path that was deleted and came back keeps its
    older life. `authors` names the authors of merged branches by their last commit.
    """
    owner = {path: path for path in documents}
    found: dict[str, list[Revision]] = {path: [] for path in owner}
    for commit in commits:
        for change in commit.changes:
            document = owner.get(change.path)
            if document is None or change.status == "D":
                continue
            if change.mode in REGULAR_MODES:
                found[document].append(_revision(document, commit, change, authors))
            if change.status == "R":
                del owner[change.path]
                owner[change.old_path] = document
    return {document: _linked(revisions) for document, revisions in found.items()}


def _revision(document: str, commit: Commit, change: FileChange, authors: Mapping[str, str]) -> Revision:
    merged = len(commit.parents) > 1
    return Revision(
        document=document,
        commit=commit.name,
        blob=change.blob,
        merged_at=commit.committed_at,
        author=authors.get(commit.parents[1], commit.author) if merged else commit.author,
        message=commit.message,
        path=change.path,
        merged_by=commit.author if merged else commit.committer,
        approvers=tuple(dict.fromkeys(_line(name) for name in _TRAILER.findall(commit.message))),
    )


def _linked(newest_first: list[Revision]) -> tuple[Revision, ...]:
    """Put revisions in order and name each one's predecessor; a commit that left the text as it was is none."""
    linked: list[Revision] = []
    for revision in reversed(newest_first):
        before = linked[-1] if linked else None
        if before is None or before.blob != revision.blob:
            linked.append(replace(revision, previous=before.commit if before else None))
    return tuple(linked)


def blobs_over_time(commits: Sequence[Commit], path: str) -> dict[str, str]:
    """Return the blob that `path` had in each of `commits` (newest first), by commit; absent where it was no file."""
    blobs: dict[str, str] = {}
    current = ""
    for commit in reversed(commits):
        for change in commit.changes:
            if change.path == path:
                current = change.blob if change.status != "D" and change.mode in REGULAR_MODES else ""
            elif change.status == "R" and change.old_path == path:
                current = ""
        if current:
            blobs[commit.name] = current
    return blobs


def authors_of_branches(git: GitProcess, commits: Iterable[Commit]) -> dict[str, str]:
    """Return the author of the last commit of every branch that was merged, by commit."""
    tips = [commit.parents[1] for commit in commits if len(commit.parents) > 1]
    authors: dict[str, str] = {}
    for start in range(0, len(tips), 500):
        output = git.run("log", "--no-walk=unsorted", "-z", "--format=%H%x00%an", *tips[start : start + 500], "--")
        words = output.decode("utf-8", "replace").split("\x00")
        authors |= {name.strip(): _line(author) for name, author in zip(words[::2], words[1::2], strict=False)}
    return authors
