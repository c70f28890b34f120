"""The questions with gold: the real policy, and the invented ones of other shapes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from answers_scoring import load, score

from policy.answers import History
from policy.documents import read_document

DATA = Path(__file__).parent / "data"
REQUIRED = {
    "recipients F1": 0.97,
    "exact set": 0.95,
    "first citation": 0.97,
    "verdict": 0.95,
    "not stated F1": 0.92,
    "quotes verbatim": 1.0,
}


def check(policy: Path, questions: Path, required: dict[str, float]) -> None:
    source = policy.read_text(encoding="utf-8")
    history = History.of_document(read_document(source, policy.name), "worktree", date(2024, 1, 1))
    result = score(history, load(questions), source)
    short = {name: share for name, share in result.shares().items() if share < required[name]}
    assert not short, f"{short}\n" + "\n".join(result.wrong)


def test_the_forty_questions_on_the_real_policy(shared: Path) -> None:
    check(
        shared / "data" / "policies" / "mailjet" / "2020-10-29.md",
        shared / "data" / "questions" / "mailjet-2020-10-29.jsonl",
        REQUIRED,
    )


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.jsonl")))
def test_invented_policies_of_other_shapes(name: str) -> None:
    check(DATA / f"{name}.md", DATA / f"{name}.jsonl", REQUIRED)
