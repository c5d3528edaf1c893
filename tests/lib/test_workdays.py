from datetime import UTC, date, datetime, time, timedelta

import pytest

from quincunx.lib.refusal import Refusal
from quincunx.lib.workdays import WorkCalendar
from tests.lib.calendars import (
    ALL,
    APIA,
    HEPING_ROAD,
    NEW_YORK,
    NIGHT_WATCH,
    OFFICE_HOURS,
)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2025-10-09", True),  # the first day after the holiday
        ("2025-10-08", False),  # a holiday on a Wednesday
        ("2025-10-11", True),  # a make-up Saturday
        ("2025-10-18", False),  # an ordinary Saturday
        ("2026-02-14", True),  # a make-up Saturday before the Spring Festival
        ("2026-02-23", False),  # its last day, a Monday
        ("2024-02-04", True),  # a make-up Sunday
        ("2027-10-01", True),  # a Friday of a year nobody has announced
        ("2027-10-02", False),  # its Saturday
    ],
)
def test_holidays_and_make_up_days_come_before_the_weekday(day, worked):
    assert HEPING_ROAD.is_workday(date.fromisoformat(day)) is worked


def test_a_year_not_announced_is_said_to_be_so():
    assert HEPING_ROAD.is_announced(date(2026, 12, 31))
    assert not HEPING_ROAD.is_announced(date(2027, 1, 1))


def test_windows_are_given_in_utc():
    assert HEPING_ROAD.windows_on(date(2026, 5, 14)) == [
        (
            datetime(2026, 5, 14, 0, 30, tzinfo=UTC),
            datetime(2026, 5, 14, 4, tzinfo=UTC),
        ),
        (
            datetime(2026, 5, 14, 5, 30, tzinfo=UTC),
            datetime(2026, 5, 14, 9, 30, tzinfo=UTC),
        ),
    ]
    assert HEPING_ROAD.windows_on(date(2026, 5, 16)) == []


def test_an_end_at_midnight_is_the_end_of_the_day():
    assert NIGHT_WATCH.daily == timedelta(hours=8)
    assert NIGHT_WATCH.windows_on(date(2025, 7, 1))[1] == (
        datetime(2025, 7, 2, 2, tzinfo=UTC),
        datetime(2025, 7, 2, 4, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2025, 3, 8), 6),
        (date(2025, 3, 9), 5),  # 02:00 to 03:00 does not exist
        (date(2025, 11, 2), 7),  # 01:00 to 02:00 passes twice
    ],
)
def test_a_window_over_a_jump_is_as_long_as_it_really_was(day, hours):
    start, end = NIGHT_WATCH.windows_on(day)[0]
    assert end - start == timedelta(hours=hours)


def test_a_window_lost_in_a_jump_is_left_out():
    two_to_three = WorkCalendar(
        "early", "America/New_York", ((time(2), time(3)),), frozenset(range(7))
    )
    assert two_to_three.windows_on(date(2025, 3, 9)) == []
    assert APIA.windows_on(date(2011, 12, 30)) == []


@pytest.mark.parametrize("calendar", ALL, ids=lambda calendar: calendar.code)
def test_windows_follow_each_other(calendar):
    year = date(2025, 1, 1).toordinal()
    days = map(date.fromordinal, range(year, year + 365))
    edges = [edge for day in days for span in calendar.windows_on(day) for edge in span]
    assert edges == sorted(edges)


def test_the_zone_of_the_office_is_for_words():
    noon = datetime(2025, 7, 1, 16, tzinfo=UTC)
    assert f"{NEW_YORK.local(noon):%H:%M}" == "12:00"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"zone": "Asia/Peking"}, "unknown-zone"),
        ({"zone": "../../etc/passwd"}, "unknown-zone"),
        ({"zone": ""}, "unknown-zone"),
        ({"windows": ()}, "calendar-without-work"),
        ({"weekdays": frozenset()}, "calendar-without-work"),
        ({"windows": ((time(12), time(8)),)}, "windows-out-of-order"),
        (
            {"windows": ((time(8), time(12)), (time(11), time(17)))},
            "windows-out-of-order",
        ),
        (
            {"windows": ((time(8), time(0)), (time(9), time(10)))},
            "windows-out-of-order",
        ),
    ],
)
def test_a_calendar_that_cannot_be_worked_is_refused(changes, code):
    facts = {"code": "x", "zone": "Asia/Shanghai", "windows": OFFICE_HOURS, **changes}
    with pytest.raises(Refusal) as refused:
        WorkCalendar(**facts)
    assert refused.value.code == code
    assert refused.value.facts["calendar"] == "x"
