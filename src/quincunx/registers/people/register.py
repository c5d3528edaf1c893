"""How residents come into the register, are corrected, and found to be still so."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from quincunx.foundation import journal, reveals
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.registers.facts import Source
from quincunx.registers.people import access, move, sealing, tokens
from quincunx.registers.people.models import Identity, Resident
from quincunx.registers.people.move import Arrival
from quincunx.registers.people.sealing import Person
from quincunx.registers.people.vocabulary import FIELDS, Need, Purpose
from quincunx.staff.office import day_of


@dataclass(frozen=True)
class Told:
    """Who said it; needs are told by people themselves only."""

    source: Source
    reference: str = ""


@transaction.atomic
def register(
    person: Person, arrival: Arrival, *, told: Told, by: Actor, at: datetime
) -> Resident:
    """Take somebody into the register where they live; refuses one known already."""
    access.must_work_at(by, arrival.building)
    on = day_of(at)
    checked = sealing.checked(person, on=on)
    _must_be_new(checked)
    resident, fields = Resident(), checked.fields()
    identity = sealing.keep(resident, fields)
    resident.learn(fields, told.source, on=on, reference=told.reference)
    resident.save(force_insert=True)
    identity.resident = resident
    identity.save(force_insert=True)
    move.settle(resident, arrival, told.source, on=on)
    tokens.place(resident, checked.name, arrival.building)
    _write(resident, "register", by, at, fields=sorted(fields), source=told.source)
    return resident


@transaction.atomic
def correct(
    resident: Resident, changes: Person, *, told: Told, by: Actor, at: datetime
) -> Resident:
    """Put right what is told otherwise; empty fields stay as they are.

    The other fields are opened for it, and that is written down as any read is.
    """
    return put_right(locked(resident, by), changes, told=told, by=by, at=at)


def put_right(
    held: Resident, changes: Person, *, told: Told, by: Actor, at: datetime
) -> Resident:
    """Correct a resident under their lock; whoever calls has asked if it may be."""
    on = day_of(at)
    before = _opened(held, by, at)
    after = _together(before, changes.fields())
    checked = sealing.checked(after, on=on)
    new = checked.fields()
    changed = [field for field in new if new[field] != before.get(field)]
    if new.get("number") != before.get("number"):
        _must_be_new(checked)
    sealing.keep(held, new).save()
    held.learn(changed, told.source, on=on, reference=told.reference)
    held.save()
    home = tokens.home_of(held)
    if "name" in changed and home is not None:
        tokens.place(held, checked.name, home.building)
    _write(held, "correct", by, at, fields=sorted(changed), source=told.source)
    return held


@transaction.atomic
def confirm(
    resident: Resident, fields: Iterable[str], *, by: Actor, at: datetime
) -> Resident:
    """Note that fields are still so, as somebody at the door found."""
    held, on = locked(resident, by), day_of(at)
    fields = [field for field in fields if field in held.known]
    held.confirm(fields, on=on)
    held.save(update_fields=["known", "checked_on"])
    for stay in held.stays.filter(until=None):
        stay.confirmed = True
        stay.confirm(["building", "room", "since"], on=on)
        stay.save(update_fields=["known", "checked_on", "confirmed"])
    _write(held, "confirm", by, at, fields=sorted(fields))
    return held


@transaction.atomic
def at_the_door(
    resident: Resident, changes: Person, *, told: Told, by: Actor, at: datetime
) -> Resident:
    """Take only what differs; all else that is known was found to be still so."""
    new = changes.fields()
    if new:
        resident = correct(resident, changes, told=told, by=by, at=at)
    still = [field for field in resident.known if field not in new]
    return confirm(resident, still, by=by, at=at)


@transaction.atomic
def tell_needs(
    resident: Resident, needs: Collection[str], *, told: Told, by: Actor, at: datetime
) -> Resident:
    """Note what help somebody says they need; nobody else may say it for them."""
    if told.source is not Source.SELF:
        raise Refusal("needs-are-told-by-oneself")
    if not set(needs) <= set(Need):
        raise Refusal("need-unknown", needs=sorted(map(str, Need)))
    held = locked(resident, by)
    held.needs = sorted(set(needs))
    held.learn(["needs"], told.source, on=day_of(at), reference=told.reference)
    held.save(update_fields=["needs", "known", "checked_on"])
    _write(held, "tell-needs", by, at, source=told.source)
    return held


@transaction.atomic
def take_over_needs(
    resident: Resident,
    needs: Collection[str],
    *,
    reference: str,
    by: Actor,
    at: datetime,
) -> Resident:
    """Note the needs somebody told another area, which handed them over."""
    held = locked(resident, by)
    held.needs = sorted(set(needs) & set(Need))
    held.learn(["needs"], Source.AREA, on=day_of(at), reference=reference)
    held.save(update_fields=["needs", "known", "checked_on"])
    _write(held, "tell-needs", by, at, source=Source.AREA)
    return held


def locked(resident: Resident, by: Actor) -> Resident:
    """Return a resident under its lock, if `by` may see them and they stand."""
    access.resident_for(by, resident.pk)
    return Resident.objects.select_for_update().get(pk=resident.pk)


def _opened(resident: Resident, by: Actor, at: datetime) -> dict[str, str]:
    identity = Identity.objects.get(resident=resident)
    sealed = {
        field: bytes(value)
        for field in FIELDS
        if (value := getattr(identity, field)) is not None
    }
    purpose = f"resident-{Purpose.CORRECTION}"
    return reveals.use(resident.subject, sealed, purpose=purpose, by=by, at=at)


def _together(before: dict[str, str], changes: dict[str, str]) -> Person:
    """Return a person as they are after changes; a new number brings its birthday."""
    said = {**before, **changes}
    born = said.get("born", "")
    if "number" in changes and "born" not in changes:
        born = ""
    told = Person(said["name"], said.get("phone", ""), said.get("number", ""))
    return replace(told, born=date.fromisoformat(born)) if born else told


def _must_be_new(person: Person) -> None:
    if not person.number:
        return
    index = sealing.number_index(person.number)
    if Resident.objects.filter(number_index=index, merged_into=None).exists():
        raise Refusal("resident-known-already")


def _write(
    resident: Resident, act: str, by: Actor, at: datetime, **facts: object
) -> None:
    journal.record(resident.subject, act, by=by, at=at, facts=facts)
