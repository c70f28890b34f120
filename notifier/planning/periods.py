"""Periods of notice and the instants they lead to: calendar arithmetic in the policy's own time zone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from notifier.planning.calendar import BusinessCalendar

MOST_DAYS = 730
FORTNIGHT = timedelta(days=14)
FIRST_YEAR, LAST_YEAR = 1990, 2200  # a policy's dates outside of these are misread


@dataclass(frozen=True, slots=True)
class Period:
    """So many days of notice; business days are counted in `calendar`, calendar days need none."""

    days: int
    business: bool = False
    calendar: BusinessCalendar = field(default_factory=BusinessCalendar)

    def __post_init__(self) -> None:
        if not 0 <= self.days <= MOST_DAYS:
            raise ValueError(f"a period of notice is 0 to {MOST_DAYS} days, not {self.days}")

    def start_before(self, day: date) -> date:
        """The last day on which a notice can go out that still gives the whole period before `day`."""
        if self.business and self.days:
            return self.calendar.before(day, self.days)
        return day - timedelta(days=self.days)

    def end_after(self, day: date) -> date:
        """The last day of a period that a notice on `day` begins."""
        if self.business and self.days:
            return self.calendar.after(day, self.days)
        return day + timedelta(days=self.days)

    def __str__(self) -> str:
        if not self.business:
            return f"{self.days} days"
        where = f" ({', '.join(self.calendar.countries)})" if self.calendar.countries else ""
        return f"{self.days} business days{where}"


def read_zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name; raises ValueError naming it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise ValueError(f"{name!r} is not an IANA time zone such as Europe/Berlin") from problem


def at_local(day: date, hour: int, zone: str) -> datetime:
    """The instant of `hour` o'clock on `day` in `zone`, in UTC.

    Where clocks change, an hour can come twice or not at all; the earlier reading is taken, so that whatever must
    happen by then is never late.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{day.isoformat()} is no date of a policy")
    local = datetime.combine(day, time(hour), read_zone(zone))
    return min(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


def local_day(now: datetime, zone: str) -> date:
    """The date that people in `zone` read on their calendars at `now`."""
    if now.tzinfo is None:
        raise ValueError("now must be aware")
    return now.astimezone(read_zone(zone)).date()


def notice_due(effective_on: date, days: int | Period, timezone: str, hour: int) -> datetime:
    """When a notice must begin to go out, in UTC: `hour` o'clock in `timezone`, `days` before `effective_on`."""
    period = days if isinstance(days, Period) else Period(days)
    return at_local(period.start_before(effective_on), hour, timezone)


def earliest_effective(now: datetime, days: int | Period, timezone: str, hour: int) -> date:
    """The earliest effective date whose notice is not late yet at `now`."""
    period = days if isinstance(days, Period) else Period(days)
    today = local_day(now, timezone)
    day = max(today + timedelta(days=period.days), period.end_after(today) - FORTNIGHT)
    if notice_due(day, period, timezone, hour) >= now:
        day = today + timedelta(days=period.days)  # business days take at least as long
    while notice_due(day, period, timezone, hour) < now:
        day += timedelta(days=1)
    return day
