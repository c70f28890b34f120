"""SMTP as a transport: a pool of sessions that take work by themselves."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from notifier.delivery.outgoing import Work, watch_over
from notifier.delivery.session import Relay, Session
from notifier.delivery.sharing import Share
from notifier.errors import DeliveryError

IDLE_SECONDS = 20.0
LONGEST_PAUSE = 60.0
LOOK_AGAIN = 0.1


class SmtpTransport:
    """Keeps up to `connections` sessions to one relay busy.

    Each slot connects when there is work, sends, and connects again when the relay closed the session; failures back
    off exponentially. `per_session` messages later a session is replaced, because some relays count. Of `together`
    connections, which all workers share, this one holds its part.
    """

    def __init__(self, relay: Relay, *, connections: int = 10, per_session: int = 100_000, together: int = 0) -> None:
        self._relay = relay
        self._connections = connections
        self._per_session = per_session
        self._together = together
        self._allowed = 0 if together else connections
        self._sessions: list[Session] = []
        self._slots: dict[Session, int] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._work: Work | None = None
        self._awake = asyncio.Event()
        self._closing = False

    @property
    def name(self) -> str:
        return f"smtp:{self._relay.host}:{self._relay.port}"

    @property
    def shared_connections(self) -> int:
        return self._together

    def share(self, share: Share, seconds: float) -> None:
        """Hold this worker's part of the connections from now on; what is in flight on others is finished."""
        if not self._together:
            return
        self._allowed = min(self._connections, share.part(self._together, seconds))
        for session, slot in tuple(self._slots.items()):
            if slot >= self._allowed:
                session.leave()
        if len(self._sessions) < self._allowed:
            self._awake.set()

    async def open(self, work: Work) -> None:
        """Start the slots; they report trouble to `work`."""
        self._work = work
        self._closing = False
        self._awake = asyncio.Event()
        self._tasks = [asyncio.create_task(self._keep(work, slot)) for slot in range(self._connections)]
        self._tasks.append(asyncio.create_task(self._watch()))
        for task in self._tasks:
            watch_over(task, work)

    def wake(self) -> None:
        """Give idle sessions the chance to take; lets slots without a session connect."""
        for session in tuple(self._sessions):
            if session.open and session.idle:
                session.wake()
        if len(self._sessions) < self._allowed:
            self._awake.set()

    def waiting(self) -> tuple[tuple[str, float], ...]:
        """Domain and seconds of each message whose answer is awaited."""
        now = asyncio.get_running_loop().time()
        return tuple(
            (session.mailing.recipient_domain, session.waiting_since(now))
            for session in self._sessions
            if session.mailing is not None and not session.idle
        )

    async def close(self, patience: float) -> None:
        """Let every session finish what it has written, then leave; cut what is not finished after `patience`."""
        self._closing = True
        for session in tuple(self._sessions):
            session.leave()
        deadline = asyncio.get_running_loop().time() + patience
        while any(not session.idle for session in self._sessions) and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.01)
        for session in tuple(self._sessions):
            session.abort("stopped while waiting for the relay's answer")
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError, Exception):  # a fault was reported when it happened
                await task
        self._tasks.clear()

    async def _keep(self, work: Work, slot: int) -> None:
        """One slot: connect, send until the session ends, again; backing off while it fails."""
        failures = 0
        while not self._closing:
            await self._awake.wait()
            if slot >= self._allowed:
                await asyncio.sleep(LOOK_AGAIN)
                continue
            ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()
            # mypy does not infer a lambda's default; it binds this round's future, not the next one's.
            session = Session(self._relay, work, lambda _, reason, ended=ended: _resolve(ended, reason))  # type: ignore[misc]
            try:
                await session.connect()
            except DeliveryError as error:
                failures += 1
                work.trouble(error)
                await asyncio.sleep(min(0.25 * 2**failures, LONGEST_PAUSE))
                continue
            if slot >= self._allowed:  # the part became smaller meanwhile
                session.leave()
                continue
            settled = await self._serve(session, slot, ended)
            failures = 0 if settled else failures + 1
            if failures:
                await asyncio.sleep(min(0.05 * 2**failures, LONGEST_PAUSE))

    async def _serve(self, session: Session, slot: int, ended: asyncio.Future[str]) -> int:
        """Let a session work until it ends; returns how many messages it settled."""
        self._sessions.append(session)
        self._slots[session] = slot
        try:
            session.wake()
            await ended
        finally:
            self._sessions.remove(session)
            del self._slots[session]
            self._awake.set()
        return session.mailing.settled if session.mailing is not None else 0

    async def _watch(self) -> None:
        """Close sessions that were idle for long and those whose answer is overdue."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(1.0)
            now = loop.time()
            for session in tuple(self._sessions):
                if session.overdue(now):
                    session.abort("no answer from the relay in time")
                elif session.idle and now - session.heard_at > IDLE_SECONDS:
                    self._awake.clear()
                    session.leave()
                elif session.mailing is not None and session.mailing.settled >= self._per_session:
                    session.leave()


def _resolve(future: asyncio.Future[str], reason: str) -> None:
    if not future.done():
        future.set_result(reason)
