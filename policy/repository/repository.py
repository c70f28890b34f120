"""The policy repository: documents, revisions and texts, read from git objects and never from the work tree."""

from __future__ import annotations

import fnmatch
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType

from policy.documents import Document, read_document
from policy.errors import RepositoryError, SettingsError
from policy.repository.history import REGULAR_MODES, authors_of_branches, blobs_over_time, read_commits, trace
from policy.repository.model import Fetched, Revision
from policy.repository.opening import fetch_heads, is_address, open_address, open_folder, stage
from policy.repository.process import GitProcess, masked
from policy.repository.weblinks import Weblinks
from policy.settings import FILE_NAME, PolicySettings, read_settings

NOTES_FOLDER = "changelog"
KEPT_DOCUMENTS = 16
"""Parsed documents kept for the next question; memory stays flat however long the history is."""
_NOT_POLICIES = frozenset(
    {
        "readme",
        "changelog",
        "contributing",
        "code_of_conduct",
        "license",
        "licence",
        "security",
        "support",
        "codeowners",
    }
)
_NOT_FOLDERS = frozenset({"changelog", "node_modules"})


@dataclass(frozen=True, slots=True)
class _File:
    mode: str
    kind: str
    blob: str


@dataclass(frozen=True, slots=True)
class _History:
    head: str
    revisions: dict[str, tuple[Revision, ...]]
    settings_blobs: dict[str, str]


class PolicyRepository:
    """A policy repository. Open it with `PolicyRepository.open`; close it, or use it as a context manager."""

    def __init__(self, git: GitProcess, location: str, *, remote: bool) -> None:
        self.location = masked(location)
        self._git = git
        self._remote = remote
        self._staged = ""
        self._lock = threading.RLock()
        self._history: _History | None = None
        self._documents: OrderedDict[tuple[str, str], Document] = OrderedDict()
        self._settings: dict[str, PolicySettings] = {}

    @classmethod
    def open(cls, location: str | Path, *, cache: Path | None = None, staged: bool = False) -> PolicyRepository:
        """Open a folder, or an address whose copy is kept under `cache` (default: the user's cache folder).

        `staged` takes what is staged in a folder for its head, as a hook needs it that runs before the commit.

        Raises `RepositoryError` in one line when the place is no git repository, is empty, or cannot be reached.
        """
        remote = isinstance(location, str) and is_address(location)
        if remote:
            git = open_address(str(location), cache or Path.home() / ".cache" / "policy-herald")
        else:
            git = open_folder(Path(location))
        repository = cls(git, str(location), remote=remote)
        if staged and not remote:
            repository._staged = stage(git)
        repository.head()
        return repository

    def __enter__(self) -> PolicyRepository:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the git process that reads blobs."""
        self._git.close()

    @property
    def folder(self) -> Path:
        """The folder that git reads: the repository's own, or the kept copy of an address."""
        return self._git.folder

    def head(self) -> str:
        """Return the commit that the main line stands at now."""
        try:
            return self._staged or self.resolve("HEAD")
        except RepositoryError as error:
            raise RepositoryError(self.location, "has no commit yet", "commit a policy document first") from error

    def resolve(self, name: str) -> str:
        """Return the full commit id of a branch, tag or (short) commit. Raises `RepositoryError` when there is none."""
        shown = "".join(letter for letter in name if letter.isprintable())[:80]
        if name != shown or not name or name.startswith("-") or ".." in name:
            raise RepositoryError(f"revision {shown!r}", "is no name of a revision", "give a branch, tag or commit")
        try:
            return self._git.line("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except RepositoryError as error:
            remedy = "check the name; after a force-push the commit may be gone"
            raise RepositoryError(f"revision {shown}", f"is not in {self.location}", remedy) from error

    def on_history(self, commit: str) -> bool:
        """Tell whether `commit` is still part of the main line; False after the history was rewritten under it."""
        return self._git.succeeds("merge-base", "--is-ancestor", "--end-of-options", commit, "HEAD")

    def fetch(self) -> Fetched:
        """Bring a remote repository's copy up to date. A folder on this machine is only looked at, never changed."""
        before = self.head()
        if self._remote:
            fetch_heads(self._git)
        after = self.head()
        return Fetched(before, after, rewritten=before != after and not self.on_history(before))

    @property
    def settings(self) -> PolicySettings:
        """What `herald.toml` says today; the defaults when there is none."""
        return self.settings_at(self.head())

    def settings_at(self, commit: str) -> PolicySettings:
        """Return what `herald.toml` said in a commit, or the defaults when it was absent."""
        file = self._files(commit, FILE_NAME).get(FILE_NAME)
        if file is None:
            return PolicySettings()
        if file.mode not in REGULAR_MODES:
            raise RepositoryError(FILE_NAME, "is not a regular file", "replace the link by the file itself")
        return self._settings_of(file.blob)

    def _settings_of(self, blob: str) -> PolicySettings:
        if blob not in self._settings:
            text = self._git.read_blob(blob).decode("utf-8", "replace")
            self._settings[blob] = read_settings(text, FILE_NAME)
        return self._settings[blob]

    def settings_for(self, revision: Revision) -> PolicySettings:
        """Return the settings by which a revision is read: those of its commit, or today's where it had none that can
        be read, for `date_order` is often added only later."""
        history = self._history or self._traced()
        for blob in (history.settings_blobs.get(revision.commit), history.settings_blobs.get(history.head)):
            if blob:
                try:
                    return self._settings_of(blob)
                except SettingsError:
                    continue
        return PolicySettings()

    def documents(self, commit: str | None = None) -> tuple[str, ...]:
        """Return the paths of the policy documents today (or in `commit`), in order.

        Raises `RepositoryError` when `herald.toml` names a document that is absent or is no regular file.
        """
        at = commit or self.head()
        files = self._files(at)
        patterns = self.settings_at(at).documents
        if not patterns:
            return tuple(
                sorted(path for path, file in files.items() if _is_policy(path) and file.mode in REGULAR_MODES)
            )
        named = {path for pattern in patterns for path in self._matching(pattern, files)}
        return tuple(sorted(named))

    def _matching(self, pattern: str, files: dict[str, _File]) -> list[str]:
        found = [pattern] if pattern in files else [path for path in files if fnmatch.fnmatchcase(path, pattern)]
        regular = [path for path in found if files[path].mode in REGULAR_MODES]
        if not regular:
            reason = f'names the document "{pattern}", which is ' + ("a link" if found else "not in the repository")
            raise RepositoryError(FILE_NAME, reason, "correct documents = [...]")
        return regular

    def revisions(self, document: str) -> tuple[Revision, ...]:
        """Return the document's revisions on the first parent, oldest first, through renames.

        Raises `RepositoryError` for an unknown document and for a shallow clone, whose history is cut.
        """
        found = self._traced().revisions.get(document)
        if not found:
            known = ", ".join(self._traced().revisions)[:300]
            raise RepositoryError(document[:200], f"is no document of {self.location}", f"known are: {known or 'none'}")
        return found

    def _traced(self) -> _History:
        head = self.head()
        with self._lock:
            if self._history is None or self._history.head != head:
                self._refuse_shallow()
                commits = read_commits(self._git, head)
                authors = authors_of_branches(self._git, commits)
                revisions = trace(commits, self.documents(head), authors)
                self._history = _History(head, revisions, blobs_over_time(commits, FILE_NAME))
            return self._history

    def _refuse_shallow(self) -> None:
        if self._git.line("rev-parse", "--is-shallow-repository") == "true":
            remedy = "run git fetch --unshallow; in GitHub Actions set fetch-depth: 0"
            raise RepositoryError(self.location, "is a shallow clone, its history is cut", remedy)

    def text_at(self, revision: Revision | str, document: str = "") -> bytes:
        """Return the bytes of a revision, or of `document` in any commit."""
        return self._git.read_blob(self._blob(revision, document))

    def document_at(self, revision: Revision | str, document: str = "") -> Document:
        """Return the parsed text of a revision, or of `document` in any commit. Raises `DocumentError` as the reader
        does, and `RepositoryError` when there is no such text or it is a symbolic link."""
        name = revision.document if isinstance(revision, Revision) else document
        blob = self._blob(revision, document)
        with self._lock:
            known = self._documents.get((blob, name))
            if known is None:
                known = self._documents[blob, name] = read_document(self._git.read_blob(blob), name)
            self._documents.move_to_end((blob, name))
            while len(self._documents) > KEPT_DOCUMENTS:
                self._documents.popitem(last=False)
        return known

    def document_at_commit(self, document: str, commit: str) -> Document:
        """Return the parsed text of `document` in any commit, under whatever name it had there."""
        return self.document_at(commit, document)

    def file_text(self, commit: str, path: str) -> str:
        """Return the text of any file of a commit, "" when it is absent or no regular file."""
        file = self._files(commit, path).get(path)
        return self._git.read_blob(file.blob).decode("utf-8", "replace") if file and file.mode in REGULAR_MODES else ""

    def notes(self) -> dict[str, str]:
        """Return legal's own words about changes: the files `changelog/NAME.md` of today, by NAME."""
        files = self._files(self.head(), NOTES_FOLDER)
        named = {
            path.removeprefix(f"{NOTES_FOLDER}/").removesuffix(".md"): file.blob
            for path, file in files.items()
            if path.endswith(".md") and file.mode in REGULAR_MODES
        }
        return {name: self._git.read_blob(blob).decode("utf-8", "replace") for name, blob in named.items()}

    def _blob(self, revision: Revision | str, document: str) -> str:
        if isinstance(revision, Revision):
            return revision.blob
        commit = self.resolve(revision)
        for path in self._paths_of(document):
            file = self._files(commit, path).get(path)
            if file is not None:
                if file.mode not in REGULAR_MODES:
                    what = "a symbolic link" if file.mode == "120000" else f"a {file.kind}"
                    raise RepositoryError(
                        f"{path} in {commit[:10]}", f"is {what}, not a file", "commit the text itself"
                    )
                return file.blob
        raise RepositoryError(f"{document or 'document'} in {commit[:10]}", "does not exist there", "name a document")

    def _paths_of(self, document: str) -> tuple[str, ...]:
        """Return the names that a document had, today's first."""
        try:
            former = {revision.path for revision in self.revisions(document)}
        except RepositoryError:
            former = set()
        return (document, *sorted(former - {document}))

    def _files(self, commit: str, path: str = "") -> dict[str, _File]:
        """Return the files of a commit (one path, or all) with mode and blob. Nothing is read from the work tree."""
        if path and (path.startswith(("/", "-")) or ".." in PurePosixPath(path).parts or not path.isprintable()):
            raise RepositoryError(path[:200], "is no path inside the repository")
        selection = ("--", f":(literal){path}") if path else ()
        output = self._git.run("ls-tree", "-r", "-z", "--full-tree", commit, *selection).decode("utf-8", "replace")
        files: dict[str, _File] = {}
        for entry in output.split("\x00"):
            match = re.match(r"(\d{6}) (\w+) ([0-9a-f]+)\t(.+)", entry, re.DOTALL)
            if match:
                files[match[4]] = _File(match[1], match[2], match[3])
        return files

    def weblinks(self) -> Weblinks:
        """Return what makes permanent links to this repository's pages (`web_url`, or else the remote's address)."""
        remote = ""
        if self._git.succeeds("config", "--get", "remote.origin.url"):
            remote = self._git.line("config", "--get", "remote.origin.url")
        return Weblinks.of(self.settings.web_url, remote)


def _is_policy(path: str) -> bool:
    parts = PurePosixPath(path)
    hidden = any(part.startswith(".") or part.lower() in _NOT_FOLDERS for part in parts.parts)
    return parts.suffix.lower() in (".md", ".markdown") and not hidden and parts.stem.lower() not in _NOT_POLICIES
