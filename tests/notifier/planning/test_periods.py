"""Calendar arithmetic: zones, clock changes, leap days, month ends, business days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.planning import BusinessCalendar, Period, earliest_effective, local_day, notice_due

DUE = [
    # effective, days, zone, hour → UTC
    ("2027-04-10", 30, "Europe/Berlin", 9, "2027-03-11 08:00"),  # winter time before the change of 28 March
    ("2027-04-30", 30, "Europe/Berlin", 9, "2027-03-31 07:00"),  # summer time
    ("2026-11-15", 30, "Europe/Berlin", 9, "2026-10-16 07:00"),  # summer time before the change of 25 October
    ("2027-04-27", 30, "Europe/Berlin", 2, "2027-03-28 00:30 or earlier"),  # 02:00 does not exist that day
    ("2026-11-24", 30, "Europe/Berlin", 2, "2026-10-25 00:00"),  # 02:00 comes twice: the earlier
    ("2028-03-30", 30, "UTC", 9, "2028-02-29 09:00"),  # leap day
    ("2027-03-30", 30, "UTC", 9, "2027-02-28 09:00"),
    ("2027-03-31", 30, "UTC", 9, "2027-03-01 09:00"),  # month end
    ("2027-01-31", 31, "UTC", 9, "2026-12-31 09:00"),  # over the year
    ("2027-01-31", 30, "America/Los_Angeles", 9, "2027-01-01 17:00"),
    ("2027-01-31", 30, "Pacific/Kiritimati", 9, "2026-12-31 19:00"),  # the local date is a day ahead of UTC
    ("2027-01-31", 30, "Asia/Kathmandu", 9, "2027-01-01 03:15"),
    ("2027-01-31", 30, "Australia/Lord_Howe", 0, "2026-12-31 13:00"),
    ("2027-01-31", 0, "UTC", 9, "2027-01-31 09:00"),
    ("2028-02-29", 365, "UTC", 9, "2027-03-01 09:00"),
]


@pytest.mark.parametrize(("effective", "days", "zone", "hour", "due"), DUE)
def test_notice_due(effective: str, days: int, zone: str, hour: int, due: str) -> None:
    found = notice_due(date.fromisoformat(effective), days, zone, hour)
    if due.endswith("or earlier"):
        assert found == datetime(2027, 3, 28, 0, 0, tzinfo=UTC)
    else:
        assert f"{found:%Y-%m-%d %H:%M}" == due
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("now", "earliest"),
    [
        ("2027-03-11T07:59:59", "2027-04-10"),
        ("2027-03-11T08:00:00", "2027-04-10"),  # 09:00 in Berlin, to the second
        ("2027-03-11T08:00:01", "2027-04-11"),  # a second late
        ("2027-03-10T23:30:00", "2027-04-10"),  # already the 11th in Berlin
        ("2028-01-30T08:00:00", "2028-02-29"),
        ("2027-01-30T08:00:00", "2027-03-01"),
    ],
)
def test_earliest_effective(now: str, earliest: str) -> None:
    found = earliest_effective(datetime.fromisoformat(now).replace(tzinfo=UTC), 30, "Europe/Berlin", 9)
    assert found.isoformat() == earliest


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001 - made aware below
    st.integers(0, 90),
    st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe"]),
    st.integers(0, 23),
    st.booleans(),
)
def test_earliest_effective_is_in_time_and_the_day_before_is_not(
    moment: datetime, days: int, zone: str, hour: int, business: bool
) -> None:
    now, period = moment.replace(tzinfo=UTC), Period(days, business=business)
    earliest = earliest_effective(now, period, zone, hour)
    assert notice_due(earliest, period, zone, hour) >= now
    assert notice_due(earliest - timedelta(days=1), period, zone, hour) < now or earliest == local_day(
        now, zone
    ) + timedelta(days=days)


BUSINESS = [
    # effective, business days, countries → last day for the notice
    ("2026-11-30", 10, (), "2026-11-16"),
    ("2026-11-30", 1, (), "2026-11-27"),  # Monday back to Friday
    ("2027-01-08", 10, (), "2026-12-25"),
    ("2027-01-08", 10, ("DE",), "2026-12-23"),  # Christmas, New Year
    ("2027-01-08", 10, ("FR",), "2026-12-23"),
    ("2027-01-08", 10, ("DE", "FR"), "2026-12-23"),
    ("2027-01-08", 10, ("US",), "2026-12-23"),
    ("2027-01-08", 10, ("XX",), "2026-12-25"),  # no calendar is known: weekends only
    ("2027-07-06", 1, ("US",), "2027-07-02"),  # 4 July on a Sunday, observed on Monday
    ("2027-05-02", 2, ("IL",), "2027-04-27"),  # weekend is Friday and Saturday, and 28 April ends Passover
]


@pytest.mark.parametrize(("effective", "days", "countries", "start"), BUSINESS)
def test_business_days_before(effective: str, days: int, countries: tuple[str, ...], start: str) -> None:
    period = Period(days, business=True, calendar=BusinessCalendar(countries))
    assert period.start_before(date.fromisoformat(effective)).isoformat() == start


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(1, 30), st.sampled_from([(), ("DE",), ("US", "IT")]))
def test_a_business_day_period_holds_exactly_that_many(day: date, days: int, countries: tuple[str, ...]) -> None:
    calendar = BusinessCalendar(countries)
    start = calendar.before(day, days)
    between = [start + timedelta(days=offset) for offset in range((day - start).days)]
    assert sum(calendar.is_business_day(candidate) for candidate in between) == days
    end = calendar.after(day, days)
    assert calendar.is_business_day(end)
    assert calendar.before(end + timedelta(days=1), 1) == end


@pytest.mark.parametrize("days", [-1, 731])
def test_an_absurd_period_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="period of notice"):
        Period(days)


@pytest.mark.parametrize(("day", "zone", "hour"), [("0001-01-01", "UTC", 9), ("9999-12-31", "UTC", 9)])
def test_dates_that_are_misread_are_refused(day: str, zone: str, hour: int) -> None:
    with pytest.raises(ValueError, match="no date of a policy"):
        notice_due(date.fromisoformat(day), 0, zone, hour)


def test_unknown_zone_is_named() -> None:
    with pytest.raises(ValueError, match="Mars/Olympus"):
        notice_due(date(2027, 1, 1), 30, "Mars/Olympus", 9)
