"""Reads: premises by filter and page by page, the file of a building or a compound."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from quincunx.areas.history import in_force
from quincunx.areas.models import Area
from quincunx.areas.paths import subtree
from quincunx.areas.tree import ancestors
from quincunx.foundation.actors import Actor
from quincunx.lib.text import line
from quincunx.registers.models import Room
from quincunx.registers.places import access
from quincunx.registers.places.models import Facility, Premise
from quincunx.staff.kinds import OrganisationKind
from quincunx.staff.models import Organisation

PAGE = 50
MOST = 300
LONGEST_QUERY = 80


@dataclass(frozen=True)
class Wanted:
    """Which premises: under an area, of a class, in a tier, by name or credit code."""

    path: str = ""
    of_class: str = ""
    tier: str = ""
    q: str = ""
    after: UUID | None = None


@dataclass(frozen=True)
class Page:
    rows: tuple[Premise, ...]
    after: UUID | None  # for the next page; None at the end


def listed(actor: Actor, wanted: Wanted, on: date) -> Page:
    """Return a page of premises in the order of their names. Two queries at most."""
    rows = _filtered(actor, wanted, on).select_related("place__parent")
    if wanted.after is not None:
        last = Premise.objects.filter(pk=wanted.after).values_list("name").first()
        name = last[0] if last else ""
        rows = rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=wanted.after))
    shown = list(rows.order_by("name", "pk")[: PAGE + 1])
    after = shown[PAGE - 1].pk if len(shown) > PAGE else None
    return Page(tuple(shown[:PAGE]), after)


def counts(actor: Actor, path: str, on: date) -> dict[str, Counter[str]]:
    """Count the premises of a subtree by class and by tier. Two queries."""
    rows = _filtered(actor, Wanted(path), on).order_by()
    return {
        column: Counter(dict(rows.values_list(column).annotate(n=Count("pk"))))
        for column in ("of_class", "tier")
    }


def _filtered(actor: Actor, wanted: Wanted, on: date) -> QuerySet[Premise]:
    rows = access.visible_premises(actor).filter(
        in_force(on), subtree("place__path", wanted.path)
    )
    exact: dict[str, Any] = {"of_class": wanted.of_class, "tier": wanted.tier}
    rows = rows.filter(**{column: value for column, value in exact.items() if value})
    q = line(wanted.q)[:LONGEST_QUERY]
    return rows.filter(Q(name__icontains=q) | Q(uscc=q.upper())) if q else rows


def within(actor: Actor, path: str, on: date) -> list[Premise]:
    """Return the premises of a building or compound, the first 300. Two queries."""
    rows = _filtered(actor, Wanted(path), on).prefetch_related("rooms")
    return list(rows.select_related("place").order_by("name", "pk")[:MOST])


def in_room(actor: Actor, room: Room, on: date) -> QuerySet[Premise]:
    rows = access.visible_premises(actor).filter(in_force(on), rooms=room)
    return rows.select_related("place").order_by("name")


def facilities_in(actor: Actor, path: str, on: date) -> list[Facility]:
    rows = access.visible_facilities(actor)
    rows = rows.filter(in_force(on), subtree("area__path", path))
    return list(rows.select_related("area").order_by("kind", "name", "pk")[:MOST])


def entrances(path: str, on: date) -> Counter[str]:
    """Count the rooms behind each entrance of a building. One query."""
    rows = Room.objects.filter(in_force(on), subtree("building__path", path))
    return Counter(dict(rows.order_by().values_list("unit").annotate(n=Count("pk"))))


def bodies(area: Area) -> list[Organisation]:
    """Return the property company and the owners' committee of a place. One query."""
    kinds = (OrganisationKind.PROPERTY_COMPANY, OrganisationKind.OWNERS_COMMITTEE)
    above: Iterable[str] = ancestors(area.path)
    found = Organisation.objects.filter(kind__in=kinds, area__path__in=list(above))
    return list(found.order_by("kind", "name"))
