from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from git import Repo

from bot.demo.repository import create_repository
from bot.jobs.letters import own_templates
from policy.repository import PolicyRepository


def test_legals_templates_are_those_of_the_notices_commit(tmp_path: Path) -> None:
    opened: Repo = create_repository(tmp_path / "policy", "", datetime(2031, 1, 1, tzinfo=UTC))
    folder = tmp_path / "policy" / "templates"
    folder.mkdir()
    commits = []
    for words in ('greeting = "Dear {name},"', 'greeting = "Hi {name},"'):
        (folder / "en.toml").write_text(words)
        (folder / "notes.md").write_text("not a template")
        opened.index.add(["templates/en.toml", "templates/notes.md"])
        commits.append(opened.index.commit("Word the notice").hexsha)
    with PolicyRepository.open(tmp_path / "policy") as repository:
        assert own_templates(repository, commits[0]) == {"en.toml": 'greeting = "Dear {name},"'}
        assert own_templates(repository, commits[1]) == {"en.toml": 'greeting = "Hi {name},"'}
        assert own_templates(repository, "0" * 40) == {}
