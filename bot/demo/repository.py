"""A policy repository in git, made from policy files: legal's side of the demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from git import Actor, Repo

from bot.errors import UsageError
from policy.dates import read_dates
from policy.documents import read_document
from policy.documents.model import Document
from policy.errors import PolicyError
from policy.settings import PolicySettings

DOCUMENT = "privacy.md"
LEGAL = Actor("Lena Legal", "lena.legal@larkpost.example")


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """One version of the policy, as a file that legal is about to merge."""

    path: Path
    updated_on: date
    document: Document


def read_policies(folder: Path, settings: PolicySettings) -> tuple[PolicyFile, ...]:
    """Read a folder of Markdown policies, oldest first by the update date that each states.

    Raises UsageError when the folder holds fewer than two versions or one states no update date.
    """
    if not folder.is_dir():
        raise UsageError(f"--policies: {folder} is not a folder")
    paths = sorted(path for path in folder.glob("*.md") if path.name.lower() != "readme.md")
    files = sorted((_read(path, settings) for path in paths), key=lambda file: (file.updated_on, file.path.name))
    if len(files) < 2:
        raise UsageError(f"--policies: {folder} holds {len(files)} policies; a story needs two versions at least")
    return tuple(files)


def _read(path: Path, settings: PolicySettings) -> PolicyFile:
    try:
        document = read_document(path.read_bytes(), DOCUMENT)
    except (OSError, PolicyError) as error:
        raise UsageError(f"{path}: {error}") from None
    updated_on = read_dates(document, settings).updated_on
    if updated_on is None:
        raise UsageError(f"{path}: states no update date (write “Last updated: …”)")
    return PolicyFile(path, updated_on, document)


def create_repository(folder: Path, settings_text: str, at: datetime) -> Repo:
    """Create the repository with `herald.toml` in it; merges come one by one through `merge`."""
    repository = Repo.init(folder, initial_branch="main")
    (folder / "herald.toml").write_text(settings_text, encoding="utf-8")
    repository.index.add(["herald.toml"])
    repository.index.commit("Describe the policy", author=LEGAL, committer=LEGAL, author_date=at, commit_date=at)
    return repository


def merge(repository: Repo, file: PolicyFile, message: str, at: datetime) -> str:
    """Merge a version of the policy and return the commit's id."""
    folder = Path(str(repository.working_tree_dir))
    (folder / DOCUMENT).write_bytes(file.path.read_bytes())
    repository.index.add([DOCUMENT])
    commit = repository.index.commit(message, author=LEGAL, committer=LEGAL, author_date=at, commit_date=at)
    return commit.hexsha
