"""The LMTP door spoken to byte by byte."""

from __future__ import annotations

import asyncio
import tracemalloc
from collections.abc import AsyncIterator

import pytest

from notifier.errors import DeliveryError
from notifier.inbound import Envelope, read_message
from notifier.inbound.doors import LmtpDoor

GREETING = b"LHLO mta\r\nMAIL FROM:<ann@pond.example>\r\n"


class Kept:
    def __init__(self) -> None:
        self.received: list[tuple[bytes, str, Envelope]] = []
        self.fails = False

    async def __call__(self, content: bytes, door: str, envelope: Envelope) -> None:
        if self.fails:
            raise OSError("disk is full")
        self.received.append((content, door, envelope))


@pytest.fixture
async def door() -> AsyncIterator[LmtpDoor]:
    door = LmtpDoor(Kept(), most_bytes=200_000)
    await door.start()
    yield door
    await door.stop()


def kept(door: LmtpDoor) -> Kept:
    store = door._store
    assert isinstance(store, Kept)
    return store


async def say(door: LmtpDoor, *pieces: bytes) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
    writer.write(b"QUIT\r\n")
    try:
        return (await asyncio.wait_for(reader.read(), 60)).decode()
    finally:
        writer.close()
        await writer.wait_closed()


async def test_each_recipient_gets_an_answer(door: LmtpDoor) -> None:
    answer = await say(
        door, GREETING, b"RCPT TO:<a+T1@h.example>\r\nRCPT TO:<b@h.example>\r\nDATA\r\nSubject: x\r\n\r\n..hi\r\n.\r\n"
    )
    assert answer.count("250 2.0.0 stored") == 2
    content, name, envelope = kept(door).received[0]
    assert content == b"Subject: x\r\n\r\n.hi\r\n"
    assert (name, envelope.sender, envelope.recipients) == (
        "lmtp",
        "ann@pond.example",
        ("a+T1@h.example", "b@h.example"),
    )


async def test_smtp_owes_one_answer(door: LmtpDoor) -> None:
    answer = await say(
        door, b"EHLO mta\r\nMAIL FROM:<>\r\nRCPT TO:<a@h.example>\r\nRCPT TO:<b@h.example>\r\nDATA\r\nx: y\r\n\r\n.\r\n"
    )
    assert answer.count("250 2.0.0 stored") == 1
    assert kept(door).received[0][2].sender == ""


async def test_a_failing_store_leaves_the_message_with_the_sender(door: LmtpDoor) -> None:
    kept(door).fails = True
    answer = await say(door, GREETING, b"RCPT TO:<a@h.example>\r\nDATA\r\nx: y\r\n\r\n.\r\n")
    assert "451 4.3.0" in answer


async def test_a_bare_newline_does_not_end_a_message(door: LmtpDoor) -> None:
    """What some servers take for the end would let a sender smuggle a second message in."""
    smuggled = b"x: y\r\n\r\nhi\n.\nMAIL FROM:<boss@h.example>\r\nRCPT TO:<a@h.example>\r\nDATA\r\nx: z\r\n\r\n.\r\n"
    await say(door, GREETING, b"RCPT TO:<a@h.example>\r\nDATA\r\n", smuggled)
    assert len(kept(door).received) == 1


async def test_a_cut_connection_stores_nothing(door: LmtpDoor) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    writer.write(GREETING + b"RCPT TO:<a@h.example>\r\nDATA\r\nx: y\r\n\r\nhalf")
    await writer.drain()
    writer.close()
    await asyncio.sleep(0.2)
    assert kept(door).received == []
    del reader


async def test_an_endless_stream_is_bounded_refused_and_shown_to_a_person(door: LmtpDoor) -> None:
    """12 MB without one line end: memory stays near the bound of 200 kB."""
    head = b"From: ann@pond.example\r\nSubject: big\r\n\r\n"
    tracemalloc.start()
    answer = await say(
        door, GREETING, b"RCPT TO:<a@h.example>\r\nDATA\r\n" + head, *([b"x" * 1_000_000] * 12), b"\r\n.\r\n"
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "552 5.3.4" in answer
    assert peak < 8_000_000
    reading = read_message(kept(door).received[0][0])
    assert reading.subject == "big"
    assert "12000" in reading.triage[0]


@pytest.mark.parametrize("length", range(65_530, 65_545))
async def test_the_end_is_found_wherever_a_long_line_is_cut(door: LmtpDoor, length: int) -> None:
    answer = await say(door, GREETING, b"RCPT TO:<a@h.example>\r\nDATA\r\n", b"x" * length + b"\r\n.\r\n")
    assert answer.count("250 2.0.0 stored") == 1


async def test_size_that_is_told_beforehand_is_refused_at_once(door: LmtpDoor) -> None:
    assert "552 5.3.4" in await say(door, b"LHLO x\r\nMAIL FROM:<a@b.example> SIZE=99999999\r\n")


async def test_nonsense_is_answered_and_then_cut_off(door: LmtpDoor) -> None:
    answer = await say(door, b"\xff\xfe\r\n" * 30)
    assert "421 4.7.0 too many errors" in answer
    assert answer.count("500 5.5.1") == 20


def test_only_loopback_is_listened_on() -> None:
    with pytest.raises(DeliveryError, match="not a loopback address"):
        LmtpDoor(Kept(), host="0.0.0.0")
