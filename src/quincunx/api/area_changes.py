"""How the tree is changed over the API, by whoever administers the place.

Every change holds from `on`, today if not said. What takes effect now is followed at
once by the open cases; what lies ahead is followed by duty on its day.
"""

import json
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Field, Router, Schema, Status
from shapely.geometry.base import BaseGeometry

from quincunx.api.things import AreaOut
from quincunx.api.visit import Visit, doing, today
from quincunx.areas import access, tree_changes
from quincunx.areas.models import Area
from quincunx.areas.tree_rules import Part
from quincunx.cases import follow
from quincunx.lib import geometry

router = Router(tags=["areas"])

Name = Annotated[str, Field(min_length=1, max_length=120)]
Codes = dict[
    Annotated[str, Field(min_length=1, max_length=40)],
    Annotated[str, Field(min_length=1, max_length=40)],
]
Border = Annotated[
    dict[str, Any], Field(description="GeoJSON, a geometry or a feature, WGS 84")
]
AreaKind = Literal[
    "territory",
    "composite",
    "micro",
    "building",
    "dedicated",
    "unit",
    "responsibility",
]


class DatedIn(Schema):
    on: date | None = None  # the first day of it; today


class PartIn(Schema):
    """A new area: its name, its border, its codes by their scheme."""

    name: Name
    border: Border | None = None
    codes: Annotated[Codes, Field(max_length=20)] = {}

    def part(self) -> Part:
        return Part(self.name, _shape(self.border, self.name), self.codes)


class FoundAreaIn(PartIn, DatedIn):
    level: Annotated[int, Field(ge=2, le=9)]
    kind: AreaKind = "territory"
    gap_exempt: bool | None = None  # need not cover its parent, as buildings
    telephone: Annotated[str, Field(max_length=40)] = ""


class RenameIn(DatedIn):
    name: Name


class MoveIn(DatedIn):
    parent: int


class RedrawIn(DatedIn):
    border: Border


class SplitIn(DatedIn):
    parts: Annotated[list[PartIn], Field(min_length=2, max_length=100)]


class MergeIn(DatedIn):
    areas: Annotated[list[int], Field(min_length=2, max_length=100)]
    name: Name
    codes: Annotated[Codes, Field(max_length=20)] = {}


@router.post("/areas/{int:key}/parts", response={201: AreaOut})
def found_area(request: Visit, key: int, told: FoundAreaIn) -> Status[AreaOut]:
    """Found an area below another."""
    made = tree_changes.found(
        told.name,
        level=told.level,
        parent=access.area_by_key(request.actor, key),
        border=_shape(told.border, told.name),
        kind=told.kind,
        given=told.codes,
        gap_exempt=told.gap_exempt,
        telephone=told.telephone,
        on=_day(request, told),
        **doing(request),
    )
    return Status(201, _followed(request, made)[0])


@router.post("/areas/{int:key}/rename", response=AreaOut)
def rename_area(request: Visit, key: int, told: RenameIn) -> AreaOut:
    """Call an area otherwise, from a day that is not after today."""
    area, on = access.area_by_key(request.actor, key), _day(request, told)
    done = tree_changes.rename(area, told.name, on=on, **doing(request))
    return _followed(request, done)[0]


@router.post("/areas/{int:key}/move", response=AreaOut)
def move_area(request: Visit, key: int, told: MoveIn) -> AreaOut:
    """Put an area with all under it below another, from a day not after today."""
    area = access.area_by_key(request.actor, key)
    parent = access.area_by_key(request.actor, told.parent)
    on = _day(request, told)
    done = tree_changes.move(area, parent, on=on, **doing(request))
    return _followed(request, done)[0]


@router.post("/areas/{int:key}/redraw", response=AreaOut)
def redraw_area(request: Visit, key: int, told: RedrawIn) -> AreaOut:
    """Give an area a new border; what stands by position follows it."""
    area, on = access.area_by_key(request.actor, key), _day(request, told)
    border = geometry.from_geojson(json.dumps(told.border), area.name)
    done = tree_changes.redraw(area, border, on=on, **doing(request))
    return _followed(request, done)[0]


@router.post("/areas/{int:key}/split", response=list[AreaOut])
def split_area(request: Visit, key: int, told: SplitIn) -> list[AreaOut]:
    """End an area and begin parts that cover exactly what it covered."""
    area, on = access.area_by_key(request.actor, key), _day(request, told)
    parts = [part.part() for part in told.parts]
    made = tree_changes.split(area, parts, on=on, **doing(request))
    return _followed(request, *made)


@router.post("/areas/merge", response=AreaOut)
def merge_areas(request: Visit, told: MergeIn) -> AreaOut:
    """End neighbours of one parent and begin one area that covers them all."""
    areas = [access.area_by_key(request.actor, key) for key in told.areas]
    on = _day(request, told)
    made = tree_changes.merge(
        areas, told.name, on=on, given=told.codes, **doing(request)
    )
    return _followed(request, made)[0]


@router.post("/areas/{int:key}/close", response=AreaOut)
def close_area(request: Visit, key: int, told: DatedIn) -> AreaOut:
    """End an area; what lies under it has to be closed or moved before."""
    area, on = access.area_by_key(request.actor, key), _day(request, told)
    done = tree_changes.close(area, on=on, **doing(request))
    return _followed(request, done)[0]


def _day(request: Visit, told: DatedIn) -> date:
    return told.on or today(request)


def _shape(border: dict[str, Any] | None, name: str) -> BaseGeometry | None:
    return geometry.from_geojson(json.dumps(border), name) if border else None


def _followed(request: Visit, *areas: Area) -> list[AreaOut]:
    """Let open cases go where they belong now, and show the areas as they are."""
    follow.catch_up(request.received_at)
    read = (access.area_by_key(request.actor, area.pk) for area in areas)
    return [AreaOut.of(area) for area in read]
