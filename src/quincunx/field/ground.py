"""The ground a worker walks: their grids, the buildings in them, outlines to draw.

Buildings are the level-five areas of the tree; what lies inside them comes from the
registers by the same list (`parent`, `name`), as further rows.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

import shapely

from quincunx.areas import access, index
from quincunx.areas.history import in_force
from quincunx.areas.index import AreaRef
from quincunx.areas.models import Kind
from quincunx.areas.paths import subtrees
from quincunx.areas.tree import ids
from quincunx.foundation.actors import Actor
from quincunx.lib.geometry import simplified
from quincunx.staff.roles import Role

GRID_LEVEL = 4
MOST = 2_000  # areas: a leader's grids with all that stands in them
STRAY = 2.0  # metres a drawn line may stray
_WALKERS = (Role.MEMBER, Role.LEADER, Role.OFFICER, Role.VERIFIER, Role.DISPATCHER)


def areas(actor: Actor, on: date) -> list[dict[str, Any]]:
    """Return the areas of this actor's grids, outermost first. One query.

    Whoever looks after more than `MOST` areas takes along the upper ones only.
    """
    paths = {holding.path for holding in actor.holds(_WALKERS) if holding.path}
    seen = access.visible(actor).filter(in_force(on)).exclude(kind__in=_BESIDE)
    rows = seen.filter(subtrees("path", paths)).order_by("level", "path")
    found = list(rows.values_list("pk", "path", "level", "kind", "name")[:MOST])
    refs = [AreaRef(*row) for row in found]
    outlines = _outlines({ref.id for ref in refs}, on)
    return [_told(ref, outlines.get(ref.id)) for ref in refs]


_BESIDE = (Kind.UNIT, Kind.RESPONSIBILITY, Kind.DEDICATED)


def _told(ref: AreaRef, outline: Any) -> dict[str, Any]:
    above = ids(ref.path)[:-1]
    told: dict[str, Any] = {
        "id": ref.id,
        "parent": above[-1] if above else None,
        "level": ref.level,
        "kind": ref.kind,
        "name": ref.name,
    }
    if outline is not None:
        middle = outline.representative_point()
        told["middle"] = [round(middle.x, 6), round(middle.y, 6)]
        told["rings"] = list(_rings(simplified(outline, STRAY)))
    return told


def _outlines(keys: set[int], on: date) -> dict[int, Any]:
    """Return the outline of each area in force, from the index in memory."""
    tree = index.current()
    drawn = tree.span(on).in_force
    rows = zip(tree.area.tolist(), drawn.tolist(), tree.shapes, strict=True)
    return {area: shape for area, there, shape in rows if there and area in keys}


def _rings(shape: Any) -> Iterable[list[list[float]]]:
    """Yield the outer rings of a surface, as far as a telephone draws them."""
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            yield [[round(x, 6), round(y, 6)] for x, y in part.exterior.coords]
