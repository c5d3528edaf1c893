"""The tree of areas: what lies where, who leads it, what it was before."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quincunx.areas import access
from quincunx.areas.history import in_force
from quincunx.areas.models import Area, Kind
from quincunx.areas.tree import ids
from quincunx.foundation.actors import Actor
from quincunx.staff import access as staff
from quincunx.staff import holes, queries
from quincunx.web.shell import words
from quincunx.web.shell.ground import ground
from quincunx.web.shell.guard import staff_only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit

KINDS: dict[str, str | Promise] = {
    Kind.TERRITORY: _("territory"),
    Kind.COMPOSITE: _("composite grid"),
    Kind.MICRO: _("micro-grid"),
    Kind.BUILDING: _("building or courtyard"),
    Kind.DEDICATED: _("dedicated grid"),
    Kind.UNIT: _("unit grid"),
    Kind.RESPONSIBILITY: _("responsibility grid"),
}
MOST_PARTS = 300


@dataclass(frozen=True)
class Part:
    """An area as a line of its parent's table."""

    area: Area
    level: str
    kind: str | Promise
    leader: str
    is_led: bool


def _parts(actor: Actor, visit: Visit, parent: Area | None) -> list[Part]:
    """Return the areas right under one, with their leaders. Four queries.

    One more than `MOST_PARTS` says that there are more.
    """
    on = today(visit.received_at)
    seen = access.visible(actor).filter(in_force(on), parent=parent)
    found = list(seen.select_related("scheme").order_by("path")[: MOST_PARTS + 1])
    leaders = queries.leader_of([area.pk for area in found], on)
    seen_people = staff.visible_people(actor, at=visit.received_at)
    names = dict(seen_people.filter(pk__in=leaders.values()).values_list("pk", "name"))
    levels = _levels(found)
    told = {
        area.pk: levels.get((area.scheme_id, area.level), str(area.level))
        for area in found
    }
    return [
        Part(
            area,
            told[area.pk],
            kind_beside(told[area.pk], area),
            names.get(leaders.get(area.pk, 0), ""),
            area.pk in leaders,
        )
        for area in found
    ]


def kind_beside(level: str, area: Area) -> str | Promise:
    """Return what kind of area it is, unless its level says the same already."""
    kind = KINDS[area.kind]
    return "" if str(kind).casefold() == level.casefold() else kind


def shortened(parts: list[Part]) -> dict[str, object]:
    """Return as many as a page shows, and whether there are more."""
    more = len(parts) > MOST_PARTS
    return {"parts": parts[:MOST_PARTS], "most": MOST_PARTS, "more": more}


def _levels(found: list[Area]) -> dict[tuple[int, int], str]:
    """Return what the levels of these areas are called, from their schemes."""
    schemes = {area.scheme_id: area.scheme for area in found}
    return {
        (key, level.number): words.local(level.name)
        for key, scheme in schemes.items()
        for level in scheme.levels.all()
    }


@staff_only
def areas(request: Visit) -> HttpResponse:
    """Begin at the widest area of one's functions, or at the top of the tree."""
    keys = ids(home(request.actor))
    if keys:
        return redirect("area", keys[-1])
    parts = _parts(request.actor, request, None)
    facts = {**shortened(parts), "map": _map(request, "")}
    return render(request, "areas/tops.html", facts)


def _map(visit: Visit, path: str) -> object:
    return ground(path, today(visit.received_at))


@staff_only
def area(request: Visit, key: int) -> HttpResponse:
    """Show one area: its parts, its place in the tree, its history."""
    actor = request.actor
    found = access.area_by_key(actor, key)
    around = access.visible(actor).filter(pk__in=ids(found.path))
    on = today(request.received_at)
    leader = queries.leader_of([key], on).get(key)
    people = staff.visible_people(actor, at=request.received_at)
    level = _levels([found]).get((found.scheme_id, found.level), "")
    facts = {
        "area": found,
        "level": level,
        "kind": kind_beside(level, found),
        "chain": list(around.order_by("path").exclude(pk=key)),
        **shortened(_parts(actor, request, found)),
        "leader": people.filter(pk=leader).first() if leader else None,
        "is_led": leader is not None,
        "may_post": access.may_post(actor, found.path),
        "is_grid": found.kind in holes.LED,
        "codes": found.codes.select_related("scheme").order_by("-valid_from"),
        "versions": found.versions.order_by("-valid_to"),
        "came_from": found.came_from.select_related("before"),
        "became": found.became.select_related("after"),
        "map": _map(request, found.path),
        "units": staff.visible_organisations(actor).filter(area=found, closed_on=None),
    }
    return render(request, "areas/area.html", facts)
