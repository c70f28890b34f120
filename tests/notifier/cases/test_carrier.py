"""Letters to a real SMTP server on the loopback."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from notifier.cases.carrier import LetterCarrier
from notifier.delivery import open_transport
from notifier.errors import DeliveryError


class Sink:
    def __init__(self) -> None:
        self.taken: list[tuple[str, list[str], bytes]] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802 - aiosmtpd's name
        if address.startswith("nobody"):
            return "550 5.1.1 no such user"
        if address.startswith("later"):
            return "451 4.3.0 come again"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 2.0.0 taken"


class OnAnyPort(Controller):
    """Listens on a port that the system chose."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def sink() -> Iterator[tuple[Sink, str]]:
    handler = Sink()
    controller = OnAnyPort(handler, hostname="127.0.0.1", port=0)
    controller.start()
    yield handler, f"smtp://127.0.0.1:{controller.port}?connections=1"
    controller.stop()


async def test_a_letter_arrives_byte_for_byte(sink: tuple[Sink, str]) -> None:
    handler, url = sink
    content = b"Subject: x\r\n\r\n.dot\r\n..two\r\n.\r\nend\r\n"
    async with LetterCarrier(open_transport(url)) as send:
        assert (await send("privacy@herald.example", "jane@example.org", content)).startswith("250")
        assert (await send("privacy@herald.example", "omar@example.net", content)).startswith("250")
    assert handler.taken[0] == ("privacy@herald.example", ["jane@example.org"], content)
    assert len(handler.taken) == 2


@pytest.mark.parametrize(("recipient", "permanent"), [("nobody@example.org", True), ("later@example.org", False)])
async def test_a_refusal_says_whether_it_is_for_good(sink: tuple[Sink, str], recipient: str, permanent: bool) -> None:
    async with LetterCarrier(open_transport(sink[1])) as send:
        with pytest.raises(DeliveryError) as refused:
            await send("privacy@herald.example", recipient, b"Subject: x\r\n\r\nx\r\n")
    assert refused.value.permanent is permanent


async def test_an_absent_relay_means_later() -> None:
    async with LetterCarrier(open_transport("smtp://127.0.0.1:9?connections=1"), patience=5) as send:
        with pytest.raises(DeliveryError) as refused:
            await send("privacy@herald.example", "jane@example.org", b"Subject: x\r\n\r\nx\r\n")
    assert not refused.value.permanent
