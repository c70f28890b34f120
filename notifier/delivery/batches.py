"""Sending through a mail service's HTTP interface: several messages a call, each with an outcome of its own."""

from __future__ import annotations

import asyncio
import base64
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

import aiohttp
from pydantic import SecretStr

from notifier.delivery.outgoing import Outcome, Outgoing, Parts, Verdict, Work, watch_over
from notifier.delivery.replies import printable
from notifier.delivery.sharing import Share
from notifier.errors import DeliveryError, NotifierError

TIMEOUT = aiohttp.ClientTimeout(total=120, connect=20)
LARGEST_ANSWER = 2_000_000
IN_DOUBT = "no answer from the service; it may have accepted the message"


class Answer(NamedTuple):
    """What the service said: HTTP status and body."""

    status: int
    body: str


class BatchTransport(ABC):
    """Takes up to `most` messages at a time and posts them; subclasses say how and read the answer."""

    most: int

    def __init__(self, *, connections: int = 4) -> None:
        self._connections = connections
        self._tasks: list[asyncio.Task[None]] = []
        self._awake = asyncio.Event()
        self._closing = False

    @property
    @abstractmethod
    def name(self) -> str:
        """What to call it in the ledger."""

    @abstractmethod
    async def post(self, session: aiohttp.ClientSession, batch: Sequence[tuple[Outgoing, Parts]]) -> list[Outcome]:
        """Send a batch; returns one outcome a message, in order. May raise aiohttp.ClientError or TimeoutError."""

    @property
    def shared_connections(self) -> int:
        return 0

    def share(self, share: Share, seconds: float) -> None:
        """Do nothing: services bound what they take by the account, and say so."""
        del share, seconds

    async def open(self, work: Work) -> None:
        self._closing = False
        self._awake = asyncio.Event()
        self._tasks = [asyncio.create_task(self._keep(work)) for _ in range(self._connections)]
        for task in self._tasks:
            watch_over(task, work)

    def wake(self) -> None:
        self._awake.set()

    def waiting(self) -> tuple[tuple[str, float], ...]:
        """Nothing: a service answers for its own queue, never for a recipient's domain."""
        return ()

    async def close(self, patience: float) -> None:
        self._closing = True
        self._awake.set()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=patience)
            for task in late:
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):  # a fault was reported when it happened
                    await task
        self._tasks = []

    async def _keep(self, work: Work) -> None:
        async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
            while not self._closing:
                batch = self._take(work)
                if batch:
                    await self._send(session, work, batch)
                    continue
                if not self._closing:
                    self._awake.clear()
                    await self._awake.wait()

    def _take(self, work: Work) -> list[tuple[Outgoing, Parts]]:
        """Messages of one frame, as many as fit; one that begins another frame goes back."""
        batch: list[tuple[Outgoing, Parts]] = []
        while len(batch) < self.most and (outgoing := work.take()) is not None:
            try:
                parts = outgoing.parts()
            except NotifierError as error:
                work.settle(outgoing, Outcome(Verdict.REFUSED, f"not sent: {printable(str(error))}", "local"))
                continue
            if batch and parts.frame != batch[0][1].frame:
                work.put_back(outgoing)
                break
            batch.append((outgoing, parts))
        return batch

    async def _send(self, session: aiohttp.ClientSession, work: Work, batch: list[tuple[Outgoing, Parts]]) -> None:
        outcomes: list[Outcome] = []
        try:
            outcomes = await self.post(session, batch)
        except aiohttp.ClientConnectorError as error:
            # Nothing was sent: the messages go back untouched.
            for outgoing, _ in batch:
                work.put_back(outgoing)
            work.trouble(DeliveryError(f"{self.name}: {printable(str(error))}", permanent=False))
            await asyncio.sleep(0.5)
            return
        except (aiohttp.ClientError, TimeoutError):
            outcomes = [Outcome(Verdict.DEFERRED, IN_DOUBT, "content")] * len(batch)
        except asyncio.CancelledError:
            outcomes = [Outcome(Verdict.DEFERRED, IN_DOUBT, "content")] * len(batch)
            raise
        finally:
            for (outgoing, _), outcome in zip(batch, outcomes, strict=False):
                work.settle(outgoing, outcome)


def judge_status(status: int, said: str) -> Outcome:
    """What an HTTP status says of a message: ours to mend (401, 402, 403, 404), to try again (408, 429, 5xx), or no."""
    response = printable(f"{status} {said}")
    if 200 <= status < 300:
        return Outcome(Verdict.ACCEPTED, response, "content")
    if status in (401, 402, 403, 404, 405):
        return Outcome(Verdict.BLOCKED, response, "mail")
    if status in (408, 425, 429) or status >= 500:
        return Outcome(Verdict.DEFERRED, response, "content")
    return Outcome(Verdict.REFUSED, response, "rcpt")


def login(user: str, secret: SecretStr) -> dict[str, str]:
    """The header of basic authentication."""
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{secret.get_secret_value()}".encode()).decode()}


async def read_answer(response: aiohttp.ClientResponse) -> Answer:
    """Read an answer of bounded size."""
    content = await response.content.read(LARGEST_ANSWER)
    return Answer(response.status, content.decode("utf-8", "replace"))
