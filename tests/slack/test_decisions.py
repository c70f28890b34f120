"""Deciding in Slack by the notifier's own rules: two persons, late notices, hold, pause and cancel."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot.blocks.modals import MailPreview
from bot.jobs.notice_book import LedgerNotices
from bot.sandbox import FakeSlack
from bot.sandbox.fake import LEGAL, SECOND
from bot.sandbox.workspace import FakeMessage
from bot.slack import build_slack
from notifier.errors import MessageError
from notifier.ledger import Ledger
from notifier.ledger.schema import customers
from notifier.notices import Announced, advance, propose_announced
from notifier.planning import Text
from policy.settings import PolicySettings
from tests.slack.conftest import ENTRY, NOW, World, empty_ledger, ledger, make_parts, serve, settings_for  # noqa: F401 - fixture

CUSTOMERS = 7


@pytest.fixture
def approvers() -> tuple[str, ...]:
    return ("S0LEGAL",)


@pytest.fixture
async def real(ledger: Ledger, approvers: tuple[str, ...]) -> AsyncIterator[World]:  # noqa: F811
    now, asked = [NOW], []
    add_customers(ledger)
    async with FakeSlack() as slack:
        parts = replace(make_parts(ledger, now, asked), approvers=approvers, notices=LedgerNotices())
        side = build_slack(settings_for(slack), parts, spacing=0.0)
        runner, slack.app_url = await serve(side.app)
        yield World(slack, ledger, parts, side.outbox, now, asked)
        await side.close()
        await runner.cleanup()


def add_customers(opened: Ledger) -> None:
    rows = [
        {"external_id": f"c{n}", "email": f"c{n}@example.org", "email_key": f"c{n}@example.org", "changed_at": NOW}
        for n in range(CUSTOMERS)
    ]
    with opened.begin() as connection:
        connection.execute(sa.insert(customers), rows)


async def proposed(world: World, effective_on: date = date(2026, 11, 28), **settings: Any) -> FakeMessage:
    """Let legal merge a material revision, and return its card."""
    policy = PolicySettings(timezone="Europe/Paris", **settings)
    told = Announced(
        document="privacy.md",
        revision=Text("feedbeef" * 5, "b" * 40),
        previous=Text("cafebabe" * 5, "a" * 40),
        updated_on=date(2026, 10, 20),
        effective_on=effective_on,
        notice_days=30,
        material=True,
        conflicts=(),
        announcement=json.dumps({**ENTRY, "effective_on": effective_on.isoformat()}),
    )
    with world.ledger.begin() as connection:
        propose_announced(connection, told, policy, now=world.now[0])
    await world.outbox.drain()
    return world.slack.posted()[-1]


async def approve(world: World, user: str, text: str) -> None:
    """Approve through the card's modal and wait until the card says so."""
    world.slack.space.views.clear()
    await world.slack.click(user, world.slack.posted()[-1], "notice_prepare")
    await world.slack.until(lambda: world.slack.view_of(user))
    await world.slack.submit(user)
    await card_says(world, text)


async def card_says(world: World, text: str) -> None:
    await world.slack.until(lambda: text in world.slack.posted()[-1].text)


def offered(world: World) -> list[str]:
    """Return the actions of the card as it stands."""
    blocks = [block for block in world.slack.posted()[-1].blocks if block["type"] == "actions"]
    return [element["action_id"] for block in blocks for element in block["elements"]]


async def test_one_approval_schedules_the_notice(real: World) -> None:
    card = await proposed(real)
    assert "Proposed" in card.text
    await approve(real, LEGAL.id, "Approved and scheduled")
    notice = real.notice(1)
    assert (notice.approved_by, notice.state) == ("slack:U0LEGAL", "approved")
    assert f"Goes to {CUSTOMERS} customers" in real.slack.posted()[-1].text
    assert notice.due_at == datetime(2026, 10, 29, 8, 0, tzinfo=UTC)


async def test_two_persons_approve_where_two_are_asked_for(real: World) -> None:
    await proposed(real, approvals=2)
    await approve(real, LEGAL.id, "Prepared by <@U0LEGAL>")
    assert real.notice(1).state == "proposed"
    real.slack.space.views.clear()
    await real.slack.click(LEGAL.id, real.slack.posted()[-1], "notice_prepare")
    await real.slack.until(lambda: real.slack.view_of(LEGAL.id))
    await real.slack.submit(LEGAL.id)
    await real.slack.until(lambda: len(real.slack.seen_by(LEGAL.id)) == 2)
    assert real.notice(1).state == "proposed"
    await approve(real, SECOND.id, "Approved and scheduled")
    assert real.notice(1).approved_by == "slack:U0LEGAL, slack:U0SECOND"
    assert "<@U0LEGAL> and <@U0SECOND>" in real.slack.posted()[-1].text


async def test_a_late_notice_goes_on_only_with_a_written_reason(real: World) -> None:
    await proposed(real, effective_on=date(2026, 11, 10))
    await real.ledger.run(lambda connection: advance(connection, now=real.now[0]))
    await real.outbox.drain()
    await card_says(real, "earliest lawful effective date is")
    assert "notice_prepare" not in offered(real)
    await real.slack.click(LEGAL.id, real.slack.posted()[-1], "notice_exception")
    await real.slack.until(lambda: real.slack.view_of(LEGAL.id))
    await real.slack.submit(LEGAL.id, {"reason": "The regulator ordered the change on 19 October."})
    await card_says(real, "Approved and scheduled")
    notice = real.notice(1)
    assert (notice.exception_by, notice.exception_reason) == (
        "slack:U0LEGAL",
        "The regulator ordered the change on 19 October.",
    )


async def test_a_notice_that_became_late_unseen_is_refused_with_the_lawful_date(real: World) -> None:
    card = await proposed(real)
    real.now[0] = datetime(2026, 10, 30, 12, 0, tzinfo=UTC)
    await real.slack.click(LEGAL.id, card, "notice_prepare")
    await real.slack.until(lambda: real.slack.view_of(LEGAL.id))
    await real.slack.submit(LEGAL.id)
    said = await real.slack.until(lambda: real.slack.seen_by(LEGAL.id))
    assert "earliest lawful effective date" in said[-1].text
    assert real.notice(1).approved_by == ""


async def test_hold_and_take_up_again(real: World) -> None:
    await proposed(real)
    await real.slack.click(LEGAL.id, real.slack.posted()[-1], "notice_hold")
    await card_says(real, "On hold")
    assert offered(real) == ["notice_release", "notice_editorial", "notice_cancel"]
    await real.slack.click(LEGAL.id, real.slack.posted()[-1], "notice_release")
    await card_says(real, "Proposed")


async def test_an_approved_notice_can_be_cancelled(real: World) -> None:
    await proposed(real)
    await approve(real, LEGAL.id, "Approved and scheduled")
    await real.slack.click(SECOND.id, real.slack.posted()[-1], "notice_cancel")
    await card_says(real, "Cancelled")
    assert offered(real) == []
    assert len(real.slack.posted()) == 1


async def test_sending_can_be_paused_and_resumed(real: World) -> None:
    await proposed(real)
    await approve(real, LEGAL.id, "Approved and scheduled")
    real.now[0] = datetime(2026, 10, 29, 8, 1, tzinfo=UTC)
    await real.ledger.run(lambda connection: advance(connection, now=real.now[0]))
    await real.outbox.drain()
    await card_says(real, f"0 % (0 of {CUSTOMERS} sent)")
    await real.slack.click(LEGAL.id, real.slack.posted()[-1], "notice_pause")
    await card_says(real, "Sending is paused")
    await real.slack.click(LEGAL.id, real.slack.posted()[-1], "notice_resume")
    await card_says(real, "Sending.")


async def test_a_newer_revision_makes_the_old_button_say_so(real: World) -> None:
    old = await proposed(real)
    policy = PolicySettings(timezone="Europe/Paris")
    told = Announced(
        document="privacy.md",
        revision=Text("deadbeef" * 5, "c" * 40),
        previous=Text("feedbeef" * 5, "b" * 40),
        updated_on=date(2026, 10, 21),
        effective_on=date(2026, 12, 1),
        notice_days=30,
        material=True,
        conflicts=(),
        announcement=json.dumps({**ENTRY, "revision": "deadbeef" * 5, "effective_on": "2026-12-01"}),
    )
    with real.ledger.begin() as connection:
        whole = replace(told, previous=Text("cafebabe" * 5, "a" * 40))
        propose_announced(connection, told, policy, now=real.now[0], whole=whole)
    await real.slack.click(LEGAL.id, old, "notice_prepare")
    said = await real.slack.until(lambda: real.slack.seen_by(LEGAL.id))
    assert "superseded" in said[-1].text
    assert real.slack.view_of(LEGAL.id) is None
    await real.outbox.drain()
    assert ["Superseded" in card.text for card in real.slack.posted()] == [True, False]


PIXEL = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


class TestPicture:
    @pytest.fixture
    async def drawn(self, ledger: Ledger, approvers: tuple[str, ...]) -> AsyncIterator[World]:  # noqa: F811
        now, asked = [NOW], []
        add_customers(ledger)

        async def preview(notice: Any) -> MailPreview:
            return MailPreview("Subject", "Dear customer", source=b"the whole message")

        async def picture(source: bytes) -> bytes:
            if source != b"the whole message":
                raise MessageError("another message")
            return PIXEL

        async with FakeSlack() as slack:
            parts = replace(make_parts(ledger, now, asked), approvers=approvers, notices=LedgerNotices())
            side = build_slack(settings_for(slack), replace(parts, preview=preview, picture=picture), spacing=0.0)
            runner, slack.app_url = await serve(side.app)
            yield World(slack, ledger, parts, side.outbox, now, asked)
            await side.close()
            await runner.cleanup()

    async def test_the_email_is_shown_as_a_picture_with_its_words_beside(self, drawn: World) -> None:
        card = await proposed(drawn)
        await drawn.slack.click(LEGAL.id, card, "notice_prepare")

        def image() -> dict[str, Any] | None:
            view = drawn.slack.view_of(LEGAL.id)
            blocks = view.view["blocks"] if view is not None else []
            return next((block for block in blocks if block["type"] == "image"), None)

        shown = await drawn.slack.until(image)
        assert drawn.slack.space.files[shown["slack_file"]["id"]].content == PIXEL
        assert shown["alt_text"].endswith("Dear customer")

    async def test_a_copy_comes_as_the_whole_message(self, drawn: World) -> None:
        card = await proposed(drawn)
        await drawn.slack.click(LEGAL.id, card, "notice_prepare")
        view = await drawn.slack.until(lambda: drawn.slack.view_of(LEGAL.id))
        await drawn.slack.click_in_view(LEGAL.id, view, "notice_copy")
        sent = await drawn.slack.until(lambda: [one for one in drawn.slack.transcript if one.channel == "D0LEGAL"])
        (name,) = sent[0].files
        assert drawn.slack.space.files[name].content == b"the whole message"
