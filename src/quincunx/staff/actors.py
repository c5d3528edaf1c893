"""Fills the Actor: what a person holds at a moment, their own and for others.

What was read is kept while the roll has not turned, so whoever leaves a post, or takes
up a cover, acts accordingly from the next request on.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.utils.timezone import get_default_timezone, make_aware

from quincunx.foundation.actors import Actor, Holding, Kind
from quincunx.staff import roll
from quincunx.staff.models import Absence, Appointment, Person
from quincunx.staff.office import away, day_of, in_office
from quincunx.staff.roll import Roll


def actor_for(person: Person, *, at: datetime) -> Actor:
    """Return who `person` is at `at`; nobody at all once the account is closed.

    Own offices, those of absent colleagues covered, and those deputised for while
    nobody who holds them is present. One query while nobody's offices change; two
    more, three for a deputy, when they did.
    """
    if not person.is_active:
        return Actor(Kind.STAFF, person.pk, person.name, received_at=at)
    return on_the_roll(roll.now(), person, at)


def on_the_roll(known: Roll, person: Person, at: datetime) -> Actor:
    """Return who an active person is, from the roll or into it. No query if known."""
    held = known.actors.get(person.pk)
    if held is None or not held.since <= at < held.until:
        offices = _holdings(person, at)
        actor = Actor(Kind.STAFF, person.pk, person.name, holdings=offices)
        held = roll.Seen(actor, at, _as_long_as(at))
        known.keep(person.pk, held)
    return replace(held.actor, received_at=at)


def reporter(cases: Iterable[UUID], at: datetime) -> Actor:
    """Return the resident whose tracking codes have opened `cases`."""
    return Actor(Kind.REPORTER, received_at=at, cases=frozenset(cases))


def importer(at: datetime) -> Actor:
    """Return whoever brings in what happened elsewhere, and may date it back."""
    return Actor(Kind.IMPORTER, name="importer", received_at=at)


def importer_for(stand_in: Person, *, at: datetime) -> Actor:
    """Return the importer acting through a marked stand-in of one unit."""
    return replace(actor_for(stand_in, at=at), kind=Kind.IMPORTER)


def holding(appointment: Appointment) -> Holding:
    """Return what an appointment gives, read with its function and area."""
    return Holding(
        role=appointment.function.role,
        function=appointment.function.code,
        path=appointment.area.path,
        unit=appointment.organisation_id,
        appointment=appointment.pk,
    )


def _holdings(person: Person, at: datetime) -> tuple[Holding, ...]:
    held = list(_own_and_covered(person, at))
    own = [a for a in held if a.person_id == person.pk]
    return tuple(map(holding, [*held, *_empty_chairs(own, at)]))


def _as_long_as(at: datetime) -> datetime:
    """Return when an absence begins or ends next, at the latest the end of the day."""
    tomorrow = datetime.combine(day_of(at) + timedelta(days=1), time())
    limits = Absence.objects.filter(ends__gt=at).aggregate(
        ends=Min("ends"), starts=Min("starts", filter=Q(starts__gt=at))
    )
    ends: list[datetime] = [moment for moment in limits.values() if moment is not None]
    return min([*ends, make_aware(tomorrow, get_default_timezone())])


def _own_and_covered(person: Person, at: datetime) -> QuerySet[Appointment]:
    covered = Absence.objects.filter(away(at), cover=person).values("person")
    return _offices(at).filter(Q(person=person) | Q(person__in=covered))


def _empty_chairs(own: list[Appointment], at: datetime) -> list[Appointment]:
    """Return what the deputies among `own` must do because nobody else is there.

    A chair nobody holds at all is filled by the deputy's own appointment, with the
    function deputised for.
    """
    deputies = [a for a in own if a.function.deputises_id is not None]
    if not deputies:
        return []
    absent = Absence.objects.filter(away(at)).values("person")
    present = set(
        Appointment.objects.filter(
            in_office(day_of(at)),
            area__in=[a.area_id for a in deputies],
            function__in=[a.function.deputises_id for a in deputies],
        )
        .exclude(person__in=absent)
        .values_list("area", "function")
    )
    return [
        _as_principal(a)
        for a in deputies
        if (a.area_id, a.function.deputises_id) not in present
    ]


def _as_principal(deputy: Appointment) -> Appointment:
    principal = deputy.function.deputises
    return Appointment(
        pk=deputy.pk,
        person_id=deputy.person_id,
        function=principal,
        area=deputy.area,
        organisation_id=deputy.organisation_id,
    )


def _offices(at: datetime) -> QuerySet[Appointment]:
    return (
        Appointment.objects.filter(in_office(day_of(at)))
        .select_related("function__deputises", "area")
        .order_by("pk")
    )
