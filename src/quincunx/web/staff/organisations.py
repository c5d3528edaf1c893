"""Organisations by what they are, and who works for each."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from quincunx.staff import access
from quincunx.staff.kinds import Family
from quincunx.staff.models import Organisation
from quincunx.staff.office import in_office
from quincunx.staff.roles import Role
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit
from quincunx.web.staff import words

MOST = 1000


@dataclass(frozen=True)
class Shelf:
    """Organisations of one family."""

    word: words.Said
    units: list[Organisation]


def _shelves(units: list[Organisation]) -> list[Shelf]:
    shelves = [
        Shelf(words.FAMILIES[family], [u for u in units if u.family is family])
        for family in Family
    ]
    return [shelf for shelf in shelves if shelf.units]


@staff_only
def organisations(request: Visit) -> HttpResponse:
    """List the organisations around one's work; two queries."""
    typed = request.GET.get("q", "").strip()[:80]
    seen = access.visible_organisations(request.actor).filter(closed_on=None)
    if typed:
        seen = seen.filter(name__contains=typed)
    units = list(seen.select_related("area").order_by("area__path", "pk")[:MOST])
    facts = {
        "shelves": _shelves(units),
        "typed": typed,
        "total": len(units),
        "may_found": Role.ADMINISTRATOR in request.actor.roles,
    }
    return render(request, "staff/organisations.html", facts)


@staff_only
def organisation(request: Visit, code: str) -> HttpResponse:
    """Show one organisation, its people and its branches."""
    unit = access.organisation_for(request.actor, code)
    offices = access.visible_appointments(request.actor).filter(
        in_office(today(request.received_at)), organisation=unit
    )
    facts = {
        "unit": unit,
        "offices": offices.select_related("person", "function", "area").order_by(
            "function__order", "pk"
        ),
        "branches": access.visible_organisations(request.actor).filter(parent=unit),
        "may_run": access.may_run(request.actor, unit),
    }
    return render(request, "staff/organisation.html", facts)
