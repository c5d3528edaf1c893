"""Areas over the API: the tree, who lies in what. Public, as the tree is."""

from datetime import date
from typing import Annotated

from ninja import Field, Query, Router, Schema

from quincunx.api.security import ANYBODY
from quincunx.api.things import AreaOut
from quincunx.api.visit import Visit
from quincunx.areas import access, locate
from quincunx.areas.index import AreaRef

router = Router(tags=["areas"], auth=ANYBODY)


class Position(Schema):
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    on: date | None = None


class LinkOut(Schema):
    id: int
    path: str
    level: int
    kind: str
    name: str


class PlacementOut(Schema):
    how: str  # inside, border, gap, outside, not-located
    chain: list[LinkOut]  # outermost first
    layers: list[LinkOut]


@router.get("/areas", response=list[AreaOut])
def areas(request: Visit, parent: int | None = None) -> list[AreaOut]:
    """List the parts of an area, or what stands at the top."""
    found = access.visible(request.actor).filter(parent=parent, valid_to=None)
    return [AreaOut.of(area) for area in found.order_by("path")[:2000]]


@router.get("/areas/{key}", response=AreaOut)
def area(request: Visit, key: int) -> AreaOut:
    return AreaOut.of(access.area_by_key(request.actor, key))


@router.get("/locate", response=PlacementOut)
def place(request: Visit, position: Query[Position]) -> PlacementOut:
    """Say in which areas a position lies, today or on another day."""
    on = position.on or request.received_at.date()
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
