"""How public facilities begin, change and end."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from quincunx.areas.models import Area
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.lib.text import line
from quincunx.registers.facts import Source
from quincunx.registers.places import access, classes
from quincunx.registers.places.models import LONGEST_NAME, Facility


@dataclass(frozen=True)
class Thing:
    """A facility as it is told."""

    kind: str
    lon: float
    lat: float
    name: str = ""
    reference: str = ""


@transaction.atomic
def register(
    area: Area,
    told: Thing,
    *,
    source: Source = Source.DOOR,
    on: date,
    by: Actor,
    at: datetime,
) -> Facility:
    """Begin the file of a facility."""
    access.must_keep(by, area)
    kinds = [kind.code for kind in classes.known().facilities]
    if told.kind not in kinds:
        raise Refusal(
            "facility-kind-unknown", value=told.kind[:40], facility_kind=kinds
        )
    if not (-180 <= told.lon <= 180 and -90 <= told.lat <= 90):
        raise Refusal("premise-field-wrong", premise_field="position")
    facility = Facility(
        kind=told.kind,
        name=line(told.name)[:LONGEST_NAME],
        area=area,
        lon=told.lon,
        lat=told.lat,
        reference=told.reference,
        valid_from=on,
    )
    facility.learn(["kind", "name", "position"], source, on=on)
    facility.save(force_insert=True)
    _write(facility, "register-facility", by=by, at=at)
    return facility


@transaction.atomic
def confirm(facility: Facility, *, on: date, by: Actor, at: datetime) -> Facility:
    facility = _held(facility, by)
    facility.confirm(facility.known, on=on)
    facility.save()
    _write(facility, "confirm-facility", by=by, at=at)
    return facility


@transaction.atomic
def close(facility: Facility, *, on: date, by: Actor, at: datetime) -> Facility:
    """End a facility that is there no more."""
    facility = _held(facility, by)
    facility.valid_to = max(on, facility.valid_from)
    facility.save(update_fields=["valid_to"])
    _write(facility, "close-facility", by=by, at=at)
    return facility


def _held(facility: Facility, by: Actor) -> Facility:
    rows = Facility.objects.select_for_update(of=("self",)).select_related("area")
    facility = rows.get(pk=facility.pk)
    access.must_keep(by, facility.area)
    if facility.valid_to is not None:
        raise Refusal("premise-closed", until=facility.valid_to)
    return facility


def _write(facility: Facility, act: str, *, by: Actor, at: datetime) -> None:
    facts = {"area": facility.area_id, "kind": facility.kind}
    journal.record(facility.subject, act, by=by, at=at, facts=facts)
