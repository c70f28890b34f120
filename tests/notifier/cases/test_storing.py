"""Messages that come at the same time are committed together; each door gets its own answer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from notifier.cases.storing import Arrived, Storing
from notifier.inbound import content_key
from notifier.ledger import Ledger
from notifier.ledger.schema import raw_messages

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def arrived(number: int, door: str = "lmtp") -> Arrived:
    return Arrived(f"From: p{number}@example.org\n\nI object, {number}.\n".encode(), door, None, NOW)


def commits(ledger: Ledger) -> list[int]:
    counted = [0]

    @sa.event.listens_for(ledger.engine, "commit")
    def count(connection: sa.Connection) -> None:
        del connection
        counted[0] += 1

    return counted


def stored(ledger: Ledger) -> set[str]:
    with ledger.reading() as connection:
        return set(connection.execute(sa.select(raw_messages.c.sha256)).scalars())


async def test_messages_that_come_at_once_share_a_commit(any_ledger: Ledger) -> None:
    counted = commits(any_ledger)
    storing = Storing(any_ledger)
    keys = await asyncio.gather(*(storing.store(arrived(number)) for number in range(50)))
    assert list(keys) == [content_key(arrived(number).content) for number in range(50)]
    assert stored(any_ledger) == set(keys)
    assert counted[0] <= 4


async def test_a_door_is_answered_only_when_its_message_is_committed(ledger: Ledger) -> None:
    storing = Storing(ledger)

    async def store(number: int) -> bool:
        return await storing.store(arrived(number)) in stored(ledger)

    assert all(await asyncio.gather(*(store(number) for number in range(20))))


async def test_one_message_that_cannot_be_stored_keeps_no_other_back(ledger: Ledger) -> None:
    storing = Storing(ledger)
    poison = Arrived(b"From: a@b.example\n\nhi\n", None, None, NOW)  # type: ignore[arg-type]  # no door: refused by the ledger
    answers = await asyncio.gather(
        storing.store(arrived(1)), storing.store(poison), storing.store(arrived(2)), return_exceptions=True
    )
    assert isinstance(answers[1], sa.exc.IntegrityError)
    assert stored(ledger) == {answers[0], answers[2]}


async def test_a_door_that_gives_up_waiting_loses_nothing(ledger: Ledger) -> None:
    storing = Storing(ledger)
    impatient = asyncio.create_task(storing.store(arrived(1)))
    await asyncio.sleep(0)
    impatient.cancel()
    key = await storing.store(arrived(2))
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert stored(ledger) == {content_key(arrived(1).content), key}
