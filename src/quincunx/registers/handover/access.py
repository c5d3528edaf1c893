"""Who offers a file, and who sees one that was offered.

Whoever keeps residents in the grid that gives, and in the grid that takes; nobody else
sees that there is one. Other installations are named by administrators.
"""

from uuid import UUID

from django.db.models import Q, QuerySet

from quincunx.areas.models import Area, Kind
from quincunx.areas.paths import subtrees
from quincunx.areas.tree import ancestors
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal
from quincunx.registers.handover.models import HandOver, Installation
from quincunx.registers.people.access import is_open, reached
from quincunx.staff.roles import Role

GRIDS = (Kind.COMPOSITE, Kind.DEDICATED)


def visible_hand_overs(actor: Actor) -> QuerySet[HandOver]:
    paths = reached(actor)
    sides = subtrees("giver__path", paths) | subtrees("taker__path", paths)
    return HandOver.objects.filter(sides)


def offered_to(actor: Actor) -> QuerySet[HandOver]:
    """Return those that somebody may accept or refuse."""
    return HandOver.objects.filter(subtrees("taker__path", reached(actor)))


def offered_by(actor: Actor) -> QuerySet[HandOver]:
    return HandOver.objects.filter(subtrees("giver__path", reached(actor)))


def hand_over_for(actor: Actor, key: UUID) -> HandOver:
    seen = visible_hand_overs(actor).select_related("giver", "taker", "elsewhere")
    found = seen.filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-hand-over", hand_over=str(key))
    return found


def takers() -> QuerySet[Area]:
    """Return every grid a file may be offered to; that it exists is no secret."""
    return Area.objects.filter(kind__in=GRIDS, valid_to=None).order_by("path")


def taker_for(key: int) -> Area:
    """Return the grid of a key, or refuse what is none or keeps no register."""
    found = takers().filter(pk=key).first()
    if found is None or not is_open(found.path):
        raise Refusal("no-such-taker", area=key)
    return found


def visible_installations(actor: Actor) -> QuerySet[Installation]:
    """Return those named by one's administrators, or for the places of whoever asks."""
    over = {held.path for held in actor.holds([Role.ADMINISTRATOR])}
    above = {above for path in reached(actor) for above in ancestors(path)}
    here = subtrees("area__path", over) | Q(area__path__in=above)
    return Installation.objects.filter(here)


def installation_for(actor: Actor, key: int) -> Installation:
    found = visible_installations(actor).filter(pk=key, ended_at=None).first()
    if found is None:
        raise Refusal("no-such-installation", installation=key)
    return found


def must_name(actor: Actor, area: Area) -> None:
    """Refuse all but administrators of an area to name another installation."""
    if not actor.holds([Role.ADMINISTRATOR], over=area.path):
        raise Refusal("installation-not-yours", area=area.name)
