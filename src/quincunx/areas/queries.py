"""Reads for screens: a node of the tree, borders in a window, what changed since."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from django.db.models import Count, Q, QuerySet

from quincunx.areas import access
from quincunx.areas import index as indexes
from quincunx.areas.history import in_force
from quincunx.areas.index import AreaRef
from quincunx.areas.models import Area, Change
from quincunx.areas.outlines import Box
from quincunx.areas.schemes import level_name
from quincunx.foundation.actors import Actor
from quincunx.lib.geometry import simplified

MOST = 5_000


@dataclass(frozen=True)
class Node:
    """An area as a line of the tree: how many parts open below it."""

    area: Area
    parts: int


def nodes(
    actor: Actor, parent: Area | None, on: date, *, after: str = "", most: int = 300
) -> list[Node]:
    """Return the parts of `parent` (None: the tops) with theirs counted. One query.

    Pages by keyset: `after` is the path of the last one seen.
    """
    still = Q(parts__valid_from__lte=on) & (
        Q(parts__valid_to=None) | Q(parts__valid_to__gt=on)
    )
    rows = access.visible(actor).filter(in_force(on), parent=parent, path__gt=after)
    counted = rows.annotate(count=Count("parts", filter=still)).order_by("path")
    return [Node(area, area.count) for area in counted[:most]]


def areas_by_key(keys: Collection[int]) -> dict[int, Area]:
    """Return areas for showing, with the names and places they have now.

    One query while the tree does not change, one more for areas not asked for before.
    """
    known = indexes.current().areas
    found = {key: known[key] for key in keys if key in known}
    fresh = [key for key in keys if key not in found]
    if fresh:
        read = Area.objects.in_bulk(fresh)
        known.update(read)
        found |= read
    return found


def borders(
    actor: Actor, box: Box, on: date, *, level: int, metres: float = 0.0
) -> dict[str, Any]:
    """Return the borders of a level in a window as GeoJSON; one query.

    `metres` is how far a line may stray for being shorter; never store what strays.
    """
    del actor  # the tree is public
    found = list(_in_window(box, on, level))[:MOST]
    shapes = [simplified(s, metres) if metres else s for _, s in found]
    features = [
        {
            "type": "Feature",
            "id": ref.id,
            "properties": {"name": ref.name, "level": ref.level, "kind": ref.kind},
            "geometry": shapely.geometry.mapping(shape),
        }
        for (ref, _), shape in zip(found, shapes, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _in_window(box: Box, on: date, level: int) -> Iterator[tuple[AreaRef, Any]]:
    index = indexes.current()
    rows = index.tree.query(shapely.box(*box))
    rows = rows[index.span(on).in_force[rows]]
    for row in sorted(rows.tolist()):
        ref = index.ref(int(index.area[row]), on)
        if ref.level == level:
            yield ref, index.shapes[row]


def changes_since(number: int) -> QuerySet[Change]:
    """Return what later revisions changed, oldest first, each with its window."""
    return Change.objects.filter(number__gt=number).order_by("number", "pk")


def levels(language: str) -> tuple[str, dict[int, str]]:
    """Return the scheme of the tree in use, and what its levels are called."""
    root = Area.objects.filter(parent=None, valid_to=None).order_by("level", "pk")
    top = root.select_related("scheme").first()
    if top is None:
        return "", {}
    named = top.scheme.levels.all()
    return top.scheme.code, {
        level.number: level_name(level.name, language) for level in named
    }
