"""Appointments without nomination: by the owner of the machine, from the command line.

The first administrator comes this way, and staff lists that were decided elsewhere.
Only the importer may, and only the command line makes one; every check of the
ordinary way but the second person holds here too.
"""

from datetime import datetime

from django.db import transaction

from quincunx.foundation.actors import Actor, Kind
from quincunx.lib.refusal import Refusal
from quincunx.staff import appoint, fitness
from quincunx.staff.appoint import Nomination
from quincunx.staff.models import Appointment
from quincunx.staff.terms_of_office import State


@transaction.atomic
def install(nomination: Nomination, *, by: Actor, at: datetime) -> Appointment:
    """Return the appointment, in office from its first day."""
    if by.kind is not Kind.IMPORTER:
        raise Refusal("staff-act-not-yours", act="install")
    appointment = appoint.drafted(nomination, by=by)
    appointment.state = State.ACTIVE
    fitness.lock(appointment.person)
    fitness.check_chair(appointment)
    appoint.store(appointment, nomination.buildings)
    facts = appoint.terms(appointment)
    appoint.record(appointment, "install", by=by, at=at, facts=facts)
    return appointment
