"""Who leads, who is on duty, whose territory it is; never nobody where somebody is.

These answer rules and other rooms; what a door shows starts from `access`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Q, QuerySet

from quincunx.areas.models import Area
from quincunx.areas.tree import ancestors
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.staff import roll
from quincunx.staff.kinds import HOUSES, OrganisationKind
from quincunx.staff.models import (
    Absence,
    Appointment,
    Function,
    Organisation,
    Person,
)
from quincunx.staff.office import away, day_of, in_office
from quincunx.staff.roles import Role

LEADER = "leader"
CONTACT_OFFICER = "contact-officer"
_DOING = (Role.OFFICER, Role.DISPATCHER)
# The last fallback of every route: a station alone has no say over departments.
_TERRITORIAL = (OrganisationKind.SERVICE_CENTRE, OrganisationKind.COMMAND_CENTRE)

_NOT_ASKED = 0  # no person has this key


@dataclass(frozen=True)
class OnDuty:
    """Somebody who is there, the organisation they are there for, and why they."""

    person: int
    unit: int
    how: str  # holder, cover, colleague


@dataclass(frozen=True)
class HoldingInWords:
    """What somebody holds, as they read it."""

    function: str
    area: str
    unit: str


def active(keys: Collection[int]) -> set[int]:
    """Return whose accounts are open. One query."""
    there = Person.objects.filter(pk__in=keys, is_active=True)
    return set(there.values_list("pk", flat=True))


def names_by_key(keys: Collection[int]) -> dict[int, str]:
    """Return the names of people. One query."""
    return dict(Person.objects.filter(pk__in=keys).values_list("pk", "name"))


def units_by_key(keys: Collection[int]) -> dict[int, Organisation]:
    """Return organisations for showing, as they stand.

    One query while nothing of them changes, one more for those not asked for before.
    """
    known = roll.now()
    found = {key: known.units[key] for key in keys if key in known.units}
    fresh = [key for key in keys if key not in found]
    if fresh:
        read = Organisation.objects.in_bulk(fresh)
        known.keep_units(read)
        found |= read
    return found


def leader_of(area_ids: Iterable[int], on: date) -> dict[int, int]:
    """Return the leader of each area that has one, by keys.

    One query while nobody's offices change, one more for areas not asked for before.
    """
    known = roll.now()
    led = {area: known.leaders.get((area, on), _NOT_ASKED) for area in area_ids}
    fresh = [area for area, person in led.items() if person == _NOT_ASKED]
    if fresh:
        offices = Appointment.objects.filter(
            in_office(on), area__in=fresh, function__code=LEADER
        )
        found = dict(offices.values_list("area", "person"))
        led |= {area: found.get(area) for area in fresh}
        known.keep_leaders(on, led)
    return {area: person for area, person in led.items() if person is not None}


def units_by_code(codes: Collection[str]) -> dict[str, Organisation]:
    """Return the open organisations policy packs name. One query."""
    found = _open_organisations().filter(code__in=codes)
    return {organisation.code: organisation for organisation in found}


def nearest_of_kind(
    kinds: OrganisationKind | str | Collection[str], path: str
) -> Organisation | None:
    """Return the nearest organisation of one of `kinds` up the chain. One query.

    Of several in one area it is the one founded first.
    """
    wanted = [kinds] if isinstance(kinds, str) else list(kinds)
    return (
        _open_organisations()
        .filter(kind__in=wanted, area__path__in=ancestors(path))
        .order_by("-area__path", "pk")
        .first()
    )


def unit_of_territory(path: str) -> Organisation:
    """Return the service centre of the sub-district, else the command centre.

    Refuses where there is neither: such a town cannot take a case. One query.
    """
    house = nearest_of_kind(_TERRITORIAL, path)
    if house is None:
        raise Refusal("territory-without-house", area=path)
    return house


def contact_at(organisation: int, path: str, at: datetime) -> int | None:
    """Return the contact officer of the community, or the cover. Two queries."""
    offices = (
        Appointment.objects.filter(
            in_office(day_of(at)),
            function__code=CONTACT_OFFICER,
            organisation=organisation,
            area__path__in=ancestors(path),
        )
        .order_by("-area__path")
        .values_list("person", flat=True)
    )
    named = list(offices[:1])
    return next(iter(present(named, at).values()), None)


@dataclass(frozen=True)
class Contact:
    """Whom a department has named for a community."""

    unit: str
    person: str
    area: str


def contacts_for(paths: Iterable[str], on: date) -> list[Contact]:
    """Return the contact officers whoever leads these grids may turn to. One query.

    Their names are for every leader below, whatever else a leader sees of a unit.
    """
    above = {above for path in paths for above in ancestors(path)}
    offices = Appointment.objects.filter(
        in_office(on), function__code=CONTACT_OFFICER, area__path__in=above
    ).select_related("organisation", "person", "area")
    return [
        Contact(office.organisation.name, office.person.name, office.area.name)
        for office in offices.order_by("organisation__name", "area__path")
        if office.organisation is not None
    ]


def on_duty(unit: int, at: datetime) -> tuple[OnDuty, ...]:
    """Return who works for `unit` at `at`: those appointed to, or their covers.

    While none of them is there, the unit's other people; while none of those is,
    the houses of its territory from the nearest up. Three queries.
    """
    organisation = Organisation.objects.select_related("area").get(pk=unit)
    path = organisation.area.path if organisation.area else ""
    offices = list(
        Appointment.objects.filter(
            in_office(day_of(at)),
            Q(organisation=unit) | _house_above(path),
            person__is_active=True,
        )
        .select_related("function", "organisation__area")
        .order_by("pk")
    )
    there = present({office.person_id for office in offices}, at)
    for organisation_offices in _nearest_first(offices, unit):
        found = _doing(organisation_offices, there) or _colleagues(
            organisation_offices, there
        )
        if found:
            return found
    return ()


def in_charge(role: str, path: str, at: datetime) -> tuple[int, ...]:
    """Return who acts in `role` at `path`: the nearest up the chain who is there.

    Holders or their covers first, then deputies, then one area further up. Two
    queries.
    """
    acting = Q(function__role=role) | Q(function__deputises__role=role)
    offices = list(
        Appointment.objects.filter(
            acting,
            in_office(day_of(at)),
            area__path__in=ancestors(path),
            person__is_active=True,
        )
        .select_related("function__deputises", "area")
        .order_by("-area__path", "pk")
    )
    there = present({office.person_id for office in offices}, at)
    for _, nearest in groupby(offices, key=lambda office: office.area_id):
        here = list(nearest)
        holders = [o.person_id for o in here if o.function.role == role]
        deputies = [o.person_id for o in here if o.function.role != role]
        acting_here = _replaced(holders, there) or _replaced(deputies, there)
        if acting_here:
            return acting_here
    return ()


def units_of(people: Collection[int], role: str, path: str, at: datetime) -> list[int]:
    """Return the units for which these people hold a role nearest to `path`."""
    held = Appointment.objects.filter(
        in_office(day_of(at)),
        person__in=people,
        function__role=role,
        area__path__in=ancestors(path),
        organisation__isnull=False,
    ).order_by("-area__path", "pk")
    found = list(held.values_list("organisation_id", "area__path"))
    return list(dict.fromkeys(unit for unit, near in found if near == found[0][1]))


def codes_of(units: Collection[int]) -> dict[int, str]:
    """Return the codes of organisations by their keys."""
    found = Organisation.objects.filter(pk__in=units)
    return dict(found.values_list("pk", "code"))


def names_of(people: Collection[int]) -> tuple[str, ...]:
    """Return what these people are called, in the order given. One query."""
    named = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    return tuple(named[key] for key in people if key in named)


def holdings_in_words(actor: Actor) -> list[HoldingInWords]:
    """Return what `actor` holds, in the language that is active. Three queries."""
    held = actor.holdings
    functions = Function.objects.in_bulk([h.function for h in held], field_name="code")
    areas = Area.objects.in_bulk([h.path for h in held], field_name="path")
    units = Organisation.objects.in_bulk(actor.units)
    return [
        HoldingInWords(
            function=str(functions[h.function]),
            area=areas[h.path].name if h.path in areas else "",
            unit=units[h.unit].name if h.unit is not None else "",
        )
        for h in held
    ]


def present(people: Collection[int], at: datetime) -> dict[int, int]:
    """Return who does each one's work: they themselves, or their cover.

    Left out is who is away without a cover who is there. One query.
    """
    if not people:
        return {}
    first = Absence.objects.filter(away(at), person__in=people)
    gone = {
        absence.person_id: absence.cover_id if _stands(absence) else None
        for absence in Absence.objects.filter(
            away(at), Q(person__in=people) | Q(person__in=first.values("cover"))
        ).select_related("cover")
    }
    doing = {person: gone.get(person, person) for person in people}
    return {
        person: actor
        for person, actor in doing.items()
        if actor is not None and (actor == person or actor not in gone)
    }


def _house_above(path: str) -> Q:
    """Match offices in the houses up the chain; of a unit without area, in the top."""
    if not path:
        return Q(organisation__kind=OrganisationKind.COMMAND_CENTRE)
    return Q(
        organisation__kind__in=HOUSES, organisation__area__path__in=ancestors(path)
    )


def _stands(absence: Absence) -> bool:
    return absence.cover is not None and absence.cover.is_active


def _open_organisations() -> QuerySet[Organisation]:
    return Organisation.objects.filter(closed_on=None)


def _nearest_first(offices: list[Appointment], unit: int) -> list[list[Appointment]]:
    """Return the offices by organisation: the unit's own, then the houses upwards."""

    def distance(office: Appointment) -> tuple[int, int, int]:
        organisation = office.organisation
        own = 0 if organisation is not None and organisation.pk == unit else 1
        path = organisation.area.path if organisation and organisation.area else ""
        return own, -len(path), office.organisation_id or 0

    ordered = sorted(offices, key=distance)
    return [list(group) for _, group in groupby(ordered, key=distance)]


def _doing(offices: list[Appointment], there: dict[int, int]) -> tuple[OnDuty, ...]:
    doing = [o for o in offices if o.function.role in _DOING]
    return tuple(
        OnDuty(actor, unit, "holder" if actor == person else "cover")
        for person, unit, actor in _actors(doing, there)
    )


def _colleagues(
    offices: list[Appointment], there: dict[int, int]
) -> tuple[OnDuty, ...]:
    return tuple(
        OnDuty(actor, unit, "colleague") for _, unit, actor in _actors(offices, there)
    )


def _actors(
    offices: list[Appointment], there: dict[int, int]
) -> Iterable[tuple[int, int, int]]:
    seen: set[int] = set()
    for office in offices:
        actor = there.get(office.person_id)
        if actor is not None and actor not in seen and office.organisation_id:
            seen.add(actor)
            yield office.person_id, office.organisation_id, actor


def _replaced(people: list[int], there: dict[int, int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(there[p] for p in people if p in there))
