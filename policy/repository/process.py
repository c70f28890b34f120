"""Running git on a repository that may be hostile: no prompts, no hooks, no helpers, bounded time, one-line errors."""

from __future__ import annotations

import re
import threading
from pathlib import Path

from git import Git
from git.exc import GitCommandError, GitCommandNotFound

from policy.errors import RepositoryError

LOCAL_SECONDS = 120.0
REMOTE_SECONDS = 600.0
MOST_DOCUMENT_BYTES = 10_000_000

_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "true",
    "SSH_ASKPASS": "true",
    "GIT_SSH_COMMAND": "ssh -oBatchMode=yes -oConnectTimeout=20",
    "GIT_ALLOW_PROTOCOL": "https:http:ssh:git:file",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "LC_ALL": "C.UTF-8",
}
_SAFE = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "log.showSignature=false",
    "log.showRoot=true",
    "log.mailmap=false",
    "core.quotePath=false",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=30",
)
_OPTIONS = tuple(word for setting in _SAFE for word in ("-c", setting))


class GitProcess:
    """git in one folder. Blobs are read through one long-lived `cat-file --batch`; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._git = Git(str(folder))
        self._git.update_environment(**_ENVIRONMENT)
        self._lock = threading.RLock()

    def run(self, *arguments: str, seconds: float = LOCAL_SECONDS) -> bytes:
        """Run `git ARGUMENTS` and return what it printed. Raises `RepositoryError` with git's own reason."""
        try:
            with self._lock:
                output = self._git.execute(
                    ["git", *_OPTIONS, *arguments],
                    stdout_as_string=False,
                    strip_newline_in_stdout=False,
                    kill_after_timeout=seconds,
                )
        except GitCommandNotFound as error:
            raise RepositoryError(str(self.folder), "git is not installed", "install git 2.31 or later") from error
        except GitCommandError as error:
            raise RepositoryError(masked(str(self.folder)), _reason(error), "see git's message") from error
        return output

    def line(self, *arguments: str) -> str:
        """Run git and return its output as one stripped line of text."""
        return self.run(*arguments).decode("utf-8", "replace").strip()

    def succeeds(self, *arguments: str) -> bool:
        """Tell whether `git ARGUMENTS` ends with status 0."""
        try:
            self.run(*arguments)
        except RepositoryError:
            return False
        return True

    def read_blob(self, blob: str) -> bytes:
        """Return the bytes of a blob named by its full id. Raises `RepositoryError` when it is absent or too large."""
        if not re.fullmatch(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", blob):
            raise RepositoryError(f"object {blob[:60]!r}", "is no object id")
        with self._lock:
            try:
                _, kind, size, stream = self._git.stream_object_data(blob)
            except ValueError as error:
                raise RepositoryError(
                    f"object {blob[:10]}", "is not in this repository", "was the history rewritten? fetch it again"
                ) from error
            content: bytes = stream.read(min(size, MOST_DOCUMENT_BYTES))
            del stream  # its end reads what is left, so that the next answer starts clean
        is_file = "blob" in str(kind)  # GitPython gives bytes where its annotation says str
        if not is_file or size > MOST_DOCUMENT_BYTES:
            reason = f"holds {size} bytes, more than {MOST_DOCUMENT_BYTES}" if is_file else "is no file"
            raise RepositoryError(f"object {blob[:10]}", reason)
        return content

    def close(self) -> None:
        """End the long-lived process."""
        with self._lock:
            self._git.clear_cache()


def masked(text: str) -> str:
    """Hide a password or token in an address ("https://user:secret@host" becomes "https://***@host")."""
    return re.sub(r"(?<=://)[^/@\s]+@", "***@", text)


def _reason(error: GitCommandError) -> str:
    message = str(error.stderr or "").strip()
    told = re.search(r"(?:fatal|error): ([^\n']{1,300})", message)
    reason = told[1] if told else (message.split("\n")[0] or f"git ended with status {error.status}")
    return masked("".join(letter for letter in reason if letter.isprintable()))[:300]
