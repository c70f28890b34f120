"""Check a policy repository the way legal's CI does on a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from policy.check.dates import Step, problems_of_dates, problems_of_step
from policy.check.model import Code, Finding
from policy.check.register import FILE_NAME as REGISTER
from policy.check.register import problems_of_register
from policy.check.text import problems_of_references, problems_of_text
from policy.compare import Comparer
from policy.dates import read_dates, split_versions
from policy.documents import Document
from policy.errors import DocumentError, PolicyError, RepositoryError, SettingsError
from policy.repository import PolicyRepository, Revision
from policy.settings import FILE_NAME as SETTINGS
from policy.settings import PolicySettings
from policy.sharing import read_register


def check(repository: PolicyRepository, *, base: str | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with the documents at the repository's head, by file and line.

    With `base` (a pull request's target) only documents that differ from it are checked, and changes are judged
    against it; a changed `herald.toml` or `sharing.yml` brings all documents in. Without it a document's last revision
    is judged against the one before. Raises `RepositoryError` when the repository or `base` cannot be read.
    """
    try:
        settings = repository.settings
        documents = repository.documents()
        register = repository.file_text(repository.head(), REGISTER)
        entries = read_register(register) if register else None
    except SettingsError as error:
        return (_of_error(Code.SETTINGS, error),)
    except RepositoryError as error:
        if error.place != SETTINGS:
            raise
        return (_of_error(Code.SETTINGS, error),)
    since = repository.resolve(base) if base else None
    names = _changed(repository, documents, since) if since else documents
    findings: list[Finding] = []
    texts: dict[str, Document] = {}
    with Comparer() as comparer:
        for name in names:
            try:
                texts[name] = repository.document_at(repository.revisions(name)[-1])
                findings += check_document(texts[name], settings)
                findings += _check_last_change(repository, comparer, texts[name], since)
            except DocumentError as error:
                findings.append(_of_error(Code.UNREADABLE, error, name))
    if entries is not None:
        findings += problems_of_register(entries, _all_texts(repository, documents, texts))
    return tuple(sorted(set(findings), key=lambda finding: (finding.file, finding.line, finding.code, finding.reason)))


def check_document(document: Document, settings: PolicySettings) -> Iterator[Finding]:
    """Yield what is wrong with one text, whatever was before it."""
    two = split_versions(document, settings.date_order)
    for part in (two.current, two.coming) if two else (document,):
        yield from problems_of_dates(document.name, read_dates(part, settings))
        yield from problems_of_text(document.name, part)


def check_change(
    comparer: Comparer, old: Document, new: Document, revision: Revision, settings: PolicySettings
) -> Iterator[Finding]:
    """Yield what is wrong with a change from one text to the next."""
    before, after = (_announced(text, settings) for text in (old, new))
    redline = comparer.compare(before, after)
    if redline.changes:
        dates = read_dates(before, settings), read_dates(after, settings)
        yield from problems_of_step(Step(new.name, *dates, redline, revision, settings))
        yield from problems_of_references(new.name, before, after)


def _announced(document: Document, settings: PolicySettings) -> Document:
    two = split_versions(document, settings.date_order)
    return two.coming if two else document


def _changed(repository: PolicyRepository, documents: tuple[str, ...], base: str) -> tuple[str, ...]:
    head = repository.head()
    common = (SETTINGS, REGISTER)
    if any(repository.file_text(base, name) != repository.file_text(head, name) for name in common):
        return documents
    return tuple(name for name in documents if _blob_at(repository, name, base) != _blob_at(repository, name, head))


def _blob_at(repository: PolicyRepository, document: str, commit: str) -> bytes | None:
    try:
        return repository.text_at(commit, document)
    except RepositoryError:
        return None


def _check_last_change(
    repository: PolicyRepository, comparer: Comparer, new: Document, base: str | None
) -> Iterator[Finding]:
    revisions = repository.revisions(new.name)
    revision = revisions[-1]
    before = base or revision.previous
    if before is None:
        return
    try:
        old = repository.document_at(before, new.name)
    except (DocumentError, RepositoryError):  # new in this pull request, or unreadable before: nothing to judge against
        return
    yield from check_change(comparer, old, new, revision, repository.settings)


def _all_texts(
    repository: PolicyRepository, documents: tuple[str, ...], read: dict[str, Document]
) -> dict[str, Document]:
    """Return every readable document: the register covers all of them, whichever changed."""
    texts = dict(read)
    for name in documents:
        if name not in texts:
            try:
                texts[name] = repository.document_at(repository.revisions(name)[-1])
            except DocumentError:
                continue
    return texts


def _of_error(code: Code, error: PolicyError, file: str = "") -> Finding:
    place, _, line = error.place.rpartition(":")
    number = int(line) if place and line.isdigit() else 1
    name = file or (place if place and line.isdigit() else error.place)
    return Finding(code, name, number, error.reason, error.remedy or "mend the file")
