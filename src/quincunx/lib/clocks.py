"""Deadlines: how much of a limit is used, what is left, when it is due, and why.

Four kinds of limit. An *urgent* limit runs day and night. A limit in *work hours*
runs in the office's work time. A limit in *work days* is as many times the office's
daily work time: a job of one work day begun on Thursday at 14:08 is due on Friday at
14:08, one begun outside work time counts from the next opening and ends with that
day's work. A limit in *natural days* is due at the same civil time of day; a time
skipped by a jump of the zone is due at the first moment after it (`civil`).

Nothing here reads the clock. Moments may come in any zone and are returned in UTC.
A limit is due at the first moment at which all of it is used, so what ends with the
day's work is due at closing time, not at the next opening.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby, pairwise

from quincunx.lib.civil import utc
from quincunx.lib.dials import CONTINUOUS, Dial, civil_dial, work_dial
from quincunx.lib.refusal import Refusal
from quincunx.lib.workdays import WorkCalendar

MOST = 10_000  # a limit beyond is a slip of the pen
YELLOW, RED = 70, 100  # percent used, where the lights change by default
YEARS = range(1900, 2400)

Stretch = tuple[datetime, datetime]


class LimitUnit(StrEnum):
    """What a limit counts. Minutes are for short stages, of the same two kinds."""

    URGENT_HOUR = "urgent-hour"
    URGENT_MINUTE = "urgent-minute"
    WORK_HOUR = "work-hour"
    WORK_MINUTE = "work-minute"
    WORK_DAY = "work-day"
    NATURAL_DAY = "natural-day"


LENGTHS = {
    LimitUnit.URGENT_HOUR: timedelta(hours=1),
    LimitUnit.URGENT_MINUTE: timedelta(minutes=1),
    LimitUnit.WORK_HOUR: timedelta(hours=1),
    LimitUnit.WORK_MINUTE: timedelta(minutes=1),
    LimitUnit.NATURAL_DAY: timedelta(days=1),
}


@dataclass(frozen=True)
class Limit:
    """How much time there is: an amount from 1 to 10,000 of a unit."""

    amount: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= MOST:
            raise Refusal("limit-out-of-range", limit=str(self), most=MOST)

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """Read a limit as a policy pack writes it: `2 work-day`."""
        amount, _, unit = text.strip().partition(" ")
        if not (amount.isascii() and amount.isdigit() and len(amount) <= 9):
            raise Refusal("limit-not-understood", limit=text)
        if unit.strip() not in list(LimitUnit):
            raise Refusal("limit-not-understood", limit=text)
        return cls(int(amount), LimitUnit(unit.strip()))

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"

    def __add__(self, more: "Limit") -> "Limit":
        """Return this limit extended by another of the same unit."""
        if more.unit != self.unit:
            raise Refusal("limits-of-two-units", limit=str(self), more=str(more))
        return Limit(self.amount + more.amount, self.unit)


@dataclass(frozen=True)
class Pause:
    """Time in which a clock stands still; without an end it still does."""

    start: datetime
    end: datetime | None = None


class Light(StrEnum):
    """A deadline at a glance."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class SpanKind(StrEnum):
    """What a stretch of time did to a clock."""

    COUNTED = "counted"
    PAUSED = "paused"
    NOT_COUNTED = "not-counted"  # lunch, nights, weekends and holidays
    LEFT = "left"
    OVER = "over"


@dataclass(frozen=True)
class Span:
    """A stretch of time, and how much of it counts, or would without the pause."""

    kind: SpanKind
    start: datetime
    end: datetime
    amount: timedelta


def total(limit: Limit, calendar: WorkCalendar) -> timedelta:
    """Return the whole of `limit`: work time for work days, civil time for natural."""
    if limit.unit is LimitUnit.WORK_DAY:
        return limit.amount * calendar.daily
    return limit.amount * LENGTHS[limit.unit]


def due(
    start: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
) -> datetime:
    """Return the first moment at which all of `limit` is used.

    A pause without end has cost nothing yet; `close` it for what it has cost so
    far. Some 10 microseconds.
    """
    return moment_of(100, start, limit, calendar, pauses)


def moment_of(
    percent: int,
    start: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
) -> datetime:
    """Return the first moment at which `percent` of `limit` is used.

    70 and 100 are when a watcher looks at a case again.
    """
    begin = _moment(start)
    dial = dial_for(limit.unit, calendar)
    target = dial.reading(begin) + total(limit, calendar) * percent / 100
    for pause_start, pause_end in _merged(begin, pauses):
        if dial.reading(pause_start) < target:
            target += dial.reading(pause_end) - dial.reading(pause_start)
    return max(begin, dial.moment(target))


def used(
    start: datetime,
    until: datetime,
    unit: LimitUnit,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
) -> timedelta:
    """Return the time counted from `start` to `until`, without pauses.

    Zero when `until` is not after `start`.
    """
    begin, end = _moment(start), _moment(until)
    if end <= begin:
        return timedelta()
    dial = dial_for(unit, calendar)
    counted = dial.reading(end) - dial.reading(begin)
    for pause_start, pause_end in _merged(begin, close(pauses, end)):
        counted -= dial.reading(pause_end) - dial.reading(pause_start)
    return counted


def left(
    start: datetime,
    until: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
) -> timedelta:
    """Return what is left of `limit` at `until`; negative when overdue."""
    return total(limit, calendar) - used(start, until, limit.unit, calendar, pauses)


def is_overdue(
    start: datetime,
    until: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
) -> bool:
    """Whether `until` is after the moment due.

    Not the same as nothing left: between closing time and the next opening nothing
    is left, and it is late all the same.
    """
    stopped = close(pauses, _moment(until))
    return _moment(until) > due(start, limit, calendar, stopped)


def light(
    start: datetime,
    until: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
    *,
    yellow: int = YELLOW,
    red: int = RED,
) -> Light:
    """Return red after `red` percent are used, yellow from `yellow` on, else green."""
    now = _moment(until)
    stopped = close(pauses, now)
    if now > moment_of(red, start, limit, calendar, stopped):
        return Light.RED
    if now >= moment_of(yellow, start, limit, calendar, stopped):
        return Light.YELLOW
    return Light.GREEN


def explain(
    start: datetime,
    until: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
) -> tuple[Span, ...]:
    """Return every stretch from `start` to the moment due, or to `until` if overdue.

    The spans follow each other without a gap. What was counted and what is over make
    up what is used; before `until`, the spans left are what is left. Some 1 ms.
    """
    begin, now = _moment(start), max(_moment(start), _moment(until))
    stopped = close(pauses, now)
    stops = tuple(_merged(begin, stopped))
    end = due(begin, limit, calendar, stopped)
    last = max(now, end)
    dial = dial_for(limit.unit, calendar)
    cuts = {begin, now, end, last, *dial.edges(begin, last)}
    cuts.update(moment for stop in stops for moment in stop if begin < moment < last)
    spans = (
        _span(dial, stretch, stops=stops, now=now, end=end)
        for stretch in pairwise(sorted(cuts))
    )
    return tuple(_joined(spans))


def close(pauses: Iterable[Pause], at: datetime) -> tuple[Pause, ...]:
    """Return the pauses as they were at `at`: later ones gone, a running one ended."""
    return tuple(
        Pause(pause.start, min(pause.end or at, at))
        for pause in pauses
        if pause.start < at
    )


def dial_for(unit: LimitUnit, calendar: WorkCalendar) -> Dial:
    """Return how `unit` counts time at this office."""
    if unit in (LimitUnit.URGENT_HOUR, LimitUnit.URGENT_MINUTE):
        return CONTINUOUS
    if unit is LimitUnit.NATURAL_DAY:
        return civil_dial(calendar.zone)
    return work_dial(calendar)


def _moment(moment: datetime) -> datetime:
    if moment.year not in YEARS:
        raise Refusal("moment-out-of-range", moment=moment.isoformat())
    return utc(moment)


def _span(
    dial: Dial,
    stretch: Stretch,
    *,
    stops: Iterable[Stretch],
    now: datetime,
    end: datetime,
) -> Span:
    """Say what a stretch did that no pause, no opening and no deadline cuts."""
    start, stop = stretch
    amount = dial.reading(stop) - dial.reading(start)
    if any(paused <= start < resumed for paused, resumed in stops):
        kind = SpanKind.PAUSED
    elif not amount:
        kind = SpanKind.NOT_COUNTED
    elif start >= end:
        kind = SpanKind.OVER
    else:
        kind = SpanKind.LEFT if start >= now else SpanKind.COUNTED
    return Span(kind, start, stop, amount)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Join neighbours of one kind: a pause over night is one pause."""
    for kind, group in groupby(spans, key=lambda span: span.kind):
        run = list(group)
        amount = sum((span.amount for span in run), timedelta())
        yield Span(kind, run[0].start, run[-1].end, amount)


def _merged(begin: datetime, pauses: Iterable[Pause]) -> Iterator[Stretch]:
    """Return what ended pauses take after `begin`, in order, nothing twice."""
    reached = begin
    spans = [(utc(p.start), utc(p.end)) for p in pauses if p.end is not None]
    for start, end in sorted(spans):
        if end > reached:
            yield max(start, reached), end
            reached = end
