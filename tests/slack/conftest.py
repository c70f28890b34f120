"""A real app on a real ledger under the stand-in of Slack."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import web
from pydantic import SecretStr
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

from bot.blocks.announcement import Announcement
from bot.blocks.answer import ShownAnswer
from bot.blocks.modals import MailPreview
from bot.blocks.values import Progress
from bot.sandbox import FakeSlack
from bot.sandbox.fake import SIGNING_SECRET, TOKEN
from bot.settings import Settings
from bot.slack import Outbox, SlackParts, build_slack
from bot.slack.parts import Chart, Clause
from notifier.cases import CaseRules, receive
from notifier.errors import RefusedError
from notifier.ledger import Ledger, record
from notifier.ledger.schema import cases, notices
from notifier.model import Notice, NoticeKind, NoticeState
from notifier.signing import Signer
from policy.answers import Subject

NOW = datetime(2026, 10, 20, 8, 0, tzinfo=UTC)
ENTRY = {
    "document": "privacy.md",
    "revision": "feedbeef" * 5,
    "previous": "cafebabe" * 5,
    "effective_on": "2026-11-28",
    "days_of_notice": 30,
    "materiality": {"proposed": "material", "reasons": ["a new recipient of card data: Paywell"]},
    "summary": "Adds Paywell as a payment provider (§6).",
    "changes": [
        {
            "kind": "amended",
            "old": {"section": "6", "heading": "Recipients", "label": "", "block": 3, "text": "We use Postfix Ltd."},
            "new": {"section": "6", "heading": "Recipients", "label": "", "block": 3, "text": "We use Paywell."},
            "words": [["=", "We use "], ["-", "Postfix Ltd"], ["+", "Paywell <!channel>"], ["=", "."]],
        }
    ],
    "recipients_added": ["Paywell"],
    "recipients_removed": [],
}


class SqlNotices:
    """Notices as rows, decided by the plainest rules: for tests of the Slack side alone."""

    def list(self, connection: sa.Connection) -> tuple[Notice, ...]:
        return tuple(_notice(row) for row in connection.execute(sa.select(notices).order_by(notices.c.id)))

    def get(self, connection: sa.Connection, notice_id: int) -> Notice:
        row = connection.execute(sa.select(notices).where(notices.c.id == notice_id)).first()
        if row is None:
            raise RefusedError(f"there is no notice {notice_id}")
        return _notice(row)

    def approve(self, connection: sa.Connection, notice_id: int, *, by: str, text_hash: str, now: datetime) -> Notice:
        notice = self.get(connection, notice_id)
        if notice.state is NoticeState.APPROVED:
            return notice
        if notice.state is NoticeState.LATE and not notice.exception_by:
            raise RefusedError("the notice is late")
        return self._set(connection, notice, text_hash, by, now, state="approved", approved_by=by, approved_at=now)

    def mark_editorial(self, connection: Any, notice_id: int, *, by: str, text_hash: str, now: datetime) -> Notice:
        return self._set(connection, self.get(connection, notice_id), text_hash, by, now, state="editorial")

    def hold(self, connection: Any, notice_id: int, *, by: str, text_hash: str, now: datetime) -> Notice:
        return self._set(connection, self.get(connection, notice_id), text_hash, by, now, state="held")

    def cancel(self, connection: Any, notice_id: int, *, by: str, text_hash: str, now: datetime) -> Notice:
        return self._set(connection, self.get(connection, notice_id), text_hash, by, now, state="cancelled")

    def record_exception(
        self, connection: Any, notice_id: int, *, by: str, text_hash: str, reason: str, now: datetime
    ) -> Notice:
        notice = self.get(connection, notice_id)
        return self._set(
            connection, notice, text_hash, by, now, exception_by=by, exception_reason=reason, state="proposed"
        )

    def audience(self, connection: sa.Connection, notice: Notice) -> int:
        return 1200

    def progress(self, connection: sa.Connection, notice: Notice) -> Progress:
        return Progress(1200, 300, 2)

    def earliest(self, connection: sa.Connection, notice: Notice, now: datetime) -> date | None:
        return date(2026, 12, 24) if notice.state is NoticeState.LATE else None

    def waiting_for_another(self, connection: sa.Connection, notice: Notice) -> str:
        return ""

    def _set(self, connection: Any, notice: Notice, text_hash: str, by: str, now: datetime, **values: Any) -> Notice:
        if notice.text_hash != text_hash:
            raise RefusedError("the notice has changed")
        connection.execute(sa.update(notices).where(notices.c.id == notice.id).values(**values))
        what = str(values.get("state"))
        record(connection, at=now, actor=by, kind=f"notice_{what}", subject=f"notice:{notice.id}")
        return self.get(connection, notice.id)


def _notice(row: Any) -> Notice:
    names = [name for name in Notice.__dataclass_fields__ if name in row._mapping]
    values = {name: row._mapping[name] for name in names}
    return Notice(**values | {"kind": NoticeKind(row.kind), "state": NoticeState(row.state)})


@dataclass
class World:
    """The app, the stand-in and the ledger of one test. `now` is the test's clock."""

    slack: FakeSlack
    ledger: Ledger
    parts: SlackParts
    outbox: Outbox
    now: list[datetime]
    asked: list[str] = field(default_factory=list)

    def propose(self, *, state: str = "proposed", entry: dict[str, Any] | None = None) -> Notice:
        """Put a notice into the ledger, with the event that tells of it."""
        with self.ledger.begin() as connection:
            number = connection.execute(
                sa.insert(notices)
                .values(
                    document="privacy.md",
                    baseline_revision="cafebabe" * 5,
                    revision=f"feedbeef{int(self.slack.space.number('')):032x}",
                    effective_on=date(2026, 11, 28),
                    notice_days=30,
                    due_at=datetime(2026, 10, 29, 8, 0, tzinfo=UTC),
                    timezone="Europe/Paris",
                    state=state,
                    text_hash="hash-1",
                    announcement=json.dumps(entry or ENTRY),
                    created_at=self.now[0],
                )
                .returning(notices.c.id)
            ).scalar_one()
            record(connection, at=self.now[0], actor="git", kind="notice_proposed", subject=f"notice:{number}")
            return self.parts.notices.get(connection, number)

    def notice(self, notice_id: int) -> Notice:
        with self.ledger.reading() as connection:
            return self.parts.notices.get(connection, notice_id)

    def change(self, notice_id: int, **values: Any) -> None:
        with self.ledger.begin() as connection:
            connection.execute(sa.update(notices).where(notices.c.id == notice_id).values(**values))
            record(connection, at=self.now[0], actor="git", kind="notice_changed", subject=f"notice:{notice_id}")

    def events(self, kind: str) -> int:
        with self.ledger.reading() as connection:
            query = sa.text("select count(*) from events where kind = :kind")
            return int(connection.execute(query, {"kind": kind}).scalar_one())

    def settle(self, seconds: int) -> None:
        self.now[0] += timedelta(seconds=seconds)


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated ledger without a row, made once: each test works on a copy."""
    path = tmp_path_factory.mktemp("ledger") / "empty.db"
    Ledger.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def ledger(empty_ledger: Path, tmp_path: Path) -> Iterator[Ledger]:
    shutil.copy(empty_ledger, tmp_path / "ledger.db")
    opened = Ledger.open(f"sqlite:///{tmp_path}/ledger.db")
    yield opened
    opened.close()


async def serve(app: AsyncApp) -> tuple[web.AppRunner, str]:
    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    application = web.Application()
    application.router.add_post("/slack/events", handle)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    return runner, f"http://{host}:{port}/slack/events"


def settings_for(slack: FakeSlack) -> Settings:
    return Settings().model_copy(
        update={
            "slack_bot_token": SecretStr(TOKEN),
            "slack_signing_secret": SecretStr(SIGNING_SECRET),
            "slack_api_url": slack.api_url,
        }
    )


def make_parts(ledger: Ledger, now: list[datetime], asked: list[str]) -> SlackParts:
    async def ask(question: str, subject: Subject | None) -> ShownAnswer:
        asked.append(f"{question} [of: {subject.question}]" if subject else question)
        return ShownAnswer.model_validate(
            {
                "question": question,
                "verdict": "yes",
                "text": "Card data goes to Paywell.",
                "document": "privacy.md",
                "revision": "feedbeef" * 5,
                "policy_date": "2026-10-20",
                "recipients": [{"name": "Paywell", "force": "does"}],
                "citations": [{"section": "6", "heading": "Recipients", "quote": "We use Paywell <!channel>."}],
                "subject": Subject(recipients=("Paywell",), question=subject.question if subject else question),
            }
        )

    async def clause(revision: str, section: str) -> Clause:
        return Clause("Recipients", "We use Paywell. <!channel>") if section == "6" and revision else Clause("", "")

    async def chart() -> Chart:
        return Chart("recipients.png", b"a picture", "Paywell: card data.")

    async def compare(old: str, new: str) -> Announcement:
        if old == "nowhere":
            raise RefusedError("revision nowhere: there is none")
        return Announcement.model_validate(ENTRY)

    async def preview(notice: Notice) -> MailPreview:
        return MailPreview("Our privacy policy changes on 28 November 2026", "Dear customer,\n\nwe use Paywell now.")

    return SlackParts(
        ledger=ledger,
        notices=SqlNotices(),
        now=lambda: now[0],
        channel=lambda: "#policy",
        approvers=("U0LEGAL", "S0LEGAL"),
        rules=CaseRules(),
        ask=ask,
        clause=clause,
        chart=chart,
        compare=compare,
        preview=preview,
        signer=Signer(b"k" * 32),
        site_url="http://127.0.0.1:9/",
    )


@pytest.fixture
def approvers() -> tuple[str, ...]:
    return ("U0LEGAL", "S0LEGAL")


@pytest.fixture
async def world(ledger: Ledger, approvers: tuple[str, ...]) -> AsyncIterator[World]:
    now, asked = [NOW], []
    async with FakeSlack() as slack:
        parts = replace(make_parts(ledger, now, asked), approvers=approvers)
        side = build_slack(settings_for(slack), parts, spacing=0.0)
        runner, slack.app_url = await serve(side.app)
        yield World(slack, ledger, parts, side.outbox, now, asked)
        await side.close()
        await runner.cleanup()


def open_case(
    world: World, text: str = "<!channel> Please delete my account and all my `data`.", email: str = "ada@example.org"
) -> str:
    """Receive a customer's mail, and return the number of the case that it became."""
    mark = world.slack.space.number("m")
    content = f"From: Ada <{email}>\r\nTo: privacy@host.example\r\nMessage-ID: <{mark}@x>\r\nSubject: My data\r\n\r\n{text}\r\n"
    with world.ledger.begin() as connection:
        receipt = receive(connection, content.encode(), door="test", signer=world.parts.signer, now=world.now[0])
    return receipt.opened[0]


def case_state(world: World, number: str) -> str:
    with world.ledger.reading() as connection:
        return str(connection.execute(sa.select(cases.c.state).where(cases.c.number == number)).scalar_one())
