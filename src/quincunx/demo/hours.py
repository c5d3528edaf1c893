"""When people of the demo do things: offices in their hours, residents at any time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from quincunx.lib import clocks
from quincunx.lib.clocks import Limit, LimitUnit
from quincunx.lib.workdays import WorkCalendar

HOUR = timedelta(hours=1)
MOST = 9_000  # minutes of work anybody plans ahead
LEAST = 10  # minutes of work within which nothing can be planned


@dataclass(frozen=True)
class Hours:
    """The office's calendar and the demo's chance."""

    calendar: WorkCalendar
    chance: Random

    def soon(self, now: datetime, low: float, high: float) -> datetime:
        """Return so many minutes later, by day and by night."""
        return now + timedelta(seconds=round(self.chance.uniform(low, high) * 60))

    def work(self, now: datetime, low: float, high: float) -> datetime:
        """Return so many minutes of work time later."""
        chosen = min(MOST, max(1, round(self.chance.uniform(low, high))))
        minutes = Limit(chosen, LimitUnit.WORK_MINUTE)
        seconds = timedelta(seconds=self.chance.randrange(60))
        return clocks.due(now, minutes, self.calendar) + seconds

    def within(self, now: datetime, due: datetime, low: float, high: float) -> datetime:
        """Return when such a part of the time until `due` is used, in work time."""
        part = self.chance.uniform(low, high)
        left = self.minutes(now, due)
        if left < LEAST:
            return now + max(due - now, timedelta(minutes=4)) * part
        return self.work(now, left * part, left * part)

    def minutes(self, start: datetime, end: datetime) -> float:
        """Return the minutes of work time between two moments."""
        if end <= start:
            return 0.0
        used = clocks.used(start, end, LimitUnit.WORK_MINUTE, self.calendar)
        return used.total_seconds() / 60

    def back(self, until: datetime, minutes: float) -> datetime:
        """Return a moment from which so much work time has passed at `until`."""
        start = until
        while self.minutes(start, until) < minutes:
            start -= HOUR
        return start

    def day_of_report(self, day: datetime) -> datetime:
        """Return a moment of this day at which somebody may report something."""
        hour = self.chance.choices(range(24), _BY_HOUR)[0]
        minutes = self.chance.randrange(3600)
        return day + timedelta(hours=hour, seconds=minutes)


_BY_HOUR = (1, 1, 0, 0, 1, 2, 6, 14, 26, 30, 28, 22, 14, 16, 24, 26, 24, 22, 20, 18, 14,
            10, 6, 3)  # fmt: skip
