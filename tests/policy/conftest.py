"""A real policy repository to write into."""

from __future__ import annotations

import functools
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from policy.repository import PolicyRepository

START = 1_600_000_000


class Legal:
    """Legal's own work: a git repository in a temporary folder, one minute between commits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.minutes = 0
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, text: bytes | None = None) -> str:
        when = f"{START + 60 * self.minutes} +0000"
        environment = {
            "GIT_AUTHOR_NAME": "Ada Legal",
            "GIT_AUTHOR_EMAIL": "ada@example.com",
            "GIT_COMMITTER_NAME": "Ada Legal",
            "GIT_COMMITTER_EMAIL": "ada@example.com",
            "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_DATE": when,
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_SYSTEM": "/dev/null",
            "PATH": "/usr/bin:/bin",
        }
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=environment, input=text, check=True, capture_output=True
        )
        return done.stdout.decode().strip()

    def write(self, path: str, text: str | bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(self, message: str = "Change", **files: str | bytes) -> str:
        """Write files (a dot in a name is `__`), commit everything, return the commit."""
        for name, text in files.items():
            self.write(name.replace("__", "."), text)
        self.minutes += 1
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def open(self) -> PolicyRepository:
        return PolicyRepository.open(self.folder)


@pytest.fixture
def legal(tmp_path: Path) -> Legal:
    return Legal(tmp_path / "policies")


@pytest.fixture(scope="session")
def real_history(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Clone one of the real histories by its name ("demo-versions")."""

    def clone(name: str) -> Path:
        folder = tmp_path_factory.mktemp("history") / f"{name}.git"
        bundle = shared / "data/histories" / f"{name}.bundle"
        subprocess.run(["git", "clone", "--quiet", "--bare", str(bundle), str(folder)], check=True)
        return folder

    return functools.cache(clone)
