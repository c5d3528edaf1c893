"""The one way to a sealed field of a resident, and to who has an exact number.

One field, for a purpose, written down before it is opened; so many a day.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from quincunx.foundation import reveals
from quincunx.foundation.actors import Actor
from quincunx.foundation.reveals import Way
from quincunx.foundation.subjects import Subject
from quincunx.lib import text
from quincunx.lib.refusal import Refusal
from quincunx.registers.people import access, numbering, sealing
from quincunx.registers.people.models import Identity, Resident
from quincunx.registers.people.vocabulary import FIELDS, Purpose
from quincunx.staff.office import day_of
from quincunx.staff.scopes import Scope, require

PURPOSES = tuple(f"resident-{each}" for each in Purpose)
WAY = Way(  # fields opened and numbers asked for, one by one
    "resident", PURPOSES, most_a_day=50, table="resident-table"
)
NOBODY = Subject("resident", "nobody")
HAND_OVER = "resident-hand-over"


@transaction.atomic
def reveal(
    resident: Resident, field: str, *, purpose: str, by: Actor, at: datetime
) -> str:
    """Open one field. Refuses without a purpose of the table, and beyond the day's."""
    require(by, Scope.CONTACTS)
    known = _purpose(purpose)
    if field not in FIELDS:
        raise Refusal("field-unknown", fields=list(FIELDS))
    seen = access.resident_for(by, resident.pk)
    if purpose in seen.objected:
        raise Refusal("use-objected")
    sealed = Identity.objects.values_list(field, flat=True).get(resident=seen)
    if sealed is None:
        raise Refusal("field-not-known")
    label = {field: bytes(sealed)}
    return reveals.reveal(seen.subject, label, purpose=known, by=by, at=at)[field]


@transaction.atomic
def who_has(number: str, *, purpose: str, by: Actor, at: datetime) -> list[Resident]:
    """Find who has a card number or a telephone; noted, whether found or not."""
    require(by, Scope.CONTACTS)
    known = _purpose(purpose)
    paths = access.must_reach(by)
    column, index = _index(number, day_of(at))
    held = Resident.objects.filter(**{column: index})
    keys = {each.merged_into_id or each.pk for each in held}
    found = list(access.visible_residents(by, paths).filter(pk__in=keys))
    subjects = [each.subject for each in found] or [NOBODY]
    reveals.look_up(subjects, purpose=known, by=by, at=at)
    return found


@transaction.atomic
def reveal_all(
    residents: Collection[Resident], fields: Collection[str], *, by: Actor, at: datetime
) -> dict[UUID, dict[str, str]]:
    """Open fields of many for one table, whose purpose its declaration says.

    Each read is written down first; whoever is not seen is left out. Four queries.
    """
    require(by, Scope.CONTACTS)
    wanted = [field for field in FIELDS if field in fields]
    seen = access.visible_residents(by, access.must_reach(by))
    found = list(seen.filter(pk__in=[each.pk for each in residents]))
    rows = Identity.objects.filter(resident__in=found).select_related("resident")
    sealed = {
        row.resident.subject: {
            field: bytes(value)
            for field in wanted
            if (value := getattr(row, field)) is not None
        }
        for row in rows
    }
    opened = reveals.reveal_all(WAY.kind, sealed, by=by, at=at)
    return {each.pk: opened[each.subject] for each in found}


def for_hand_over(
    resident: Resident, fields: Collection[str], *, by: Actor, at: datetime
) -> dict[str, str]:
    """Open fields for a file that goes along with somebody; nobody here is shown them.

    Written down as any read is.
    """
    seen = access.resident_for(by, resident.pk)
    identity = Identity.objects.get(resident=seen)
    wanted = [field for field in FIELDS if field in fields]
    sealed = {f: bytes(v) for f in wanted if (v := getattr(identity, f)) is not None}
    return reveals.use(seen.subject, sealed, purpose=HAND_OVER, by=by, at=at)


def left_today(by: Actor, at: datetime) -> int:
    """Return how many reads somebody has left today. One query."""
    return reveals.left_today(WAY.kind, by, at)


def _index(number: str, on: date) -> tuple[str, bytes]:
    """Return the column and the index of a card number, or else of a telephone."""
    try:
        card = numbering.card_number(number, on=on)
    except Refusal as refusal:
        if refusal.code != "card-number-malformed":
            raise
        return "phone_index", sealing.phone_index(text.phone(number))
    return "number_index", sealing.number_index(card)


def _purpose(purpose: str) -> str:
    if purpose not in set(Purpose):
        raise Refusal("reveal-without-purpose", purposes=sorted(map(str, Purpose)))
    return f"resident-{purpose}"
