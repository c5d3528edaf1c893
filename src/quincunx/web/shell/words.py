"""Times, spans and counts said the way a person would say them, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.dateformat import format as formatted
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext, pgettext

SOON = timedelta(hours=2)
SOON_SHARE = 0.2  # of the whole limit
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """A deadline as it stands on a chip: tone of the look, icon, words, clock."""

    tone: str
    icon: str
    text: str
    clock: str


def weekday(day: date) -> str:
    """Return the short name of the day of the week."""
    names = (
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    )
    return names[day.weekday()]


def _parts(span: timedelta) -> tuple[int, int, int]:
    """Return whole days, hours and minutes of a span, its sign dropped."""
    minutes = int(abs(span).total_seconds() // 60)
    return minutes // 1440, minutes // 60 % 24, minutes % 60


def span(length: timedelta) -> str:
    """Return a span in its two largest units, short: 2 d 4 h, 3 h 10, 38 min."""
    days, hours, minutes = _parts(length)
    if days >= 10 or (days and not hours):
        return gettext("%(days)d d") % {"days": days}
    if days:
        return gettext("%(days)d d %(hours)d h") % {"days": days, "hours": hours}
    if hours:
        return gettext("%(hours)d h %(minutes)02d") % {
            "hours": hours,
            "minutes": minutes,
        }
    return gettext("%(minutes)d min") % {"minutes": minutes}


def span_long(length: timedelta) -> str:
    """Return a span in its two largest units, in full words."""
    days, hours, minutes = _parts(length)
    words = (
        (days, ngettext("%(n)d day", "%(n)d days", days)),
        (hours, ngettext("%(n)d hour", "%(n)d hours", hours)),
        (minutes, ngettext("%(n)d minute", "%(n)d minutes", minutes)),
    )
    told = [word % {"n": n} for n, word in words if n][:2]
    return " ".join(told) or gettext("less than a minute")


def day(on: date | datetime) -> str:
    """Return a date with its day of the week: Friday 22 May."""
    here = localtime(on) if isinstance(on, datetime) else on
    return formatted(here, pgettext("date", "l j F"))


def day_short(on: date | datetime) -> str:
    """Return a date without its day of the week: 22 May."""
    here = localtime(on) if isinstance(on, datetime) else on
    return formatted(here, pgettext("date", "j F"))


def day_full(on: date | datetime) -> str:
    """Return a date with its year: 22 May 2026."""
    here = localtime(on) if isinstance(on, datetime) else on
    return formatted(here, pgettext("date", "j F Y"))


def clock(moment: datetime) -> str:
    """Return the time of day."""
    return formatted(localtime(moment), "H:i")


def moment(when: datetime, now: datetime) -> str:
    """Return a moment as short as it stays clear beside `now`."""
    here, today = localtime(when), localtime(now).date()
    if here.date() == today:
        return clock(when)
    if abs((here.date() - today).days) < 7:
        return f"{weekday(here.date())} {clock(when)}"
    told = day_short(when) if here.year == today.year else day_full(when)
    return _with_clock(told, when)


def moment_full(when: datetime) -> str:
    """Return a moment so that it is clear in ten years."""
    return _with_clock(day_full(when), when)


def _with_clock(told: str, when: datetime) -> str:
    both = {"day": told, "clock": clock(when)}
    return pgettext("date", "%(day)s, %(clock)s") % both


def ago(when: datetime, now: datetime) -> str:
    """Return how long since."""
    past = now - when
    if past < timedelta(minutes=1):
        return gettext("just now")
    return gettext("%(span)s ago") % {"span": span_long(past)}


def due(
    at: datetime, now: datetime, *, left: timedelta | None = None, share: float = 1
) -> Due:
    """Return a deadline in words.

    `left` is the counted time left where it is known (working hours), else the time
    on the wall; `share` is the part of the whole limit that is left.
    """
    rest = at - now if left is None else left
    if at < now:
        text = gettext("%(span)s over") % {"span": span(now - at)}
        since = gettext("since %(time)s") % {"time": moment(at, now)}
        return Due("late", "late", text, since)
    text = gettext("%(span)s left") % {"span": span(rest)}
    by = gettext("by %(time)s") % {"time": moment(at, now)}
    if rest < SOON or share < SOON_SHARE:
        return Due("soon", "soon", text, by)
    today = localtime(at).date() == localtime(now).date()
    return Due("ok" if today else "rest", "clock", text, by)


def paused(left: timedelta | None = None) -> Due:
    """Return the chip of a clock that stands still."""
    if left is None:
        return Due("rest", "pause", gettext("Paused"), "")
    text = gettext("Paused, %(span)s left") % {"span": span(left)}
    return Due("rest", "pause", text, "")


def local(name: Mapping[str, str]) -> str:
    """Return a name in the language that is active, else in any it has."""
    return str(
        name.get(get_language() or "")
        or name.get("en")
        or next(iter(name.values()), "")
    )
