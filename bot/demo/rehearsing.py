"""`herald demo --serve`: the stage of the demo with nobody's part played; the page lets a newcomer play all of them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path

from aiohttp import web

from bot.composition import fresh_token
from bot.demo.checks import text_part
from bot.demo.repository import PolicyFile, read_policies
from bot.demo.run import SAMPLE
from bot.demo.sink import Mail
from bot.demo.stage import Stage, open_stage, policy_settings_text, prepare_folder
from bot.demo.story import CUSTOMERS, MERGED_BEFORE
from bot.errors import UsageError
from bot.sandbox import FakeSlack
from bot.sandbox.mirror import Mirror
from bot.sandbox.page import Page
from bot.sandbox.rehearsal import LegalDeed, Letter
from notifier.customers import import_csv, open_csv
from notifier.model import NoticeState
from notifier.notices import list_notices
from policy.settings import read_settings

MERGE = "merge"
DEFAULT_PORT = 8090


@dataclass(slots=True)
class StageRehearsal:
    """The stage as the page drives it. `coming` are the versions that legal has not merged yet, oldest first."""

    stage: Stage
    coming: list[PolicyFile]
    public_url: str
    _letters: dict[int, Letter] = field(default_factory=dict)

    @property
    def slack(self) -> FakeSlack:
        """The stand-in of Slack."""
        return self.stage.slack

    def now(self) -> datetime:
        """Return the rehearsal's time."""
        return self.stage.clock.now()

    def letters(self) -> Sequence[Letter]:
        """Return every e-mail in the customers' mailboxes, oldest first."""
        for number, mail in enumerate(self.stage.sink.mails):
            if number not in self._letters:
                self._letters[number] = _letter(number, mail)
        return tuple(self._letters.values())

    def deeds(self) -> Sequence[LegalDeed]:
        """Return the merge that comes next, if there is one."""
        return tuple(LegalDeed(MERGE, f"Merge the revision of {file.updated_on:%d %B %Y}") for file in self.coming[:1])

    async def do(self, deed: str) -> None:
        """Merge the next version; the clock first moves to a week before the date that it states."""
        if deed != MERGE or not self.coming:
            raise UsageError("Everything that was written is merged.")
        file = self.coming.pop(0)
        await self._move_to(datetime.combine(file.updated_on, time(10), UTC) - MERGED_BEFORE)
        await self.stage.merge(file, f"Revise the policy as of {file.updated_on}")

    async def move_days(self, days: int) -> None:
        """Move the clock; what falls due on the way happens at its own minute."""
        await self._move_to(self.now() + timedelta(days=days))

    async def answer(self, letter: str, text: str) -> None:
        """Answer an e-mail as the customer who got it, through the door that real mail takes."""
        number = int(letter)
        if not 0 <= number < len(self.stage.sink.mails):
            raise UsageError("There is no such e-mail.")
        content = _answer(self.stage.sink.mails[number], text, self.now())
        await self.stage.service.receiver.take(content, door="rehearsal", now=self.now())
        await self.stage.service.tick()

    async def _move_to(self, target: datetime) -> None:
        while (now := self.now()) < target:
            step = min([target, now + timedelta(days=1), *(due for due in self._due() if due > now)])
            await self.stage.move_to(step)
        await self.stage.service.tick()

    def _due(self) -> tuple[datetime, ...]:
        with self.stage.herald.ledger.reading() as connection:
            notices = list_notices(connection)
        return tuple(notice.due_at for notice in notices if notice.state is NoticeState.APPROVED)


def _letter(number: int, mail: Mail) -> Letter:
    message = mail.message
    html = message.get_body(("html",))
    shown = str(html.get_content()) if html is not None else ""
    return Letter(str(number), mail.recipient, str(message["Subject"] or ""), text_part(message), shown)


def _answer(mail: Mail, text: str, at: datetime) -> bytes:
    original = mail.message
    key = hashlib.sha256(f"{mail.path.name}|{at.isoformat()}|{text}".encode()).hexdigest()[:20]
    reply = EmailMessage(policy=SMTP)
    reply["From"] = mail.recipient
    reply["To"] = parseaddr(str(original["Reply-To"] or original["From"]))[1]
    reply["Subject"] = f"Re: {original['Subject']}"
    reply["Date"] = format_datetime(at)
    reply["Message-ID"] = f"<{key}@rehearsal.example>"
    reply["In-Reply-To"] = str(original["Message-ID"])
    reply["References"] = str(original["Message-ID"])
    domain = mail.recipient.partition("@")[2]
    reply["Authentication-Results"] = f"mx.larkpost.example; dmarc=pass header.from={domain}"
    quoted = "".join(f"> {line}\n" for line in text_part(original).splitlines())
    reply.set_content(f"{text}\n\nOn {original['Date']} we read:\n{quoted}")
    return reply.as_bytes()


async def run_rehearsal(
    out: Path, policies: Path | None, say: Callable[[str], None], *, port: int = DEFAULT_PORT, until: asyncio.Event
) -> None:
    """Serve the rehearsal on this machine until the event is set; raises UsageError when the port is taken."""
    files = read_policies(policies or SAMPLE, read_settings(policy_settings_text()))
    prepare_folder(out)
    start = datetime.combine(files[1].updated_on - timedelta(days=10), time(9), UTC)
    async with open_stage(out, files[0], start) as stage:
        with open_csv(CUSTOMERS) as lines:
            import_csv(stage.herald.ledger, lines, now=stage.clock.now(), signer=stage.herald.signer)
        await stage.service.sync()
        async with Mirror(stage.web_url) as mirror:
            await _serve(StageRehearsal(stage, list(files[1:]), f"{mirror.url}/"), say, port, until)


async def _serve(rehearsal: StageRehearsal, say: Callable[[str], None], port: int, until: asyncio.Event) -> None:
    application = Page(rehearsal, fresh_token()).application()
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        say(f"http://127.0.0.1:{runner.addresses[0][1]}/")
        await until.wait()
    except OSError as error:
        raise UsageError(f"--port: {port} cannot be used ({error.strerror or error})") from None
    finally:
        await runner.cleanup()
