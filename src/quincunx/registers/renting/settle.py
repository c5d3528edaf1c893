"""A worker at the door: what was declared is so, or is refused with a reason.

Only here do the declared become residents, and only once.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from quincunx.foundation import reveals
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.registers.facts import Source
from quincunx.registers.people import access as people
from quincunx.registers.people import move, register, sealing
from quincunx.registers.people.models import Household, Resident, Stay
from quincunx.registers.people.move import Arrival
from quincunx.registers.people.register import Told
from quincunx.registers.people.sealing import Person
from quincunx.registers.renting import access, declare
from quincunx.registers.renting.models import Declaration, Lease
from quincunx.registers.renting.vocabulary import REASONS, Act, Status
from quincunx.staff.office import day_of

PURPOSE = "rental-confirmation"


@dataclass(frozen=True)
class Found:
    """What was found otherwise, by place in the declaration; "" is as declared.

    `absent` were not there, `known` are residents already, `leaving` go.
    """

    otherwise: Mapping[int, Person]
    absent: frozenset[int] = frozenset()
    known: Mapping[int, UUID] | None = None
    leaving: Sequence[UUID] = ()


@transaction.atomic
def confirm(
    declaration: Declaration, found: Found, *, by: Actor, at: datetime
) -> Declaration:
    """Settle what was declared, as it was found at the door."""
    held = _held(declaration, by)
    if held.act == Act.MOVE_OUT:
        _leave(held, found, by, at)
    else:
        _take_in(held, found, by, at)
    return declare.close(held, Status.CONFIRMED, by=by, at=at)


@transaction.atomic
def refuse(
    declaration: Declaration, why: str, *, by: Actor, at: datetime
) -> Declaration:
    """Refuse what was declared; whoever declared it reads why."""
    if why not in REASONS:
        raise Refusal("declaration-refused-why", reasons=list(REASONS))
    held = _held(declaration, by)
    return declare.close(held, Status.REFUSED, by=by, at=at, why=why)


def _held(declaration: Declaration, by: Actor) -> Declaration:
    access.declaration_for(by, declaration.pk)
    rows = Declaration.objects.select_for_update(of=("self",))
    held = rows.select_related("house__building", "house__room").get(pk=declaration.pk)
    if held.status != Status.DECLARED:
        raise Refusal("declaration-settled")
    return held


def _take_in(held: Declaration, found: Found, by: Actor, at: datetime) -> None:
    told = _opened(held, by, at)
    there = [n for n in range(len(told)) if n not in found.absent]
    if not there:
        raise Refusal("nobody-moved-in")
    household = Household.objects.create(
        building=held.house.building, room=held.house.room, since=held.on
    )
    arrival = Arrival(
        held.house.building,
        held.on,
        held.house.room,
        household,
        expires=held.lease_until,
    )
    for n in there:
        person = _together(told[n], found.otherwise.get(n))
        _settle(person, arrival, (found.known or {}).get(n), by, at)
    lease = Lease(
        house=held.house,
        household=household,
        since=held.lease_from or held.on,
        until=held.lease_until,
    )
    source = Source.LANDLORD if held.teller == "landlord" else Source.SELF
    lease.learn(["since", "until"], source, on=day_of(held.at))
    lease.save(force_insert=True)


def _settle(
    person: Person, arrival: Arrival, known: UUID | None, by: Actor, at: datetime
) -> None:
    """Take somebody in; whoever is known already moves instead."""
    resident = _known(person, known, by, at)
    if resident is None:
        register.register(person, arrival, told=Told(Source.DOOR), by=by, at=at)
        return
    move.move_in(resident, arrival, source=Source.DOOR, by=by, at=at)


def _known(
    person: Person, known: UUID | None, by: Actor, at: datetime
) -> Resident | None:
    if known is not None:
        return people.resident_for(by, known)
    checked = sealing.checked(person, on=day_of(at))
    if not checked.number:
        return None
    index = sealing.number_index(checked.number)
    return Resident.objects.filter(number_index=index, merged_into=None).first()


def _leave(held: Declaration, found: Found, by: Actor, at: datetime) -> None:
    if not found.leaving:
        raise Refusal("nobody-moved-out")
    house = held.house
    for key in found.leaving:
        stays = Stay.objects.filter(
            resident=key, building=house.building, room=house.room, until=None
        )
        stay = stays.filter(kind="actual").first()
        if stay is None:
            raise Refusal("no-such-resident", resident=str(key))
        move.move_out(stay, until=held.on, by=by, at=at)
        if stay.household_id:
            _end_lease(stay.household_id, held)


def _end_lease(household: UUID, held: Declaration) -> None:
    """End the lease with the last of its household."""
    if not Stay.objects.filter(household=household, until=None).exists():
        leases = Lease.objects.filter(household=household, since__lt=held.on)
        leases.update(until=held.on)


def _opened(held: Declaration, by: Actor, at: datetime) -> list[Person]:
    sealed = {"people": bytes(held.people or b"")}
    opened = reveals.use(held.subject, sealed, purpose=PURPOSE, by=by, at=at)
    return [person_of(told) for told in json.loads(opened["people"])]


def person_of(told: Mapping[str, str]) -> Person:
    born = told.get("born", "")
    day = datetime.fromisoformat(born).date() if born else None
    return Person(told["name"], told.get("phone", ""), told.get("number", ""), day)


def _together(declared: Person, found: Person | None) -> Person:
    """Return a person as they were found; what was not typed is as declared."""
    if found is None:
        return declared
    born = None if found.number else declared.born
    return Person(
        found.name or declared.name,
        found.phone or declared.phone,
        found.number or declared.number,
        found.born or born,
    )
