"""Each department names somebody in person whom a community may turn to."""

from datetime import date, datetime

from django.db import transaction

from quincunx.areas.models import Area
from quincunx.areas.models import Kind as AreaKind
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.staff import appoint, fitness
from quincunx.staff.access import stands
from quincunx.staff.appoint import Nomination
from quincunx.staff.models import Appointment, Function, Organisation, Person
from quincunx.staff.office import APPOINTED
from quincunx.staff.terms_of_office import NAMING, State

CONTACT_OFFICER = "contact-officer"


@transaction.atomic
def name_contact(
    organisation: Organisation,
    *,
    area: Area,
    person: Person,
    starts: date,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Name the contact officer of a community; the one before ends on that day.

    The department decides alone, so there is no nomination and no review.
    """
    if area.kind != AreaKind.TERRITORY:
        raise Refusal("community-needed", area=area.name)
    function = Function.objects.get(code=CONTACT_OFFICER)
    named = appoint.drafted(
        Nomination(person, function, area, starts, organisation=organisation), by=by
    )
    if not stands(by, NAMING, named):
        raise Refusal("staff-act-not-yours", act="name-contact")
    fitness.lock(person)
    _make_room(named, by=by, at=at)
    fitness.check_chair(named)
    named.state = State.ACTIVE
    named.appointed_by_id = by.person
    appoint.store(named, ())
    appoint.record(named, "name-contact", by=by, at=at, facts=appoint.terms(named))
    return named


def _make_room(named: Appointment, *, by: Actor, at: datetime) -> None:
    before = Appointment.objects.filter(
        area=named.area,
        function=named.function,
        chair=named.chair,
        state__in=APPOINTED,
        ends=None,
    ).first()
    if before is not None:
        held = appoint.locked(before)
        appoint.conclude(held, ends=named.starts, hand_over="", by=by, at=at)
