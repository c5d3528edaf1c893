"""Find my grid: by name, by a list, by a position; its leader and its telephone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from quincunx.areas import access, posters, search
from quincunx.areas.models import Area, Kind
from quincunx.areas.tree import ids
from quincunx.cases import placing
from quincunx.cases.placing import Place
from quincunx.foundation import wording
from quincunx.foundation.actors import ANYONE
from quincunx.lib.refusal import Refusal
from quincunx.portal.ground import ground
from quincunx.portal.standing import qr
from quincunx.portal.visit import Visit
from quincunx.staff.published import counter, leaders

GRIDS = (Kind.COMPOSITE, Kind.MICRO, Kind.DEDICATED)
MOST_PARTS = 200


class WhereForm(forms.Form):
    """A name to look for, or a position."""

    q = forms.CharField(
        label=_("Street, compound, building or community"),
        help_text=_("A part of the name is enough."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    lon = forms.FloatField(widget=forms.HiddenInput, required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    accuracy = forms.FloatField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True)
class Line:
    """An area as one reads it in a list: its name, and what it lies in."""

    area: Area
    above: str
    is_grid: bool


def find(request: Visit) -> HttpResponse:
    """Ask where somebody lives, and lead to the grid. A position is never in a link."""
    given = request.POST if request.method == "POST" else None
    form = WhereForm(given)
    found: list[Line] | None = None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if told["q"]:
            found = _lines(search.named(ANYONE, told["q"], _today(request)))
        elif told["lon"] is not None and told["lat"] is not None:
            try:
                return redirect("grid", _grid_at(told["lon"], told["lat"], request))
            except Refusal as refusal:
                form.add_error(None, wording.in_words(refusal))
        else:
            form.add_error("q", _("Write a name, or move the pin."))
    facts = {
        "form": form,
        "found": found,
        "parts": _lines(_below(None)),
        "map": ground(request.received_at),
        "desk": counter(),
    }
    return render(
        request, "portal/grids.html", facts, status=422 if form.errors else 200
    )


def grid(request: Visit, key: int) -> HttpResponse:
    """Show a grid as its notice does; an area that is none lists what lies in it."""
    area = access.area_by_key(ANYONE, key)
    if area.valid_to is not None:
        raise Refusal("no-such-area", area=key)
    chain = _chain(area)
    led = leaders([each.pk for each in chain], _today(request))
    mine = next((each for each in reversed(chain) if each.pk in led), None)
    poster = posters.holding([area]).get(area.pk)
    facts = {
        "area": area,
        "chain": chain[:-1],
        "grid": mine if mine and mine.kind in GRIDS else None,
        "leader": led.get(mine.pk, "") if mine else "",
        "telephone": _telephone(chain),
        "parts": _lines(_below(area)),
        "desk": counter(area.path),
        "qr": qr(_link(request, area, poster.code if poster else "")),
    }
    return render(request, "portal/grid.html", facts)


def _link(visit: Visit, area: Area, code: str) -> str:
    """Return what the notice's code opens: the report form, with the place chosen."""
    way = reverse("scan", args=[code]) if code else reverse("report") + f"?at={area.pk}"
    return visit.build_absolute_uri(way)


def _telephone(chain: Sequence[Area]) -> str:
    """Return the nearest public number of a grid or what it lies in."""
    return next((each.telephone for each in reversed(chain) if each.telephone), "")


def _grid_at(lon: float, lat: float, visit: Visit) -> int:
    return placing.find(Place(lon, lat), _today(visit)).grid.id


def _today(visit: Visit) -> date:
    return localdate(visit.received_at)


def _chain(area: Area) -> list[Area]:
    seen = access.visible(ANYONE).filter(pk__in=ids(area.path))
    return list(seen.order_by("path"))


def _below(area: Area | None) -> list[Area]:
    """Return the parts of an area, or of the district where one begins."""
    seen = access.visible(ANYONE).filter(valid_to=None, kind__in=search.KINDS)
    found = list(seen.filter(parent=area).order_by("path")[:MOST_PARTS])
    return _below(found[0]) if area is None and len(found) == 1 else found


def _lines(areas: Sequence[Area]) -> list[Line]:
    above = {key for area in areas for key in ids(area.path)[-3:-1]}
    names = dict(access.visible(ANYONE).filter(pk__in=above).values_list("pk", "name"))
    return [
        Line(
            area,
            " ".join(names.get(key, "") for key in ids(area.path)[-3:-1]),
            area.kind in GRIDS,
        )
        for area in areas
    ]
