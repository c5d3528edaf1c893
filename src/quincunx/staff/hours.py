"""Which hours want somebody on duty, and where nobody is: plain arithmetic of times."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

MOST_DAYS = 62


@dataclass(frozen=True)
class Want:
    """On these days of the week (0 is Monday) so many people from a time to a time.

    A window that ends before it begins goes through midnight; equal ends are a day.
    """

    weekdays: frozenset[int]
    begins: time
    ends: time
    people: int = 1


@dataclass(frozen=True, order=True)
class Window:
    starts: datetime
    ends: datetime


@dataclass(frozen=True, order=True)
class Gap:
    """A time in which fewer are there than wanted."""

    starts: datetime
    ends: datetime
    there: int
    wanted: int


def windows(want: Want, first: date, days: int, zone: tzinfo) -> Iterator[Window]:
    """Yield when people are wanted on `days` days from `first`."""
    for ahead in range(min(days, MOST_DAYS)):
        day = first + timedelta(days=ahead)
        if day.weekday() in want.weekdays:
            after = timedelta(days=1) if want.ends <= want.begins else timedelta()
            yield Window(
                datetime.combine(day, want.begins, zone),
                datetime.combine(day + after, want.ends, zone),
            )


def gaps(
    wants: Iterable[Want],
    shifts: Sequence[Window],
    first: date,
    days: int,
    zone: tzinfo,
) -> list[Gap]:
    """Return the times in which somebody is missing, in order."""
    return sorted(
        gap
        for want in wants
        for window in windows(want, first, days, zone)
        for gap in _within(window, shifts, want.people)
    )


def _within(window: Window, shifts: Sequence[Window], wanted: int) -> list[Gap]:
    """Cut a window where shifts begin and end, and join what lacks as many."""
    turns = {window.starts, window.ends}
    turns |= {turn for s in shifts for turn in (s.starts, s.ends)}
    inside = sorted(turn for turn in turns if window.starts <= turn <= window.ends)
    found: list[Gap] = []
    for starts, ends in pairwise(inside):
        there = sum(s.starts <= starts and s.ends >= ends for s in shifts)
        if there >= wanted:
            continue
        before = found[-1] if found else None
        if before and before.ends == starts and before.there == there:
            found[-1] = Gap(before.starts, ends, there, wanted)
        else:
            found.append(Gap(starts, ends, there, wanted))
    return found
