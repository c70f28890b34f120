"""Business days by country. The calendars are the `holidays` library's, loaded only when a rule counts business days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

SATURDAY_AND_SUNDAY = frozenset({5, 6})
ONE_DAY = timedelta(days=1)
LONGEST_HOLIDAY = 40  # days without a business day that are believed; no country's calendar comes near


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Days on which business is done in every one of `countries` (ISO 3166 alpha-2); none: weekends only count."""

    countries: tuple[str, ...] = ()

    def is_business_day(self, day: date) -> bool:
        """Whether `day` is neither weekend nor public holiday in any of the countries."""
        if not self.countries:
            return day.weekday() not in SATURDAY_AND_SUNDAY
        return all(
            day.weekday() not in weekend and day not in days
            for weekend, days in (_country_year(country, day.year) for country in self.countries)
        )

    def before(self, day: date, business_days: int) -> date:
        """The business day that lies `business_days` business days before `day` (which is not counted itself)."""
        return self._step(day, business_days, -ONE_DAY)

    def after(self, day: date, business_days: int) -> date:
        """The business day that lies `business_days` business days after `day` (which is not counted itself)."""
        return self._step(day, business_days, ONE_DAY)

    def unknown_countries(self) -> tuple[str, ...]:
        """Those of the countries that no holiday calendar is known for: their weekends count, their holidays cannot."""
        return tuple(country for country in self.countries if not is_known_country(country))

    def _step(self, day: date, business_days: int, step: timedelta) -> date:
        for candidate in self._business_days(day, step):
            business_days -= 1
            if business_days <= 0:
                return candidate
        raise AssertionError("unreachable: business days do not end")  # pragma: no cover

    def _business_days(self, day: date, step: timedelta) -> Iterator[date]:
        idle = 0
        while idle < LONGEST_HOLIDAY:
            day += step
            idle += 1
            if self.is_business_day(day):
                idle = 0
                yield day
        raise ValueError(f"no business day within {LONGEST_HOLIDAY} days in {', '.join(self.countries)}")


def is_known_country(country: str) -> bool:
    """Whether a holiday calendar is known for the ISO 3166 alpha-2 code."""
    import holidays

    return country in holidays.utils.list_supported_countries(include_aliases=False)


@lru_cache(maxsize=512)
def _country_year(country: str, year: int) -> tuple[frozenset[int], frozenset[date]]:
    import holidays

    if not is_known_country(country):
        return SATURDAY_AND_SUNDAY, frozenset()
    calendar = holidays.country_holidays(country, years=year)
    return frozenset(calendar.weekend), frozenset(calendar)
