"""How the register of people is opened and closed: two administrators, one reason.

It is off. One records what it is for, on what legal basis, and the assessment of its
impact; another reads that and agrees. Closing hides everything at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from quincunx.areas.models import Area, Kind
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.subjects import Subject
from quincunx.lib import text
from quincunx.lib.refusal import Refusal
from quincunx.registers.people import access
from quincunx.registers.people.models import Opening
from quincunx.registers.people.vocabulary import ASSESSED, SHORTEST_PART


@dataclass(frozen=True)
class Grounds:
    """Why the register shall be kept."""

    purpose: str
    basis: str
    assessment: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def ask(area: Area, grounds: Grounds, *, by: Actor, at: datetime) -> Opening:
    """Ask to open the register in an area and all under it."""
    area = Area.objects.select_for_update().get(pk=area.pk)
    if area.kind != Kind.TERRITORY or not access.may_switch(by, area):
        raise Refusal("opening-not-yours", area=area.name)
    said = _checked(grounds)
    if Opening.objects.filter(access.within(area.path), closed_at=None).exists():
        raise Refusal("opening-there-already", area=area.name)
    opening = Opening.objects.create(
        area=area,
        purpose=said.purpose,
        basis=said.basis,
        assessment=dict(said.assessment),
        asked_by=by.person,
        asked_at=at,
    )
    _write(opening, "ask-opening", by, at)
    return opening


@transaction.atomic
def approve(opening: Opening, *, by: Actor, at: datetime) -> Opening:
    """Open the register: only another administrator than the one who asked."""
    opening = _held(opening, by)
    if opening.opened_at is not None or opening.closed_at is not None:
        raise Refusal("opening-settled")
    if by.person is None or by.person == opening.asked_by:
        raise Refusal("second-person-needed", act="approve-opening")
    opening.approved_by, opening.opened_at = by.person, at
    opening.save()
    _write(opening, "approve-opening", by, at)
    return opening


@transaction.atomic
def close(opening: Opening, *, by: Actor, at: datetime) -> Opening:
    """Close the register, or take back what was asked; nothing is seen from now on."""
    opening = _held(opening, by)
    if opening.closed_at is not None:
        raise Refusal("opening-settled")
    opening.closed_at = at
    opening.save(update_fields=["closed_at"])
    _write(opening, "close-opening", by, at)
    return opening


def _held(opening: Opening, by: Actor) -> Opening:
    held = Opening.objects.select_for_update(of=("self",))
    found = held.select_related("area").get(pk=opening.pk)
    if not access.may_switch(by, found.area):
        raise Refusal("opening-not-yours", area=found.area.name)
    return found


def _checked(grounds: Grounds) -> Grounds:
    parts = {part: text.clean(grounds.assessment.get(part, "")) for part in ASSESSED}
    purpose, basis = text.clean(grounds.purpose), text.clean(grounds.basis)
    told = {"purpose": purpose, "basis": basis, **parts}
    missing = [part for part, said in told.items() if len(said) < SHORTEST_PART]
    if missing:
        raise Refusal("opening-says-too-little", parts=missing, least=SHORTEST_PART)
    return Grounds(purpose, basis, parts)


def _write(opening: Opening, act: str, by: Actor, at: datetime) -> None:
    subject = Subject("opening", str(opening.pk))
    journal.record(subject, act, by=by, at=at, facts={"area": opening.area_id})
