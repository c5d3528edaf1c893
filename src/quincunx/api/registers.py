"""Addresses over the API: where one lies, and the rooms of a place for a device."""

from typing import Annotated, Any, Literal

from ninja import Field, Query, Router, Schema, Status
from ninja.throttling import AnonRateThrottle

from quincunx.api.security import ANYBODY
from quincunx.api.shapes import Out
from quincunx.api.visit import Visit, doing, today
from quincunx.areas import access as areas
from quincunx.registers import access, addressing, keep, queries
from quincunx.registers.models import Room
from quincunx.registers.numbering import PLAIN, Pattern

router = Router(tags=["registers"])
Use = Literal["dwelling", "shop", "office", "other"]


class AddressIn(Schema):
    q: Annotated[str, Field(min_length=1, max_length=addressing.LONGEST)]


class FoundOut(Out):
    """A building, maybe a room, and the grid it lies in."""

    building: int
    name: str
    grid: int | None
    grid_name: str
    unit: str
    number: str


class LayOutIn(Schema):
    """So many units, floors and rooms; `number` as {floor}{room:2}."""

    units: Annotated[int, Field(ge=0, le=50)] = 1
    floors: Annotated[int, Field(ge=1, le=200)]
    rooms: Annotated[int, Field(ge=1, le=100)]
    number: Annotated[str, Field(max_length=60)] = PLAIN
    use: Use = "dwelling"
    lowest: Annotated[int, Field(ge=-10, le=200)] = 1
    runs_on: bool = False


class RoomOut(Out):
    id: int
    unit: str
    floor: int
    number: str
    use: str

    @classmethod
    def of(cls, room: Room) -> "RoomOut":
        return cls(
            id=room.pk,
            unit=room.unit,
            floor=room.floor,
            number=room.number,
            use=room.use,
        )


@router.get(
    "/addresses",
    response=list[FoundOut],
    auth=ANYBODY,
    throttle=[AnonRateThrottle("120/h")],
)
def addresses(request: Visit, told: Query[AddressIn]) -> list[FoundOut]:
    """Find the grid of an address as it is typed: 榆钱大院2单元301."""
    found = queries.search(told.q, today(request))
    return [FoundOut.model_validate(each) for each in found]


@router.get("/areas/{int:key}/rooms", response=dict[str, Any])
def rooms_under(request: Visit, key: int) -> dict[str, Any]:
    """Give all rooms of a subtree, small, with the revision they stand at."""
    area = areas.area_by_key(request.actor, key)
    return queries.rooms_under(request.actor, area.path)


@router.post("/areas/{int:key}/rooms", response={201: list[RoomOut]})
def lay_out_rooms(request: Visit, key: int, told: LayOutIn) -> Status[list[RoomOut]]:
    """Lay out the rooms of a building by a pattern; those there already stay."""
    building = access.building_for(request.actor, key)
    pattern = Pattern(**told.model_dump())
    made = keep.lay_out(building, pattern, on=today(request), **doing(request))
    return Status(201, [RoomOut.of(room) for room in made])
