"""How rooms begin, change and end: laid out by pattern, split, merged, renumbered.

Every change holds the one row of the ledger, gives the room its number and is
journalled under the building.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from quincunx.areas.models import Area
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal
from quincunx.registers import access, numbering
from quincunx.registers.models import Former, Ledger, Room, RoomLineage, Use
from quincunx.registers.numbering import Address, Pattern

_ONLY = 1
_AT_ONCE = 2_000
MOST_PARTS = 20


@transaction.atomic
def lay_out(
    building: Area, pattern: Pattern, *, on: date, by: Actor, at: datetime
) -> list[Room]:
    """Give a building its rooms; those that are there already stay as they are."""
    access.must_keep(by, building)
    wanted = numbering.addresses(pattern)
    held = _held()
    there = set(_in_force(building).values_list("unit", "number"))
    new = [each for each in wanted if (each.unit, each.number) not in there]
    made = begin([(building, each) for each in new], held, on)
    _write(building, "lay-out", by=by, at=at, on=on, rooms=len(made))
    return made


@transaction.atomic
def renumber(
    room: Room, address: Address, *, on: date, by: Actor, at: datetime
) -> Room:
    """Call a room otherwise, or put it to another use; it keeps its key."""
    held, room = _one(room, by)
    must_be_free(room.building, [address], but={room.pk})
    Former.objects.create(
        room=room,
        unit=room.unit,
        floor=room.floor,
        number=room.number,
        use=room.use,
        until=on,
    )
    room.unit, room.floor = address.unit, address.floor
    room.number, room.use = address.number, address.use
    room.changed = held.number
    room.save()
    _write(room.building, "renumber", by=by, at=at, on=on, room=room.pk)
    return room


@transaction.atomic
def split(
    room: Room, addresses: Sequence[Address], *, on: date, by: Actor, at: datetime
) -> list[Room]:
    """End a room and begin the two or more it is divided into."""
    if not 2 <= len(addresses) <= MOST_PARTS:
        raise Refusal("room-split-into-one", most=MOST_PARTS)
    held, room = _one(room, by)
    must_be_free(room.building, addresses, but={room.pk})
    _end([room], held, on)
    made = begin([(room.building, each) for each in addresses], held, on)
    _descend([room], made, on)
    _write(room.building, "split-room", by=by, at=at, on=on, room=room.pk)
    return made


@transaction.atomic
def merge(
    rooms: Sequence[Room], address: Address, *, on: date, by: Actor, at: datetime
) -> Room:
    """End rooms of one building and begin the one they become."""
    keys = {room.pk for room in rooms}
    if not 2 <= len(keys) <= MOST_PARTS:
        raise Refusal("rooms-merge-two")
    held = _held()
    former = list(
        Room.objects.select_related("building").filter(pk__in=keys, valid_to=None)
    )
    if len(former) != len(keys) or len({room.building_id for room in former}) != 1:
        raise Refusal("rooms-not-together")
    building = former[0].building
    access.must_keep(by, building)
    must_be_free(building, [address], but=keys)
    _end(former, held, on)
    made = begin([(building, address)], held, on)
    _descend(former, made, on)
    _write(building, "merge-rooms", by=by, at=at, on=on, rooms=sorted(keys))
    return made[0]


@transaction.atomic
def close(room: Room, *, on: date, by: Actor, at: datetime) -> Room:
    """End a room that is there no more."""
    held, room = _one(room, by)
    _end([room], held, on)
    _write(room.building, "close-room", by=by, at=at, on=on, room=room.pk)
    return room


def begin(
    addresses: Iterable[tuple[Area, Address]], held: Ledger, on: date
) -> list[Room]:
    """Write new rooms; the caller holds the ledger."""
    rooms = [
        Room(
            building=building,
            unit=each.unit,
            floor=each.floor,
            number=each.number,
            use=each.use,
            valid_from=on,
            changed=held.number,
        )
        for building, each in addresses
    ]
    return Room.objects.bulk_create(rooms, _AT_ONCE)


def checked(address: Address) -> Address:
    """Return an address that may be stored, or refuse it."""
    number, unit = address.number.strip(), address.unit.strip()
    if not 1 <= len(number) <= numbering.LONGEST_NUMBER:
        raise Refusal("room-number-unfit", most=numbering.LONGEST_NUMBER)
    if len(unit) > numbering.LONGEST_UNIT:
        raise Refusal("room-unit-unfit", most=numbering.LONGEST_UNIT)
    if address.use not in Use.values:
        raise Refusal("room-use-unknown", use=address.use, uses=list(Use.values))
    if address.floor == 0 or address.floor not in numbering.FLOORS:
        low, high = numbering.FLOORS[0], numbering.FLOORS[-1]
        raise Refusal("floor-out-of-range", lowest=low, highest=high)
    return Address(unit, address.floor, number, address.use)


def must_be_free(
    building: Area, addresses: Sequence[Address], *, but: Iterable[int] = ()
) -> None:
    """Refuse a number that stands in its unit already, or twice among the new ones."""
    wanted = [(each.unit, each.number) for each in map(checked, addresses)]
    there = _in_force(building).exclude(pk__in=list(but))
    taken = set(there.values_list("unit", "number")) & set(wanted)
    taken |= {each for each in wanted if wanted.count(each) > 1}
    if taken:
        unit, number = min(taken)
        raise Refusal("room-number-taken", number=number, unit=unit)


def turned() -> Ledger:
    """Return the ledger, held and turned, until the transaction ends."""
    return _held()


def _held() -> Ledger:
    Ledger.objects.get_or_create(pk=_ONLY)
    held = Ledger.objects.select_for_update().get(pk=_ONLY)
    held.number += 1
    held.save(update_fields=["number"])
    return held


def _one(room: Room, by: Actor) -> tuple[Ledger, Room]:
    held = _held()
    room = Room.objects.select_related("building").get(pk=room.pk)
    access.must_keep(by, room.building)
    if room.valid_to is not None:
        raise Refusal("room-ended", number=room.number, until=room.valid_to)
    return held, room


def _in_force(building: Area) -> QuerySet[Room]:
    return Room.objects.filter(building=building, valid_to=None)


def _end(rooms: Sequence[Room], held: Ledger, on: date) -> None:
    for room in rooms:
        if room.valid_from > on:
            raise Refusal("room-not-yet", number=room.number, since=room.valid_from)
        room.valid_to, room.changed = on, held.number
    Room.objects.bulk_update(rooms, ["valid_to", "changed"])


def _descend(former: Sequence[Room], made: Sequence[Room], on: date) -> None:
    RoomLineage.objects.bulk_create(
        RoomLineage(before=before, after=after, on=on)
        for before in former
        for after in made
    )


def _write(
    building: Area, act: str, *, by: Actor, at: datetime, on: date, **facts: object
) -> None:
    told = {"on": on.isoformat(), **facts}
    subject = Subject("building-rooms", str(building.pk))
    journal.record(subject, act, by=by, at=at, facts=told)
