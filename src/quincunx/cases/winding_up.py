"""An organisation ends once nobody waits for it: its cases go elsewhere first."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from quincunx.cases.models import Case
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.staff import found
from quincunx.staff.models import Appointment, Organisation
from quincunx.staff.office import day_of, in_office


@dataclass(frozen=True)
class Left:
    """What an organisation still has, and what would have to go before it closes."""

    cases: int
    people: int
    branches: int

    @property
    def nothing(self) -> bool:
        return not (self.cases or self.people or self.branches)


def left(unit: Organisation, *, by: Actor, at: datetime) -> Left:
    """Count what an organisation still has, for whoever runs it. Three queries."""
    found.must_run(by, unit.area)
    serving = Appointment.objects.filter(in_office(day_of(at)), organisation=unit)
    branches = unit.branches.filter(closed_on=None)
    return Left(_waiting(unit).count(), serving.count(), branches.count())


@transaction.atomic
def close(unit: Organisation, *, by: Actor, at: datetime) -> Organisation:
    """Close an organisation; refused while cases, people or branches are left to it."""
    unit = found.locked(unit)
    still = left(unit, by=by, at=at)
    if still.cases:
        raise Refusal("organisation-has-cases", unit=unit.name, cases=still.cases)
    if still.branches:
        raise Refusal("organisation-has-branches", unit=unit.name, n=still.branches)
    return found.close_organisation(unit, by=by, at=at)


def _waiting(unit: Organisation) -> QuerySet[Case]:
    """Return the open cases it works on, or was called to."""
    its = Q(unit=unit) | Q(calls__unit=unit)
    return Case.objects.filter(its, closed_at__isnull=True).distinct()
