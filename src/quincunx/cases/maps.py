"""Cases on the map: cells with counts from afar, single cases from near, neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np
import shapely
from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Floor
from shapely.geometry.base import BaseGeometry

from quincunx.areas.paths import subtree
from quincunx.cases import beside, duplicates
from quincunx.cases.access import visible_cases
from quincunx.cases.models import Attachment, Case
from quincunx.cases.queries import Wanted, narrowed
from quincunx.cases.vocabulary import State
from quincunx.foundation.actors import Actor
from quincunx.lib.coordinates import metres_between
from quincunx.lib.refusal import Refusal
from quincunx.matters.processes import Tier

ACROSS = 24  # cells across the picture
MOST_SINGLE = 400  # cases shown one by one
NEAR = 100  # metres, as neighbours see it
RECENT = timedelta(days=30)
MOST_COUNTED = 100_000  # cases counted on the sides of a line
MOST_NEAR, MOST_COMPARED = 3, 100


@dataclass(frozen=True)
class Box:
    """What a map shows: west, south, east, north in degrees of WGS 84."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        if not (-180 <= self.west < self.east <= 180):
            raise Refusal("no-such-box", west=self.west, east=self.east)
        if not (-90 <= self.south < self.north <= 90):
            raise Refusal("no-such-box", south=self.south, north=self.north)

    def holds(self) -> Q:
        return Q(
            lon__gte=self.west,
            lon__lte=self.east,
            lat__gte=self.south,
            lat__lte=self.north,
        )


@dataclass(frozen=True)
class Cell:
    lon: float
    lat: float
    count: int
    overdue: int
    first_due: datetime | None


def cells(actor: Actor, box: Box, wanted: Wanted, now: datetime) -> list[Cell]:
    """Return the open cases of a box, gathered in cells. One query."""
    size = (box.east - box.west) / ACROSS
    seen = _open(actor, box, wanted, now)
    rows = (
        seen.annotate(x=Floor(F("lon") / size), y=Floor(F("lat") / size))
        .values("x", "y")
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=Q(due_at__lte=now)),
            due=Min("due_at"),
        )
        .order_by("x", "y")
    )
    return [
        Cell((r["x"] + 0.5) * size, (r["y"] + 0.5) * size, r["n"], r["late"], r["due"])
        for r in rows
    ]


def points(actor: Actor, box: Box, wanted: Wanted, now: datetime) -> list[Case]:
    """Return the open cases of a box one by one, those due first. Four queries."""
    seen = _open(actor, box, wanted, now).order_by("due_at", "pk")
    return beside.known(seen[:MOST_SINGLE])


def open_in(shapes: Sequence[BaseGeometry], path: str) -> list[int]:
    """Count the open cases under a path that stand in each of some outlines. One query.

    Numbers alone, for whoever draws a border and has no say over cases.
    """
    west, south, east, north = shapely.total_bounds(list(shapes)).tolist()
    box = Q(lon__range=(west, east), lat__range=(south, north))
    standing = Case.objects.filter(
        box, subtree("care_path", path), closed_at__isnull=True
    )
    places = np.array(standing.values_list("lon", "lat")[:MOST_COUNTED], dtype=float)
    lons, lats = places.reshape(-1, 2).T
    return [int(shapely.intersects_xy(shape, lons, lats).sum()) for shape in shapes]


def possibly_same(actor: Actor, case: Case, *, hours: int = 72) -> list[Case]:
    """Return open cases near this one that may be the same thing. One query."""
    if case.lon is None or case.lat is None:
        return []
    box = Box(*duplicates.box_around(case.lon, case.lat, 100))
    since = case.reported_at - timedelta(hours=hours)
    near = visible_cases(actor).filter(
        box.holds(), closed_at__isnull=True, reported_at__gte=since
    )
    near = near.exclude(pk=case.pk).exclude(state=State.VERIFIED)
    near = near.exclude(apart=case)
    return list(near.select_related("matter", "care").order_by("-reported_at")[:50])


def metres_apart(case: Case, other: Case) -> float:
    """Return how far apart two cases with positions lie."""
    ends = (case.lon, case.lat, other.lon, other.lat)
    lon, lat, to_lon, to_lat = (each or 0.0 for each in ends)
    return metres_between(lon, lat, to_lon, to_lat)


def first_photos(cases: Sequence[Case]) -> dict[UUID, Attachment]:
    """Return the first picture of each case that has one. One query, none for none."""
    if not cases:
        return {}
    shown = Attachment.objects.filter(
        case__in=cases, file__media_type__startswith="image/"
    )
    newest_first = shown.select_related("file").order_by("-seq", "-pk")
    return {each.case_id: each for each in newest_first}


def public_near(lon: float, lat: float, at: datetime) -> list[Case]:
    """Return open cases about public space near a position, for those who report.

    Three queries; what is shown of them is the matter, the neighbourhood and the time,
    never the words.
    """
    box = Box(*duplicates.box_around(lon, lat, NEAR))
    near = Case.objects.filter(shared(), box.holds(), reported_at__gte=at - RECENT)
    return beside.known(near.order_by("-reported_at")[:MOST_NEAR])


def public_in(grid: int, text: str, at: datetime) -> list[Case]:
    """Return open cases about public space of a grid that are said in like words.

    For a place without a position. Three queries.
    """
    seen = Case.objects.filter(shared(), grid=grid, reported_at__gte=at - RECENT)
    alike = [
        case
        for case in seen.order_by("-reported_at")[:MOST_COMPARED]
        if duplicates.similarity(text, case.text) >= duplicates.ALIKE
    ]
    return beside.known(alike[:MOST_NEAR])


def shared() -> Q:
    """Match what neighbours may know of: open, of public space, against nobody.

    Never an emergency, and never before somebody has looked at it.
    """
    return Q(
        closed_at__isnull=True, public=True, against__isnull=True, matter__isnull=False
    ) & ~Q(tier=Tier.EMERGENCY)


def _open(actor: Actor, box: Box, wanted: Wanted, now: datetime) -> QuerySet[Case]:
    seen = visible_cases(actor).filter(box.holds(), closed_at__isnull=True)
    return narrowed(seen, wanted, now)
