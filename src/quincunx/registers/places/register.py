"""How premises begin, change, are confirmed and end. Only differences are written."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from quincunx.areas.models import Area, Kind
from quincunx.foundation import journal, privacy
from quincunx.foundation.actors import Actor
from quincunx.lib import numbers, text
from quincunx.lib.refusal import Refusal
from quincunx.registers.facts import Source
from quincunx.registers.models import Room
from quincunx.registers.places import access, classes, contacts, judge
from quincunx.registers.places.models import LONGEST_HOURS, LONGEST_NAME, Premise

MOST_ROOMS = 200
MOST_CAPACITY = 1_000_000


@dataclass(frozen=True)
class Told:
    """What is said of a premise; what is not named in `plain` stays as it is."""

    plain: Mapping[str, Any] = field(default_factory=dict)
    details: Mapping[str, object] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Where:
    """A building with rooms, or another area, and the position if it is known."""

    place: Area
    rooms: tuple[int, ...] = ()
    spot: tuple[float, float] | None = None
    reference: str = ""


@transaction.atomic
def register(
    of_class: str,
    where: Where,
    told: Told,
    *,
    source: Source = Source.DOOR,
    on: date,
    by: Actor,
    at: datetime,
) -> Premise:
    """Begin the file of a premise."""
    access.must_keep(by, where.place)
    cls = classes.of(of_class)
    lon, lat = where.spot or (None, None)
    premise = Premise(
        of_class=of_class,
        place=where.place,
        lon=lon,
        lat=lat,
        reference=where.reference,
        valid_from=on,
    )
    plain = {"name": "", "kind": "", **told.plain}
    rooms = _rooms(where.place, where.rooms)
    learned = _take(premise, plain, classes.checked(cls, told.details))
    _must_be_new(premise)
    learned += contacts.seal(premise, told.contact)
    _learn(premise, learned + ["rooms"] * bool(rooms), source, on)
    premise.save(force_insert=True)
    premise.rooms.set(rooms)
    _write(premise, "register-premise", learned, by=by, at=at)
    return premise


@transaction.atomic
def change(
    premise: Premise,
    told: Told,
    *,
    source: Source = Source.DOOR,
    on: date,
    by: Actor,
    at: datetime,
) -> Premise:
    """Take what is different from what is known; what is the same keeps its age."""
    premise = _held(premise, by)
    given = dict(told.details)
    kept = classes.checked(premise.rules, given)
    gone = [code for code in given if code not in kept and code in premise.details]
    premise.details = {c: v for c, v in premise.details.items() if c not in gone}
    premise.forget(gone)
    learned = _take(premise, told.plain, kept)
    _must_be_new(premise)
    learned += contacts.seal(premise, told.contact)
    learned += _move(premise, told.plain.get("rooms"))
    if not learned and not gone:
        return premise
    _learn(premise, learned, source, on)
    premise.save()
    _write(premise, "change-premise", learned + gone, by=by, at=at)
    return premise


@transaction.atomic
def confirm(
    premise: Premise, fields: Collection[str] = (), *, on: date, by: Actor, at: datetime
) -> Premise:
    """Note that some fields, or all of them, were found to be still so."""
    premise = _held(premise, by)
    again = sorted(set(fields or premise.known) & set(premise.known))
    premise.confirm(again, on=on)
    judge.place_in_tier(premise, on)
    premise.save()
    _write(premise, "confirm-premise", again, by=by, at=at)
    return premise


@transaction.atomic
def close(premise: Premise, *, on: date, by: Actor, at: datetime) -> Premise:
    """End a premise; who answered for it is erased with its key."""
    premise = _held(premise, by)
    if premise.valid_from > on:
        raise Refusal("premise-not-yet", since=premise.valid_from)
    premise.valid_to = on
    premise.responsible = premise.telephone = premise.tier_due = None
    premise.forget(contacts.LABELS)
    premise.save()
    _write(premise, "close-premise", (), by=by, at=at)
    privacy.erase(premise.subject)
    return premise


def _held(premise: Premise, by: Actor) -> Premise:
    rows = Premise.objects.select_for_update(of=("self",)).select_related("place")
    premise = rows.get(pk=premise.pk)
    access.must_keep(by, premise.place)
    if premise.valid_to is not None:
        raise Refusal("premise-closed", until=premise.valid_to)
    return premise


def _take(
    premise: Premise, plain: Mapping[str, Any], details: Mapping[str, Any]
) -> list[str]:
    """Write what differs into the row; return the fields."""
    new = {k: _READ[k](premise, value) for k, value in plain.items() if k in _READ}
    learned = []
    for key, value in new.items():
        if getattr(premise, key) != value:
            setattr(premise, key, value)
            learned.append(key)
    learned += [code for code, v in details.items() if premise.details.get(code) != v]
    premise.details = {**premise.details, **details}
    return learned


def _learn(premise: Premise, fields: list[str], source: Source, on: date) -> None:
    premise.learn(fields, source, on=on)
    judge.place_in_tier(premise, on)


def _name(premise: Premise, value: str) -> str:
    del premise
    name = text.line(value)
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Refusal("premise-name-unfit", most=LONGEST_NAME)
    return name


def _kind(premise: Premise, value: str) -> str:
    kinds = [kind.code for kind in premise.rules.kinds]
    if value not in kinds:
        raise Refusal("premise-kind-unknown", value=value[:40], premise_kind=kinds)
    return value


def _uscc(premise: Premise, value: str) -> str:
    del premise
    return numbers.read_credit_code(value) if value.strip() else ""


def _opening(premise: Premise, value: str) -> str:
    del premise
    return text.clip(text.line(value), LONGEST_HOURS)


def _capacity(premise: Premise, value: int | None) -> int | None:
    del premise
    if value is not None and not 0 <= value <= MOST_CAPACITY:
        raise Refusal("premise-field-wrong", premise_field="capacity")
    return value


def _unit(premise: Premise, value: Any) -> Any:
    del premise
    return value


_READ: dict[str, Callable[[Premise, Any], Any]] = {
    "name": _name,
    "kind": _kind,
    "uscc": _uscc,
    "opening": _opening,
    "capacity": _capacity,
    "unit": _unit,
}


def _rooms(place: Area, keys: Iterable[int]) -> list[Room]:
    wanted = set(keys)
    if wanted and place.kind != Kind.BUILDING:
        raise Refusal("rooms-stand-in-buildings", area=place.name)
    found = list(Room.objects.filter(pk__in=wanted, building=place, valid_to=None))
    if len(found) != len(wanted) or len(wanted) > MOST_ROOMS:
        raise Refusal("premise-rooms-elsewhere", area=place.name)
    return found


def _move(premise: Premise, keys: Iterable[int] | None) -> list[str]:
    """Give a premise other rooms of its building, if others are told."""
    if keys is None:
        return []
    rooms = _rooms(premise.place, keys)
    there = set(premise.rooms.values_list("pk", flat=True))
    if there == {room.pk for room in rooms}:
        return []
    premise.rooms.set(rooms)
    return ["rooms"]


def _must_be_new(premise: Premise) -> None:
    if premise.reference:
        twin = Premise.objects.filter(reference=premise.reference)
    else:
        twin = Premise.objects.filter(
            place=premise.place,
            kind=premise.kind,
            name=premise.name,
            reference="",
            valid_to=None,
        )
    if twin.exclude(pk=premise.pk).exists():
        raise Refusal("premise-there-already", name=premise.name)


def _write(
    premise: Premise, act: str, fields: Iterable[str], *, by: Actor, at: datetime
) -> None:
    facts = {
        "place": premise.place_id,
        "fields": sorted(set(fields)),
        "tier": premise.tier,
    }
    journal.record(premise.subject, act, by=by, at=at, facts=facts)
