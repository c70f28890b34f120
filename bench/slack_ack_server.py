"""One `serve`-like process: the Slack application and the sending of a whole notice in one event loop on one ledger.

LEDGER-URL RELAY-URL SLACK-API-URL FOLDER; prints its port, then what it sent, as JSON lines.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import fields
from pathlib import Path

import sqlalchemy as sa
from aiohttp import web
from delivery_worker import SETTINGS
from pydantic import SecretStr
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from support import NOW

from bot.blocks.announcement import Announcement
from bot.blocks.answer import ShownAnswer
from bot.blocks.modals import MailPreview
from bot.jobs.notice_book import LedgerNotices
from bot.sandbox.fake import SIGNING_SECRET, TOKEN
from bot.settings import Settings
from bot.slack import SlackParts, build_slack
from bot.slack.parts import Chart, Clause
from notifier.cases import CaseRules
from notifier.delivery import Deliverer, NoticeLetters, open_transport
from notifier.errors import RefusedError
from notifier.ledger import Ledger
from notifier.ledger.schema import notices
from notifier.model import Notice, NoticeKind, NoticeState
from notifier.signing import Signer


def parts_of(ledger: Ledger, signer: Signer) -> SlackParts:
    async def ask(question: str, _subject: object) -> ShownAnswer:
        return ShownAnswer(question=question, verdict="not_stated", text="The policy does not say.")

    async def clause(_section: str, _revision: str) -> Clause:
        raise RefusedError("this policy has no clauses")

    async def chart() -> Chart:
        return Chart("recipients.png", b"a picture", "Nobody.")

    async def compare(_old: str, _new: str) -> Announcement:
        return Announcement()

    async def preview(_notice: Notice) -> MailPreview:
        return MailPreview("Subject", "Text")

    return SlackParts(
        ledger,
        LedgerNotices(),
        lambda: NOW,
        lambda: "#policy",
        ("U0LEGAL",),
        CaseRules(),
        ask,
        clause,
        chart,
        compare,
        preview,
        signer,
    )


async def serve(app) -> int:
    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    application = web.Application()
    application.router.add_post("/slack/events", handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner.addresses[0][1]


async def main(url: str, relay: str, api: str, folder: str) -> None:
    ledger, signer = Ledger.open(url), Signer(b"a key for benchmarks, long enough")
    secrets = {"slack_bot_token": SecretStr(TOKEN), "slack_signing_secret": SecretStr(SIGNING_SECRET)}
    settings = Settings().model_copy(update={**secrets, "slack_api_url": api})
    side = build_slack(settings, parts_of(ledger, signer))

    def find(number: int):
        with ledger.reading() as connection:
            row = connection.execute(sa.select(notices).where(notices.c.id == number)).one()._asdict()
        values = {field.name: row[field.name] for field in fields(Notice)}
        return Notice(**values | {"kind": NoticeKind(row["kind"]), "state": NoticeState(row["state"])}), SETTINGS

    print(json.dumps({"port": await serve(side.app)}), flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    worker = Deliverer(ledger, open_transport(relay), NoticeLetters(find, signer, lambda: NOW), folder=Path(folder))
    began = time.perf_counter()
    report = await worker.drain(lambda: NOW)
    done = {"sent": report.sent, "trouble": report.trouble, "seconds": time.perf_counter() - began}
    print(json.dumps(done), flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await side.close()
    ledger.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:5]))
