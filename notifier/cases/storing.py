"""Committing the bytes of messages that several doors hand in at the same time by one commit.

A commit waits for the disk and costs the same for one message as for twenty. While one is under way, whatever comes is
gathered for the next; each door is answered when the commit that holds its message is done, never before.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from notifier.cases.backlog import mark_waiting
from notifier.inbound import Envelope, store_raw
from notifier.ledger import Ledger

MOST_TOGETHER = 32
MOST_BYTES = 16 * 1024 * 1024  # of one commit, unless a single message is larger


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message as a door hands it in."""

    content: bytes
    door: str
    envelope: Envelope | None
    now: datetime


class Storing:
    """Stores for one running service; use it from one event loop."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._waiting: list[tuple[Arrived, asyncio.Future[str]]] = []
        self._committing: asyncio.Task[None] | None = None

    async def store(self, arrived: Arrived) -> str:
        """Return the message's key once its bytes are committed; raises what kept them from being committed."""
        promise: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrived, promise))
        if self._committing is None or self._committing.done():
            self._committing = asyncio.create_task(self._commit_all())
        return await promise

    async def _commit_all(self) -> None:
        while self._waiting:
            batch = self._next()
            try:
                keys = await self._ledger.run(_store_all, [arrived for arrived, _ in batch])
            except Exception as problem:  # noqa: BLE001 - whatever it was, each message gets its own try and its own answer
                await self._one_by_one(batch, problem)
                continue
            for (_, promise), key in zip(batch, keys, strict=True):
                _settle(promise, key)

    def _next(self) -> list[tuple[Arrived, asyncio.Future[str]]]:
        size = count = 0
        for arrived, _ in self._waiting[:MOST_TOGETHER]:
            size += len(arrived.content)
            if count and size > MOST_BYTES:
                break
            count += 1
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        return batch

    async def _one_by_one(self, batch: list[tuple[Arrived, asyncio.Future[str]]], problem: Exception) -> None:
        """One message that cannot be stored must not keep the others of its commit from being stored."""
        for arrived, promise in batch:
            try:
                if len(batch) == 1:
                    raise problem
                _settle(promise, (await self._ledger.run(_store_all, [arrived]))[0])
            except Exception as own:  # noqa: BLE001 - handed to the door that waits
                if not promise.done():
                    promise.set_exception(own)


def _settle(promise: asyncio.Future[str], key: str) -> None:
    if not promise.done():  # a door that gave up waiting has its message stored all the same
        promise.set_result(key)


def _store_all(connection: sa.Connection, arrived: list[Arrived]) -> list[str]:
    keys = []
    for each in arrived:
        key = store_raw(connection, each.content, door=each.door, envelope=each.envelope, now=each.now)
        mark_waiting(connection, key, each.now)
        keys.append(key)
    return keys
