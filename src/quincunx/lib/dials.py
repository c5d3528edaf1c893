"""Three ways to count time: continuously, by the wall, and by the office.

A dial turns moments into readings and back. Readings only ever grow, and
`moment(reading)` is the first moment that shows the reading or more; everything
that `clocks` promises (order, addition, pauses) follows from these two.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate, chain
from typing import Protocol
from zoneinfo import ZoneInfo

from quincunx.lib import civil
from quincunx.lib.workdays import WorkCalendar

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
CIVIL_EPOCH = EPOCH.replace(tzinfo=None)


class Dial(Protocol):
    """How one kind of clock counts."""

    def reading(self, moment: datetime) -> timedelta:
        """Return the time counted up to `moment`, since an origin of the dial's own."""
        ...

    def moment(self, reading: timedelta) -> datetime:
        """Return the first moment, in UTC, that shows `reading` or more."""
        ...

    def edges(self, start: datetime, end: datetime) -> list[datetime]:
        """Return the moments between at which counting begins or ends."""
        ...


class ContinuousDial:
    """Counts every second, day and night."""

    def reading(self, moment: datetime) -> timedelta:
        return moment - EPOCH

    def moment(self, reading: timedelta) -> datetime:
        return EPOCH + reading

    def edges(self, start: datetime, end: datetime) -> list[datetime]:  # noqa: ARG002 -- has none
        return []


@dataclass(frozen=True)
class CivilDial:
    """Counts as the clock on the wall does: a day is from noon to noon."""

    zone: ZoneInfo

    def reading(self, moment: datetime) -> timedelta:
        return civil.reading(moment, self.zone) - CIVIL_EPOCH

    def moment(self, reading: timedelta) -> datetime:
        return civil.moment_at(CIVIL_EPOCH + reading, self.zone)

    def edges(self, start: datetime, end: datetime) -> list[datetime]:  # noqa: ARG002 -- has none
        return []


@dataclass(frozen=True)
class WorkYear:
    """The windows of one year: `worked[i]` is the work time before window i."""

    starts: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    worked: tuple[timedelta, ...]

    @property
    def total(self) -> timedelta:
        return self.worked[-1]

    def reading(self, moment: datetime) -> timedelta:
        """Return the work time of this year before `moment`."""
        index = bisect_right(self.starts, moment) - 1
        if index < 0:
            return timedelta()
        return self.worked[index] + min(moment, self.ends[index]) - self.starts[index]

    def moment(self, reading: timedelta) -> datetime:
        """Return the moment at which 0 < `reading` <= total has been worked."""
        index = bisect_left(self.worked, reading) - 1
        return self.starts[index] + (reading - self.worked[index])

    def edges(self) -> Iterator[datetime]:
        return chain(self.starts, self.ends)


class WorkDial:
    """Counts only the office's work time; a year is laid out when first asked for.

    A year takes some 5 ms to lay out, a question then about 5 microseconds. Values
    are only ever added and always the same, so threads need no lock.
    """

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._origin = max(calendar.known_years, default=EPOCH.year)
        self._before = {self._origin: timedelta()}
        self._years: dict[int, WorkYear] = {}

    def reading(self, moment: datetime) -> timedelta:
        year = self._calendar.local(moment).year
        return self._worked_before(year) + self._year(year).reading(moment)

    def moment(self, reading: timedelta) -> datetime:
        year = self._origin
        while reading <= self._worked_before(year):
            year -= 1
        while reading > self._worked_before(year + 1):
            year += 1
        return self._year(year).moment(reading - self._worked_before(year))

    def edges(self, start: datetime, end: datetime) -> list[datetime]:
        local = self._calendar.local
        years = range(local(start).year, local(end).year + 1)
        edges = (edge for y in years for edge in self._year(y).edges())
        return [edge for edge in edges if start < edge < end]

    def _worked_before(self, year: int) -> timedelta:
        """Return the work time from the origin to the start of `year`."""
        for known in range(self._origin, year):
            if known + 1 not in self._before:
                self._before[known + 1] = self._before[known] + self._year(known).total
        for known in range(self._origin, year, -1):
            if known - 1 not in self._before:
                total = self._year(known - 1).total
                self._before[known - 1] = self._before[known] - total
        return self._before[year]

    def _year(self, year: int) -> WorkYear:
        if year not in self._years:
            self._years[year] = lay_out(self._calendar, year)
        return self._years[year]


def lay_out(calendar: WorkCalendar, year: int) -> WorkYear:
    """Lay out the windows of a whole year."""
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    days = map(date.fromordinal, range(first, last + 1))
    windows = [window for day in days for window in calendar.windows_on(day)]
    lengths = (end - start for start, end in windows)
    return WorkYear(
        starts=tuple(start for start, _ in windows),
        ends=tuple(end for _, end in windows),
        worked=tuple(accumulate(lengths, initial=timedelta())),
    )


CONTINUOUS = ContinuousDial()


@lru_cache(maxsize=256)
def civil_dial(zone: str) -> CivilDial:
    return CivilDial(ZoneInfo(zone))


@lru_cache(maxsize=256)
def work_dial(calendar: WorkCalendar) -> WorkDial:
    return WorkDial(calendar)
