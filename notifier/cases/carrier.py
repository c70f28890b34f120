"""Letters over the transport that sends notices: one message in, the relay's answer out."""

from __future__ import annotations

import asyncio
from collections import deque
from types import TracebackType

from notifier.delivery.outgoing import Outcome, Outgoing, Transport, Verdict
from notifier.errors import DeliveryError

PATIENCE = 300.0  # seconds until a letter that the relay does not answer counts as not sent


class LetterCarrier:
    """A `Send` over a transport; use it as an async context manager. Letters asked for at once travel together."""

    def __init__(self, transport: Transport, patience: float = PATIENCE) -> None:
        self._transport = transport
        self._patience = patience
        self._waiting: deque[Outgoing] = deque()
        self._answers: dict[int, asyncio.Future[Outcome]] = {}
        self._last = 0

    async def __aenter__(self) -> LetterCarrier:
        await self._transport.open(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.close(5.0)
        await asyncio.sleep(0.01)  # connections that were cut report so in the next rounds of the loop

    async def __call__(self, sender: str, recipient: str, content: bytes) -> str:
        """Send one letter and return the relay's answer; raises DeliveryError, permanent when it was refused."""
        self._last += 1
        key = self._last
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._answers[key] = answer
        self._waiting.append(Outgoing(key, sender, recipient, stuffed, content))
        self._transport.wake()
        try:
            outcome: Outcome = await asyncio.wait_for(answer, self._patience)
        except TimeoutError as problem:
            raise DeliveryError("the relay did not answer", permanent=False) from problem
        finally:
            del self._answers[key]
            self._waiting = deque(one for one in self._waiting if one.key != key)
        if outcome.verdict is Verdict.ACCEPTED:
            return outcome.response
        raise DeliveryError(outcome.response, permanent=outcome.verdict is Verdict.REFUSED)

    def take(self) -> Outgoing | None:
        """The next letter for the transport."""
        return self._waiting.popleft() if self._waiting else None

    def settle(self, outgoing: Outgoing, outcome: Outcome) -> None:
        """Hand the relay's verdict to whoever waits for it."""
        answer = self._answers.get(outgoing.key)
        if answer is not None and not answer.done():
            answer.set_result(outcome)

    def put_back(self, outgoing: Outgoing) -> None:
        """Keep a letter whose session ended before its content was sent; the next session takes it."""
        self._waiting.appendleft(outgoing)

    def trouble(self, error: DeliveryError) -> None:
        """The relay cannot be used: whoever waits is told to come again later."""
        for waiting in tuple(self._waiting):
            answer = self._answers.get(waiting.key)
            if answer is not None and not answer.done():
                answer.set_exception(DeliveryError(str(error), permanent=False))


def stuffed(content: bytes) -> bytes:
    """The content as it travels: a line that begins with a dot gets another one (RFC 5321, section 4.5.2)."""
    return (b"." + content if content.startswith(b".") else content).replace(b"\r\n.", b"\r\n..")
