"""Who sees what is due at a door, and who goes there.

Those who serve in a grid do, in their own; never the police, never a body's members.
Desks above read counts, not doors.
"""

from uuid import UUID

from django.db.models import QuerySet

from quincunx.areas.models import Area
from quincunx.areas.paths import subtrees
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.registers.places.access import is_apart
from quincunx.registers.visits.models import Due, Offer, Visit
from quincunx.staff.roles import Role
from quincunx.staff.scopes import Scope, require

MOST = 200
VISITORS = (Role.LEADER, Role.MEMBER)
COUNTERS = (*VISITORS, Role.DISPATCHER, Role.SUPERVISOR, Role.ADMINISTRATOR)


def visible_dues(actor: Actor) -> QuerySet[Due]:
    """Return what is still due in the grids somebody serves in."""
    return Due.objects.filter(subtrees("place__path", _paths(actor)), ended_by=None)


def visible_visits(actor: Actor) -> QuerySet[Visit]:
    return Visit.objects.filter(subtrees("place__path", _paths(actor)))


def countable_offers(actor: Actor) -> QuerySet[Offer]:
    """Return the offers somebody may count; not a door among them is shown."""
    paths = {held.path for held in actor.holds(COUNTERS) if not is_apart(held)}
    return Offer.objects.filter(subtrees("visit__place__path", paths))


def countable_visits(actor: Actor) -> QuerySet[Visit]:
    """Return the visits somebody may count by grid, never by who made them."""
    paths = {held.path for held in actor.holds(COUNTERS) if not is_apart(held)}
    return Visit.objects.filter(subtrees("place__path", paths))


def due_for(actor: Actor, key: int) -> Due:
    seen = visible_dues(actor).select_related("place", "room", "premise")
    found = seen.filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-visit")
    return found


def waiting_offers(actor: Actor) -> QuerySet[Offer]:
    """Return what was accepted and has neither come nor failed, the oldest first."""
    offers = Offer.objects.filter(visit__in=visible_visits(actor), answer="accepted")
    waiting = offers.filter(delivered_on=None, unmet="").order_by("visit__at", "pk")
    return waiting.select_related("visit__place", "visit__room", "visit__premise")[
        :MOST
    ]


def offer_for(actor: Actor, visit: UUID, service: str) -> Offer:
    seen = Offer.objects.filter(visit__in=visible_visits(actor))
    found = seen.filter(visit=visit, service=service).first()
    if found is None:
        raise Refusal("no-such-offer")
    return found


def must_visit(actor: Actor, place: Area) -> int:
    """Return who goes there, or refuse."""
    require(actor, Scope.MANAGE)
    held = actor.holds(VISITORS, over=place.path)
    if actor.person is None or all(is_apart(each) for each in held):
        raise Refusal("visit-not-yours", area=place.name)
    return actor.person


def _paths(actor: Actor) -> set[str]:
    return {held.path for held in actor.holds(VISITORS) if not is_apart(held)}
