"""Real revisions of a real repository become notices."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from git import Actor, Repo
from notice_stories import MERGED

from notifier import notices
from notifier.ledger import Ledger
from policy.changelog import changelog, compare_revisions
from policy.repository import PolicyRepository

FIRST = """# Privacy policy

Last updated: January 5, 2027

## 1. Sharing

We share your address with Paperplane Ltd, who print our letters.

## 2. Changes

We tell you of changes 30 days before they take effect.
"""
SECOND = FIRST.replace("January 5", "March 11").replace("Paperplane Ltd", "Paperplane Ltd and Inkwell GmbH")
JANE = Actor("Jane", "jane@example.com")


def commit(repo: Repo, folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    repo.index.add([name])
    repo.index.commit("Revise", author=JANE, committer=JANE, commit_date="2027-03-01T10:00:00 +0000")


def test_entries_of_a_repository_become_a_notice_and_its_revert_a_cancellation(ledger: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "policy"
    with Repo.init(folder) as repo:
        for text in (FIRST, SECOND, FIRST.replace("address", "postal address"), FIRST):
            commit(repo, folder, "privacy.md", text)
    repository = PolicyRepository.open(folder)
    entries = changelog(repository, "privacy.md")
    assert len(entries) == 4
    with ledger.begin() as connection:
        assert notices.propose(connection, entries[0], repository.settings, now=MERGED) is None
        first = notices.propose(connection, entries[1], repository.settings, now=MERGED)
        assert first is not None
        assert (first.effective_on, first.revision) == (date(2027, 4, 10), entries[1].revision.commit)
        assert json.loads(first.announcement)["revision"]
        base = notices.baseline_commit(connection, entries[2])
        assert base == entries[0].revision.commit
        whole = compare_revisions(repository, entries[0].revision, entries[2].revision)
        second = notices.propose(
            connection, entries[2], repository.settings, now=MERGED, known=notices.KnownTexts(whole)
        )
        assert second is not None
        assert notices.get_notice(connection, first.id).state == "superseded"
        assert notices.propose(connection, entries[3], repository.settings, now=MERGED) is None
        assert notices.get_notice(connection, second.id).state == "cancelled"
