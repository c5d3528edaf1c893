"""Time that is counted in working hours, said in words."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext, ngettext, pgettext

from quincunx.web.shell import words
from quincunx.web.shell.words import Due


class Counted(Protocol):
    """A clock that runs: when it ends, and what is left in the time it counts."""

    @property
    def due_at(self) -> datetime: ...
    @property
    def left(self) -> timedelta: ...
    @property
    def whole(self) -> timedelta: ...
    @property
    def day(self) -> timedelta: ...
    @property
    def in_work_time(self) -> bool: ...
    @property
    def paused(self) -> bool: ...


def work_span(length: timedelta, day: timedelta) -> str:
    """Return a span of working hours: 2 work days 3 h 10, or 3 h 10 of work time."""
    days, rest = divmod(length, day)
    if not days:
        return gettext("%(span)s of work time") % {"span": words.span(rest)}
    told = ngettext("%(n)d work day", "%(n)d work days", days) % {"n": days}
    if rest < timedelta(minutes=1):
        return told
    both = {"days": told, "rest": words.span(rest)}
    return pgettext("2 work days and 3 h", "%(days)s %(rest)s") % both


def due(clock: Counted, now: datetime) -> Due:
    """Return the chip of a clock: what is left of the time it counts, and by when."""
    if clock.due_at < now and not clock.paused:
        return words.due(clock.due_at, now)
    rest = max(clock.left, timedelta())
    told = work_span(rest, clock.day) if clock.in_work_time else words.span(rest)
    if clock.paused:
        text = gettext("Paused, %(span)s left") % {"span": told}
        return replace(words.paused(rest), text=text)
    share = rest / clock.whole if clock.whole else 0
    chip = words.due(clock.due_at, now, left=rest, share=share)
    return replace(chip, text=gettext("%(span)s left") % {"span": told})
