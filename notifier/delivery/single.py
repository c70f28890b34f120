"""Sending one letter and waiting for the relay's answer: acknowledgements, test copies, closing messages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from notifier.delivery.outgoing import Outcome, Outgoing, Transport, Verdict
from notifier.delivery.sharing import ALONE
from notifier.errors import DeliveryError

PATIENCE = 60.0
"""Seconds to wait for the relay; RFC 5321 section 4.5.3.2 allows it minutes, a letter can wait for the next tick."""


class _OneLetter:
    """A queue of a single message, for a transport to take from."""

    def __init__(self, outgoing: Outgoing) -> None:
        self._waiting: Outgoing | None = outgoing
        self.settled: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

    def take(self) -> Outgoing | None:
        taken, self._waiting = self._waiting, None
        return taken

    def settle(self, outgoing: Outgoing, outcome: Outcome) -> None:
        del outgoing
        if not self.settled.done():
            self.settled.set_result(outcome)

    def put_back(self, outgoing: Outgoing) -> None:
        self._waiting = outgoing

    def trouble(self, error: DeliveryError) -> None:
        if not self.settled.done():
            self.settled.set_exception(error)


async def send_one(open_way: Callable[[], Transport], sender: str, recipient: str, content: bytes) -> str:
    """Send one message through a transport of its own and return the relay's answer.

    `content` has CRLF line ends. Raises DeliveryError, `permanent` where the relay refused this recipient for good.
    """
    ended = content if content.endswith(b"\r\n") else content + b"\r\n"
    stuffed = ended.replace(b"\r\n.", b"\r\n..")
    letter = _OneLetter(Outgoing(0, sender, recipient, lambda _: stuffed))
    transport = open_way()
    transport.share(ALONE, 0.0)  # a single letter asks nobody
    await transport.open(letter)
    transport.wake()
    try:
        async with asyncio.timeout(PATIENCE):
            outcome = await letter.settled
    except TimeoutError:
        raise DeliveryError("no answer from the relay in time", permanent=False) from None
    finally:
        await transport.close(1.0)
    if outcome.verdict is Verdict.ACCEPTED:
        return outcome.response
    raise DeliveryError(outcome.response, permanent=outcome.verdict is Verdict.REFUSED)
