"""Lists too long for a page: units, people and areas, found by a part of their name.

A page carries the first of them; the rest is looked up as one types (`found`).
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from quincunx.areas import access as area_access
from quincunx.areas.models import Area
from quincunx.areas.paths import subtree
from quincunx.foundation.actors import Actor
from quincunx.staff import access
from quincunx.staff.models import Organisation, Person
from quincunx.staff.roles import Role
from quincunx.web.shell.fields import Sought
from quincunx.web.shell.places import home

MOST_CARRIED = 200
MOST_FOUND = 12
LONGEST = 80

Hint = Callable[[Any], str]


def units(actor: Actor) -> QuerySet[Organisation]:
    """Open units one may see, by name."""
    seen = access.visible_organisations(actor).filter(closed_on=None)
    return seen.select_related("area").order_by("name", "pk")


def people(actor: Actor, at: datetime) -> QuerySet[Person]:
    """People one may see who have an account, by name."""
    seen = access.visible_people(actor, at=at).filter(is_active=True)
    return seen.distinct().order_by("name", "pk")


def members(actor: Actor, at: datetime) -> QuerySet[Person]:
    """Those of them who work in grids."""
    in_grids = [Role.MEMBER, Role.LEADER]
    return people(actor, at).filter(appointments__function__role__in=in_grids)


def areas(actor: Actor) -> QuerySet[Area]:
    """The areas of one's own subtree that are still there, from the top down."""
    seen = area_access.visible(actor).filter(valid_to=None)
    return seen.filter(subtree("path", home(actor))).order_by("path")


def carried(seen: QuerySet[Any], most: int) -> tuple[dict[int, Any], bool]:
    """Return what a page carries of a list, and whether that is not all. One query."""
    rows = list(seen[: most + 1])
    return {row.pk: row for row in rows[:most]}, len(rows) > most


def sought(seen: QuerySet[Any], *, find: str, **about: Any) -> Sought:
    """Return the field for one of `seen`; says so where not all are listed."""
    rows, cut = carried(seen, MOST_CARRIED)
    if cut:
        rest = _("Not all are listed: type a part of the name.")
        about["help_text"] = " ".join(filter(None, (about.get("help_text"), rest)))
    names = [(pk, row.name) for pk, row in rows.items()]
    return Sought(
        rows, names, find=find, get=lambda key: seen.filter(pk=key).first(), **about
    )


def fitting(request: HttpRequest, seen: QuerySet[Any]) -> list[Any]:
    """Return the first that fit what somebody has typed so far. One query."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    return list(seen.filter(name__icontains=typed)[:MOST_FOUND])


def found(request: HttpRequest, seen: QuerySet[Any], hint: Hint) -> JsonResponse:
    return answer(fitting(request, seen), hint)


def answer(rows: Iterable[Any], hint: Hint) -> JsonResponse:
    told = [{"key": row.pk, "name": row.name, "hint": hint(row)} for row in rows]
    return JsonResponse({"found": told})
