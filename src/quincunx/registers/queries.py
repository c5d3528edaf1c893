"""Reads: the chart of a building, rooms for a device, an address as it is typed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Max, Q, Value
from django.db.models.functions import Length

from quincunx.areas import index
from quincunx.areas.coverage import Share, of_things
from quincunx.areas.history import in_force
from quincunx.areas.models import Area, Kind
from quincunx.areas.paths import subtree
from quincunx.areas.tree import ids
from quincunx.foundation.actors import Actor
from quincunx.registers import access, addressing
from quincunx.registers.models import Room, Use
from quincunx.registers.numbering import floor_name

MOST_FOUND = 20
GRIDS = frozenset({Kind.COMPOSITE, Kind.DEDICATED})
_LETTERS = {Use.DWELLING: "d", Use.SHOP: "s", Use.OFFICE: "o", Use.OTHER: "x"}


@dataclass(frozen=True)
class Floor:
    """A floor of the chart: for each unit the rooms it has there."""

    floor: int
    cells: tuple[tuple[Room, ...], ...]

    @property
    def name(self) -> str:
        return floor_name(self.floor)


@dataclass(frozen=True)
class Chart:
    """A building by unit, floor and room, the highest floor first."""

    building: Area
    units: tuple[str, ...]
    floors: tuple[Floor, ...]
    uses: Mapping[str, int]

    @property
    def rooms(self) -> int:
        return sum(self.uses.values())


@dataclass(frozen=True)
class Found:
    """A place somebody typed: a building, maybe a room, and the grid it lies in."""

    building: int
    name: str
    grid: int | None
    grid_name: str
    room: int | None = None
    unit: str = ""
    number: str = ""


def chart(actor: Actor, building: Area, on: date) -> Chart:
    """Return the rooms of a building as they stand on a day. One query."""
    rooms = list(access.visible_rooms(actor).filter(in_force(on), building=building))
    units = tuple(sorted({room.unit for room in rooms}, key=_numerically))
    by_place: defaultdict[tuple[int, str], list[Room]] = defaultdict(list)
    for room in sorted(rooms, key=lambda room: _numerically(room.number)):
        by_place[room.floor, room.unit].append(room)
    floors = sorted({room.floor for room in rooms}, reverse=True)
    return Chart(
        building,
        units,
        tuple(
            Floor(floor, tuple(tuple(by_place[floor, unit]) for unit in units))
            for floor in floors
        ),
        dict(Counter(room.use for room in rooms)),
    )


def _numerically(text: str) -> tuple[int, int, str]:
    """Sort 2 before 10, and names after numbers."""
    return (0, int(text), "") if text.isdecimal() else (1, 0, text)


def rooms_under(actor: Actor, area_path: str) -> dict[str, Any]:
    """Return all rooms of a subtree for a device, small, with their revision.

    {"revision": "12-7", "buildings": [[key, name, [[key, unit, floor, number, use],
    ...]], ...]}: use is d(welling), s(hop), o(ffice) or x. Two queries, whatever the
    number of rooms.
    """
    rows = access.visible_rooms(actor).filter(
        subtree("building__path", area_path), valid_to=None
    )
    columns = ("building_id", "building__name", "pk", "unit", "floor", "number", "use")
    told = rows.order_by("building__path", "unit", "floor", "number")
    listed = told.values_list(*columns).iterator()
    buildings = [
        [key, name, [[*row[2:6], _LETTERS[row[6]]] for row in some]]
        for (key, name), some in groupby(listed, key=lambda row: row[:2])
    ]
    return {"revision": revision(area_path), "buildings": buildings}


def revision(area_path: str) -> str:
    """Return what changes when a room or the tree under a path does. Two queries."""
    within = Room.objects.filter(subtree("building__path", area_path))
    last = within.aggregate(last=Max("changed"))["last"] or 0
    return f"{index.stamp_now()[0]}-{last}"


def search(text: str, on: date) -> list[Found]:
    """Find the buildings, and the room if it is named, of an address as it is typed.

    Public: it tells where a place lies and nothing else. Several buildings of one
    name are told apart by what else stands in the text: compound, grid, community.
    """
    text = " ".join(text.split())[: addressing.LONGEST]
    if not text:
        return []
    standing = Area.objects.filter(in_force(on), kind=Kind.BUILDING)
    named = standing.annotate(typed=Value(text), long=Length("name"))
    fits = named.filter(Q(typed__icontains=F("name")) | Q(name__icontains=text))
    best = list(fits.order_by("-long", "path")[: 10 * MOST_FOUND])
    above = areas_above(best)
    best.sort(key=lambda b: (-_fit(b, text, above), -len(b.name), b.path))
    if best:
        least = _fit(best[0], text, above)
        best = [b for b in best if _fit(b, text, above) == least][:MOST_FOUND]
    return [_found(building, text, above, on) for building in best]


def areas_above(buildings: Iterable[Area]) -> dict[int, Area]:
    """Return all that holds some buildings, by key."""
    return Area.objects.in_bulk({key for b in buildings for key in ids(b.path)})


def _fit(building: Area, text: str, above: Mapping[int, Area]) -> int:
    """Count the letters of names above a building that stand in the text as well."""
    names = (above[key].name for key in ids(building.path)[:-1] if key in above)
    return sum(len(name) for name in names if name in text)


def _found(building: Area, text: str, above: Mapping[int, Area], on: date) -> Found:
    grid = next(
        (above[k] for k in reversed(ids(building.path)) if above[k].kind in GRIDS), None
    )
    place = (building.pk, building.name, grid.pk if grid else None)
    named = grid.name if grid else ""
    typed = addressing.rest_of(text, building.name)
    if typed.number:
        rooms = Room.objects.filter(in_force(on), building=building)
        rooms = rooms.filter(number__iexact=typed.number)
        if typed.unit:
            rooms = rooms.filter(unit=typed.unit)
        room = rooms.order_by("unit").first()
        if room is not None:
            return Found(*place, named, room.pk, room.unit, room.number)
    return Found(*place, named)


def counts_under(path: str, on: date) -> Counter[str]:
    """Count the rooms of a subtree by use. One query."""
    rows = Room.objects.filter(in_force(on), subtree("building__path", path))
    counted = rows.order_by().values("use").annotate(n=Count("pk"))
    return Counter({row["use"]: row["n"] for row in counted})


def dwellings_in(buildings: Iterable[int], on: date) -> int:
    """Count the dwellings of some buildings. One query."""
    rows = Room.objects.filter(in_force(on), building__in=list(buildings))
    return rows.filter(use=Use.DWELLING).count()


def address_coverage(path: str, on: date) -> Share:
    """Return the share of addresses under a path that lie in exactly one grid.

    An address is a room; a building without rooms is one itself. Four queries.
    """
    standing = Area.objects.filter(
        in_force(on), subtree("path", path), kind=Kind.BUILDING
    )
    here = Room.objects.filter(in_force(on)).order_by()
    counts = dict(
        here.filter(subtree("building__path", path))
        .values_list("building")
        .annotate(n=Count("pk"))
    )
    drawn = Area.objects.filter(in_force(on), kind__in=GRIDS)
    grids = frozenset(drawn.values_list("pk", flat=True))
    return of_things(
        sum(step in grids for step in ids(each))
        for key, each in standing.values_list("pk", "path").iterator()
        for _ in range(counts.get(key, 1))
    )
