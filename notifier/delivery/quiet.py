"""Hours in which nobody is written to, in the notice's own time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from notifier.errors import DeliveryError

PATTERN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begin` to before `end`, local time; `end` before `begin` means over midnight."""

    begin: time
    end: time

    @classmethod
    def parse(cls, text: str) -> QuietHours:
        """Read "21:00-08:00"; raises DeliveryError for anything else or an empty stretch."""
        found = PATTERN.fullmatch(text.strip())
        if found is None or found[1] + found[2] == found[3] + found[4]:
            raise DeliveryError(f"quiet hours {text!r}: write them as 21:00-08:00", permanent=True)
        hours = [int(group) for group in found.groups()]
        return cls(time(hours[0], hours[1]), time(hours[2], hours[3]))

    def hold(self, now: datetime, timezone: str) -> bool:
        """Whether it is quiet now."""
        local = now.astimezone(ZoneInfo(timezone)).time()
        if self.begin < self.end:
            return self.begin <= local < self.end
        return local >= self.begin or local < self.end
