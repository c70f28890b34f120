from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from notifier.delivery import open_transport, send_one
from notifier.errors import DeliveryError

LETTER = b"Subject: Your request\r\n\r\nWe have it.\r\n.hidden line\r\n"


class Relay:
    def __init__(self) -> None:
        self.answer = "250 2.0.0 queued"
        self.got: list[tuple[str, list[str], bytes]] = []
        self.url = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.got.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return self.answer


@pytest.fixture
async def relay() -> AsyncIterator[Relay]:
    relay = Relay()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(relay, hostname="relay"), "127.0.0.1", 0)
    relay.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}?connections=1"
    yield relay
    server.close()
    await server.wait_closed()


async def send(relay: Relay) -> str:
    return await send_one(lambda: open_transport(relay.url), "privacy@larkpost.example", "amara@birch.example", LETTER)


async def test_one_letter_arrives_as_it_was_written(relay: Relay) -> None:
    assert (await send(relay)).startswith("250")
    assert relay.got == [("privacy@larkpost.example", ["amara@birch.example"], LETTER)]


@pytest.mark.parametrize(
    ("answer", "permanent"), [("451 4.3.0 later", False), ("550 5.1.1 nobody", True)], ids=["later", "never"]
)
async def test_a_refusal_says_whether_to_try_again(relay: Relay, answer: str, *, permanent: bool) -> None:
    relay.answer = answer
    with pytest.raises(DeliveryError) as refused:
        await send(relay)
    assert refused.value.permanent is permanent


async def test_an_absent_relay_is_worth_another_try() -> None:
    with pytest.raises(DeliveryError) as refused:
        await send_one(lambda: open_transport("smtp://127.0.0.1:9"), "a@b.example", "c@d.example", LETTER)
    assert refused.value.permanent is False
