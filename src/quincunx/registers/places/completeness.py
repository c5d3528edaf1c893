"""How whole the registers are: what lies in one grid, what nobody registered or saw."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

import shapely
from django.db.models import Q
from shapely.geometry.base import BaseGeometry

from quincunx.areas.coverage import Share, of_things, share
from quincunx.areas.history import in_force
from quincunx.areas.models import Area, Border, Kind
from quincunx.areas.paths import subtree
from quincunx.areas.tree import EVERYWHERE, ids
from quincunx.lib.geometry import from_wkb, square_metres
from quincunx.registers.facts import Known, Source
from quincunx.registers.places import classes
from quincunx.registers.places.models import Premise
from quincunx.registers.queries import GRIDS, address_coverage

SHOWN = 50
FROM_AFAR = frozenset({Source.MAP, Source.TABLE})
LEAST = 1e-6  # of a building's surface: what two borders differ by when they are drawn


@dataclass(frozen=True)
class Found:
    """A place that something is missing of: its key, or its building's, and name."""

    key: UUID | int
    name: str


@dataclass
class Gaps:
    """How many there are, and the first of them."""

    count: int = 0
    first: list[Found] = field(default_factory=list)

    def add(self, found: Found) -> None:
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append(found)


@dataclass(frozen=True)
class Completeness:
    """Shares in exactly one grid, and what is in none, unregistered, unseen, stale.

    `unseen` was only ever brought in from a map or a table; `stale` was not confirmed
    within the days its class and tier ask for.
    """

    built_up: Share  # square metres
    addresses: Share
    premises: Share
    gridless: Gaps
    unregistered: Gaps
    unseen: Gaps
    stale: Gaps


def look(path: str, on: date) -> Completeness:
    """Compare the registers under a path with its address tree. Nine queries."""
    grids = _grids(on)
    claims, gridless, unseen, stale = [], Gaps(), Gaps(), Gaps()
    for row in _premises(path, on):
        key, name, of_class, tier, known, checked, place = row
        found = Found(key, name)
        claims.append(sum(step in grids for step in ids(place)))
        if not claims[-1]:
            gridless.add(found)
        if _from_afar(known):
            unseen.add(found)
        elif checked is None or checked < on - _every(of_class, tier):
            stale.add(found)
    return Completeness(
        built_up=built_up(path, on),
        addresses=address_coverage(path, on),
        premises=of_things(claims),
        gridless=gridless,
        unregistered=_unregistered(path, on),
        unseen=unseen,
        stale=stale,
    )


def built_up(path: str, on: date) -> Share:
    """Return how much of the ground under buildings lies in one grid. Two queries."""
    shapes = list(_outlines(subtree("area__path", EVERYWHERE), on, GRIDS))
    tree = shapely.STRtree(shapes)
    within = subtree("area__path", path)
    return share(
        claim
        for building in _outlines(within, on, {Kind.BUILDING})
        for claim in _claims(building, shapes, tree)
    )


def _claims(
    building: BaseGeometry, shapes: list[BaseGeometry], tree: shapely.STRtree
) -> Iterator[tuple[int, float]]:
    """Yield how much of one building lies in no grid, in one, and in several."""
    whole = square_metres(building)
    pieces = [
        shapely.intersection(building, shapes[hit])
        for hit in tree.query(building, predicate="intersects")
    ]
    weights = [w for w in map(square_metres, pieces) if w > LEAST * whole]
    covered = square_metres(shapely.union_all(pieces)) if len(weights) > 1 else 0.0
    covered = covered or sum(weights)
    several = sum(weights) - covered
    several = several if several > LEAST * whole else 0.0
    never = whole - covered if whole - covered > LEAST * whole else 0.0
    yield from ((0, never), (1, whole - never - several), (2, several))


def _outlines(
    within: Q, on: date, kinds: set[Kind] | frozenset[Kind]
) -> Iterator[BaseGeometry]:
    rows = Border.objects.filter(within, in_force(on), area__kind__in=kinds)
    for key, wkb in rows.values_list("area_id", "wkb").iterator():
        shape = from_wkb(bytes(wkb), str(key))
        if shape.area:
            yield shape


def _grids(on: date) -> frozenset[int]:
    drawn = Area.objects.filter(in_force(on), kind__in=GRIDS)
    return frozenset(drawn.values_list("pk", flat=True))


def _premises(
    path: str, on: date
) -> Iterator[tuple[UUID, str, str, str, Known, date | None, str]]:
    rows = Premise.objects.filter(in_force(on), subtree("place__path", path))
    columns = ("pk", "name", "of_class", "tier", "known", "checked_on", "place__path")
    return rows.order_by("checked_on", "name").values_list(*columns).iterator()


def _from_afar(known: Known) -> bool:
    """Say whether nobody at the place, nor anybody who was there, has told anything."""
    told = known.values()
    return all(
        each["source"] in FROM_AFAR and each["since"] == each["checked"]
        for each in told
    )


def _every(of_class: str, tier: str) -> timedelta:
    return timedelta(classes.of(of_class).visits[tier])


def _unregistered(path: str, on: date) -> Gaps:
    """Find the buildings without a room and without anything that stands there."""
    standing = Area.objects.filter(
        in_force(on), subtree("path", path), kind=Kind.BUILDING
    )
    empty = standing.filter(rooms=None, premises=None).order_by("path")
    gaps = Gaps(count=empty.count())
    gaps.first = [Found(a.pk, a.name) for a in islice(empty.iterator(), SHOWN)]
    return gaps
