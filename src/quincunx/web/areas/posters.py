"""Posters of a place: made, printed in bulk, revoked; and what residents read of it."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from quincunx.areas import access
from quincunx.areas import posters as acts
from quincunx.areas import publish as publishing
from quincunx.areas.models import Area, Poster
from quincunx.lib.refusal import Refusal
from quincunx.staff import access as staff
from quincunx.staff import found
from quincunx.staff.found import Notice
from quincunx.staff.kinds import HOUSES
from quincunx.staff.models import Organisation
from quincunx.staff.roles import Role
from quincunx.web.areas import poster_sheets
from quincunx.web.areas.poster_sheets import Hung
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import today
from quincunx.web.shell.visit import Visit

MOST_SHOWN, MOST_PRINTED = 300, 100
KINDS = ("poster", "notice")


class TelephoneForm(forms.Form):
    """The public number of the place."""

    telephone = forms.CharField(
        label=_("Public telephone of this place"), max_length=40, required=False
    )


class CounterForm(TelephoneForm):
    """Where residents come to: the house of this place."""

    counter = forms.CharField(
        label=_("Where the counter is"), max_length=200, required=False
    )
    hours = forms.CharField(label=_("When it is open"), max_length=120, required=False)


@dataclass(frozen=True)
class Line:
    """A place, and its poster if one hangs there."""

    area: Area
    poster: Poster | None
    is_grid: bool


@staff_only
def posters(request: Visit, key: int) -> HttpResponse:
    """List the places of an area with their posters."""
    area = access.area_by_key(request.actor, key)
    access.must_post(request.actor, area.path)
    lines = _lines(request, area)
    house = _house(request, area)
    facts = {
        "area": area,
        "lines": lines[:MOST_SHOWN],
        "more": len(lines) > MOST_SHOWN,
        "most": MOST_SHOWN,
        "missing": sum(line.poster is None for line in lines),
        "hanging": sum(line.poster is not None for line in lines),
        "printed": MOST_PRINTED,
        "house": house,
        "form": _form(request, area, house),
    }
    return render(request, "areas/posters.html", facts)


def _lines(visit: Visit, area: Area) -> list[Line]:
    """Return the places of an area, one more than are shown. Two queries."""
    places = acts.places(visit.actor, area.path, today(visit.received_at))
    found_there = list(places[: MOST_SHOWN + 1])
    holding = acts.holding(found_there)
    return [
        Line(each, holding.get(each.pk), each.kind != "building")
        for each in found_there
    ]


def _house(visit: Visit, area: Area) -> Organisation | None:
    """Return the house of this place, where this person may run it."""
    seen = staff.visible_organisations(visit.actor).filter(
        area=area, kind__in=HOUSES, closed_on=None
    )
    house = seen.first()
    return (
        house
        if house and staff.governs(visit.actor, area.path, Role.ADMINISTRATOR)
        else None
    )


def _form(visit: Visit, area: Area, house: Organisation | None) -> forms.Form:
    given = visit.POST if visit.method == "POST" else None
    if house is None:
        return TelephoneForm(given, initial={"telephone": area.telephone})
    told = ("telephone", "counter", "hours")
    return CounterForm(given, initial={name: getattr(house, name) for name in told})


@staff_only
@require_POST
def publish(request: Visit, key: int) -> HttpResponse:
    """Put right what residents read."""
    area = access.area_by_key(request.actor, key)
    house = _house(request, area)
    form = _form(request, area, house)
    by, at = request.actor, request.received_at
    if form.is_valid():
        told = form.cleaned_data
        publishing.telephone(area, told["telephone"], by=by, at=at)
        if house is not None:
            found.publish(house, Notice(**told), by=by, at=at)
        messages.success(request, _("Residents read it from now on."))
    return redirect("posters", key)


@staff_only
@require_POST
def make(request: Visit, key: int) -> HttpResponse:
    """Make what is missing; each place gets a code of its own."""
    area = access.area_by_key(request.actor, key)
    places = acts.places(request.actor, area.path, today(request.received_at))
    wanted = list(places.exclude(posters__revoked_at=None, posters__isnull=False))
    made = acts.make(wanted, by=request.actor, at=request.received_at)
    said = ngettext("%(n)s poster was made.", "%(n)s posters were made.", len(made))
    messages.success(request, said % {"n": len(made)})
    return redirect("posters", key)


@staff_only
@require_POST
def revoke(request: Visit, code: str) -> HttpResponse:
    """Let the code of a poster that was lost or misused lead nowhere."""
    poster = acts.poster_for(request.actor, code)
    acts.revoke(poster, by=request.actor, at=request.received_at)
    messages.success(request, _("The poster leads nowhere now. Make a new one."))
    back = request.POST.get("at", "")
    return redirect("posters", int(back) if back.isdecimal() else poster.area_id)


@staff_only
def paper(request: Visit, key: int) -> HttpResponse:
    """Send the posters or notices of an area for print, a sheet for each place."""
    area = access.area_by_key(request.actor, key)
    access.must_post(request.actor, area.path)
    kind = request.GET.get("kind", "poster")
    if kind not in KINDS:
        raise Refusal("no-such-poster")
    hung = [
        Hung(line.area, line.poster, _link(request, line.poster))
        for line in _lines(request, area)
        if line.poster is not None and (kind == "poster" or line.is_grid)
    ]
    if not hung:
        raise Refusal("no-such-poster")
    made = poster_sheets.pdf(hung[:MOST_PRINTED], kind, at=request.received_at)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{kind}-{area.pk}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _link(visit: Visit, poster: Poster) -> str:
    return visit.build_absolute_uri(reverse("scan", args=[poster.code]))
