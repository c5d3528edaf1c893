"""How people move in, within and out: where they live, where they are registered."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from quincunx.areas.models import Area
from quincunx.areas.models import Kind as AreaKind
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.registers.facts import Source
from quincunx.registers.models import Room
from quincunx.registers.people import access, tokens
from quincunx.registers.people.models import Household, NameToken, Resident, Stay
from quincunx.registers.people.vocabulary import StayKind
from quincunx.staff.office import day_of

_LEARNT = ("building", "room", "since")


@dataclass(frozen=True)
class Arrival:
    """Where and since when somebody lives or is registered, and with whom."""

    building: Area
    since: date
    room: Room | None = None
    household: Household | None = None
    kind: StayKind = StayKind.ACTUAL
    expires: date | None = None


@transaction.atomic
def move_in(
    resident: Resident, arrival: Arrival, *, source: Source, by: Actor, at: datetime
) -> Stay:
    """Note where somebody known lives now; refuses one who lives somewhere still.

    Whoever left a grid is seen by its workers no more: those of the new one find them
    by their number, not by browsing.
    """
    access.must_work_at(by, arrival.building)
    held = Resident.objects.select_for_update().get(pk=resident.pk)
    stay = settle(held, arrival, source, on=day_of(at))
    _write(stay, "move-in", by, at)
    return stay


@transaction.atomic
def move_within(
    stay: Stay, arrival: Arrival, *, source: Source, by: Actor, at: datetime
) -> Stay:
    """End a stay and begin the next on the same day, both within one's places."""
    access.must_work_at(by, arrival.building)
    held = _ended(stay, arrival.since, by)
    after = settle(held.resident, arrival, source, on=day_of(at))
    _write(after, "move-within", by, at)
    return after


@transaction.atomic
def follow(
    resident: Resident, arrival: Arrival, *, reference: str, by: Actor, at: datetime
) -> Stay:
    """Note where somebody lives whose file another grid of ours has handed over.

    Their stay there ends on the same day. Only the hand-over calls this: it knows that
    the other grid offered them, and that they agreed.
    """
    access.must_work_at(by, arrival.building)
    held = Resident.objects.select_for_update().get(pk=resident.pk)
    for stay in held.stays.filter(until=None, kind=arrival.kind):
        _end(stay, arrival.since)
    stay = settle(held, arrival, Source.AREA, on=day_of(at))
    facts = {"hand-over": reference}
    journal.record(held.subject, "follow", by=by, at=at, facts=facts)
    return stay


@transaction.atomic
def move_out(stay: Stay, *, until: date, by: Actor, at: datetime) -> Stay:
    """End a stay; the history keeps it."""
    held = _ended(stay, until, by)
    home = tokens.home_of(held.resident)
    if home is None:
        NameToken.objects.filter(resident=held.resident).delete()
    else:
        tokens.take_along([held.resident], home.building)
    _write(held, "move-out", by, at)
    return held


def settle(resident: Resident, arrival: Arrival, source: Source, *, on: date) -> Stay:
    """Begin a stay, with a household of its own where none is named."""
    _must_fit(resident, arrival)
    household = arrival.household
    if household is None and arrival.kind == StayKind.ACTUAL:
        household = Household.objects.create(
            building=arrival.building, room=arrival.room, since=arrival.since
        )
    stay = Stay(
        resident=resident,
        building=arrival.building,
        room=arrival.room,
        household=household,
        kind=arrival.kind,
        since=arrival.since,
        source=source,
        confirmed=source is Source.DOOR,
        expires=arrival.expires,
    )
    stay.learn(_LEARNT, source, on=on)
    stay.save(force_insert=True)
    if arrival.kind == StayKind.ACTUAL:
        tokens.take_along([resident], arrival.building)
    return stay


def _must_fit(resident: Resident, arrival: Arrival) -> None:
    room, household = arrival.room, arrival.household
    if arrival.building.kind != AreaKind.BUILDING:
        raise Refusal("rooms-stand-in-buildings", area=arrival.building.name)
    if room is not None and room.building_id != arrival.building.pk:
        raise Refusal("room-in-another-building", number=room.number)
    if arrival.expires is not None and arrival.expires <= arrival.since:
        raise Refusal("stay-ends-before-it-begins")
    if household is not None and not _is_there(household, arrival):
        raise Refusal("household-lives-elsewhere")
    others = Stay.objects.filter(resident=resident, kind=arrival.kind)
    if others.filter(until=None).exists():
        raise Refusal("resident-lives-elsewhere", kind=arrival.kind)
    if others.filter(until__gt=arrival.since).exists():
        raise Refusal("stay-overlaps")


def _is_there(household: Household, arrival: Arrival) -> bool:
    same = (household.building_id, household.room_id) == (
        arrival.building.pk,
        arrival.room.pk if arrival.room else None,
    )
    return same and household.until is None


def _ended(stay: Stay, until: date, by: Actor) -> Stay:
    access.resident_for(by, stay.resident_id)
    rows = Stay.objects.select_for_update(of=("self",))
    held = rows.select_related("resident", "building").get(pk=stay.pk)
    access.must_work_at(by, held.building)
    _end(held, until)
    return held


def _end(held: Stay, until: date) -> None:
    if held.until is not None:
        raise Refusal("stay-over-already")
    if until < held.since:
        raise Refusal("stay-ends-before-it-begins")
    held.until = until
    held.save(update_fields=["until"])
    household = held.household_id
    if household and not Stay.objects.filter(household=household, until=None).exists():
        Household.objects.filter(pk=household).update(until=until)


def _write(stay: Stay, act: str, by: Actor, at: datetime) -> None:
    facts = {"stay": stay.pk, "building": stay.building_id, "kind": stay.kind}
    journal.record(stay.resident.subject, act, by=by, at=at, facts=facts)
