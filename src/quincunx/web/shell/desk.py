"""Where somebody's work begins."""

from django.http import HttpResponse
from django.shortcuts import redirect

from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.seats import seats
from quincunx.web.shell.visit import Visit


@staff_only
def desk(request: Visit) -> HttpResponse:
    """Lead to the first desk somebody has; a newcomer to their own page."""
    mine = seats(request.actor)
    return redirect(mine[0].url if mine else "account")
