"""Questions about the policy, from a file or from a repository's history."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from functools import partial

from policy.answers import Answer, History, RevisionRecord, answer
from policy.dates import read_dates
from policy.documents import Document, read_document
from policy.errors import PolicyError
from policy.repository import PolicyRepository, Revision
from policy.settings import PolicySettings

REGISTER = "sharing.yml"


def file_history(content: bytes, name: str) -> History:
    """Return the history of a single file; its revision is git's name of the same bytes."""
    document = read_document(content, name)
    reading = read_dates(document, PolicySettings())
    blob = hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()
    return History.of_document(document, blob, reading.updated_on, reading.effective_on)


def repository_history(repository: PolicyRepository, document: str) -> History:
    """Return every readable revision of a document, with the reviewed register that held then."""
    records = [record for revision in repository.revisions(document) if (record := _record(repository, revision))]
    history = History.of_records(document, tuple(records))
    return replace(history, contact=repository.settings.contact)


def _record(repository: PolicyRepository, revision: Revision) -> RevisionRecord | None:
    try:
        reading = read_dates(repository.document_at(revision), repository.settings_at(revision.commit))
    except PolicyError:
        return None  # a binary file, say: the changelog reports it, an answer cannot rest on it
    return RevisionRecord(
        revision=revision.commit,
        policy_date=reading.updated_on,
        effective_on=reading.effective_on,
        load=partial(_load, repository, revision),
        merged_at=revision.merged_at,
        register=partial(_register, repository, revision.commit),
    )


def _load(repository: PolicyRepository, revision: Revision) -> Document:
    return repository.document_at(revision)


def _register(repository: PolicyRepository, commit: str) -> str:
    try:
        return repository.text_at(commit, REGISTER).decode("utf-8", "replace")
    except PolicyError:
        return ""


def ask_repository(repository: PolicyRepository, question: str, *, today: date) -> Answer:
    """Answer from the repository's first document as it is in force today."""
    return answer(question, repository_history(repository, repository.documents()[0]), today=today)
