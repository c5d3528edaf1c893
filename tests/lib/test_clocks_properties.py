"""What must hold for every clock, wherever the office and however the zone jumps."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from quincunx.lib import clocks
from quincunx.lib.clocks import Light, Limit, LimitUnit, Pause, SpanKind
from quincunx.lib.dials import Dial, civil_dial
from tests.lib.calendars import ALL, APIA, HEPING_ROAD, NEW_YORK, NIGHT_WATCH

every = settings(derandomize=True, deadline=None, max_examples=300)

YEARS = {
    HEPING_ROAD: (datetime(2023, 12, 1), datetime(2027, 2, 1)),  # noqa: DTZ001 -- Hypothesis adds the zone
    NEW_YORK: (datetime(2025, 2, 20), datetime(2025, 11, 20)),  # noqa: DTZ001 -- as above
    NIGHT_WATCH: (datetime(2025, 3, 1), datetime(2025, 11, 10)),  # noqa: DTZ001 -- as above
    APIA: (datetime(2011, 9, 1), datetime(2012, 4, 20)),  # noqa: DTZ001 -- as above
}
ZERO = timedelta()

calendars = st.sampled_from(ALL)
units = st.sampled_from(list(LimitUnit))
amounts = st.integers(1, 60)
lengths = st.timedeltas(timedelta(seconds=1), timedelta(days=12))


SPRING, AUTUMN = (datetime(2025, *at, tzinfo=UTC) for at in ((3, 9, 7), (11, 2, 6)))
JUMPS = {
    NEW_YORK: (SPRING, AUTUMN),
    NIGHT_WATCH: (SPRING, AUTUMN),
    APIA: (
        datetime(2011, 12, 30, 10, tzinfo=UTC),  # a day lost
        datetime(2012, 3, 31, 14, tzinfo=UTC),
    ),
}
near = st.timedeltas(timedelta(hours=-3), timedelta(hours=3))


def moments(calendar):
    """Any moment of the calendar's years, often within hours of a jump."""
    earliest, latest = YEARS[calendar]
    anywhere = st.datetimes(earliest, latest, timezones=st.just(UTC))
    jumps = [near.map(jump.__add__) for jump in JUMPS.get(calendar, ())]
    return st.one_of(anywhere, *jumps)


@st.composite
def clocks_with_starts(draw, starts=1, units=units):
    """A calendar, a limit, and as many starts as asked, in order."""
    calendar = draw(calendars)
    limit = Limit(draw(amounts), draw(units))
    drawn = sorted(draw(moments(calendar)) for _ in range(starts))
    return calendar, limit, *drawn


@st.composite
def pauses_after(draw, start, most=4):
    pauses = []
    for _ in range(draw(st.integers(0, most))):
        begin = start + draw(lengths)
        pauses.append(Pause(begin, begin + draw(lengths)))
    return pauses


@st.composite
def clocks_with_pauses(draw):
    calendar, limit, start = draw(clocks_with_starts())
    return calendar, limit, start, draw(pauses_after(start))


@every
@given(clocks_with_starts(starts=2))
def test_who_begins_later_is_due_no_earlier(clock):
    calendar, limit, early, late = clock
    assert clocks.due(early, limit, calendar) <= clocks.due(late, limit, calendar)


@every
@given(clocks_with_pauses(), amounts)
def test_a_longer_limit_is_due_no_earlier(clock, more):
    calendar, limit, start, pauses = clock
    longer = limit + Limit(more, limit.unit)
    due = clocks.due(start, limit, calendar, pauses)
    assert start < due <= clocks.due(start, longer, calendar, pauses)


additive = st.sampled_from([u for u in LimitUnit if u is not LimitUnit.NATURAL_DAY])


@every
@given(clocks_with_starts(units=additive), amounts)
def test_two_limits_one_after_the_other_are_one(clock, more):
    """Work days are a measure of worked time, so they add up like hours."""
    calendar, limit, start = clock
    second = Limit(more, limit.unit)
    first_due = clocks.due(start, limit, calendar)
    assert clocks.due(first_due, second, calendar) == clocks.due(
        start, limit + second, calendar
    )


@every
@given(calendars, st.data(), amounts, amounts)
def test_natural_days_add_up_wherever_the_wall_is_steady(calendar, data, first, more):
    """A due time that fell into a jump has lost what the wall never showed."""
    start = data.draw(moments(calendar))
    limit, second = (Limit(n, LimitUnit.NATURAL_DAY) for n in (first, more))
    first_due = clocks.due(start, limit, calendar)
    once = clocks.due(start, limit + second, calendar)
    twice = clocks.due(first_due, second, calendar)
    if clocks.left(start, first_due, limit, calendar) == ZERO:
        assert twice == once
    else:
        assert twice >= once


@every
@given(clocks_with_starts(), lengths, lengths)
def test_a_pause_moves_the_deadline_by_exactly_what_it_held_up(clock, after, length):
    calendar, limit, start = clock
    pause = Pause(start + after, start + after + length)
    plain = clocks.due(start, limit, calendar)
    paused = clocks.due(start, limit, calendar, [pause])
    held_up = counted(pause.start, pause.end, limit, calendar)
    if counted(start, pause.start, limit, calendar) >= clocks.total(limit, calendar):
        assert paused == plain
    else:
        lost = clocks.left(start, paused, limit, calendar, [pause])
        total = clocks.total(limit, calendar)
        assert counted(start, paused, limit, calendar) == total + held_up - lost
        assert lost == ZERO or limit.unit is LimitUnit.NATURAL_DAY


def counted(start, until, limit, calendar):
    return clocks.used(start, until, limit.unit, calendar)


@every
@given(clocks_with_pauses(), lengths)
def test_used_and_left_are_the_whole(clock, after):
    calendar, limit, start, pauses = clock
    until = start + after
    used = clocks.used(start, until, limit.unit, calendar, pauses)
    left = clocks.left(start, until, limit, calendar, pauses)
    assert used >= ZERO
    assert used + left == clocks.total(limit, calendar)


@every
@given(clocks_with_pauses(), lengths)
def test_time_used_never_shrinks(clock, after):
    calendar, limit, start, pauses = clock
    marks = [start, start + after / 3, start + after / 2, start + after]
    used = [clocks.used(start, m, limit.unit, calendar, pauses) for m in marks]
    assert used == sorted(used)


@every
@given(clocks_with_pauses())
def test_due_is_the_first_moment_with_nothing_left(clock):
    calendar, limit, start, pauses = clock
    due = clocks.due(start, limit, calendar, pauses)
    before = due - timedelta(microseconds=1)
    assert clocks.left(start, due, limit, calendar, pauses) <= ZERO
    assert clocks.left(start, before, limit, calendar, pauses) > ZERO
    assert not clocks.is_overdue(start, due, limit, calendar, pauses)


@every
@given(clocks_with_pauses())
def test_the_lights_change_at_their_moments(clock):
    calendar, limit, start, pauses = clock
    yellow, due = (
        clocks.moment_of(p, start, limit, calendar, pauses) for p in (70, 100)
    )
    tick = timedelta(microseconds=1)
    shown = [
        clocks.light(start, moment, limit, calendar, pauses)
        for moment in (yellow - tick, yellow, due, due + tick)
    ]
    assert shown == [Light.GREEN, Light.YELLOW, Light.YELLOW, Light.RED]


@every
@given(clocks_with_pauses(), lengths)
def test_an_explanation_leaves_nothing_out(clock, after):
    calendar, limit, start, pauses = clock
    until = start + after
    spans = clocks.explain(start, until, limit, calendar, pauses)
    stopped = clocks.close(pauses, until)
    due = clocks.due(start, limit, calendar, stopped)
    amounts = dict.fromkeys(SpanKind, ZERO)
    for span in spans:
        amounts[span.kind] += span.amount
    assert (spans[0].start, spans[-1].end) == (start, max(until, due))
    assert all(one.end == other.start for one, other in pairwise(spans))
    assert amounts[SpanKind.COUNTED] + amounts[SpanKind.OVER] == clocks.used(
        start, until, limit.unit, calendar, pauses
    )
    if until < due and clocks.left(start, due, limit, calendar, stopped) == ZERO:
        assert amounts[SpanKind.LEFT] == clocks.left(
            start, until, limit, calendar, pauses
        )


def dials(calendar) -> list[Dial]:
    return [clocks.dial_for(unit, calendar) for unit in LimitUnit]


@every
@given(calendars, st.data())
def test_a_dial_gives_the_first_moment_of_its_reading(calendar, data):
    moment = data.draw(moments(calendar))
    for dial in dials(calendar):
        first = dial.moment(dial.reading(moment))
        assert first <= moment
        assert dial.reading(first) == dial.reading(moment)


@every
@given(st.sampled_from([NEW_YORK, APIA]), st.data(), lengths)
def test_the_wall_never_reads_backwards(calendar, data, length):
    moment = data.draw(moments(calendar))
    dial = civil_dial(calendar.zone)
    assert dial.reading(moment) <= dial.reading(moment + length / 300)


@every
@given(st.data(), amounts)
def test_a_year_nobody_announced_is_counted_by_weekdays(data, amount):
    years = st.datetimes(
        datetime(2027, 1, 4),  # noqa: DTZ001 -- Hypothesis adds the zone
        datetime(2060, 1, 1),  # noqa: DTZ001 -- as above
        timezones=st.just(UTC),
    )
    start, limit = data.draw(years), Limit(amount, LimitUnit.WORK_DAY)
    due = HEPING_ROAD.local(clocks.due(start, limit, HEPING_ROAD))
    assert due.weekday() < 5
    assert not HEPING_ROAD.is_announced(due.date())
