"""The main job end to end, as `herald demo` plays it: over the sample policy and over a real one."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from pathlib import Path

import pytest

from bot.demo import run_demo
from bot.errors import UsageError


def silent(at: datetime, words: str) -> None:
    del at, words


async def test_the_story_happens_over_the_sample_policy(tmp_path: Path) -> None:
    told: list[str] = []
    report = await run_demo(tmp_path / "out", None, lambda at, words: told.append(words))
    assert (report.mails, len(list((tmp_path / "out" / "mail").glob("*.eml")))) == (16, 16)
    assert sum("each exactly once" in words for words in told) == 1
    assert sum("Editorial" in words for words in told) == 2
    assert (tmp_path / "out" / "site" / "privacy" / "index.html").is_file()
    assert "C-2027-0001" in (tmp_path / "out" / "slack.txt").read_text()


async def test_every_notice_carries_a_reply_address_of_its_own(tmp_path: Path) -> None:
    await run_demo(tmp_path / "out", None, silent)
    mails = [message_from_bytes(path.read_bytes()) for path in (tmp_path / "out" / "mail").glob("*.eml")]
    notices = [mail for mail in mails if "notice" in str(mail["Feedback-ID"])]
    assert len({mail["Reply-To"] for mail in notices}) == len({mail["Message-ID"] for mail in notices}) == len(notices)
    assert not any(mail["List-Unsubscribe"] for mail in mails)


async def test_the_story_happens_over_a_real_policy(shared: Path, tmp_path: Path) -> None:
    told: list[str] = []
    folder = shared / "data" / "policies" / "mailjet"
    await run_demo(tmp_path / "out", folder, lambda at, words: told.append(words))
    assert any("Due 16 January 2023 09:00 UTC, 30 days before 15 February 2023" in words for words in told)
    assert any("Stripe" in words and "Chargify" in words for words in told)


async def test_a_folder_of_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="was not made by the demo"):
        await run_demo(tmp_path, None, silent)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({}, "holds 0 policies"),
        ({"a.md": "# Policy\n\nLast updated: April 20, 2023\n"}, "holds 1 policies"),
        ({"a.md": "# Policy\n\nNo date.\n", "b.md": "# P\n"}, "a.md: states no update date"),
    ],
    ids=["empty", "one version", "no date"],
)
async def test_policies_that_tell_no_story_are_refused(tmp_path: Path, files: dict[str, str], reason: str) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    with pytest.raises(UsageError, match=reason):
        await run_demo(tmp_path / "out", folder, silent)
    assert not (tmp_path / "out").exists()
