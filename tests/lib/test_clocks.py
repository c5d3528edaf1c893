from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from quincunx.lib import clocks
from quincunx.lib.clocks import Light, Limit, LimitUnit, Pause, Span, SpanKind
from quincunx.lib.refusal import Refusal
from tests.lib.calendars import APIA, HEPING_ROAD, NEW_YORK, NIGHT_WATCH

ZONES = {
    "cn": HEPING_ROAD,
    "ny": NEW_YORK,
    "night": NIGHT_WATCH,
    "ws": APIA,
}


def at(text, calendar=HEPING_ROAD, fold=0):
    """Read `2026-05-14 14:08` as a moment at the calendar's office."""
    zone = ZoneInfo(calendar.zone)
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def hours(count, minutes=0):
    return timedelta(hours=count, minutes=minutes)


@pytest.mark.parametrize(
    ("where", "start", "limit", "due"),
    [
        # day and night
        ("cn", "2026-05-15 17:00", "4 urgent-hour", "2026-05-15 21:00"),
        ("cn", "2026-05-15 23:50", "15 urgent-minute", "2026-05-16 00:05"),
        ("ny", "2025-03-09 00:30", "3 urgent-hour", "2025-03-09 04:30"),
        # work hours: lunch, nights, weekends, holidays and make-up days
        ("cn", "2026-05-14 14:08", "8 work-hour", "2026-05-15 14:38"),
        ("cn", "2026-05-14 11:00", "2 work-hour", "2026-05-14 14:30"),
        ("cn", "2026-05-14 11:30", "30 work-minute", "2026-05-14 12:00"),
        ("cn", "2026-05-15 17:00", "1 work-hour", "2026-05-18 09:00"),
        ("cn", "2026-02-13 17:00", "1 work-hour", "2026-02-14 09:00"),
        ("cn", "2026-02-14 17:00", "1 work-hour", "2026-02-24 09:00"),
        ("cn", "2025-09-30 17:00", "15 work-hour", "2025-10-10 17:00"),
        # work days: the same time n working days later
        ("cn", "2026-05-14 14:08", "1 work-day", "2026-05-15 14:08"),
        ("cn", "2026-05-15 14:08", "2 work-day", "2026-05-19 14:08"),
        ("cn", "2025-09-28 10:00", "5 work-day", "2025-10-11 10:00"),
        ("cn", "2025-10-10 10:00", "2 work-day", "2025-10-13 10:00"),
        ("cn", "2026-12-31 10:00", "1 work-day", "2027-01-01 10:00"),
        # begun outside work time, it ends with the last day's work
        ("cn", "2026-05-14 08:30", "1 work-day", "2026-05-14 17:30"),
        ("cn", "2026-05-14 20:00", "1 work-day", "2026-05-15 17:30"),
        ("cn", "2026-05-16 10:00", "2 work-day", "2026-05-19 17:30"),
        ("cn", "2026-05-14 12:40", "1 work-day", "2026-05-15 12:00"),
        # natural days: the same time by the wall
        ("cn", "2026-02-14 10:00", "3 natural-day", "2026-02-17 10:00"),
        ("ny", "2025-03-08 12:00", "1 natural-day", "2025-03-09 12:00"),
        ("ny", "2025-11-01 12:00", "1 natural-day", "2025-11-02 12:00"),
        ("ny", "2025-03-08 02:30", "1 natural-day", "2025-03-09 03:00"),
        ("ny", "2025-11-01 01:30", "1 natural-day", "2025-11-02 01:30"),
        ("ws", "2011-12-29 10:00", "1 natural-day", "2011-12-31 00:00"),
        ("ws", "2011-12-29 10:00", "2 natural-day", "2011-12-31 10:00"),
        # a Friday that never was
        ("ws", "2011-12-29 10:00", "1 work-day", "2012-01-02 10:00"),
        # a night's work over a jump is as long as it really was
        ("night", "2025-03-09 00:00", "6 work-hour", "2025-03-09 23:00"),
        ("night", "2025-11-02 00:00", "6 work-hour", "2025-11-02 05:00"),
    ],
)
def test_a_limit_is_due(where, start, limit, due):
    calendar = ZONES[where]
    found = clocks.due(at(start, calendar), Limit.parse(limit), calendar)
    assert calendar.local(found).strftime("%Y-%m-%d %H:%M") == due


def test_a_day_begun_in_the_hour_that_passes_twice_keeps_order():
    first = at("2025-11-02 01:45", NEW_YORK)
    second = at("2025-11-02 01:15", NEW_YORK, fold=1)
    limit = Limit(1, LimitUnit.NATURAL_DAY)
    assert clocks.due(first, limit, NEW_YORK) == at("2025-11-03 01:45", NEW_YORK)
    assert clocks.due(second, limit, NEW_YORK) == at("2025-11-03 02:00", NEW_YORK)


def test_a_pause_moves_the_deadline_by_what_it_would_have_counted():
    start, limit = at("2026-05-14 14:08"), Limit(8, LimitUnit.WORK_HOUR)
    over_night = Pause(at("2026-05-14 16:30"), at("2026-05-15 09:30"))
    at_night = Pause(at("2026-05-14 18:00"), at("2026-05-15 07:00"))
    after = Pause(at("2026-05-20 10:00"), at("2026-05-20 11:00"))
    due = clocks.due(start, limit, HEPING_ROAD)
    assert due == at("2026-05-15 14:38")
    assert clocks.due(start, limit, HEPING_ROAD, [at_night, after]) == due
    assert clocks.due(start, limit, HEPING_ROAD, [after, over_night]) == at(
        "2026-05-15 16:38"
    )


def test_pauses_that_overlap_count_once():
    start, limit = at("2026-05-14 14:00"), Limit(2, LimitUnit.WORK_HOUR)
    pauses = [
        Pause(at("2026-05-14 14:30"), at("2026-05-14 15:00")),
        Pause(at("2026-05-14 13:00"), at("2026-05-14 14:10")),
        Pause(at("2026-05-14 14:40"), at("2026-05-14 15:30")),
    ]
    assert clocks.due(start, limit, HEPING_ROAD, pauses) == at("2026-05-14 17:10")


def test_a_running_pause_stops_the_clock_where_it_stands():
    start, limit = at("2026-05-14 14:00"), Limit(2, LimitUnit.WORK_HOUR)
    pauses = [Pause(at("2026-05-14 15:00"))]
    later = at("2026-05-18 10:00")
    assert clocks.used(start, later, limit.unit, HEPING_ROAD, pauses) == hours(1)
    assert clocks.light(start, later, limit, HEPING_ROAD, pauses) is Light.GREEN
    assert clocks.due(start, limit, HEPING_ROAD, pauses) == at("2026-05-14 16:00")
    stopped = clocks.close(pauses, later)
    assert clocks.due(start, limit, HEPING_ROAD, stopped) == at("2026-05-18 11:00")


@pytest.mark.parametrize(
    ("until", "light"),
    [
        ("2026-05-14 14:00", Light.GREEN),
        ("2026-05-14 15:23", Light.GREEN),
        ("2026-05-14 15:24", Light.YELLOW),  # 84 of 120 minutes
        ("2026-05-14 16:00", Light.YELLOW),  # the very moment
        ("2026-05-14 16:01", Light.RED),
    ],
)
def test_lights(until, light):
    start, limit = at("2026-05-14 14:00"), Limit(2, LimitUnit.WORK_HOUR)
    assert clocks.light(start, at(until), limit, HEPING_ROAD) is light


def test_late_at_night_is_late_although_nothing_is_over():
    start, limit = at("2026-05-14 15:30"), Limit(2, LimitUnit.WORK_HOUR)
    night = at("2026-05-14 20:00")
    assert clocks.left(start, night, limit, HEPING_ROAD) == hours(0)
    assert clocks.is_overdue(start, night, limit, HEPING_ROAD)
    assert clocks.light(start, night, limit, HEPING_ROAD) is Light.RED
    assert not clocks.is_overdue(start, at("2026-05-14 17:30"), limit, HEPING_ROAD)


def test_lights_change_where_the_district_wants():
    start, limit = at("2026-05-14 14:00"), Limit(2, LimitUnit.WORK_HOUR)
    until = at("2026-05-14 15:00")
    assert clocks.light(start, until, limit, HEPING_ROAD, yellow=50) is Light.YELLOW


def test_the_watcher_is_told_when_to_look():
    start, limit = at("2026-05-14 14:08"), Limit(8, LimitUnit.WORK_HOUR)
    moments = [
        clocks.moment_of(p, start, limit, HEPING_ROAD) for p in (0, 70, 100, 150)
    ]
    assert moments == [
        start,
        at("2026-05-15 10:44"),
        at("2026-05-15 14:38"),
        at("2026-05-18 09:38"),
    ]


def test_a_deadline_is_explained_as_on_the_case_page():
    start, now = at("2026-05-14 14:08"), at("2026-05-15 14:18")
    limit = Limit(8, LimitUnit.WORK_HOUR)
    asked = [Pause(at("2026-05-14 15:34"), at("2026-05-14 16:34"))]
    spans = clocks.explain(start, now, limit, HEPING_ROAD, iter(asked))
    assert spans == (
        span(SpanKind.COUNTED, "2026-05-14 14:08", "2026-05-14 15:34", hours(1, 26)),
        span(SpanKind.PAUSED, "2026-05-14 15:34", "2026-05-14 16:34", hours(1)),
        span(SpanKind.COUNTED, "2026-05-14 16:34", "2026-05-14 17:30", hours(0, 56)),
        span(SpanKind.NOT_COUNTED, "2026-05-14 17:30", "2026-05-15 08:30", hours(0)),
        span(SpanKind.COUNTED, "2026-05-15 08:30", "2026-05-15 12:00", hours(3, 30)),
        span(SpanKind.NOT_COUNTED, "2026-05-15 12:00", "2026-05-15 13:30", hours(0)),
        span(SpanKind.COUNTED, "2026-05-15 13:30", "2026-05-15 14:18", hours(0, 48)),
        span(SpanKind.LEFT, "2026-05-15 14:18", "2026-05-15 15:38", hours(1, 20)),
    )
    used = clocks.used(start, now, limit.unit, HEPING_ROAD, asked)
    assert used == hours(6, 40)
    assert clocks.left(start, now, limit, HEPING_ROAD, asked) == hours(1, 20)


def test_what_is_over_and_a_pause_over_night_are_explained():
    start, now = at("2026-05-14 16:00"), at("2026-05-15 11:00")
    limit = Limit(1, LimitUnit.WORK_HOUR)
    night = [Pause(at("2026-05-14 16:30"), at("2026-05-15 09:30"))]
    assert clocks.explain(start, now, limit, HEPING_ROAD, night) == (
        span(SpanKind.COUNTED, "2026-05-14 16:00", "2026-05-14 16:30", hours(0, 30)),
        span(SpanKind.PAUSED, "2026-05-14 16:30", "2026-05-15 09:30", hours(2)),
        span(SpanKind.COUNTED, "2026-05-15 09:30", "2026-05-15 10:00", hours(0, 30)),
        span(SpanKind.OVER, "2026-05-15 10:00", "2026-05-15 11:00", hours(1)),
    )


def span(kind, start, end, amount):
    return Span(kind, at(start), at(end), amount)


def test_before_its_start_a_clock_has_used_nothing():
    start, limit = at("2026-05-14 14:00"), Limit(2, LimitUnit.WORK_HOUR)
    before = at("2026-05-14 10:00")
    assert clocks.used(start, before, limit.unit, HEPING_ROAD) == hours(0)
    assert clocks.explain(start, before, limit, HEPING_ROAD) == (
        span(SpanKind.LEFT, "2026-05-14 14:00", "2026-05-14 16:00", hours(2)),
    )


@pytest.mark.parametrize(
    "text", ["2 work-day", "15 urgent-minute", "10000 natural-day"]
)
def test_a_limit_reads_as_it_is_written(text):
    assert str(Limit.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "limit-not-understood"),
        ("2", "limit-not-understood"),
        ("two work-day", "limit-not-understood"),
        ("2 workday", "limit-not-understood"),
        ("-2 work-day", "limit-not-understood"),
        ("1.5 work-day", "limit-not-understood"),
        ("٣ work-day", "limit-not-understood"),
        ("9999999999999 work-day", "limit-not-understood"),
        ("0 work-day", "limit-out-of-range"),
        ("10001 work-day", "limit-out-of-range"),
    ],
)
def test_a_limit_that_is_none_is_refused(text, code):
    with pytest.raises(Refusal) as refused:
        Limit.parse(text)
    assert refused.value.code == code


def test_a_limit_is_extended_by_its_own_unit_only():
    assert Limit.parse("2 work-day") + Limit.parse("1 work-day") == Limit.parse(
        "3 work-day"
    )
    with pytest.raises(Refusal, match="limits-of-two-units"):
        Limit.parse("2 work-day") + Limit.parse("1 work-hour")


def test_moments_without_a_zone_or_out_of_all_time_are_refused():
    limit = Limit(1, LimitUnit.WORK_DAY)
    with pytest.raises(ValueError, match="time zone"):
        clocks.due(datetime(2026, 5, 14, 14), limit, HEPING_ROAD)  # noqa: DTZ001 -- the point
    with pytest.raises(Refusal, match="moment-out-of-range"):
        clocks.due(datetime(1, 1, 1, tzinfo=UTC), limit, HEPING_ROAD)
