"""Who may see rooms and who may change them.

Rooms tell nothing of people: whoever works in a place, above it or under it, sees
them. Its administrator changes them, and the leader of the grid.
"""

from django.db.models import Q, QuerySet

from quincunx.areas.models import Area, Kind
from quincunx.areas.paths import subtrees
from quincunx.areas.tree import ancestors
from quincunx.foundation.actors import Actor
from quincunx.foundation.actors import Kind as ActorKind
from quincunx.lib.refusal import Refusal
from quincunx.registers.models import Room
from quincunx.staff.roles import Role

KEEPERS = (Role.ADMINISTRATOR, Role.LEADER)


def visible_rooms(actor: Actor) -> QuerySet[Room]:
    """Return the rooms of the places somebody works in, ended ones too."""
    if actor.kind is ActorKind.IMPORTER:
        return Room.objects.all()
    paths = {holding.path for holding in actor.holdings}
    return Room.objects.filter(subtrees("building__path", paths))


def visible_buildings(actor: Actor) -> QuerySet[Area]:
    paths = {holding.path for holding in actor.holdings}
    above = {above for path in paths for above in ancestors(path)}
    seen = Area.objects.filter(kind=Kind.BUILDING, valid_to=None)
    if actor.kind is ActorKind.IMPORTER:
        return seen
    return seen.filter(subtrees("path", paths) | Q(path__in=above))


def building_for(actor: Actor, key: int) -> Area:
    found = visible_buildings(actor).select_related("parent").filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-area", area=key)
    return found


def room_for(actor: Actor, key: int) -> Room:
    found = visible_rooms(actor).select_related("building").filter(pk=key).first()
    if found is None:
        raise Refusal("no-such-room", room=key)
    return found


def may_keep(actor: Actor, path: str) -> bool:
    """Say whether `actor` keeps the rooms at `path`."""
    return actor.kind is ActorKind.IMPORTER or bool(actor.holds(KEEPERS, over=path))


def must_keep(actor: Actor, building: Area) -> None:
    if building.kind != Kind.BUILDING:
        raise Refusal("rooms-stand-in-buildings", area=building.name)
    if not may_keep(actor, building.path):
        raise Refusal("rooms-not-yours-to-change", area=building.name)
