"""Announced holidays and make-up days, from the file that ships with the program."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from quincunx.lib.workdays import WorkCalendar
from quincunx.matters.definitions import CalendarEntry
from quincunx.matters.pack_tables import days_in

STATE_COUNCIL = "cn"
SHIPPED = {STATE_COUNCIL: Path(__file__).with_name("state_council_days.toml")}


@dataclass(frozen=True)
class Announced:
    """Days off and days worked in exchange, and the years they were announced for."""

    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def __or__(self, more: "Announced") -> "Announced":
        """Add what was announced later; for the same year the later one counts."""
        kept = {d for d in self.holidays if d.year not in more.years}
        kept_worked = {d for d in self.worked if d.year not in more.years}
        return Announced(
            frozenset(kept) | more.holidays,
            frozenset(kept_worked) | more.worked,
            self.years | more.years,
        )


@cache
def shipped(days: str) -> Announced:
    """Return the days this program brought along; nothing for an unknown set."""
    if days not in SHIPPED:
        return Announced()
    years = tomllib.loads(SHIPPED[days].read_text(encoding="utf-8"))
    return Announced(
        holidays=_all(year["holidays"] for year in years.values()),
        worked=_all(year["worked"] for year in years.values()),
        years=frozenset(map(int, years)),
    )


def work_calendar(
    entry: CalendarEntry, announced: Mapping[str, Announced]
) -> WorkCalendar:
    """Return the calendar of an office: announced days and those of its pack."""
    days = Announced()
    if entry.days:
        days = announced.get(entry.days) or shipped(entry.days)
    worked = (days.worked | entry.worked) - entry.holidays
    return WorkCalendar(
        code=entry.code,
        zone=entry.zone,
        windows=entry.windows,
        weekdays=entry.weekdays,
        holidays=(days.holidays | entry.holidays) - entry.worked,
        worked=worked,
        known_years=days.years | entry.known_years,
    )


def _all(lists: Iterable[Iterable[str]]) -> frozenset[date]:
    return frozenset(day for texts in lists for text in texts for day in days_in(text))
