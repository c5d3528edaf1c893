"""Rooms of buildings as a table: known again by building, unit and number."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quincunx.areas.history import in_force
from quincunx.areas.models import Area
from quincunx.areas.tree import EVERYWHERE
from quincunx.foundation.actors import Actor
from quincunx.foundation.wording import Words
from quincunx.lib.refusal import Refusal
from quincunx.registers import access, keep, numbering
from quincunx.registers.bring_in import Buildings
from quincunx.registers.exchange.sheets import (
    Cells,
    Change,
    Column,
    Key,
    Occasion,
    Sheet,
)
from quincunx.registers.models import Room
from quincunx.registers.numbering import Address
from quincunx.registers.sentences import NAMES

_ROWS_AT_ONCE = 2_000


def _floor(text: str) -> str:
    floor = numbering.floor_of(text)
    low, high = numbering.FLOORS[0], numbering.FLOORS[-1]
    if floor == 0 or floor not in numbering.FLOORS:
        raise Refusal("floor-out-of-range", lowest=low, highest=high)
    return str(floor)


def _unit(text: str) -> str:
    if len(text) > numbering.LONGEST_UNIT:
        raise Refusal("room-unit-unfit", most=numbering.LONGEST_UNIT)
    return text


def _number(text: str) -> str:
    if len(text) > numbering.LONGEST_NUMBER:
        raise Refusal("room-number-unfit", most=numbering.LONGEST_NUMBER)
    return text


USES: Mapping[str, Words] = NAMES["room_use"]
COLUMNS = (
    Column(
        "building",
        _("Building"),
        hint=_("Its name, its code or its key."),
        example="1号楼",
        width=22,
        required=True,
        is_text=True,
    ),
    Column(
        "unit",
        pgettext_lazy("a stair", "Unit"),
        hint=_("The stair or entrance; empty if there is only one."),
        example="1",
        check=_unit,
        is_text=True,
    ),
    Column(
        "floor",
        _("Floor"),
        hint=_("3, or B1 below ground."),
        example="3",
        check=_floor,
        required=True,
        is_text=True,
    ),
    Column(
        "number",
        _("Room number"),
        example="301",
        check=_number,
        required=True,
        is_text=True,
    ),
    Column(
        "use",
        _("Use"),
        hint=_("Empty is a dwelling."),
        example="dwelling",
        default="dwelling",
        choices=USES,
    ),
)


def _may(actor: Actor) -> bool:
    return bool(actor.holds(access.KEEPERS))


def _settle(occasion: Occasion) -> Callable[[Cells], Cells]:
    home = min((h.path for h in occasion.by.holdings), key=len, default=EVERYWHERE)
    buildings = Buildings.under(home, occasion.on)

    def settled(cells: Cells) -> Cells:
        try:
            building = buildings.called(cells["building"])
        except Refusal as refusal:
            raise Refusal(refusal.code, **refusal.facts, column="building") from refusal
        return {"unit": "", **cells, "building": str(building)}

    return settled


def _fetch(keys: Sequence[Key], _occasion: Occasion) -> Mapping[Key, Cells]:
    wanted = set(keys)
    found = Room.objects.filter(
        building__in={int(key[0]) for key in wanted},
        number__in={key[2] for key in wanted},
        valid_to=None,
    )
    return {_key(room): _cells(room) for room in found if _key(room) in wanted}


def _key(room: Room) -> Key:
    return (str(room.building_id), room.unit, room.number)


def _cells(room: Room) -> Cells:
    building, unit, number = _key(room)
    told = {"building": building, "unit": unit, "number": number}
    return {**told, "floor": str(room.floor), "use": room.use}


def _apply(changes: Sequence[Change], occasion: Occasion) -> None:
    buildings = Area.objects.in_bulk({int(change.key[0]) for change in changes})
    for building in buildings.values():
        access.must_keep(occasion.by, building)
    new = [change for change in changes if change.before is None]
    if new:
        placed = [(buildings[int(each.key[0])], _address(each.after)) for each in new]
        keep.begin(placed, keep.turned(), occasion.on)
    _renumber(
        [(change, change.after) for change in changes if change.before is not None],
        occasion,
    )


def _undo(changes: Sequence[Change], occasion: Occasion) -> Mapping[int, Refusal]:
    rooms = _rooms(changes)
    said = {"on": occasion.on, "by": occasion.by, "at": occasion.at}
    for change in changes:
        if change.before is None:
            keep.close(rooms[change.key], **said)  # type: ignore[arg-type]  # by name
    _renumber([(c, c.before) for c in changes if c.before is not None], occasion)
    return {}


def _renumber(changes: Sequence[tuple[Change, Cells]], occasion: Occasion) -> None:
    rooms = _rooms([change for change, _cells in changes])
    for change, cells in changes:
        keep.renumber(
            rooms[change.key],
            _address(cells),
            on=occasion.on,
            by=occasion.by,
            at=occasion.at,
        )


def _rooms(changes: Sequence[Change]) -> Mapping[Key, Room]:
    found = Room.objects.filter(
        building__in={int(change.key[0]) for change in changes},
        number__in={change.key[2] for change in changes},
        valid_to=None,
    )
    return {_key(room): room for room in found}


def _address(cells: Cells) -> Address:
    floor, use = int(cells["floor"]), cells["use"]
    return keep.checked(Address(cells["unit"], floor, cells["number"], use))


def _rows(occasion: Occasion) -> Iterator[Cells]:
    rooms = access.visible_rooms(occasion.by).filter(in_force(occasion.on))
    rooms = rooms.select_related("building").order_by("building__path", "pk")
    for room in rooms.iterator(_ROWS_AT_ONCE):
        floor = numbering.floor_name(room.floor)
        yield {**_cells(room), "building": room.building.name, "floor": floor}


ROOMS = Sheet(
    code="rooms",
    name=_("Rooms of buildings"),
    columns=COLUMNS,
    key=("building", "unit", "number"),
    may=_may,
    fetch=_fetch,
    apply=_apply,
    undo=_undo,
    rows=_rows,
    settle=_settle,
)
