"""The hook and the action as the tools that read them would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from policy.check import check
from policy.repository import PolicyRepository

if TYPE_CHECKING:
    from tests.policy.conftest import Legal

ROOT = Path(__file__).parent.parent.parent.parent
TEXT = "# Privacy\n\nLast updated: March 29, 2025\n\n## 1. Keeping\n\nWe keep letters, see section {}.\n\n## 2. Rights\n\nAsk.\n"


def test_what_is_staged_is_checked_before_it_is_committed(legal: Legal) -> None:
    head = legal.commit(privacy__md=TEXT.format(2))
    legal.write("privacy.md", TEXT.format(9))
    with PolicyRepository.open(legal.folder, staged=True) as repository:
        assert check(repository) == ()
    legal.git("add", "privacy.md")
    with PolicyRepository.open(legal.folder, staged=True) as repository:
        assert {finding.code.value for finding in check(repository)} == {"reference-broken", "date-unchanged"}
    with PolicyRepository.open(legal.folder) as repository:
        assert check(repository) == ()
    assert legal.git("rev-parse", "HEAD") == head
    assert legal.git("for-each-ref") == f"{head} commit\trefs/heads/main"


def test_the_very_first_commit_can_be_checked(legal: Legal) -> None:
    legal.write("privacy.md", TEXT.format(9))
    legal.git("add", "privacy.md")
    with PolicyRepository.open(legal.folder, staged=True) as repository:
        assert [finding.code.value for finding in check(repository)] == ["reference-broken"]


def run(entry: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    environment = {"PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    return subprocess.run(entry, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_hooks_own_entry_stops_a_bad_commit(legal: Legal) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert {"id", "name", "entry", "language", "stages"} <= set(hook)
    assert re.search(hook["files"], "legal/privacy.md")
    legal.write(".git/hooks/pre-commit", f"#!/bin/sh\nPATH={Path(sys.executable).parent}:$PATH exec {hook['entry']}\n")
    os.chmod(legal.folder / ".git/hooks/pre-commit", 0o755)  # noqa: PTH101 - one call
    legal.write("privacy.md", TEXT.format(9))
    legal.git("add", "privacy.md")
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        legal.git("commit", "--quiet", "-m", "Bad")
    assert b"reference-broken" in stopped.value.stdout + stopped.value.stderr
    legal.commit("Good", privacy__md=TEXT.format(2))


@pytest.mark.parametrize("base", ["", "HEAD~1", "HEAD; touch hacked"])
def test_the_actions_script_runs_and_takes_no_orders_from_a_branch_name(legal: Legal, base: str) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    step = action["runs"]["steps"][-1]
    assert "${{" not in step["run"]
    legal.commit(privacy__md=TEXT.format(2))
    legal.commit(privacy__md=TEXT.format(9).replace("March 29", "May 1"))
    script = f"FOLDER=. BASE='{base}'; {step['run']}"
    done = run(script, legal.folder)
    assert not (legal.folder / "hacked").exists()
    if ";" in base:
        assert done.returncode == 2
    else:
        assert done.returncode == 1
        assert done.stdout.startswith("::error file=privacy.md,line=7,title=herald reference-broken::")
