"""The largest real changes fit into Slack: every message of theirs is checked by the linter as it is built."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.blocks.announcement import Announcement, read_announcement
from bot.blocks.lists import change_message
from bot.blocks.modals import MailPreview, Routing, approve_modal, exception_modal
from bot.blocks.notice import NoticeFacts, notice_card
from bot.blocks.redline import MOST_THREAD_MESSAGES, redline_file, redline_messages
from notifier.model import Notice, NoticeKind, NoticeState
from policy.changelog import compare_revisions, entry_json, iter_changelog
from policy.repository import PolicyRepository

# The revisions with the longest redlines of one public history, found by building the cards of all 243 of its entries.
TERMS = "Terms of Service/WordPress.com/EN-Terms-of-Service.md"
LARGEST = [(TERMS, "aa44048a"), (TERMS, "612b50f6"), (TERMS, "b9d4852f"), ("Privacy-Policy.md", "054088ea")]


@pytest.fixture(scope="module")
def history(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PolicyRepository]:
    folder = tmp_path_factory.mktemp("history") / "repository"
    bundle = shared / "data/histories/legalmattic.bundle"
    subprocess.run(["git", "clone", "-q", str(bundle), str(folder)], check=True)
    with PolicyRepository.open(folder) as repository:
        yield repository


def notice_of(announcement: Announcement, text: str, state: NoticeState) -> Notice:
    return Notice(
        id=1,
        kind=NoticeKind.CHANGE,
        document=announcement.document,
        baseline_revision=announcement.previous or "",
        revision=announcement.revision,
        updated_on=announcement.updated_on,
        effective_on=announcement.effective_on or date(2026, 11, 28),
        notice_days=30,
        due_at=datetime(2026, 10, 29, 8, tzinfo=UTC),
        timezone="Europe/Paris",
        state=state,
        text_hash="h" * 64,
        announcement=text,
        created_at=datetime(2026, 10, 20, tzinfo=UTC),
        exception_reason="r" * 3000,
        exception_by="slack:U0LEGAL",
    )


def check_all(text: str) -> None:
    announcement = read_announcement(text)
    for state in NoticeState:
        facts = NoticeFacts(notice_of(announcement, text, state), announcement, 100_000, earliest=date(2027, 1, 1))
        assert notice_card(facts).payload()["text"]
    routing = Routing(subject="1:h", team="T", channel="C")
    approve_modal(facts, MailPreview("Subject " * 60, "A sentence of the mail.\n\n" * 3000), routing)
    exception_modal(facts, routing)
    pages = redline_messages(announcement, "https://policy.example/changes/1")
    for page in pages:
        page.payload()
    assert len(pages) <= MOST_THREAD_MESSAGES
    if not pages and announcement.changes:
        words = "".join(run for change in announcement.changes for sign, run in change.words if sign == "+")
        assert len(redline_file(announcement)) >= len(words)
    change_message(announcement, "old", "new").payload()


@pytest.mark.parametrize(("document", "commit"), LARGEST)
def test_the_largest_real_revisions_fit(history: PolicyRepository, document: str, commit: str) -> None:
    revisions = history.revisions(document)
    new = next(revision for revision in revisions if revision.commit.startswith(commit))
    old = next(revision for revision in revisions if revision.commit == new.previous)
    check_all(json.dumps(entry_json(compare_revisions(history, old, new))))


def test_the_real_policy_of_two_years_fits(shared: Path, tmp_path: Path) -> None:
    for name in ("2020-10-29.md", "2023-01-16.md"):
        (tmp_path / "privacy.md").write_bytes((shared / "data/policies/mailjet" / name).read_bytes())
        if name.startswith("2020"):
            subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
        who = ["-c", "user.name=Lena", "-c", "user.email=l@legal.example"]
        subprocess.run(["git", "-C", str(tmp_path), "add", "privacy.md"], check=True)
        subprocess.run(["git", "-C", str(tmp_path), *who, "commit", "-q", "-m", name], check=True)
    with PolicyRepository.open(tmp_path) as repository:
        for entry in iter_changelog(repository, "privacy.md"):
            check_all(json.dumps(entry_json(entry)))
