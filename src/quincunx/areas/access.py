"""Who may see areas and who may change them.

The tree is public: a resident finds their grid, its leader and its telephone. Only
an administrator of the place changes it, and the importer that brings it in.
"""

from django.db.models import QuerySet

from quincunx.areas.models import Area
from quincunx.areas.tree import EVERYWHERE, is_within
from quincunx.foundation.actors import Actor, Kind
from quincunx.lib.refusal import Refusal

SHAPING_ROLES = frozenset({"administrator"})


def visible(actor: Actor) -> QuerySet[Area]:
    """Return every area there is or was: none is hidden from anybody."""
    del actor
    return Area.objects.all()


def area_by_path(actor: Actor, path: str) -> Area:
    area = visible(actor).select_related("parent").filter(path=path).first()
    if area is None:
        raise Refusal("no-such-area", area=path)
    return area


def area_by_key(actor: Actor, key: int) -> Area:
    area = visible(actor).select_related("parent").filter(pk=key).first()
    if area is None:
        raise Refusal("no-such-area", area=key)
    return area


def may_shape(actor: Actor, path: str) -> bool:
    """Say whether `actor` may change the tree at `path` ("": anywhere)."""
    if actor.kind is Kind.IMPORTER:
        return True
    held = actor.holds(SHAPING_ROLES)
    return any(is_within(path, holding.path) for holding in held)


def must_shape(actor: Actor, path: str = EVERYWHERE) -> None:
    if not may_shape(actor, path):
        raise Refusal("tree-not-yours-to-change", area=path)
