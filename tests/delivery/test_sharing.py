"""Several workers at one relay keep to its limits together."""

from __future__ import annotations

import asyncio
import gc
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from owed import NOW, deliverer, owe, states
from sink import Plan, Sink

from notifier.delivery import Limit, Limits, Rate
from notifier.delivery.lanes import Lanes
from notifier.delivery.limits import TokenBucket
from notifier.delivery.outgoing import Outgoing
from notifier.delivery.pace import smoothly
from notifier.delivery.sharing import TURN, Membership, Share, leave, sign
from notifier.ledger import Ledger

COUNTS = st.integers(min_value=1, max_value=12)


@given(whole=st.integers(min_value=1, max_value=40), count=COUNTS, seconds=st.floats(min_value=0, max_value=4e9))
def test_all_parts_together_are_never_more_than_the_whole(whole: int, count: int, seconds: float) -> None:
    parts = [Share(rank, count).part(whole, seconds) for rank in range(count)]
    assert sum(parts) <= whole
    if whole >= count:
        assert sum(parts) == whole
        assert max(parts) - min(parts) <= 1


@given(whole=st.integers(min_value=1, max_value=5), count=st.integers(min_value=6, max_value=12))
def test_where_there_is_too_little_each_gets_a_turn(whole: int, count: int) -> None:
    for rank in range(count):
        assert sum(Share(rank, count).part(whole, turn * TURN) for turn in range(count)) == whole


@given(count=COUNTS, rate=st.floats(min_value=0.5, max_value=200), seconds=st.floats(min_value=0, max_value=60))
def test_buckets_of_several_workers_keep_to_one_rate(count: int, rate: float, seconds: float) -> None:
    whole = Rate(rate, burst=max(1.0, rate))
    buckets = [TokenBucket(whole, now=0.0) for _ in range(count)]
    for bucket in buckets:
        bucket.share(count, 0.0)
    given_out = sum(sum(1 for _ in range(500) if bucket.take(seconds)) for bucket in buckets)
    # a part of less than one message at once is one message
    assert given_out <= max(whole.burst, count) + rate * seconds + 1e-6


def test_who_finds_others_waits_and_who_was_there_makes_room_at_once() -> None:
    first, later = Membership("a"), Membership("b")
    assert first.share(("a",)) == Share(0, 1)
    assert [later.share(("a", "b")) for _ in range(3)] == [
        Share(1, 2, waiting=True),
        Share(1, 2, waiting=True),
        Share(1, 2),
    ]
    assert first.share(("a", "b")) == Share(0, 2)
    assert Share(1, 2, waiting=True).part(10, 0.0) == 0
    assert later.share(("b",)) == Share(0, 1)


def test_a_domains_connections_are_shared() -> None:
    lanes = Lanes(4, Limits(domains={"birch.example": Limit(connections=3)}), lambda: 0.0)
    lanes.share(Share(1, 2), 0.0)
    for number in range(5):
        lanes.add(Outgoing(number, "", f"c{number}@birch.example", lambda _: b""))
    first = lanes.take()
    assert first is not None
    assert lanes.take() is None
    lanes.returned(first, answered=True)
    assert lanes.take() is not None
    lanes.share(Share(0, 1), 0.0)
    assert [lanes.take() is None for _ in range(3)] == [False, False, True]


def test_the_list_holds_who_signed_lately(any_ledger: Ledger) -> None:
    with any_ledger.begin() as connection:
        assert sign(connection, "a", "relay", now=NOW) == ("a",)
        assert sign(connection, "b", "relay", now=NOW + timedelta(seconds=1)) == ("a", "b")
        assert sign(connection, "c", "another relay", now=NOW + timedelta(seconds=1)) == ("c",)
        assert sign(connection, "b", "relay", now=NOW + timedelta(seconds=11)) == ("b",), "the dead are not counted"
        assert sign(connection, "b", "relay", now=NOW - timedelta(hours=1)) == ("b",), "nor those of another hour"
        sign(connection, "b", "relay", now=NOW + timedelta(seconds=11))
        leave(connection, "b")
        assert sign(connection, "a", "relay", now=NOW + timedelta(seconds=12)) == ("a",)


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 3])
async def test_workers_keep_to_the_relays_rate_together(any_ledger: Ledger, tmp_path: Path, workers: int) -> None:
    total, rate = 260, 40.0
    owe(any_ledger, total)
    limits = Limits(relay=Rate(rate, burst=rate))
    clock = asyncio.get_running_loop().time
    came: list[float] = []

    def note(_recipient: str, _number: int) -> None:
        came.append(clock())

    async with Sink(Plan(content=note)) as sink:
        at_work = [deliverer(any_ledger, sink.url, tmp_path / "s", limits=limits) for _ in range(workers)]
        await asyncio.gather(*(worker.drain(lambda: NOW) for worker in at_work))
    assert states(any_ledger) == {"sent": total}
    assert len({item.recipient for item in sink.received}) == len(sink.received) == total
    for width in (1.0, 2.0, 3.0):
        busiest = max(sum(start <= at < start + width for at in came) for start in came)
        assert busiest <= rate + rate * width + workers


async def test_a_session_is_renewed_while_there_is_work(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 1_200)
    async with Sink(Plan(delay=lambda recipient: 0.005)) as sink:
        await deliverer(ledger, f"{sink.url}&connections=2&per_session=100", tmp_path / "s").drain(lambda: NOW)
    assert states(ledger) == {"sent": 1_200}
    assert len(sink.received) == 1_200
    assert sink.connections > 2
    assert sink.most_open <= 2


@pytest.mark.slow
async def test_workers_share_the_relays_connections(any_ledger: Ledger, tmp_path: Path) -> None:
    owe(any_ledger, 900)
    async with Sink(Plan(delay=lambda recipient: 0.02)) as sink:
        way = f"{sink.url}&connections=4&together=5"
        at_work = [deliverer(any_ledger, way, tmp_path / "s") for _ in range(3)]
        await asyncio.gather(*(worker.drain(lambda: NOW) for worker in at_work))
    assert states(any_ledger) == {"sent": 900}
    assert len(sink.received) == 900
    assert 4 <= sink.most_open <= 5


def test_runs_that_overlap_leave_python_as_it_was() -> None:
    before = gc.get_threshold(), sys.getswitchinterval()
    first, second = smoothly(), smoothly()
    with first:
        second.__enter__()
        assert gc.get_threshold()[0] > before[0][0]
    assert gc.get_threshold()[0] > before[0][0]
    second.__exit__(None, None, None)
    assert (gc.get_threshold(), sys.getswitchinterval()) == before
