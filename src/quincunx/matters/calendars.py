"""Working calendars: of an area, from its pack; and the years not yet announced."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.lib.workdays import WorkCalendar
from quincunx.matters import access, revision
from quincunx.matters.book import Book, book
from quincunx.matters.definitions import CalendarEntry
from quincunx.matters.holidays import SHIPPED, STATE_COUNCIL, work_calendar
from quincunx.matters.models import AnnouncedYear
from quincunx.matters.pack_tables import OFFICE_HOURS

AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Unannounced:
    """A calendar whose holidays of a year are not known although it is near."""

    pack: str
    calendar: str
    year: int
    starts: date


def calendar_for(
    path: str, at: datetime, *, within: Book | None = None
) -> WorkCalendar:
    """Return the working calendar at `path`: of the closest pack that names one.

    Without any pack, an office of the default zone. One query, none with a book.
    """
    opened = within or book()
    for shelf in opened.covering(path, at):
        code = shelf.at(at).calendar
        if code:
            return opened.calendar(shelf, code, at)
    return _office()


def unannounced(on: date, *, within: Book | None = None) -> tuple[Unannounced, ...]:
    """Return the calendars that will soon count by the weekday rule alone.

    Asked by the duty round and by the doctor; soon is within 60 days.
    """
    opened = within or book()
    soon = on + AHEAD
    found = []
    for shelf in opened.shelves:
        at = datetime.combine(on, datetime.max.time(), tzinfo=UTC)
        for entry in shelf.at(at).calendars.values() if shelf.is_listed(at) else ():
            calendar = opened.calendar(shelf, entry.code, at)
            if not calendar.is_announced(soon):
                starts = max(on, date(soon.year, 1, 1))
                found.append(
                    Unannounced(shelf.pack.code, entry.code, soon.year, starts)
                )
    return tuple(found)


@transaction.atomic
def announce(
    days: str,
    year: int,
    *,
    holidays: Collection[date],
    worked: Collection[date],
    source: str,
    by: Actor,
    at: datetime,
) -> AnnouncedYear:
    """Write down the holidays and make-up days of a year; a later word replaces it.

    Days of the last days of December before may be named too.
    """
    access.must_govern(by)
    if days not in SHIPPED:
        raise Refusal("unknown-days", days=days, known=", ".join(SHIPPED))
    strays = [day for day in (*holidays, *worked) if day.year not in {year, year - 1}]
    both = set(holidays) & set(worked)
    if strays or both:
        wrong = min([*strays, *both])
        raise Refusal("day-of-another-year", year=year, day=wrong.isoformat())
    row, _ = AnnouncedYear.objects.update_or_create(
        days=days,
        year=year,
        defaults={
            "holidays": sorted(day.isoformat() for day in holidays),
            "worked": sorted(day.isoformat() for day in worked),
            "source": source,
        },
    )
    revision.renew()
    facts = {"year": year, "holidays": len(holidays), "worked": len(worked)}
    subject = journal.Subject("calendar", days)
    journal.record(subject, "announce", by=by, at=at, facts=facts)
    return row


def _office() -> WorkCalendar:
    """Return the calendar of an installation that has loaded no pack yet."""
    zone = settings.TIME_ZONE
    entry = CalendarEntry(
        code="office",
        zone=zone,
        windows=OFFICE_HOURS,
        weekdays=frozenset(range(5)),
        days=STATE_COUNCIL if zone == "Asia/Shanghai" else None,
    )
    return work_calendar(entry, {})
