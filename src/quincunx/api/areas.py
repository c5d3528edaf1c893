"""Areas over the API: the tree, its borders and its past. Public, as the tree is."""

from datetime import date
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema
from ninja.throttling import AnonRateThrottle

from quincunx.api.security import ANYBODY
from quincunx.api.shapes import Out
from quincunx.api.things import AreaOut
from quincunx.api.visit import Visit, today
from quincunx.areas import access, history, locate, queries
from quincunx.areas.index import AreaRef
from quincunx.areas.models import Code, Lineage, Version

router = Router(tags=["areas"], auth=ANYBODY)
PAGE = 2000


class Position(Schema):
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    on: date | None = None


class LinkOut(Out):
    id: int
    path: str
    level: int
    kind: str
    name: str


class PlacementOut(Out):
    how: str  # inside, border, gap, outside, not-located
    chain: list[LinkOut]  # outermost first
    layers: list[LinkOut]


class CodeOut(Out):
    scheme: str
    value: str
    valid_from: date
    valid_to: date | None  # the first day without it
    replaced_by: str | None

    @classmethod
    def of(cls, code: Code) -> "CodeOut":
        return cls(
            scheme=code.scheme.code,
            value=code.value,
            valid_from=code.valid_from,
            valid_to=code.valid_to,
            replaced_by=code.replaced_by.value if code.replaced_by else None,
        )


class VersionOut(Out):
    """What an area was called and where it stood, until a day."""

    name: str
    path: str
    valid_from: date
    valid_to: date

    @classmethod
    def of(cls, version: Version) -> "VersionOut":
        return cls(
            name=version.name,
            path=version.path,
            valid_from=version.valid_from,
            valid_to=version.valid_to,
        )


class LineageOut(Out):
    """One area took over from another, wholly or in part."""

    before: int
    after: int
    kind: str  # split, merge
    on: date

    @classmethod
    def of(cls, line: Lineage) -> "LineageOut":
        return cls(
            before=line.before_id, after=line.after_id, kind=line.kind, on=line.on
        )


class PastOut(Out):
    versions: list[VersionOut]  # the latest first
    came_from: list[LineageOut]
    became: list[LineageOut]


class Window(Schema):
    """A window on the map, a level, a day; `metres` is how far a line may stray."""

    west: Annotated[float, Field(ge=-180, le=180)]
    south: Annotated[float, Field(ge=-90, le=90)]
    east: Annotated[float, Field(ge=-180, le=180)]
    north: Annotated[float, Field(ge=-90, le=90)]
    level: Annotated[int, Field(ge=1, le=9)]
    on: date | None = None
    metres: Annotated[float, Field(ge=0, le=10_000)] = 0


@router.get("/areas", response=list[AreaOut])
def areas(
    request: Visit, parent: int | None = None, on: date | None = None, after: str = ""
) -> list[AreaOut]:
    """List the parts of an area, or what stands at the top, on a day.

    At most 2,000 at a time; pass the last path on as `after`.
    """
    day = on or today(request)
    found = access.visible(request.actor).filter(history.in_force(day), parent=parent)
    rows = found.filter(path__gt=after[:255]).order_by("path")
    return [AreaOut.of(area) for area in rows[:PAGE]]


@router.get("/areas/{int:key}", response=AreaOut)
def area(request: Visit, key: int) -> AreaOut:
    """Show one area, in force or ended."""
    return AreaOut.of(access.area_by_key(request.actor, key))


@router.get("/areas/{int:key}/codes", response=list[CodeOut])
def area_codes(request: Visit, key: int) -> list[CodeOut]:
    """List the codes an area bears or bore, the latest first."""
    found = access.area_by_key(request.actor, key)
    codes = found.codes.select_related("scheme", "replaced_by")
    return [CodeOut.of(code) for code in codes.order_by("-valid_from", "-pk")]


@router.get("/areas/{int:key}/history", response=PastOut)
def area_history(request: Visit, key: int) -> PastOut:
    """Tell what an area was before: names, places, what it came from and became."""
    found = access.area_by_key(request.actor, key)
    return PastOut(
        versions=[VersionOut.of(v) for v in found.versions.order_by("-valid_to")],
        came_from=[LineageOut.of(each) for each in found.came_from.order_by("before")],
        became=[LineageOut.of(each) for each in found.became.order_by("after")],
    )


@router.get("/borders", response=dict[str, Any], throttle=[AnonRateThrottle("600/h")])
def borders(request: Visit, window: Query[Window]) -> dict[str, Any]:
    """Return the borders of a level in a window as GeoJSON; at most 5,000."""
    box = (window.west, window.south, window.east, window.north)
    day = window.on or today(request)
    return queries.borders(
        request.actor, box, day, level=window.level, metres=window.metres
    )


@router.get("/locate", response=PlacementOut)
def place(request: Visit, position: Query[Position]) -> PlacementOut:
    """Say in which areas a position lies, today or on another day."""
    on = position.on or today(request)
    found = locate.place(position.lon, position.lat, on)
    return PlacementOut(
        how=found.how,
        chain=[_link(ref) for ref in found.chain],
        layers=[_link(ref) for ref in found.layers],
    )


def _link(ref: AreaRef) -> LinkOut:
    return LinkOut(
        id=ref.id, path=ref.path, level=ref.level, kind=ref.kind, name=ref.name
    )
