"""Running the demo and leaving its traces: e-mails, the Slack transcript, the ledger, the public pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.demo.repository import read_policies
from bot.demo.stage import Stage, open_stage, policy_settings_text, prepare_folder
from bot.demo.story import Story
from bot.jobs.publishing import publication
from bot.site import build_site
from policy.settings import read_settings

SAMPLE = Path(__file__).parent / "policies"
STARTS_BEFORE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the demo left behind."""

    out: Path
    mails: int
    messages: int
    pages: int


async def run_demo(out: Path, policies: Path | None, tell: Callable[[datetime, str], None]) -> DemoReport:
    """Play the story over the sample policy, or over the files of a folder; raises StoryError when a step fails."""
    files = read_policies(policies or SAMPLE, read_settings(policy_settings_text()))
    prepare_folder(out)
    # Customers must know the first version: the story begins when it has been in force for long, yet before the next.
    begins = min(files[0].updated_on + timedelta(days=45), files[1].updated_on - timedelta(days=10))
    start = datetime.combine(max(begins, files[0].updated_on), time(9), UTC)
    async with open_stage(out, files[0], start) as stage:
        try:
            await Story(stage, files, tell).play()
        finally:
            _write_transcript(stage)
        count = build_site(publication(stage.herald), out / "site")
        return DemoReport(out, len(stage.sink.mails), len(stage.slack.transcript), count)


def _write_transcript(stage: Stage) -> None:
    messages = [
        {
            "channel": message.channel,
            "ts": message.ts,
            "thread_ts": message.thread_ts,
            "user": message.user,
            "seen_by": message.seen_by,
            "text": message.text,
            "blocks": message.blocks,
        }
        for message in stage.slack.transcript
    ]
    (stage.out / "slack.json").write_text(json.dumps(messages, ensure_ascii=False, indent=1), encoding="utf-8")
    lines = [
        f"{'    ' if message.thread_ts else ''}{message.user or 'herald'}"
        f"{' (only to ' + message.seen_by + ')' if message.seen_by else ''}: {message.text}"
        for message in stage.slack.transcript
    ]
    (stage.out / "slack.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
