"""Where people are reached: what stands behind the recipients of notices.

A unit or a role in an area stands for the people who are there at that moment, so
that a notice never goes to an empty chair.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from quincunx.areas.models import Area
from quincunx.foundation.channels.configured import configured
from quincunx.foundation.notices import Address, Recipient, describe_with, resolve_with
from quincunx.staff import preferences, queries
from quincunx.staff.kinds import ByMail
from quincunx.staff.models import Absence, Appointment, Person, Shift, Suggestion
from quincunx.staff.roles import Role

EMAIL = "mail"
PERSON, UNIT, ROLE = "person", "unit", "role-in-area"

Addresses = Mapping[str, list[Address | Recipient]]
Facts = Mapping[str, Mapping[str, Any]]


def register() -> None:
    """Answer for people, units, and roles in areas; called when the program starts."""
    resolve_with(PERSON, people)
    resolve_with(UNIT, units)
    resolve_with(ROLE, roles)
    describe_with("appointment", _of_appointments)
    describe_with("absence", _of_absences)
    describe_with("suggestion", _of_suggestions)
    describe_with("shift", _of_shifts)


def _of_appointments(ids: Collection[str]) -> Facts:
    found = Appointment.objects.filter(pk__in=_numbers(ids))
    return {
        str(office.pk): {
            "function": office.function,  # named in the language of the reader
            "area": office.area.name,
            "person": office.person.name,
            "starts": office.starts,
            "ends": office.ends or "",
        }
        for office in found.select_related("function", "area", "person")
    }


def _of_absences(ids: Collection[str]) -> Facts:
    found = Absence.objects.filter(pk__in=_numbers(ids)).select_related("person")
    return {
        str(away.pk): {
            "person": away.person.name,
            "starts": away.starts,
            "ends": away.ends,
        }
        for away in found
    }


def _of_suggestions(ids: Collection[str]) -> Facts:
    found = Suggestion.objects.filter(pk__in=_numbers(ids))
    return {
        str(sent.pk): {
            "number": sent.pk,
            "grid": sent.grid.name,
            "unit": sent.organisation.name,
            "due": sent.due_at,
            "name": sent.answered_by.name if sent.answered_by else "",
        }
        for sent in found.select_related("grid", "organisation", "answered_by")
    }


def _of_shifts(ids: Collection[str]) -> Facts:
    found = Shift.objects.filter(pk__in=_numbers(ids))
    return {
        str(shift.pk): {
            "person": shift.person.name,
            "unit": shift.organisation.name,
            "starts": shift.starts,
            "ends": shift.ends,
        }
        for shift in found.select_related("person", "organisation")
    }


def role_in(role: Role, area: int) -> Recipient:
    """Return who acts in `role` at an area, or nearest above it."""
    return Recipient(ROLE, f"{role.value}:{area}")


def people(ids: Collection[str], at: datetime) -> Addresses:
    """Return how those still in service are reached by mail, as they want it.

    One query. Who wants no mail, or has no address, reads notices on the screen.
    """
    found = Person.objects.filter(pk__in=_numbers(ids), is_active=True)
    found = found.exclude(email="").select_related("reaching")
    return {
        str(person.pk): [_mail(person, at)]
        for person in found
        if preferences.of(person).by_mail != ByMail.NOTHING
    }


def _mail(person: Person, at: datetime) -> Address:
    wanted = preferences.of(person)
    return Address(
        EMAIL,
        person.email,
        person.language,
        not_before=preferences.quiet_until(wanted.quiet, at),
        urgent_only=wanted.by_mail == ByMail.URGENT,
    )


def units(ids: Collection[str], at: datetime) -> Addresses:
    """Return who is on duty for each unit, and its robots. Four queries each."""
    robots = _robots(_numbers(ids), at)
    return {
        unit: [
            *(_person(duty.person) for duty in queries.on_duty(int(unit), at)),
            *robots.get(int(unit), ()),
        ]
        for unit in ids
    }


def roles(ids: Collection[str], at: datetime) -> Addresses:
    """Return who is in charge; for a grid without anybody, the desk above it.

    With them the robots of the units for which they hold the role there.
    """
    asked = {name: name.partition(":") for name in ids}
    paths = dict(
        Area.objects.filter(
            pk__in=_numbers(area for _, _, area in asked.values())
        ).values_list("pk", "path")
    )
    return {
        name: _there(role, paths[int(area)], at)
        for name, (role, _, area) in asked.items()
        if int(area) in paths
    }


def _there(role: str, path: str, at: datetime) -> list[Address | Recipient]:
    found = _in_charge(role, path, at)
    desks = queries.units_of(found, role, path, at) if configured().robots else []
    robots = _robots(desks, at)
    return [*map(_person, found), *(each for unit in desks for each in robots[unit])]


def _robots(units: Collection[int], at: datetime) -> dict[int, list[Address]]:
    """Return the robots of units; no query while the house has none."""
    known = configured()
    if not known.robots:
        return {unit: [] for unit in units}
    quiet = preferences.quiet_until(None, at)
    codes = queries.codes_of(units)
    return {
        unit: [
            Address(robot.vendor, robot.name, robot.language, not_before=quiet)
            for robot in known.robots_of(codes.get(unit, ""))
        ]
        for unit in units
    }


def _in_charge(role: str, path: str, at: datetime) -> tuple[int, ...]:
    return queries.in_charge(role, path, at) or queries.in_charge(
        Role.DISPATCHER, path, at
    )


def _person(key: int) -> Recipient:
    return Recipient(PERSON, str(key))


def _numbers(ids: Iterable[str]) -> list[int]:
    return [int(key) for key in ids if key.isdecimal()]
