"""Which days and hours an office works: weekdays, holidays, make-up days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from quincunx.lib.civil import moment_at
from quincunx.lib.refusal import Refusal

MONDAY_TO_FRIDAY = frozenset(range(5))
DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """One office's working time; a value, safe to share between threads.

    `windows` are the hours of every working day, in order; an end of 00:00 means
    the end of the day, and hours past midnight are written as two windows.
    `weekdays` counts Monday as 0. `worked` are make-up days: weekend days worked
    in exchange for a holiday. `known_years` are those whose holidays have been
    announced; in any other year the weekday rule alone decides.

    Refuses an unknown zone, windows out of order, and a calendar without work.
    """

    code: str
    zone: str
    windows: tuple[tuple[time, time], ...]
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        _check_zone(self.code, self.zone)
        if not self.windows or not self.weekdays & frozenset(range(7)):
            raise Refusal("calendar-without-work", calendar=self.code)
        _check_order(self.code, self.windows)

    @cached_property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def daily(self) -> timedelta:
        """Work time of an ordinary working day."""
        spans = (_end(close) - _since_midnight(open_) for open_, close in self.windows)
        return sum(spans, timedelta())

    def is_workday(self, day: date) -> bool:
        if day in self.worked:
            return True
        return day.weekday() in self.weekdays and day not in self.holidays

    def is_announced(self, day: date) -> bool:
        """Whether the holidays of that year are known; if not, expect changes."""
        return day.year in self.known_years

    def windows_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the windows of `day` in UTC, empty on a day off.

        A window lost in a jump of the zone is left out; one over a jump is as long
        as it really was.
        """
        return list(self._windows_on(day)) if self.is_workday(day) else []

    def local(self, moment: datetime) -> datetime:
        """Return `moment` in the zone of the office, for words.

        Never subtract two such values: Python then compares readings of the wall.
        """
        return moment.astimezone(self.zone_info)

    def _windows_on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        midnight = datetime.combine(day, time())
        for open_, close in self.windows:
            start = moment_at(midnight + _since_midnight(open_), self.zone_info)
            end = moment_at(midnight + _end(close), self.zone_info)
            if start < end:
                yield start, end


def _since_midnight(clock: time) -> timedelta:
    return datetime.combine(date.min, clock) - datetime.combine(date.min, time())


def _end(clock: time) -> timedelta:
    return _since_midnight(clock) or DAY


def _check_zone(calendar: str, zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (OSError, ValueError, KeyError) as error:
        raise Refusal("unknown-zone", calendar=calendar, zone=zone) from error


def _check_order(calendar: str, windows: tuple[tuple[time, time], ...]) -> None:
    free_from = timedelta()
    for open_, close in windows:
        if not free_from <= _since_midnight(open_) < _end(close):
            window = f"{open_:%H:%M}-{close:%H:%M}"
            raise Refusal("windows-out-of-order", calendar=calendar, window=window)
        free_from = _end(close)
