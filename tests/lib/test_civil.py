from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quincunx.lib.civil import moment_at, reading, utc

NEW_YORK = ZoneInfo("America/New_York")
APIA = ZoneInfo("Pacific/Apia")
TICK = timedelta(microseconds=1)


def wall(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "zone", "moment"),
    [
        ("2025-03-09 01:59", NEW_YORK, "2025-03-09 06:59"),
        ("2025-03-09 02:30", NEW_YORK, "2025-03-09 07:00"),  # never shown
        ("2025-03-09 03:00", NEW_YORK, "2025-03-09 07:00"),
        ("2025-11-02 01:30", NEW_YORK, "2025-11-02 05:30"),  # the first of two
        ("2025-11-02 02:00", NEW_YORK, "2025-11-02 06:00"),  # the end of the first
        ("2025-11-02 02:01", NEW_YORK, "2025-11-02 07:01"),
        ("2011-12-30 10:00", APIA, "2011-12-30 10:00"),  # the day after is here
    ],
)
def test_when_the_wall_first_reads(text, zone, moment):
    assert moment_at(wall(text), zone) == wall(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "zone", "text"),
    [
        ("2025-11-02 05:30", NEW_YORK, "2025-11-02 01:30"),
        ("2025-11-02 06:30", NEW_YORK, "2025-11-02 02:00"),  # waits in the second pass
        ("2025-11-02 07:30", NEW_YORK, "2025-11-02 02:30"),
        ("2011-12-30 09:59", APIA, "2011-12-29 23:59"),
        ("2011-12-30 10:00", APIA, "2011-12-31 00:00"),
    ],
)
def test_what_the_wall_reads(moment, zone, text):
    assert reading(wall(moment).replace(tzinfo=UTC), zone) == wall(text)


jumps = st.sampled_from(
    [
        (NEW_YORK, wall("2025-03-09 02:30")),
        (NEW_YORK, wall("2025-11-02 01:30")),
        (APIA, wall("2011-12-30 12:00")),
        (APIA, wall("2012-04-01 03:30")),
        (
            ZoneInfo("Asia/Shanghai"),
            wall("1991-04-14 02:30"),
        ),  # it had summer time once
    ]
)
around = st.timedeltas(timedelta(hours=-2), timedelta(hours=2)) | st.timedeltas(
    timedelta(hours=-40), timedelta(hours=40)
)


@settings(derandomize=True, deadline=None, max_examples=500)
@given(jumps, around)
def test_the_moment_of_a_reading_is_the_first_that_shows_it(jump, away):
    zone, middle = jump
    moment = moment_at(middle + away, zone)
    assert reading(moment - TICK, zone) < middle + away <= reading(moment, zone)


def test_a_moment_without_a_zone_is_a_mistake():
    with pytest.raises(ValueError, match="time zone"):
        utc(wall("2026-05-14 14:08"))
