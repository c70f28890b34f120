"""Questions about the policy, from a file or from a repository's history."""

from __future__ import annotations

import hashlib
from pathlib import Path

from policy.answers import History
from policy.dates import read_dates
from policy.documents import BlockKind, read_document, section_in_answers
from policy.errors import PolicyError
from policy.index import PolicyIndex, open_temporary_index
from policy.repository import PolicyRepository
from policy.settings import PolicySettings


def file_history(content: bytes, name: str) -> History:
    """Return the history of a single file; its revision is git's name of the same bytes."""
    document = read_document(content, name)
    reading = read_dates(document, PolicySettings())
    blob = hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()
    return History.of_document(document, blob, reading.updated_on, reading.effective_on)


def repository_history(repository: PolicyRepository, document: str) -> History:
    """Return the revisions of a document for one command, from an index kept in the user's cache folder."""
    return cached_index(repository).history(document)


def cached_index(repository: PolicyRepository) -> PolicyIndex:
    """Return the up-to-date index of a repository for one command, from a file kept in the user's cache folder."""
    name = hashlib.sha256(repository.location.encode()).hexdigest()[:32]
    folder = Path.home() / ".cache" / "policy-herald" / "indexes"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        index = PolicyIndex.open(folder / f"{name}.db", repository)
        index.refresh()
    except (OSError, PolicyError):
        return open_temporary_index(repository)  # a cache that cannot be used must not keep anybody from asking
    return index


def section_words(repository: PolicyRepository, commit: str, key: str) -> tuple[str, str]:
    """Heading and whole text of a section of the first document, by its key in answers; both empty for none."""
    document_name = repository.documents()[0]
    revision = next((each for each in repository.revisions(document_name) if each.commit == commit), None)
    if revision is None:
        return "", ""
    document = repository.document_at(revision)
    sections = [section for section in document.sections if section_in_answers(document, section.key) == key]
    blocks = [block for section in sections for block in document.blocks_of(section.key)]
    words = [f"{block.label} {block.text}".strip() for block in blocks if block.kind is not BlockKind.HEADING]
    return (sections[0].heading if sections else ""), "\n".join(line for line in words if line)
