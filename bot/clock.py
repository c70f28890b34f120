"""The only place where the present time is read; everything else is handed `now`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.errors import ConfigurationError


class Clock:
    """Tells the time in aware UTC.

    Given a `start`, it is a rehearsal clock: it began at that instant when it was made, runs at the usual pace and can
    be moved forward. Without one it is the machine's clock and cannot be moved.
    """

    __slots__ = ("_offset", "rehearsal")

    def __init__(self, start: datetime | None = None) -> None:
        self.rehearsal = start is not None
        self._offset = timedelta() if start is None else start.astimezone(UTC) - datetime.now(UTC)

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC) + self._offset

    def move_to(self, instant: datetime) -> None:
        """Set a rehearsal clock to a later instant; raises ConfigurationError on the machine's own clock."""
        if not self.rehearsal:
            raise ConfigurationError("the clock can only be moved in a rehearsal (HERALD_CLOCK)")
        self._offset += max(instant.astimezone(UTC) - self.now(), timedelta())
