"""The ticker goes on, one tick at a time, whatever a tick does."""

from __future__ import annotations

import asyncio

from notifier.schedule import Ticker


def ignore(problem: Exception) -> None:
    raise AssertionError(problem)


async def test_ticks_at_once_and_again() -> None:
    ticks = []
    enough = asyncio.Event()

    async def tick() -> None:
        ticks.append(1)
        if len(ticks) >= 3:
            enough.set()

    ticker = Ticker(tick, 0.05, failed=ignore)
    await ticker.start()
    assert ticks == [1]
    await asyncio.wait_for(enough.wait(), 5)
    ticker.stop()
    ticker.stop()
    count = len(ticks)
    await asyncio.sleep(0.2)
    assert len(ticks) == count


async def test_a_failing_tick_is_reported_and_tried_again() -> None:
    problems: list[str] = []
    enough = asyncio.Event()

    def failed(problem: Exception) -> None:
        problems.append(str(problem))
        if len(problems) >= 2:
            enough.set()

    async def tick() -> None:
        raise ValueError("the disk is full")

    ticker = Ticker(tick, 0.05, failed=failed)
    await ticker.start()
    await asyncio.wait_for(enough.wait(), 5)
    ticker.stop()
    assert set(problems) == {"the disk is full"}


async def test_a_slow_tick_is_never_doubled() -> None:
    running, most, ticks = 0, 0, 0

    async def tick() -> None:
        nonlocal running, most, ticks
        running += 1
        ticks += 1
        most = max(most, running)
        await asyncio.sleep(0.15)
        running -= 1

    ticker = Ticker(tick, 0.05, failed=ignore)
    await ticker.start()
    await asyncio.sleep(0.6)
    ticker.stop()
    await asyncio.sleep(0.2)
    assert most == 1
    assert 2 <= ticks <= 6


async def test_stopped_while_starting_never_schedules() -> None:
    ticks = []
    ticker: Ticker

    async def tick() -> None:
        ticks.append(1)
        ticker.stop()

    ticker = Ticker(tick, 0.05, failed=ignore)
    await ticker.start()
    await asyncio.sleep(0.2)
    assert ticks == [1]
