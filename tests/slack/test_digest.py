"""The week in one message."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.sandbox.fake import STAFF
from bot.slack.asking import Feedback, note
from bot.slack.digest import week_of
from tests.slack.conftest import World, open_case

MONDAY = datetime(2026, 10, 26, 8, 30, tzinfo=UTC)


async def test_the_digest_tells_the_week_once(world: World) -> None:
    world.propose()
    number = open_case(world)
    await world.slack.ask(STAFF.id, "ask who gets card data?")
    for kind, question in (
        ("gap", "<!here> do we keep *photos*?"),
        ("gap", "<!here> do we keep *photos*?"),
        ("wrong", "Who?"),
    ):
        with world.ledger.begin() as connection:
            note(connection, Feedback(kind, question, "slack:U0STAFF"), world.now[0])
    await world.outbox.drain()
    before = len(world.slack.posted())
    world.now[0] = MONDAY
    await world.outbox.drain()
    await world.outbox.drain()
    (digest,) = world.slack.posted()[before:]
    assert "The week of 26 October 2026" in digest.text
    assert "28 November 2026: privacy.md" in digest.text
    assert "photos\u2217?” (2 times)" in digest.text
    assert "<!here>" not in digest.text
    assert number not in digest.text
    assert "ada@" not in digest.text


async def test_an_empty_ledger_says_nothing(world: World) -> None:
    world.now[0] = MONDAY
    await world.outbox.drain()
    assert world.slack.posted() == ()


@pytest.mark.parametrize(
    ("at", "week"),
    [
        (datetime(2026, 10, 26, 7, 59, tzinfo=UTC), None),
        (MONDAY, "2026-W44"),
        (datetime(2026, 10, 27, 9, 0, tzinfo=UTC), None),
        (datetime(2027, 1, 4, 9, 0, tzinfo=UTC), "2027-W01"),
    ],
)
def test_a_digest_is_due_on_monday_morning(at: datetime, week: str | None) -> None:
    assert week_of(at) == week
