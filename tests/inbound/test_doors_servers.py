"""The doors against real servers: Dovecot's IMAP and Postfix delivering over LMTP."""

from __future__ import annotations

import asyncio
import imaplib
import smtplib
import ssl
from dataclasses import replace
from pathlib import Path

import pytest
from imap_tools.errors import ImapToolsError

from notifier.inbound import Envelope, read_message
from notifier.inbound.doors import ImapAccount, ImapDoor, LmtpDoor
from tests.certificates import self_signed
from tests.inbound.servers import deliver_to_maildir, dovecot, postfix, run_queue

MESSAGE = b"From: ann@pond.example\r\nTo: privacy@herald.example\r\nSubject: hello %d\r\n\r\nI object %d\r\n"


class Kept:
    """A store that keeps in memory and can be told to fail."""

    def __init__(self) -> None:
        self.received: list[tuple[bytes, str, Envelope]] = []
        self.failures = 0
        self.arrived = asyncio.Event()

    async def __call__(self, content: bytes, door: str, envelope: Envelope) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("database is locked")
        self.received.append((content, door, envelope))
        self.arrived.set()

    def subjects(self) -> list[str]:
        return [read_message(content).subject for content, _, _ in self.received]


def account(port: int) -> ImapAccount:
    return ImapAccount.from_url(f"imap://privacy:secret@127.0.0.1:{port}/INBOX")


def message(number: int) -> bytes:
    return MESSAGE % (number, number)


async def test_imap_stores_each_message_once(tmp_path: Path) -> None:
    with dovecot(tmp_path) as port:
        for number in range(3):
            deliver_to_maildir(tmp_path, f"{number}.test", message(number))
        store = Kept()
        assert await ImapDoor(account(port), store).fetch_once() == 3
        assert await ImapDoor(account(port), store).fetch_once() == 0
        assert sorted(store.subjects()) == ["hello 0", "hello 1", "hello 2"]


async def test_imap_marks_nothing_that_was_not_stored(tmp_path: Path) -> None:
    with dovecot(tmp_path) as port:
        deliver_to_maildir(tmp_path, "1.test", message(1))
        store = Kept()
        store.failures = 1
        assert await ImapDoor(account(port), store).fetch_once() == 0
        assert await ImapDoor(account(port), store).fetch_once() == 1


async def test_imap_idle_brings_a_new_message_at_once(tmp_path: Path) -> None:
    with dovecot(tmp_path) as port:
        store = Kept()
        door = ImapDoor(account(port), store, poll_seconds=3600)
        running = asyncio.create_task(door.run())
        await asyncio.sleep(1.5)
        deliver_to_maildir(tmp_path, "1.test", message(1))
        await asyncio.wait_for(store.arrived.wait(), 20)
        door.stop()
        await asyncio.wait_for(running, 20)
        assert store.subjects() == ["hello 1"]


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return self_signed(tmp_path / "imap.pem")


def over_tls(port: int, *, implicit: bool) -> ImapAccount:
    return replace(account(port), security="tls" if implicit else "starttls")


@pytest.mark.parametrize("implicit", [True, False], ids=["from the start", "by STARTTLS"])
async def test_imap_over_tls_is_read_where_the_certificate_is_known(
    tmp_path: Path, certificate: Path, *, implicit: bool
) -> None:
    known = ssl.create_default_context(cafile=certificate)
    with dovecot(tmp_path, certificate=certificate, implicit=implicit) as port:
        deliver_to_maildir(tmp_path, "1.test", message(1))
        store = Kept()
        assert await ImapDoor(over_tls(port, implicit=implicit), store, context=known).fetch_once() == 1
        assert store.subjects() == ["hello 1"]


@pytest.mark.parametrize("implicit", [True, False], ids=["from the start", "by STARTTLS"])
async def test_a_certificate_that_nobody_vouches_for_gets_no_password(
    tmp_path: Path, certificate: Path, *, implicit: bool
) -> None:
    with dovecot(tmp_path, certificate=certificate, implicit=implicit) as port:
        deliver_to_maildir(tmp_path, "1.test", message(1))
        store = Kept()
        with pytest.raises(ssl.SSLCertVerificationError):
            await ImapDoor(over_tls(port, implicit=implicit), store).fetch_once()
        assert store.received == []
        assert "privacy" not in (tmp_path / "log").read_text()


async def test_tls_that_the_server_lacks_is_not_done_without(tmp_path: Path) -> None:
    with dovecot(tmp_path) as port:
        with pytest.raises((imaplib.IMAP4.error, ImapToolsError)):
            await ImapDoor(over_tls(port, implicit=False), Kept()).fetch_once()
        assert "privacy" not in (tmp_path / "log").read_text()


async def test_imap_polls_where_the_server_offers_no_idle(tmp_path: Path) -> None:
    with dovecot(tmp_path, idle=False) as port:
        store = Kept()
        door = ImapDoor(account(port), store, poll_seconds=0.3)
        running = asyncio.create_task(door.run())
        await asyncio.sleep(1)
        deliver_to_maildir(tmp_path, "1.test", message(1))
        await asyncio.wait_for(store.arrived.wait(), 20)
        door.stop()
        await asyncio.wait_for(running, 20)
        assert store.subjects() == ["hello 1"]


async def test_imap_cut_in_mid_message_loses_nothing(tmp_path: Path) -> None:
    """A proxy passes the first fetch on only in part and hangs up."""
    with dovecot(tmp_path) as port:
        deliver_to_maildir(tmp_path, "1.test", message(1) + b"x" * 200_000)
        cut_after = [60_000]
        writers: list[asyncio.StreamWriter] = []

        async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, cut: bool) -> None:
            passed = 0
            while chunk := await reader.read(4096):
                passed += len(chunk)
                if cut and cut_after and passed > cut_after[0]:
                    cut_after.clear()
                    break
                writer.write(chunk)
                await writer.drain()
            writer.close()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            to_reader, to_writer = await asyncio.open_connection("127.0.0.1", port)
            writers.extend((writer, to_writer))
            await asyncio.gather(
                pipe(reader, to_writer, cut=False), pipe(to_reader, writer, cut=True), return_exceptions=True
            )

        proxy = await asyncio.start_server(serve, "127.0.0.1", 0)
        store = Kept()
        through = account(proxy.sockets[0].getsockname()[1])
        with pytest.raises((OSError, EOFError, imaplib.IMAP4.error)):
            await ImapDoor(through, store).fetch_once()
        assert store.received == []
        assert await ImapDoor(through, store).fetch_once() == 1
        assert len(store.received[0][0]) > 200_000
        proxy.close()
        for writer in writers:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in writers), return_exceptions=True)
        await proxy.wait_closed()


async def test_imap_wrong_password_is_an_error_that_names_no_password(tmp_path: Path) -> None:
    with dovecot(tmp_path) as port:
        wrong = ImapAccount.from_url(f"imap://privacy:hunter2@127.0.0.1:{port}")
        assert "hunter2" not in repr(wrong)
        with pytest.raises(ImapToolsError) as refused:
            await ImapDoor(wrong, Kept()).fetch_once()
        assert "hunter2" not in str(refused.value)


async def test_imap_too_large_a_message_is_kept_as_its_head(tmp_path: Path) -> None:
    with dovecot(tmp_path) as port:
        deliver_to_maildir(tmp_path, "1.test", message(1) + b"x\r\n" * 400_000)
        store = Kept()
        assert await ImapDoor(account(port), store, most_bytes=100_000).fetch_once() == 1
        reading = read_message(store.received[0][0])
        assert reading.subject == "hello 1"
        assert reading.triage


async def test_postfix_delivers_over_lmtp(tmp_path: Path) -> None:
    store = Kept()
    door = LmtpDoor(store)
    await door.start()
    try:
        with postfix(tmp_path, door.port) as port:
            await asyncio.to_thread(
                _send, port, ["privacy+Tok1@herald.example", "dpo@herald.example"], message(1) + b".dotted\r\n"
            )
            await _until(lambda: sum(len(envelope.recipients) for _, _, envelope in store.received) >= 2)
    finally:
        await door.stop()
    reading = read_message(store.received[0][0], envelope_to=store.received[0][2].recipients)
    assert "Tok1" in [token for _, _, envelope in store.received for token in _tokens(envelope)]
    assert reading.text == "I object 1\n.dotted"
    assert store.received[0][1] == "lmtp"


async def test_postfix_tries_again_when_the_store_fails(tmp_path: Path) -> None:
    store = Kept()
    store.failures = 1
    door = LmtpDoor(store)
    await door.start()
    try:
        with postfix(tmp_path, door.port) as port:
            await asyncio.to_thread(_send, port, ["privacy@herald.example"], message(2))
            await _until(lambda: not store.failures)
            async with asyncio.timeout(60):
                while not store.received:
                    # A queue run that meets a message still in delivery leaves it for minutes: ask for another one.
                    await asyncio.to_thread(run_queue, tmp_path)
                    await asyncio.sleep(1)
    finally:
        await door.stop()
    assert store.subjects() == ["hello 2"]


def _send(port: int, recipients: list[str], content: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
        client.sendmail("ann@pond.example", recipients, content)


def _tokens(envelope: Envelope) -> tuple[str, ...]:
    return read_message(b"\n\n", envelope_to=envelope.recipients).reply_tokens


async def _until(reached: object, seconds: float = 60.0) -> None:
    assert callable(reached)
    deadline = asyncio.get_running_loop().time() + seconds
    while not reached():
        assert asyncio.get_running_loop().time() < deadline, "nothing arrived"
        await asyncio.sleep(0.1)
