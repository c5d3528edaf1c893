"""What somebody asks of their own record: found, copied, put right, uses ended.

Not by who works in a grid but by the request of the person, whom somebody at a desk
has seen: `registers.subjects` asks here and nobody else, open register or closed.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from quincunx.foundation import journal, reveals
from quincunx.foundation.actors import Actor
from quincunx.foundation.subjects import Subject
from quincunx.lib import text
from quincunx.lib.refusal import Refusal
from quincunx.registers.facts import Source
from quincunx.registers.people import naming, numbering, register, sealing
from quincunx.registers.people.models import Identity, Resident
from quincunx.registers.people.register import Told
from quincunx.registers.people.sealing import Person
from quincunx.registers.people.vocabulary import FIELDS, Purpose
from quincunx.staff.office import day_of

ASKED = f"resident-{Purpose.REQUEST}"
_NOBODY = Subject("resident", "nobody")


@transaction.atomic
def find(name: str, number: str, *, by: Actor, at: datetime) -> Resident | None:
    """Return who has this name and card number, or telephone; noted, found or not."""
    by_name = Resident.objects.filter(name_index=sealing.name_index(naming.name(name)))
    try:
        card = numbering.card_number(number, on=day_of(at))
        held = by_name.filter(number_index=sealing.number_index(card))
    except Refusal as refusal:
        if refusal.code != "card-number-malformed":
            raise
        held = by_name.filter(phone_index=sealing.phone_index(text.phone(number)))
    keys = {each.merged_into_id or each.pk for each in held}
    found = list(Resident.objects.filter(pk__in=keys)) if len(keys) == 1 else []
    subjects = [each.subject for each in found] or [_NOBODY]
    reveals.look_up(subjects, purpose=ASKED, by=by, at=at)
    return found[0] if found else None


@transaction.atomic
def copy(resident: Resident, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Return all that is kept of somebody in plain words; the read is written down."""
    identity = Identity.objects.get(resident=resident)
    sealed = {f: bytes(v) for f in FIELDS if (v := getattr(identity, f)) is not None}
    opened = reveals.use(resident.subject, sealed, purpose=ASKED, by=by, at=at)
    stays = resident.stays.select_related("building", "room").order_by("since")
    return {
        "fields": opened,
        "known": resident.known,
        "needs": list(resident.needs),
        "places": [
            {
                "kind": stay.kind,
                "building": stay.building.name,
                "room": str(stay.room) if stay.room else "",
                "since": stay.since.isoformat(),
                "until": stay.until.isoformat() if stay.until else "",
                "source": stay.source,
            }
            for stay in stays
        ],
        # who the other is, is theirs to tell
        "ties": [
            {"kind": tie.kind, "service": tie.service, "since": tie.since.isoformat()}
            for tie in resident.ties.filter(until=None)
        ],
    }


@transaction.atomic
def correct(
    resident: Resident, changes: Person, *, reference: str, by: Actor, at: datetime
) -> Resident:
    """Put right what the person says is wrong; the source is themselves."""
    held = Resident.objects.select_for_update().get(pk=resident.pk)
    told = Told(Source.SELF, reference)
    return register.put_right(held, changes, told=told, by=by, at=at)


@transaction.atomic
def object_to(
    resident: Resident, uses: list[str], *, by: Actor, at: datetime
) -> Resident:
    """End uses of somebody's identity: it is not opened for them any more."""
    held = Resident.objects.select_for_update().get(pk=resident.pk)
    held.objected = sorted({*held.objected, *uses})
    held.save(update_fields=["objected"])
    facts = {"uses": list(held.objected)}
    journal.record(held.subject, "object", by=by, at=at, facts=facts)
    return held


def objected(resident: Resident) -> list[str]:
    return list(resident.objected)
