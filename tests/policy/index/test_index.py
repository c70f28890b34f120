from __future__ import annotations

import gc
import sqlite3
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from policy.errors import IndexingError
from policy.index import PolicyIndex, Refreshed, open_temporary_index
from policy.repository import PolicyRepository

if TYPE_CHECKING:
    from tests.policy.conftest import Legal

TEXT = """\
# Privacy

Last updated: March 1, 2025

# 1. Sharing

We share postal addresses with Rackety, which hosts our servers.

# 2. Keeping

We retain letters for 90 days.
"""
AMENDED = TEXT.replace("March 1", "May 1").replace("90 days", "ninety-one days")


def write_two(legal: Legal) -> tuple[str, str]:
    return legal.commit("First", privacy__md=TEXT), legal.commit("Second", privacy__md=AMENDED)


def test_a_history_is_indexed_and_dated(legal: Legal) -> None:
    first, second = write_two(legal)
    with legal.open() as repository, open_temporary_index(repository) as index:
        history = index.history("privacy.md")
        assert [record.revision for record in history.records] == [first, second]
        assert [record.policy_date for record in history.records] == [date(2025, 3, 1), date(2025, 5, 1)]
        assert history.records[1].effective_on == date(2025, 5, 31)
        assert history.records[0].load().source == TEXT


def test_only_what_is_new_is_read(legal: Legal, tmp_path: Path) -> None:
    write_two(legal)
    with legal.open() as repository, PolicyIndex.open(tmp_path / "index.db", repository) as index:
        assert index.refresh() == Refreshed(2, 0)
        assert index.refresh() == Refreshed(0, 0)
    legal.commit("Third", privacy__md=TEXT)
    told: list[tuple[str, int, int]] = []
    with legal.open() as repository, PolicyIndex.open(tmp_path / "index.db", repository) as index:
        assert index.refresh(lambda *step: told.append(step)) == Refreshed(1, 0)
        assert index.refresh() == Refreshed(0, 0)
    assert told == [("privacy.md", 1, 1)]


def test_a_new_revision_reads_two_texts_however_long_the_history(legal: Legal, tmp_path: Path) -> None:
    for number in range(30):
        legal.commit(f"Revision {number}", privacy__md=TEXT.replace("90", str(90 + number)))
    with legal.open() as repository, PolicyIndex.open(tmp_path / "index.db", repository) as index:
        index.refresh()
    legal.commit("One more", privacy__md=TEXT)
    with legal.open() as repository, PolicyIndex.open(tmp_path / "index.db", repository) as index:
        index.refresh()
        assert len(repository._documents) == 2


def test_a_rewritten_history_drops_what_is_gone(legal: Legal, tmp_path: Path) -> None:
    write_two(legal)
    with legal.open() as repository, PolicyIndex.open(tmp_path / "index.db", repository) as index:
        index.refresh()
        legal.git("reset", "--quiet", "--hard", "HEAD~1")
        other = legal.commit("Instead", privacy__md=TEXT.replace("90", "30"))
        assert index.refresh() == Refreshed(1, 1)
        assert index.history("privacy.md").latest.revision == other
        assert index.search("ninety") == ()


def test_a_document_that_is_gone_leaves_the_index(legal: Legal) -> None:
    legal.commit("Both", privacy__md=TEXT, terms__md=TEXT)
    with legal.open() as repository, open_temporary_index(repository) as index:
        legal.git("rm", "--quiet", "terms.md")
        legal.commit("Drop")
        assert index.refresh() == Refreshed(0, 1)
        assert index.documents() == ("privacy.md",)


def test_sections_are_found_by_their_words_in_the_newest_revision(legal: Legal) -> None:
    first, second = write_two(legal)
    with legal.open() as repository, open_temporary_index(repository) as index:
        (hit,) = index.search("retaining LETTERS")
        assert (hit.section, hit.revision, hit.document) == ("2", second, "privacy.md")
        assert "ninety-one" in hit.snippet
        (old,) = index.search("letters", revision=first)
        assert "90 days" in old.snippet
        assert index.search("letters", document="terms.md") == ()


@pytest.mark.parametrize("words", ["", '"', "*", "NEAR(", "text:letters OR", "'; DROP TABLE texts; --", "(" * 999])
def test_no_query_is_an_error(legal: Legal, words: str) -> None:
    write_two(legal)
    with legal.open() as repository, open_temporary_index(repository) as index:
        assert isinstance(index.search(words), tuple)


def test_disclosures_are_read_once_and_kept(legal: Legal, tmp_path: Path) -> None:
    first, _ = write_two(legal)
    with legal.open() as repository, PolicyIndex.open(tmp_path / "index.db", repository) as index:
        index.refresh()
        (disclosure,) = index.disclosures("privacy.md", first)
        assert (disclosure.recipient, disclosure.section) == ("Rackety", "1")
        assert index.disclosures("privacy.md", first) == (disclosure,)
        with pytest.raises(IndexingError, match="has no revision"):
            index.disclosures("privacy.md", "f" * 40)


def test_an_unreadable_revision_is_kept_with_its_reason(legal: Legal, tmp_path: Path) -> None:
    legal.commit("Fine", privacy__md=TEXT)
    legal.commit("Binary", privacy__md=b"\x00\x01" * 400)
    with legal.open() as repository, PolicyIndex.open(tmp_path / "index.db", repository) as index:
        assert index.refresh() == Refreshed(2, 0)
        assert len(index.history("privacy.md").records) == 1
    errors = [row["error"] for row in Database(tmp_path / "index.db")["revisions"].rows]
    assert errors[0] == ""
    assert errors[1].startswith("privacy.md")


def test_a_file_that_is_no_index_is_left_alone(legal: Legal, tmp_path: Path) -> None:
    write_two(legal)
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("precious " * 500)
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE precious (x)")
    with legal.open() as repository:
        for path in (text, other):
            with pytest.raises(IndexingError) as caught:
                PolicyIndex.open(path, repository)
            assert "\n" not in str(caught.value)
    assert text.read_text().startswith("precious")
    assert Database(other).table_names() == ["precious"]


def test_an_index_of_another_version_is_rebuilt(legal: Legal, tmp_path: Path) -> None:
    write_two(legal)
    path = tmp_path / "index.db"
    with legal.open() as repository:
        with PolicyIndex.open(path, repository) as index:
            index.refresh()
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99")
        with PolicyIndex.open(path, repository) as index:
            assert index.documents() == ()
            assert index.refresh() == Refreshed(2, 0)
            assert len(index.search("letters")) == 1


def test_two_writers_at_once_write_each_revision_once(legal: Legal, tmp_path: Path) -> None:
    for number in range(12):
        legal.commit(f"Revision {number}", privacy__md=TEXT.replace("90", str(90 + number)))
    failures: list[Exception] = []

    def run() -> None:
        try:
            with legal.open() as repository, PolicyIndex.open(tmp_path / "index.db", repository) as index:
                index.refresh()
        except Exception as error:  # noqa: BLE001 - reported below
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Database(tmp_path / "index.db")["revisions"].count == 12


def test_sections_are_stored_once_however_many_revisions_keep_them(legal: Legal, tmp_path: Path) -> None:
    write_two(legal)
    with legal.open() as repository, PolicyIndex.open(tmp_path / "index.db", repository) as index:
        index.refresh()
    database = Database(tmp_path / "index.db")
    assert (database["sections"].count, database["texts"].count) == (6, 5)
    assert set(database.table_names()) >= {"revisions", "texts", "sections", "changes", "disclosures", "texts_fts"}


def test_a_real_history_is_indexed_without_an_unreadable_revision(
    real_history: Callable[[str], Path], tmp_path: Path
) -> None:
    with (
        PolicyRepository.open(real_history("demo-versions")) as repository,
        PolicyIndex.open(tmp_path / "index.db", repository) as index,
    ):
        assert index.refresh() == Refreshed(120, 0)
        assert len(index.documents()) == 19
    rows = list(Database(tmp_path / "index.db")["revisions"].rows)
    assert [row["error"] for row in rows if row["error"]] == []


def test_a_refresh_leaves_the_collector_as_it_was(legal: Legal) -> None:
    write_two(legal)
    before = gc.get_threshold()
    during: list[int] = []
    with legal.open() as repository, PolicyIndex.open(None, repository) as index:
        index.refresh(lambda *_: during.append(gc.get_threshold()[0]))
    assert during
    assert min(during) > before[0]
    assert gc.get_threshold() == before


def test_statements_know_what_introduced_and_what_removed_them(legal: Legal) -> None:
    without = TEXT.replace("with Rackety, which hosts our servers", "with nobody")
    texts = (without, TEXT, AMENDED, without.replace("March 1", "June 1"), TEXT.replace("March 1", "July 1"))
    commits = [legal.commit(f"Revision {number}", privacy__md=text) for number, text in enumerate(texts)]
    with legal.open() as repository, open_temporary_index(repository) as index:
        found = [each for each in index.lifetimes("privacy.md") if each.statement.recipient == "Rackety"]
        assert [(each.introduced, each.removed) for each in found] == [(commits[1], commits[3]), (commits[4], "")]
        with pytest.raises(IndexingError, match="is not in the index"):
            index.lifetimes("terms.md")
