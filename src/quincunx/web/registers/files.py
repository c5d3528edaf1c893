"""The file of a building or compound: who is there for it, and what stands there."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from quincunx.areas import access as areas
from quincunx.areas.models import Area
from quincunx.areas.paths import subtree
from quincunx.areas.tree import ids
from quincunx.cases import access as cases
from quincunx.cases import queries as open_cases
from quincunx.cases.queries import Wanted
from quincunx.foundation.actors import Actor
from quincunx.registers import access as rooms
from quincunx.registers.places import access, completeness, queries
from quincunx.registers.places.models import Class
from quincunx.staff import access as staff
from quincunx.staff.queries import leader_of
from quincunx.staff.roles import Role
from quincunx.web.registers.premises import row
from quincunx.web.shell.guard import only, staff_only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit

MOST_BUILDINGS = 300
LOOKERS = (Role.ADMINISTRATOR, Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER)


def file_of(visit: Visit, area: Area) -> dict[str, Any]:
    """Return what stands on the file of an area. Nine queries."""
    actor, at = visit.actor, visit.received_at
    on = today(at)
    narrowed = Wanted(path=area.path, is_open=True)
    seen = open_cases.narrowed(cases.visible_cases(actor), narrowed, at)
    return {
        "bodies": queries.bodies(area),
        "head": _head(visit, area, on),
        "premises": [row(each) for each in queries.within(actor, area.path, on)],
        "facilities": queries.facilities_in(actor, area.path, on),
        "open_cases": seen.count(),
        "may_register": access.may_keep(actor, area.path),
        "classes": Class.values,
    }


def _head(visit: Visit, area: Area, on: date) -> str:
    """Return who leads the building, or the nearest grid above it."""
    led = leader_of(ids(area.path), on)
    nearest = next((led[key] for key in reversed(ids(area.path)) if key in led), None)
    if nearest is None:
        return ""
    people = staff.visible_people(visit.actor, at=visit.received_at)
    return people.filter(pk=nearest).values_list("name", flat=True).first() or ""


@only(*LOOKERS)
def complete(request: Visit) -> HttpResponse:
    """Show how whole the registers are, and name what is missing."""
    found = completeness.look(home(request.actor), today(request.received_at))
    facts = {
        "shares": (found.built_up, found.addresses, found.premises),
        "gaps": found,
        "most": completeness.SHOWN,
    }
    return render(request, "registers/complete.html", facts)


@staff_only
def compound(request: Visit, key: int) -> HttpResponse:
    """Show the file of a compound, a grid or another area."""
    area = areas.area_by_key(request.actor, key)
    facts = {"area": area, "buildings": _buildings(request.actor, area)}
    return render(
        request, "registers/compound.html", {**facts, **file_of(request, area)}
    )


def _buildings(actor: Actor, area: Area) -> list[Area]:
    seen = rooms.visible_buildings(actor).filter(subtree("path", area.path))
    return list(seen.order_by("path")[:MOST_BUILDINGS])
