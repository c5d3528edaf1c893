"""What lies on each side of a line, said while somebody still draws it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from shapely import LineString
from shapely.geometry.base import BaseGeometry as Shape

from quincunx.areas import access, sides
from quincunx.areas.models import Area
from quincunx.areas.sides import Side
from quincunx.cases import maps
from quincunx.foundation import tries, wording
from quincunx.foundation.statuses import status_of
from quincunx.lib import geometry
from quincunx.lib.refusal import Refusal
from quincunx.lib.rings import surface
from quincunx.registers.queries import dwellings_in
from quincunx.web.areas.draft_form import MOST_CORNERS, Ring, least_of, rings
from quincunx.web.areas.drafts import DRAWERS
from quincunx.web.shell.guard import only
from quincunx.web.shell.places import home
from quincunx.web.shell.visit import Visit

MOST_SIDES = 20
MOST_IN_AN_HOUR = 3_000  # a drawer asks at most once a second and a half, hour by hour


@require_POST
@only(*DRAWERS)
def measure(request: Visit, key: int) -> JsonResponse:
    """Count what lies on each side of what is drawn: buildings, households, cases."""
    found = access.draft_for(request.actor, key)
    try:
        who = str(request.actor.person)
        tries.count("measure", who, MOST_IN_AN_HOUR, at=request.received_at)
        asked = _sides(request, found.on)
    except Refusal as refusal:
        said = wording.in_words(refusal)
        return JsonResponse({"said": said}, status=status_of(refusal))
    except ValidationError as wrong:
        return JsonResponse({"said": wrong.messages[0]}, status=422)
    told = _told(asked[:MOST_SIDES], request, found.on)
    return JsonResponse({"sides": told})


def _sides(visit: Visit, on: date) -> list[Side]:
    act = visit.POST.get("act", "")
    drawn = rings(visit.POST.get("corners", "")[:MOST_CORNERS])
    number = visit.POST.get("area", "")
    area = _area(visit, int(number)) if number.isdecimal() else None
    if not drawn or len(drawn[0]) < max(least_of(act), 2):
        return []
    if act == "split":
        return sides.of_line(area, _line(drawn), on) if area else []
    if act == "redraw":
        return sides.of_outline(area, _surface(drawn), on)
    if act == "found":
        return sides.of_founded(area, _surface(drawn), on)
    return []


def _area(visit: Visit, key: int) -> Area | None:
    return access.visible(visit.actor).filter(pk=key).first()


def _line(drawn: Sequence[Ring]) -> Shape:
    return geometry.check(LineString(drawn[0]), _("This line"))


def _surface(drawn: Sequence[Ring]) -> Shape:
    if any(len(ring) < 3 for ring in drawn):
        raise Refusal("shape-empty", shape=_("This outline"))
    return geometry.check(surface(drawn), _("This outline"))


def _told(asked: Sequence[Side], visit: Visit, on: date) -> list[dict[str, Any]]:
    """Return each side with its counts; of places one has no say in nothing counts."""
    under = home(visit.actor)
    cases = maps.open_in([side.shape for side in asked], under) if asked else []
    names = visit.POST.get("name", "").splitlines()
    return [
        {
            "side": _named(side, number, names),
            "metres": f"{side.square_metres:,}",
            "buildings": len(standing),
            "households": dwellings_in(standing, on),
            "cases": count,
        }
        for number, (side, count) in enumerate(zip(asked, cases, strict=True))
        for standing in [sides.buildings_in(side.shape, on, under)]
    ]


def _named(side: Side, number: int, names: Sequence[str]) -> str:
    if side.what == "part":
        called = names[number].strip() if number < len(names) else ""
        return called or _("Part %(n)s") % {"n": number + 1}
    words = {
        "inside": _("Inside the line"),
        "comes": _("Comes in"),
        "goes": _("Goes out"),
        "rest": _("Stays outside"),
    }
    return words[side.what]
