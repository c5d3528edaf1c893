"""A deadline explained: a bar for each day, a line for each stretch, a sum."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from quincunx.cases.pages import Deadline
from quincunx.cases.vocabulary import Stage
from quincunx.lib.clocks import Span, SpanKind
from quincunx.web.shell import words
from quincunx.web.shell.case_words import STAGES

MOST_DAYS = 8
MOST_LINES = 9
LINED = frozenset({SpanKind.COUNTED, SpanKind.OVER, SpanKind.PAUSED})
WIDTH, LABEL, ROW = 440, 56, 20
DAY = timedelta(days=1)
DRAWN = {
    SpanKind.COUNTED: "counted",
    SpanKind.OVER: "over",
    SpanKind.PAUSED: "paused",
    SpanKind.LEFT: "left",
}


@dataclass(frozen=True)
class Bar:
    """A stretch within one day, in units of the drawing."""

    tone: str
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class DayRow:
    word: str
    bar_y: float
    text_y: float


@dataclass(frozen=True)
class Tick:
    word: str
    x: float


TICKS = tuple(
    Tick(str(hour), round(LABEL + (WIDTH - LABEL) * hour / 24, 1))
    for hour in range(0, 25, 6)
)


@dataclass(frozen=True)
class Line:
    words: str
    amount: str


@dataclass(frozen=True)
class Explained:
    """Everything the explanation of one clock shows."""

    deadline: Deadline
    title: str
    due: words.Due
    days: tuple[DayRow, ...]
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    sum_used: str
    sum_left: str
    svg_height: int
    ticks: tuple[Tick, ...] = TICKS

    @property
    def in_work_time(self) -> bool:
        return self.deadline.limit.unit.startswith("work")


def explained(deadline: Deadline, now: datetime) -> Explained:
    zone = ZoneInfo(deadline.zone)
    days = _days(deadline, zone)
    return Explained(
        deadline,
        str(STAGES[deadline.stage]),
        _due(deadline, now),
        tuple(
            DayRow(_day(d), n * ROW + 4.0, n * ROW + 14.0) for n, d in enumerate(days)
        ),
        tuple(_bars(deadline.spans, days, zone)),
        tuple(_lines(deadline)),
        words.span(deadline.used),
        words.span(deadline.left),
        len(days) * ROW + 18,
    )


def _due(deadline: Deadline, now: datetime) -> words.Due:
    if deadline.paused:
        return words.paused(deadline.left)
    whole = deadline.used + deadline.left
    share = deadline.left / whole if whole else 0
    return words.due(deadline.due_at, now, left=deadline.left, share=share)


def _day(start: datetime) -> str:
    return f"{words.weekday(start.date())} {start.day}"


def _days(deadline: Deadline, zone: ZoneInfo) -> list[datetime]:
    """Return the days that something happened on, at most the last few."""
    found: list[datetime] = []
    for span in deadline.spans:
        if span.kind is SpanKind.NOT_COUNTED:
            continue
        start = datetime.combine(span.start.astimezone(zone), time.min, tzinfo=zone)
        while start < span.end.astimezone(zone):
            if start not in found:
                found.append(start)
            start = datetime.combine(start.date() + DAY, time.min, tzinfo=zone)
    return found[-MOST_DAYS:]


def _bars(spans: Sequence[Span], days: list[datetime], zone: ZoneInfo) -> Iterator[Bar]:
    wide = WIDTH - LABEL
    for number, day in enumerate(days):
        for span in spans:
            start, end = max(span.start, day), min(span.end, day + DAY)
            if span.kind in DRAWN and start < end:
                left = (start.astimezone(zone) - day) / DAY * wide
                yield Bar(
                    DRAWN[span.kind],
                    round(LABEL + left, 1),
                    number * ROW + 4.0,
                    round((end - start) / DAY * wide, 1),
                )


def _lines(deadline: Deadline) -> Iterator[Line]:
    now = deadline.spans[-1].end if deadline.spans else deadline.started_at
    begin = words.moment(deadline.started_at, now)
    yield Line(_("Begins %(time)s") % {"time": begin}, "")
    counted = [s for s in deadline.spans if s.kind in LINED and s.amount]
    for span in counted[:MOST_LINES]:
        yield _line(span, now)
    more = sum((s.amount for s in counted[MOST_LINES:]), timedelta())
    if more:
        yield Line(_("After that, up to now"), words.span(more))


def _line(span: Span, now: datetime) -> Line:
    told = {"from": words.moment(span.start, now), "to": words.moment(span.end, now)}
    if span.kind is SpanKind.PAUSED:
        less = _("less %(span)s") % {"span": words.span(span.amount)}
        return Line(_("Pause %(from)s to %(to)s") % told, less)
    return Line(_("%(from)s to %(to)s") % told, words.span(span.amount))


def foremost(all_of_them: list[Deadline]) -> Deadline | None:
    """Return the running clock that ends first; a handling clock goes before."""
    running = [d for d in all_of_them if d.stopped_at is None]
    return min(running, key=_rank, default=None)


def _rank(deadline: Deadline) -> tuple[bool, bool, datetime]:
    return deadline.paused, deadline.stage is not Stage.HANDLE, deadline.due_at
