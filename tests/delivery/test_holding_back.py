"""When not to send: pauses, quiet hours, rates, cancelled notices, slow domains."""

from __future__ import annotations

import asyncio
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from owed import NOW, deliverer, owe, states
from sink import Plan, Sink

from notifier.delivery import Limit, Limits, QuietHours, Rate, parse_limits, pause, pauses, resume
from notifier.delivery.addresses import open_transport
from notifier.delivery.breaker import pause_after
from notifier.delivery.limits import TokenBucket
from notifier.errors import DeliveryError
from notifier.ledger import Ledger, history
from notifier.ledger.schema import deliveries, notice_copies, notices


async def test_a_relay_paused_by_hand_is_left_alone_until_resumed(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 5)
    async with Sink() as sink:
        name = open_transport(sink.url).name
        with ledger.begin() as connection:
            pause(connection, name, by="dana", reason="the relay's owner asked", now=NOW)
        report = await deliverer(ledger, sink.url, tmp_path / "s").drain(lambda: NOW + timedelta(days=3))
        assert (report.sent, sink.connections) == (0, 0)
        assert "until somebody resumes it: the relay's owner asked" in report.trouble
        with ledger.begin() as connection:
            assert resume(connection, name, by="dana", now=NOW)
            assert not resume(connection, name, by="dana", now=NOW)
            assert [event.kind for event in history(connection, f"relay:{name}")] == ["relay.paused", "relay.resumed"]
        assert (await deliverer(ledger, sink.url, tmp_path / "s").drain(lambda: NOW)).sent == 5


async def test_a_pause_by_hand_stops_a_worker_within_a_second(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 5_000)
    async with Sink(Plan(delay=lambda recipient: 0.02)) as sink:
        worker = deliverer(ledger, sink.url, tmp_path / "s")
        task = asyncio.create_task(worker.drain(lambda: NOW))
        await asyncio.sleep(0.7)
        with ledger.begin() as connection:
            pause(connection, open_transport(sink.url).name, by="dana", reason="stop", now=NOW)
        began = asyncio.get_running_loop().time()
        report = await task
        assert asyncio.get_running_loop().time() - began < 1.0
    assert 0 < report.sent < 5_000
    assert states(ledger) == {"sent": len(sink.received), "due": 5_000 - len(sink.received)}


async def test_too_many_errors_pause_the_relay_by_itself_and_it_goes_on_later(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 500)
    well = False
    async with Sink(Plan(rcpt=lambda recipient, number: None if well else "451 4.3.0 database down")) as sink:
        first = await deliverer(ledger, sink.url, tmp_path / "s").drain(lambda: NOW)
        assert "were not accepted, last: 451 4.3.0 database down" in first.trouble
        assert first.deferred < 100
        with ledger.reading() as connection:
            assert [found.by for found in pauses(connection, now=NOW)] == ["herald"]
        assert "is paused until" in (await deliverer(ledger, sink.url, tmp_path / "s").drain(lambda: NOW)).trouble
        well = True
        later = NOW + timedelta(hours=1)
        second = await deliverer(ledger, sink.url, tmp_path / "s").drain(lambda: later)
    assert second.trouble == ""
    assert states(ledger) == {"sent": 500}


def test_pauses_grow_up_to_half_an_hour() -> None:
    minutes = [pause_after(trips).total_seconds() / 60 for trips in (1, 2, 3, 5, 6, 50)]
    assert minutes == [1, 2, 4, 16, 30, 30]


async def test_a_cancel_while_sending_stops_within_a_second_and_who_got_it_is_known(
    ledger: Ledger, tmp_path: Path
) -> None:
    owe(ledger, 5_000)
    async with Sink(Plan(delay=lambda recipient: 0.02)) as sink:
        worker = deliverer(ledger, sink.url, tmp_path / "s")
        task = asyncio.create_task(worker.drain(lambda: NOW))
        await asyncio.sleep(0.7)
        with ledger.begin() as connection:
            connection.execute(notices.update().values(state="cancelled"))
            unsent = deliveries.c.state.in_(("due", "deferred"))
            connection.execute(deliveries.update().where(unsent).values(state="cancelled"))
        began = asyncio.get_running_loop().time()
        await task
        assert asyncio.get_running_loop().time() - began < 1.0
    told = {item.recipient for item in sink.received}
    with ledger.reading() as connection:
        marked = connection.execute(sa.select(deliveries.c.address).where(deliveries.c.state == "sent")).scalars()
        assert set(marked) == told
    assert states(ledger) == {"sent": len(told), "cancelled": 5_000 - len(told)}
    assert 0 < len(told) < 5_000


ZONE = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("text", "clock", "quiet"),
    [
        ("21:00-08:00", time(20, 59), False),
        ("21:00-08:00", time(21, 0), True),
        ("21:00-08:00", time(3, 0), True),
        ("21:00-08:00", time(8, 0), False),
        ("12:00-13:30", time(13, 29), True),
        ("12:00-13:30", time(13, 30), False),
    ],
)
def test_quiet_hours_hold_in_the_notices_time_zone(text: str, clock: time, quiet: bool) -> None:
    now = datetime.combine(NOW.date(), clock, ZONE)
    assert QuietHours.parse(text).hold(now, "America/New_York") is quiet


@pytest.mark.parametrize("text", ["", "9-5", "24:00-08:00", "08:00-08:00", "08:00-21:0x"])
def test_quiet_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(DeliveryError, match="write them as"):
        QuietHours.parse(text)


async def test_nothing_goes_out_in_quiet_hours(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 3)
    quiet = QuietHours.parse("07:00-09:00")
    async with Sink() as sink:
        assert (await deliverer(ledger, sink.url, tmp_path / "s", quiet=quiet).drain(lambda: NOW)).sent == 0
        later = NOW + timedelta(hours=1)
        assert (await deliverer(ledger, sink.url, tmp_path / "s", quiet=quiet).drain(lambda: later)).sent == 3


@settings(deadline=None)
@given(
    steps=st.lists(st.floats(min_value=-5, max_value=5), max_size=50),
    rate=st.floats(min_value=0.1, max_value=50),
    burst=st.floats(min_value=1, max_value=20),
)
def test_a_bucket_never_gives_more_than_its_rate(steps: list[float], rate: float, burst: float) -> None:
    now = most = 100.0
    bucket = TokenBucket(Rate(rate, burst), now=now)
    given_out, gained = 0, 0.0
    for step in steps:
        gained += max(0.0, step)
        now += step
        most = max(most, now)
        while bucket.take(now):
            given_out += 1
    assert given_out <= burst + gained * rate + 1e-6


async def test_a_rate_holds_over_a_restart(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 30)
    limits = Limits(relay=Rate(per_second=10, burst=10))
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with Sink() as sink:
        first = deliverer(ledger, sink.url, tmp_path / "s", limits=limits)
        task = asyncio.create_task(first.drain(lambda: NOW + timedelta(seconds=loop.time() - began)))
        while len(sink.received) < 12:
            await asyncio.sleep(0.01)
        first.stop()
        await task
        await deliverer(ledger, sink.url, tmp_path / "s", limits=limits).drain(
            lambda: NOW + timedelta(seconds=loop.time() - began)
        )
        seconds = loop.time() - began
    assert len(sink.received) == 30
    assert seconds >= (30 - 10) / 10 - 0.3


async def test_a_domains_limit_binds_that_domain_only(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 140)
    limits = Limits(domains={"mail1.example": Limit(rate=Rate(per_second=10, burst=1), connections=1)})
    loop = asyncio.get_running_loop()
    began = loop.time()
    done: dict[str, float] = {}

    def note(recipient: str) -> float:
        done[recipient.partition("@")[2]] = loop.time() - began
        return 0.0

    async with Sink(Plan(delay=note)) as sink:
        await deliverer(ledger, sink.url, tmp_path / "s", limits=limits).drain(lambda: NOW)
    assert states(ledger) == {"sent": 140}
    assert done["mail1.example"] >= 19 / 10 - 0.2
    assert max(at for domain, at in done.items() if domain != "mail1.example") < 1.2


@pytest.mark.slow
async def test_slow_domains_do_not_hold_up_the_others(ledger: Ledger, tmp_path: Path) -> None:
    """Twenty slow domains among two hundred: the others are through long before the slow ones."""
    owe(ledger, 3_000, domain="mail{0}.example")
    with ledger.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE customers SET email = 'c' || id || '@slow' || id || '.example' WHERE id % 150 = 75"
        )
        connection.exec_driver_sql("UPDATE customers SET email_key = email")
    loop = asyncio.get_running_loop()
    began = loop.time()
    fast_done = slow_done = 0.0

    def delay(recipient: str) -> float:
        nonlocal fast_done, slow_done
        if "@slow" in recipient:
            slow_done = loop.time() - began
            return 2.0
        fast_done = loop.time() - began
        return 0.0

    async with Sink(Plan(delay=delay)) as sink:
        report = await deliverer(ledger, sink.url, tmp_path / "s").drain(lambda: NOW)
    assert report.sent == 3_000
    # twenty answers of two seconds over four connections take ten; whoever waits for them ends with them
    assert slow_done - fast_done > 1.0


async def test_the_exact_copy_of_what_was_sent_is_kept_once(ledger: Ledger, tmp_path: Path) -> None:
    owe(ledger, 3)
    async with Sink() as sink:
        await deliverer(ledger, sink.url, tmp_path / "s").drain(lambda: NOW)
    with ledger.reading() as connection:
        kept = connection.execute(sa.select(notice_copies)).all()
    assert [copy.name for copy in kept] == ["notice.en.2027-04-10"]
    frame, body = (part.partition(b"What changes")[2] for part in (kept[0].content, sink.received[0].content))
    assert frame[:200] == body[:200]


def test_limits_are_read_as_they_are_written() -> None:
    limits = parse_limits("50", "gmail.com=20/s:5 Example.org=0.5/s slow.example=:1")
    assert limits.relay == Rate(50.0, 50.0)
    assert dict(limits.domains) == {
        "gmail.com": Limit(Rate(20.0, 20.0), 5),
        "example.org": Limit(Rate(0.5, 1.0), 0),
        "slow.example": Limit(None, 1),
    }
    assert parse_limits("", "") == Limits()


@pytest.mark.parametrize(
    ("relay", "domains"), [("fast", ""), ("0", ""), ("-1", ""), ("", "gmail.com"), ("", "=1/s"), ("", "a.example=0/s")]
)
def test_limits_that_are_none_are_refused(relay: str, domains: str) -> None:
    with pytest.raises(DeliveryError, match="HERALD_"):
        parse_limits(relay, domains)
