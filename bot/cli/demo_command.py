"""`herald demo`: the main job as a story, without any account or key."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.logs import configure_logs
from bot.cli.output import print_text


def demo(
    policies: Annotated[
        Path | None, typer.Option("--policies", help="Folder of policy versions (*.md); the sample policy without it.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder for e-mails, transcript, ledger, pages.")] = Path(
        "demo-output"
    ),
    serve: Annotated[
        bool, typer.Option("--serve", help="Play every part yourself on a local page, until Ctrl-C.")
    ] = False,
    port: Annotated[int, typer.Option("--port", help="Port of that page on 127.0.0.1.", min=0, max=65535)] = 8090,
) -> None:
    """Play the main job day by day: merge, redline, approval, notices, objection, deletion, cited answer."""
    import asyncio

    from bot.demo import run_demo

    configure_logs("error")
    if serve:
        asyncio.run(_rehearse(out.resolve(), policies, port))
        return
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


async def _rehearse(out: Path, policies: Path | None, port: int) -> None:
    """Serve the rehearsal until somebody presses Ctrl-C or ends the process politely."""
    import asyncio
    import signal

    from bot.demo.rehearsing import run_rehearsal

    until = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, until.set)

    def say(address: str) -> None:
        print_text(f"Rehearse at {address} (Ctrl-C ends it; e-mails and ledger are in {out}).")
        sys.stdout.flush()

    await run_rehearsal(out, policies, say, port=port, until=until)
