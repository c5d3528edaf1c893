"""What tells of many persons leaves the house only when another person has agreed.

Whoever takes it out asks, and presses again when somebody who oversees the place has
said yes. One yes is for one time, for a day, and for no more people than it named.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from quincunx.areas.models import Area
from quincunx.areas.paths import subtrees
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.registers.exchange.models import Release
from quincunx.staff.roles import Role

MOST_ALONE = 500  # persons somebody takes out without another
HOLDS = timedelta(days=1)
DECIDERS = (Role.ADMINISTRATOR, Role.SUPERVISOR)


@dataclass(frozen=True)
class Wish:
    """What is to be taken out: which thing, of where, of how many, what for."""

    what: str
    key: str
    name: str
    area: Area
    persons: int
    purpose: str


@transaction.atomic
def used(wish: Wish, *, by: Actor, at: datetime) -> bool:
    """Use the leave somebody has; False if there is none. Few persons need none."""
    if wish.persons <= MOST_ALONE:
        return True
    held = _of(wish, by).select_for_update().filter(granted=True, taken_at=None)
    fresh = held.filter(decided_at__gte=at - HOLDS, persons__gte=wish.persons)
    found = fresh.first()
    if found is None:
        return False
    found.taken_at = at
    found.save(update_fields=["taken_at"])
    return True


@transaction.atomic
def ask(wish: Wish, *, by: Actor, at: datetime) -> Refusal:
    """Ask another person, once; return what to say to whoever waits for it."""
    if by.person is None:
        raise Refusal("no-such-release")
    waiting = _of(wish, by).filter(decided_at=None).first()
    if waiting is not None and waiting.persons >= wish.persons:
        return Refusal("release-waits", persons=waiting.persons)
    if waiting is not None:
        waiting.delete()
    made = Release.objects.create(
        what=wish.what,
        key=wish.key,
        name=wish.name,
        area=wish.area,
        persons=wish.persons,
        purpose=wish.purpose,
        asked_by_id=by.person,
        asked_at=at,
    )
    _write(made, "ask-release", by, at)
    return Refusal("release-needed", persons=wish.persons)


@transaction.atomic
def decide(key: UUID, *, granted: bool, by: Actor, at: datetime) -> Release:
    """Say yes or no to what another asked."""
    found = waiting_for(by).select_for_update(of=("self",)).filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-release")
    found.decided_by_id, found.decided_at, found.granted = by.person, at, granted
    found.save(update_fields=["decided_by", "decided_at", "granted"])
    _write(found, "give-release" if granted else "refuse-release", by, at)
    return found


def waiting_for(actor: Actor) -> QuerySet[Release]:
    """Return what waits for this person's word, never what they asked themselves."""
    paths = {held.path for held in actor.holds(DECIDERS)}
    rows = Release.objects.filter(subtrees("area__path", paths), decided_at=None)
    return rows.exclude(asked_by=actor.person).order_by("asked_at")


def _of(wish: Wish, by: Actor) -> QuerySet[Release]:
    return Release.objects.filter(what=wish.what, key=wish.key, asked_by=by.person)


def _write(release: Release, act: str, by: Actor, at: datetime) -> None:
    facts = {"what": release.what, "persons": release.persons}
    journal.record(release.subject, act, by=by, at=at, facts=facts)
