"""Who acts for an imported case: a marked stand-in for each unit, and one outside.

Nobody can sign in as a stand-in. What they hold is dated back, so that the file of an
imported case says in which capacity something was done.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext

from quincunx.areas.models import Area
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.staff import actors, enrol, queries
from quincunx.staff.appoint import Nomination
from quincunx.staff.enrol import Enrolment
from quincunx.staff.install import install
from quincunx.staff.models import Appointment, Function, Organisation, Person

SINCE = date(1970, 1, 1)


class StandIns:
    """The stand-ins of one import, made where there are none yet, each read once."""

    def __init__(self, *, by: Actor, at: datetime) -> None:
        self._by, self._at = by, at
        self._top = _top()
        self.path = self._top.path
        house = queries.unit_of_territory(self.path)
        self.dispatcher = self._stand_in("dispatcher", house)
        self.verifier = self._stand_in("verifier", None)
        self._officers: dict[int, Actor] = {}

    def officer(self, unit: Organisation) -> Actor:
        """Return who acts for this unit."""
        if unit.pk not in self._officers:
            self._officers[unit.pk] = self._stand_in("officer", unit)
        return self._officers[unit.pk]

    @contextmanager
    def kept_if_whole(self) -> Iterator[None]:
        """Forget who was made inside, if the block fails: their rows go with it."""
        before = dict(self._officers)
        try:
            yield
        except BaseException:
            self._officers = before
            raise

    def _stand_in(self, function: str, unit: Organisation | None) -> Actor:
        login = f"import-{function}" + (f"-{unit.pk}" if unit else "")
        person = Person.objects.filter(login=login, is_stand_in=True).first()
        if person is None:
            person = self._enrolled(login, unit)
        held = Appointment.objects.filter(person=person, function__code=function)
        if not held.exists():
            self._install(person, function, unit)
        actor = actors.importer_for(person, at=self._at)
        return replace(actor, received_at=self._by.received_at or self._at)

    def _enrolled(self, login: str, unit: Organisation | None) -> Person:
        name = gettext("Stand-in of %(unit)s") % {"unit": unit.name} if unit else ""
        wanted = Enrolment(
            login, name or gettext("Stand-in from outside"), is_stand_in=True
        )
        return enrol.person(wanted, by=self._by, at=self._at)

    def _install(
        self, person: Person, function: str, unit: Organisation | None
    ) -> None:
        nomination = Nomination(
            person=person,
            function=Function.objects.get(code=function),
            area=unit.area if unit and unit.area else self._top,
            organisation=unit,
            starts=SINCE,
        )
        install(nomination, by=self._by, at=self._at)


def _top() -> Area:
    top = Area.objects.filter(parent=None, valid_to=None).order_by("pk").first()
    if top is None:
        raise Refusal("no-areas-yet")
    return top
