"""An in-memory APScheduler with one job.

A job store would delete a date job that was missed by a restart, and run it twice from two processes; rows with a due
time, claimed under guard, do neither. So the schedule only says "look again".
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

SHORTEST_SECONDS = 0.05


class Ticker:
    """Awaits `tick` once at the start and then every `seconds`, never twice at a time.

    A tick that takes longer, or a computer that slept, makes one late tick, not a heap of missed ones. A tick that
    fails is handed to `failed` and tried again at the next time.
    """

    def __init__(
        self, tick: Callable[[], Awaitable[None]], seconds: float, *, failed: Callable[[Exception], None]
    ) -> None:
        self._tick = tick
        self._seconds = max(seconds, SHORTEST_SECONDS)
        self._failed = failed
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._stopped = False

    async def start(self) -> None:
        """Tick once, then go on in the running loop until `stop`."""
        await self._run()
        if self._stopped:
            return
        self._scheduler.add_job(
            self._run, "interval", seconds=self._seconds, max_instances=1, coalesce=True, misfire_grace_time=None
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more; a tick that runs is left to end. Doing it twice is harmless."""
        self._stopped = True
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _run(self) -> None:
        if self._stopped:
            return
        try:
            await self._tick()
        except Exception as problem:  # noqa: BLE001 - the loop must outlive whatever a tick stumbles over
            self._failed(problem)
