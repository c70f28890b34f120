"""Where a policy repository is: a folder on this machine, or an address that is kept in a cache folder."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from pathlib import Path

from git import Repo
from git.exc import InvalidGitRepositoryError, NoSuchPathError

from policy.errors import RepositoryError
from policy.repository.process import REMOTE_SECONDS, GitProcess, masked

ALLOWED_SCHEMES = frozenset({"https", "http", "ssh", "git", "file"})
_HEADS = "+refs/heads/*:refs/heads/*"


def is_address(location: str) -> bool:
    """Tell an address ("https://…", "git@host:path") from a folder's path."""
    return re.match(r"[A-Za-z][\w+.-]*::?//|[\w.-]+@[\w.-]+:|ext::", location) is not None


def open_folder(folder: Path) -> GitProcess:
    """Open a work tree or bare repository. Raises `RepositoryError` when it is none, or cannot be trusted."""
    place = str(folder)
    if not folder.exists():
        raise RepositoryError(place, "there is no such folder", "check the path, or set HERALD_POLICY_REPO")
    try:
        repository = Repo(folder, search_parent_directories=False)
    except (InvalidGitRepositoryError, NoSuchPathError) as error:
        raise RepositoryError(place, "is not a git repository", "run git init there, or name another folder") from error
    repository.close()
    git = GitProcess(folder)
    git.run("rev-parse", "--git-dir")  # git itself refuses a folder that belongs to somebody else
    return git


def open_address(address: str, cache: Path) -> GitProcess:
    """Open the cached copy of a remote repository, cloning it when there is none yet."""
    shown = masked(address)
    scheme = re.match(r"([A-Za-z][\w+.-]*)://", address)
    if (
        address.startswith("-")
        or "::" in address.split("/")[0]
        or (scheme and scheme[1].lower() not in ALLOWED_SCHEMES)
    ):
        raise RepositoryError(shown, "is no address that Herald fetches from", "use https, ssh or a path")
    if not address.isprintable():
        raise RepositoryError(shown, "holds a control character")
    kept = cache / f"{hashlib.sha256(address.encode()).hexdigest()[:24]}.git"
    if not kept.exists():
        _clone(address, kept)
    return open_folder(kept)


def _clone(address: str, kept: Path) -> None:
    """Clone aside and move into place, so that a half copy is never opened."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix="clone-", dir=kept.parent))
    except OSError as error:
        raise RepositoryError(str(kept.parent), f"cannot be written: {error.strerror}", "name another cache") from error
    try:
        git = GitProcess(aside)
        try:
            git.run("clone", "--bare", "--quiet", "--", address, str(aside / "copy"), seconds=REMOTE_SECONDS)
        except RepositoryError as error:
            raise RepositoryError(masked(address), error.reason, "check address, network and access") from error
        try:
            (aside / "copy").rename(kept)
        except OSError:
            if not kept.exists():  # otherwise another process has cloned it meanwhile
                raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def fetch_heads(git: GitProcess) -> None:
    """Bring a cached copy up to its remote, also after a force-push or a renamed main branch."""
    address = masked(git.line("config", "--get", "remote.origin.url"))
    try:
        git.run("fetch", "--quiet", "--prune", "--force", "origin", _HEADS, seconds=REMOTE_SECONDS)
        if not git.succeeds("rev-parse", "--verify", "--quiet", "HEAD^{commit}"):
            told = git.line("ls-remote", "--symref", "origin", "HEAD")
            head = re.match(r"ref: (refs/heads/\S+)\s+HEAD", told)
            if head:
                git.run("symbolic-ref", "HEAD", head[1])
    except RepositoryError as error:
        raise RepositoryError(address, error.reason, "check address, network and access") from error


def stage(git: GitProcess) -> str:
    """Return a commit of what is staged, as a hook before the commit sees it. No branch names it; git forgets it."""
    tree = git.line("write-tree")
    identity = ("-c", "user.name=herald", "-c", "user.email=herald@localhost", "-c", "commit.gpgSign=false")
    born = git.succeeds("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    parents = ("-p", git.line("rev-parse", "HEAD")) if born else ()
    return git.line(*identity, "commit-tree", tree, *parents, "-m", "What is staged")
