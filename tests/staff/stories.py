"""Short ways of saying what happens in the stories of this room."""

from datetime import date, datetime, timedelta

from quincunx.foundation.models import Entry, Notice
from quincunx.staff import appoint
from quincunx.staff.appoint import Nomination
from quincunx.staff.models import Appointment
from tests.cast import AT, Town

TODAY = date(2026, 3, 2)
TOMORROW = TODAY + timedelta(days=1)
LATER = AT + timedelta(hours=1)
NEXT_DAY = AT + timedelta(days=1)


def nomination(town: Town, login: str, function: str, area: str, **told: object):
    """Return a nomination from today on; `unit` by its code."""
    unit = told.pop("unit", None)
    facts = {
        "starts": TODAY,
        "organisation": town.units[unit] if unit else None,
    } | told
    return Nomination(
        town.person(login), town.function(function), town.area(area), **facts
    )


def nominated(town: Town, wanted: Nomination, by: str = "dispatcher-station"):
    return appoint.nominate(wanted, by=town.actor(by), at=AT)


def appointed_in_steps(town: Town, wanted: Nomination) -> Appointment:
    """Nominate at the station, review at the centre, appoint by the administrator."""
    office = nominated(town, wanted)
    office = appoint.review(office, by=town.actor("dispatcher-centre"), at=AT)
    return appoint.appoint(office, by=town.actor("administrator"), at=AT)


def written(kind: str, key: object) -> list[str]:
    """Return the acts the journal knows of a subject."""
    rows = Entry.objects.filter(subject_kind=kind, subject_id=str(key))
    return list(rows.order_by("seq").values_list("act", flat=True))


def told(kind: str, since: datetime = AT) -> list[tuple[str, str]]:
    """Return who is told of one kind of notice."""
    rows = Notice.objects.filter(kind=kind, told_at__gte=since).order_by("pk")
    return list(rows.values_list("recipient_kind", "recipient_id"))
