"""Somebody to look at a city that was brought in: enrolled, and put into office."""

from datetime import UTC, date, datetime

from quincunx.areas.models import Area
from quincunx.staff import actors, enrol
from quincunx.staff.appoint import Nomination
from quincunx.staff.enrol import Enrolment
from quincunx.staff.install import install
from quincunx.staff.models import Function, Organisation, Person

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SINCE = date(2026, 1, 1)


def clerk(function: str, area: Area, unit: Organisation | None = None) -> Person:
    """Return somebody who holds a function over an area."""
    by = actors.importer(AT)
    wanted = Enrolment("clerk", "Clerk", email="clerk@town.example")
    person = enrol.person(wanted, by=by, at=AT)
    held = Nomination(
        person=person,
        function=Function.objects.get(code=function),
        area=area,
        organisation=unit,
        starts=SINCE,
    )
    install(held, by=by, at=AT)
    return person
