"""Units and people by a part of their name, for fields one types into."""

from django.http import JsonResponse

from quincunx.staff.models import Organisation, Person
from quincunx.web.shell import lists
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.visit import Visit


@staff_only
def units(request: Visit) -> JsonResponse:
    return lists.found(request, lists.units(request.actor), _area)


@staff_only
def people(request: Visit) -> JsonResponse:
    seen = lists.people(request.actor, request.received_at)
    return lists.found(request, seen, _login)


@staff_only
def members(request: Visit) -> JsonResponse:
    """Return those who work in grids, as acts in the field ask for."""
    seen = lists.members(request.actor, request.received_at)
    return lists.found(request, seen, _login)


def _area(unit: Organisation) -> str:
    return unit.area.name if unit.area else ""


def _login(person: Person) -> str:
    """Two people of one name differ in the name they sign in with."""
    return person.login
