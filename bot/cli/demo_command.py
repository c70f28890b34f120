"""`herald demo`: the main job as a story, without any account or key."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import print_text


def demo(
    policies: Annotated[
        Path | None, typer.Option("--policies", help="Folder of policy versions (*.md); the sample policy without it.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder for e-mails, transcript, ledger, pages.")] = Path(
        "demo-output"
    ),
) -> None:
    """Play the main job day by day: merge, redline, approval, notices, objection, deletion, cited answer."""
    import structlog

    from bot.demo import run_demo

    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    today: list[str] = []

    def tell(at: datetime, words: str) -> None:
        day = f"{at:%A %d %B %Y}"
        if today[-1:] != [day]:
            today.append(day)
            print_text(f"\n{day}")
        print_text(f"  {at:%H:%M}  {words}")
        sys.stdout.flush()

    report = asyncio.run(run_demo(out.resolve(), policies, tell))
    print_text(
        f"\nEvery step happened. {out}/ holds {report.mails} e-mails (mail/*.eml), the replies (replies/*.eml), "
        f"{report.messages} Slack messages (slack.txt, slack.json), the ledger (herald.db) and {report.pages} public "
        "pages (site/)."
    )
