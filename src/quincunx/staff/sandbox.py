"""Keys that strangers make for themselves, where the people are invented."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from quincunx.foundation import sandbox
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.staff import keys
from quincunx.staff.kinds import OrganisationKind
from quincunx.staff.models import Appointment
from quincunx.staff.office import day_of, in_office
from quincunx.staff.roles import Role
from quincunx.staff.scopes import Limits, Scope

LASTS = timedelta(hours=24)
# Enough to walk a case through; neither contacts nor what others stand on.
SCOPES = (Scope.READ, Scope.REPORT, Scope.ACT)


@dataclass(frozen=True)
class Seat:
    """Whose place a stranger may take: the first of a role, of one kind of unit."""

    role: Role
    kind: OrganisationKind | None = None


SEATS: dict[str, Seat] = {
    "dispatcher": Seat(Role.DISPATCHER, OrganisationKind.COMMAND_CENTRE),
    "officer": Seat(Role.OFFICER, OrganisationKind.CITY_MANAGEMENT),
    "verifier": Seat(Role.VERIFIER),
}


@dataclass(frozen=True)
class Lent:
    """A key, told once, and the office it acts in."""

    key: str
    office: Appointment
    expires: datetime


@transaction.atomic
def lend(seat: str, *, by: Actor, at: datetime) -> Lent:
    """Make a key for a day that acts in a seat; refuses where people are not invented.

    Whoever asks is nobody known here: the door counts how often.
    """
    if not sandbox.is_here():
        raise Refusal("no-such-sandbox")
    office, expires = held(SEATS[seat], at), at + LASTS
    limits = Limits(tuple(SCOPES))
    key = keys.issue(
        office.person, f"sandbox: {seat}", expires=expires, limits=limits, by=by, at=at
    )
    return Lent(key, office, expires)


def held(seat: Seat, at: datetime) -> Appointment:
    """Return the office of a seat; refuses a town that has none."""
    rows = Appointment.objects.filter(
        in_office(day_of(at)), function__role=seat.role, person__is_active=True
    )
    if seat.kind is not None:
        rows = rows.filter(organisation__kind=seat.kind)
    rows = rows.select_related("person", "function", "area", "organisation")
    found = rows.order_by("area__level", "pk").first()
    if found is None:
        raise Refusal("no-such-sandbox")
    return found
