"""Grid by function by member: who does what where, and where nobody does."""

from django.http import HttpResponse
from django.shortcuts import render

from quincunx.staff import functions, holes
from quincunx.staff.roles import Role
from quincunx.web.shell.guard import only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit

MOST_GRIDS = 200


@only(Role.ADMINISTRATOR, Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER)
def matrix(request: Visit) -> HttpResponse:
    found = holes.matrix(home(request.actor), today(request.received_at))
    names = {function.code: str(function) for function in functions.listed()}
    facts = {
        "columns": [names.get(code, code) for code in found.functions],
        "rows": found.rows[:MOST_GRIDS],
        "total": len(found.rows),
        "holes": len(found.holes),
    }
    return render(request, "staff/matrix.html", facts)
