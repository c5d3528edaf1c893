"""What the clock finds here: a year that begins soon and is not announced."""

from datetime import datetime

from django.db import transaction

from quincunx.areas.history import in_force
from quincunx.areas.models import Area
from quincunx.foundation import notices
from quincunx.foundation.subjects import Subject
from quincunx.matters.book import Book, book
from quincunx.matters.calendars import Unannounced, unannounced
from quincunx.staff.office import day_of
from quincunx.staff.reach import role_in
from quincunx.staff.roles import Role

KIND = "year-unannounced"


def warn_of_years(now: datetime) -> int:
    """Tell the administrators of its area, once for each calendar and year.

    Two queries while there is nothing to say.
    """
    opened = book()
    found = unannounced(day_of(now), within=opened)
    return sum(_warn(each, opened, now) for each in found)


@transaction.atomic
def _warn(found: Unannounced, opened: Book, now: datetime) -> int:
    about = Subject("calendar", f"{found.pack}:{found.calendar}"[:40])
    event = f"{KIND}@{found.year}"
    if notices.was_told(about, event):
        return 0
    facts = {"pack": found.pack, "calendar": found.calendar, "year": found.year}
    told = [role_in(Role.ADMINISTRATOR, key) for key in _areas(found, opened, now)]
    notices.tell_many(told, KIND, about=about, at=now, facts=facts, event=event)
    return len(told)


def _areas(found: Unannounced, opened: Book, now: datetime) -> list[int]:
    """Return the area of the pack; of a pack for everywhere, the tops of the tree."""
    packs = [s.pack for s in opened.shelves if s.pack.code == found.pack]
    keys = [pack.area_id for pack in packs if pack.area_id is not None]
    tops = Area.objects.filter(in_force(day_of(now)), parent=None)
    return keys or list(tops.order_by("pk").values_list("pk", flat=True))
