"""How a file is taken over or refused, by whoever keeps residents where it is going."""

from datetime import date, datetime

from django.db import transaction

from quincunx.areas.tree import is_within
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.registers.facts import Source
from quincunx.registers.handover import access
from quincunx.registers.handover.models import HandOver
from quincunx.registers.handover.offer import content_of, settle, waiting
from quincunx.registers.handover.vocabulary import Refused, State
from quincunx.registers.people import move, register
from quincunx.registers.people.models import Resident
from quincunx.registers.people.move import Arrival
from quincunx.registers.people.register import Told
from quincunx.registers.people.sealing import Person


@transaction.atomic
def accept(
    hand_over: HandOver, arrival: Arrival, *, by: Actor, at: datetime
) -> Resident:
    """Take a file over where somebody has arrived; they are asked nothing twice.

    A resident of ours is the same record and keeps it; of one from elsewhere a record
    begins, with this hand-over as the source of every field.
    """
    held = _offered_to(by, hand_over)
    if held.taker is None or not is_within(arrival.building.path, held.taker.path):
        raise Refusal("hand-over-is-for-another-grid")
    if held.resident is not None:
        reference = str(held.pk)
        resident = held.resident
        move.follow(resident, arrival, reference=reference, by=by, at=at)
    else:
        resident = _begun(held, arrival, by, at)
        held.resident = resident
    settle(held, State.ACCEPTED, by=by, at=at)
    return resident


@transaction.atomic
def refuse(
    hand_over: HandOver, reason: Refused, *, by: Actor, at: datetime
) -> HandOver:
    """Give a file back unread, for a reason of the table."""
    if reason not in set(Refused):
        raise Refusal(
            "hand-over-reason-unknown", hand_over_reason=sorted(map(str, Refused))
        )
    held = _offered_to(by, hand_over)
    return settle(held, State.REFUSED, reason=reason, by=by, at=at)


def _offered_to(by: Actor, hand_over: HandOver) -> HandOver:
    if not access.offered_to(by).filter(pk=hand_over.pk).exists():
        raise Refusal("no-such-hand-over", hand_over=str(hand_over.pk))
    return waiting(hand_over)


def _begun(held: HandOver, arrival: Arrival, by: Actor, at: datetime) -> Resident:
    told = content_of(held)
    born = told.get("born")
    person = Person(
        str(told["name"]),
        str(told.get("phone", "")),
        born=date.fromisoformat(str(born)) if born else None,
    )
    said = Told(Source.AREA, str(held.pk))
    resident = register.register(person, arrival, told=said, by=by, at=at)
    if isinstance(needs := told.get("needs"), list):
        reference = said.reference
        register.take_over_needs(resident, needs, reference=reference, by=by, at=at)
    return resident
