"""`herald serve`: everything in one process; `herald worker`: sending and correspondence without the web."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import structlog

from bot.composition import Herald, require_secret
from bot.jobs.service import Service
from bot.slack import open_socket
from bot.web.assembly import service_web
from bot.web.listening import Listener
from notifier.erasure.posting import HttpPost
from notifier.inbound import Envelope
from notifier.inbound.doors import ImapAccount, ImapDoor, LmtpDoor
from notifier.schedule import Ticker

SECONDS_TO_DELIVER = 5.0
SECONDS_TO_CORRESPOND = 5.0
SECONDS_TO_POST = 1.0
SECONDS_TO_SYNC = 60.0
log = structlog.get_logger(__name__)


async def serve(herald: Herald, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; `ready` is told the address once everything listens.

    Raises ConfigurationError without HERALD_SECRET (outside a rehearsal) or when the address is taken.
    """
    require_secret(herald.settings)
    listener = Listener.bind(herald.settings.listen_host, herald.settings.listen_port)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(listener.close)
        service = await stack.enter_async_context(_service(herald))
        await stack.enter_async_context(_doors(service))
        await listener.serve(service_web(service))
        await _socket_mode(service, stack)
        for tick, seconds in ((service.sync, SECONDS_TO_SYNC), *_work(service), (service.post, SECONDS_TO_POST)):
            stack.push_async_callback(_stopped, await _ticking(tick, seconds))
        ready(listener.url)
        await _until_told_to_stop()
        service.stop()


async def work(herald: Herald, ready: Callable[[], None]) -> None:
    """Send and correspond until SIGTERM or SIGINT, beside a `serve` on the same PostgreSQL ledger."""
    require_secret(herald.settings)
    async with _service(herald) as service, AsyncExitStack() as stack:
        for tick, seconds in _work(service):
            stack.push_async_callback(_stopped, await _ticking(tick, seconds))
        ready()
        await _until_told_to_stop()
        service.stop()


def _work(service: Service) -> tuple[tuple[Callable[[], Awaitable[object]], float], ...]:
    return (service.deliver, SECONDS_TO_DELIVER), (service.correspond, SECONDS_TO_CORRESPOND)


@asynccontextmanager
async def _service(herald: Herald) -> AsyncIterator[Service]:
    async with HttpPost() as post:
        service = Service.build(herald, post)
        try:
            yield service
        finally:
            await service.close()


async def _ticking(tick: Callable[[], Awaitable[object]], seconds: float) -> Ticker:
    """Start a ticker without waiting for its first tick, which may be a long delivery."""

    async def once() -> None:
        await tick()

    ticker = Ticker(once, seconds, failed=lambda problem: _tell(tick, problem))
    task = asyncio.create_task(ticker.start())
    STARTING.add(task)
    task.add_done_callback(STARTING.discard)
    return ticker


STARTING: set[asyncio.Task[None]] = set()
"""Tasks that start tickers; kept here because the loop holds them only weakly."""


async def _stopped(ticker: Ticker) -> None:
    ticker.stop()


def _tell(tick: Callable[[], Awaitable[object]], problem: Exception) -> None:
    log.error(
        "tick_failed", tick=getattr(tick, "__name__", "tick"), error=type(problem).__name__, reason=str(problem)[:300]
    )


@asynccontextmanager
async def _doors(service: Service) -> AsyncIterator[None]:
    """Open the doors that are configured: a mailbox, a socket for the local mail server."""
    settings, clock = service.herald.settings, service.herald.clock

    async def store(content: bytes, door: str, envelope: Envelope) -> object:
        return await service.receiver.store(content, door=door, envelope=envelope, now=clock.now())

    async with AsyncExitStack() as stack:
        if settings.imap_url is not None:
            imap = ImapDoor(ImapAccount.from_url(settings.imap_url.get_secret_value()), store)
            task = asyncio.create_task(imap.run())
            stack.push_async_callback(_finished, imap.stop, task)
        if settings.lmtp_port:
            lmtp = LmtpDoor(store, port=settings.lmtp_port)
            await lmtp.start()
            stack.push_async_callback(lmtp.stop)
        yield


async def _finished(stop: Callable[[], object], task: asyncio.Task[None]) -> None:
    stop()
    await asyncio.wait([task], timeout=5)


async def _socket_mode(service: Service, stack: AsyncExitStack) -> None:
    settings = service.herald.settings
    if service.slack is None or settings.slack_app_token is None:
        return
    handler = open_socket(settings, service.slack.app)
    stack.push_async_callback(handler.close_async)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # the library leaves it untyped


async def _until_told_to_stop() -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    try:
        await told.wait()
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
