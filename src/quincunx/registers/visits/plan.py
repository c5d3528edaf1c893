"""What becomes due at a door, and for what."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from quincunx.areas.models import Area
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal
from quincunx.registers.models import Room
from quincunx.registers.places.models import Premise
from quincunx.registers.visits import access, purposes
from quincunx.registers.visits.models import Due


@dataclass(frozen=True)
class Door:
    """Where somebody is visited: a room, a premise, or a place without either."""

    place: Area
    room: Room | None = None
    premise: Premise | None = None

    def checked(self) -> "Door":
        """Return the door, or refuse a room or premise that is elsewhere."""
        room_is = self.room is None or self.room.building_id == self.place.pk
        premise_is = self.premise is None or self.premise.place_id == self.place.pk
        both = self.room is not None and self.premise is not None
        if both or not (room_is and premise_is):
            raise Refusal("visit-door-elsewhere", area=self.place.name)
        return self


@transaction.atomic
def require(door: Door, purpose: str, *, on: date, by: Actor, at: datetime) -> Due:
    """Say that a door is to be visited for a purpose; once is enough.

    What is due already becomes due earlier if `on` is, and never later.
    """
    access.must_visit(by, door.checked().place)
    purposes.purpose(purpose)
    due, made = put(door, purpose, since=on, on=on)
    if not made and due.due_on > on:
        due.due_on = on
        due.save(update_fields=["due_on"])
    facts = {"purpose": purpose, "on": due.due_on.isoformat(), "due": due.pk}
    subject = Subject("building-visits", str(door.place.pk))
    journal.record(subject, "visit-due", by=by, at=at, facts=facts)
    return due


def put(door: Door, purpose: str, *, since: date, on: date) -> tuple[Due, bool]:
    """Return what is due at a door for a purpose, begun if it was not."""
    return Due.objects.select_for_update().get_or_create(
        place=door.place,
        room=door.room,
        premise=door.premise,
        purpose=purpose,
        ended_by=None,
        defaults={"due_on": on, "since": since},
    )
