"""The stage of the demo: a policy repository, mailboxes, a stand-in of Slack, and the real Herald between them."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
from git import Repo
from pydantic import SecretStr

from bot.clock import Clock
from bot.composition import Herald, open_herald
from bot.demo.checks import check, text_part
from bot.demo.repository import PolicyFile, create_repository, merge
from bot.demo.sink import Mail, MailSink
from bot.errors import UsageError
from bot.jobs.service import Service
from bot.sandbox import FakeSlack
from bot.sandbox.fake import LEGAL, POLICY_CHANNEL, SIGNING_SECRET, TOKEN
from bot.settings import Settings, from_environment
from bot.web.app import SLACK_PATH
from bot.web.assembly import service_web
from bot.web.listening import Listener
from notifier.erasure.posting import HttpPost

MARK = ".policy-herald-demo"
PUSH_SECRET = "secret of the demo's push webhook"  # noqa: S105 - opens nothing but this demo
MAILBOX = "privacy@larkpost.example"


@dataclass(slots=True)
class Stage:
    """All that the story acts on. `out` keeps what the demo leaves behind."""

    out: Path
    clock: Clock
    repository: Repo
    sink: MailSink
    slack: FakeSlack
    herald: Herald
    service: Service
    web_url: str

    async def merge(self, file: PolicyFile, message: str) -> str:
        """Legal merges a version: a commit in git, then the git host's signed push webhook."""
        commit = merge(self.repository, file, message, self.clock.now())
        await self.push()
        return commit

    async def push(self) -> None:
        """Send the signed push webhook and wait until the repository has been looked at."""
        body = json.dumps({"ref": "refs/heads/main"}).encode()
        signature = "sha256=" + hmac.new(PUSH_SECRET.encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-GitHub-Event": "push", "X-Hub-Signature-256": signature}
        address = f"{self.web_url}/webhooks/push"
        async with (
            aiohttp.ClientSession(trust_env=False) as session,
            session.post(address, data=body, headers=headers) as answer,
        ):
            if answer.status != 202:
                raise UsageError(f"the push webhook answered {answer.status}")
        await self.service.post()

    async def follow_links(self, mail: Mail) -> tuple[str, ...]:
        """Open every public page that a notice links to; raises StoryError for one that is not there."""
        text = text_part(mail.message)
        links = tuple(dict.fromkeys(re.findall(rf"{re.escape(self.web_url)}/[\w./-]+", text)))
        async with aiohttp.ClientSession(trust_env=False) as session:
            for link in links:
                async with session.get(link) as answer:
                    check(answer.status == 200, f"the notice links to {link}, which answers {answer.status}")
        return links

    async def move_to(self, instant: datetime) -> None:
        """Move the clock and do everything that is due then."""
        self.clock.move_to(instant)
        await self.service.tick()


def prepare_folder(out: Path) -> None:
    """Empty the output folder of an earlier demo; raises UsageError when it holds something else."""
    if out.exists():
        if not (out / MARK).exists() and any(out.iterdir()):
            raise UsageError(f"demo: {out} is not empty and was not made by the demo; name another folder with --out")
        shutil.rmtree(out)
    out.mkdir(parents=True)
    (out / MARK).write_bytes(b"")


def settings_of(out: Path, start: datetime, sink: MailSink, slack: FakeSlack, web_url: str) -> Settings:
    """Return the settings of the rehearsal: everything on this machine, nothing from the caller's environment."""
    return from_environment(
        policy_repo=str(out / "policy-repository"),
        database_url=SecretStr(f"sqlite:///{out / 'herald.db'}"),
        state_folder=out / "state",
        smtp_url=SecretStr(sink.url),
        mail_from=f"Larkpost Privacy <{MAILBOX}>",
        reply_to=MAILBOX,
        secret=SecretStr("the demo's own key, worth nothing elsewhere"),
        imap_url=None,
        site_url=web_url,
        push_secret=SecretStr(PUSH_SECRET),
        slack_bot_token=SecretStr(TOKEN),
        slack_signing_secret=SecretStr(SIGNING_SECRET),
        slack_app_token=None,
        slack_api_url=slack.api_url,
        approvers=(LEGAL.id,),
        trusted_servers=("mx.larkpost.example",),
        erasure_webhooks="",
        clock=start,
    )


def policy_settings_text() -> str:
    """Return the `herald.toml` of the demo's repository."""
    return (
        'timezone = "Europe/Dublin"\ndate_order = "mdy"\ncompany = "Larkpost"\n'
        f'contact = "{MAILBOX}"\nslack_channel = "{POLICY_CHANNEL.id}"\n'
    )


@asynccontextmanager
async def open_stage(out: Path, first: PolicyFile, start: datetime) -> AsyncIterator[Stage]:
    """Set the stage at `start`, with the first version of the policy merged the day before."""
    repository = create_repository(out / "policy-repository", policy_settings_text(), start - timedelta(days=2))
    merge(repository, first, "Publish the policy", start - timedelta(days=1))
    clock = Clock(start)
    listener = Listener.bind("127.0.0.1", 0)
    async with MailSink(out / "mail") as sink, FakeSlack(now=clock.now) as slack, HttpPost() as post:
        settings = settings_of(out, start, sink, slack, listener.url)
        with open_herald(settings, clock=clock, exclusive=True) as herald:
            service = Service.build(herald, post, spacing=0.0)
            slack.app_url = f"{listener.url}{SLACK_PATH}"
            await listener.serve(service_web(service))
            try:
                yield Stage(out, clock, repository, sink, slack, herald, service, listener.url)
            finally:
                await service.close()
                await listener.close()
