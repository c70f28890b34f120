"""The long-lived git processes: renewed when full, replaced when lost, never left behind."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from policy.compare import Comparer, compare
from policy.compare import git as git_module
from policy.compare.git import Git, Pair
from policy.documents import read_document
from policy.errors import ComparisonError


@pytest.fixture
def git() -> Iterator[Git]:
    engine = Git()
    yield engine
    engine.close()


def lines(words: str) -> bytes:
    return "".join(f"{word}\n" for word in words.split()).encode()


def test_pairs_come_with_their_similarity_best_first(git: Git) -> None:
    old = {"o1": lines("the cat sat on the mat today"), "o2": lines("seven books stood on a long shelf")}
    new = {"n1": lines("seven books stood on a short shelf"), "n2": lines("the cat sat on the mat today")}
    assert git.pairs([(old, new), (new, old), ({}, {})]) == [
        [Pair("o1", "n2", 100), Pair("o2", "n1", 82)],
        [Pair("n2", "o1", 100), Pair("n1", "o2", 82)],
        [],
    ]


def test_a_patch_without_differences_is_empty(git: Git) -> None:
    assert git.patch({"words": lines("a b")}, {"words": lines("a b")}) == b""


def test_the_scratch_repository_is_renewed_when_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_module, "_MOST_OBJECTS", 5)
    with Comparer() as comparer:
        for number in range(6):
            old, new = (read_document(f"Kept for {n} months in Oslo.", "p.md") for n in (number, number + 100))
            (change,) = comparer.compare(old, new).changes
            assert change.kind == "amended"


def test_a_lost_process_is_an_error_once_and_replaced(git: Git) -> None:
    git._processes["words"]._process.kill()
    git._processes["words"]._process.wait()
    with pytest.raises(ComparisonError, match="git diff-tree"):
        git.patch({"words": lines("a b")}, {"words": lines("a c")})
    assert b"+c" in git.patch({"words": lines("a b")}, {"words": lines("a c")})


def test_an_answer_that_does_not_come_is_not_waited_for(git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_module, "_PATIENCE_SECONDS", 0.1)
    process = git._processes["words"]._process
    process.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(ComparisonError, match="no complete answer"):
            git.patch({"words": lines("a b")}, {"words": lines("a c")})
    finally:
        process.kill()  # a stopped process hears nothing else


def test_nothing_is_left_behind() -> None:
    engine = Git()
    folder, process = engine._folder, engine._processes["words"]._process
    assert folder.is_dir()
    engine.close()
    assert not folder.exists()
    assert process.poll() is not None


def test_a_policy_cannot_reach_gits_command_line_or_configuration(tmp_path: Path) -> None:
    hostile = "--output=x\n\n=END 1\n\n=0=\n\n@@ -1 +1 @@\n\n+++ b/x\n\n-- x\n\ndiff --git a b\n\nrename from x\n"
    old, new = (read_document(text, "p.md") for text in (hostile, hostile.replace("x", "y")))
    assert [change.kind for change in compare(old, new).changes if not change.old or not change.new] == []
    assert list(tmp_path.iterdir()) == []
