"""A house is let, and is let no more."""

import json
from datetime import date, datetime

from django.db import transaction

from quincunx.areas.models import Area
from quincunx.areas.models import Kind as AreaKind
from quincunx.foundation import journal, vault
from quincunx.foundation.actors import Actor
from quincunx.lib import numbers
from quincunx.lib.refusal import Refusal
from quincunx.registers.facts import Source
from quincunx.registers.models import Room
from quincunx.registers.people import masking, sealing
from quincunx.registers.people.access import must_work_at
from quincunx.registers.people.sealing import Person
from quincunx.registers.places.models import Premise
from quincunx.registers.renting import access
from quincunx.registers.renting.models import House
from quincunx.staff.office import day_of


@transaction.atomic
def let(
    building: Area,
    room: Room | None,
    landlord: Person | Premise,
    *,
    by: Actor,
    at: datetime,
) -> House:
    """Note that a room, or a whole building, is let, and by whom."""
    must_work_at(by, building)
    building = Area.objects.select_for_update().get(pk=building.pk)
    on = day_of(at)
    _must_be_there(building, room, on)
    house = House(building=building, room=room, since=on)
    house.code = numbers.new_poster_code()
    if isinstance(landlord, Premise):
        house.premise = landlord
    else:
        _seal(house, sealing.checked(landlord, on=on))
    house.learn(["landlord", "since"], Source.DOOR, on=on)
    house.save(force_insert=True)
    _write(house, "let-house", by, at)
    return house


@transaction.atomic
def end(house: House, *, by: Actor, at: datetime) -> House:
    """Note that a house is let no more: its sheet leads nowhere, its landlord goes."""
    access.house_for(by, house.pk)
    held = House.objects.select_for_update().get(pk=house.pk)
    if held.until is not None:
        raise Refusal("rental-house-ended")
    held.until, held.landlord, held.landlord_shown = day_of(at), None, None
    held.forget(["landlord"])
    held.save()
    vault.erase(held.subject)
    _write(held, "end-letting", by, at)
    return held


def landlord_of(house: House) -> dict[str, str]:
    """Return who lets a house, masked."""
    if house.landlord_shown is None:
        return {}
    sealed = bytes(house.landlord_shown)
    told: dict[str, str] = json.loads(
        vault.open_sealed(house.subject, "house.shown", sealed)
    )
    return told


def _seal(house: House, told: Person) -> None:
    fields = told.fields()
    masks = {name: masking.MASKS[name](said) for name, said in fields.items()}
    house.landlord = vault.seal(house.subject, "house.landlord", json.dumps(fields))
    house.landlord_shown = vault.seal(house.subject, "house.shown", json.dumps(masks))


def _must_be_there(building: Area, room: Room | None, on: date) -> None:
    if building.kind != AreaKind.BUILDING:
        raise Refusal("rooms-stand-in-buildings", area=building.name)
    if room is not None and room.building_id != building.pk:
        raise Refusal("room-in-another-building", number=room.number)
    if room is not None and room.valid_to is not None and room.valid_to <= on:
        raise Refusal("room-ended", number=room.number, until=room.valid_to)
    if House.objects.filter(building=building, room=room, until=None).exists():
        raise Refusal("rental-house-there-already")


def _write(house: House, act: str, by: Actor, at: datetime) -> None:
    facts = {"building": house.building_id, "room": house.room_id}
    journal.record(house.subject, act, by=by, at=at, facts=facts)
