"""Where somebody's work begins."""

from django.http import HttpResponse
from django.shortcuts import redirect

from quincunx.staff.roles import Role
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.visit import Visit

HANDS_ON = frozenset(map(str, Role)) - {Role.ADMINISTRATOR}


@staff_only
def desk(request: Visit) -> HttpResponse:
    """Lead to the queue; administrators to the areas; a newcomer to their own page."""
    roles = request.actor.roles
    if roles & HANDS_ON:
        return redirect("queue")
    return redirect("areas" if roles else "account")
