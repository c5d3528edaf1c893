"""What was placed by position follows a new border from its date.

Buildings and lots are parts that need not cover their parent: they stand where their
position falls. When a border changes, those near it are looked up again. What lay
under an area that was split or merged goes to its successor, among several to the one
that holds it, else to the nearest, else to the lowest key.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import numpy as np
import shapely
from django.db.models import Count
from shapely.geometry.base import BaseGeometry

from quincunx.areas import history, locate
from quincunx.areas.models import Area, Border, Change, Lineage
from quincunx.areas.tree import child_path

_AT_ONCE = 1_000


def follow(change: Change) -> int:
    """Move what `change` left standing in another area; say how many moved."""
    moves = _inherited(change.on) | _strayed(change)
    _move(moves, change.on)
    return len(moves)


def _inherited(on: date) -> dict[int, int]:
    """Return the parts whose parent has ended, each with the area that took over."""
    bereft = list(
        Area.objects.filter(history.in_force(on), parent__valid_to__lte=on)
        .order_by("pk")
        .values_list("pk", "parent_id")
    )
    heirs = _heirs({parent for _, parent in bereft if parent})
    shapes = _shapes_on(
        [key for key, _ in bereft] + [h for hs in heirs.values() for h in hs], on
    )
    return {
        key: _nearest(shapes.get(key), heirs[parent], shapes)
        for key, parent in bereft
        if parent in heirs
    }


def _heirs(ended: Iterable[int]) -> dict[int, list[int]]:
    heirs: defaultdict[int, list[int]] = defaultdict(list)
    rows = Lineage.objects.filter(before__in=list(ended)).order_by("after_id")
    for before, after in rows.values_list("before_id", "after_id"):
        heirs[before].append(after)
    return dict(heirs)


def _shapes_on(keys: Iterable[int], on: date) -> dict[int, BaseGeometry]:
    rows = Border.objects.filter(history.in_force(on), area__in=list(keys))
    return {
        key: shapely.from_wkb(bytes(wkb))
        for key, wkb in rows.values_list("area_id", "wkb")
    }


def _nearest(
    shape: BaseGeometry | None, heirs: list[int], shapes: dict[int, BaseGeometry]
) -> int:
    if shape is None:
        return heirs[0]
    point = shapely.point_on_surface(shape)
    drawn = [heir for heir in heirs if heir in shapes]
    return min(drawn or heirs, key=lambda heir: _distance(point, shapes.get(heir)))


def _distance(point: BaseGeometry, shape: BaseGeometry | None) -> float:
    return 0.0 if shape is None else float(shapely.distance(point, shape))


def _strayed(change: Change) -> dict[int, int]:
    """Return the small parts near the change that another area holds now."""
    if change.minx is None:
        return {}
    near = list(
        Border.objects.filter(
            history.in_force(change.on),
            area__gap_exempt=True,
            minx__lte=change.maxx,
            maxx__gte=change.minx,
            miny__lte=change.maxy,
            maxy__gte=change.miny,
        ).select_related("area")
    )
    if not near:
        return {}
    return {
        border.area_id: key
        for border, key in zip(near, _holders(near, change.on), strict=True)
        if key not in (0, border.area.parent_id)
    }


def _holders(near: list[Border], on: date) -> list[int]:
    points = shapely.point_on_surface(shapely.from_wkb([bytes(b.wkb) for b in near]))
    lons, lats = shapely.get_x(points), shapely.get_y(points)
    levels = np.array([border.area.level for border in near])
    found = np.zeros(len(near), dtype=np.int64)
    for level in np.unique(levels).tolist():
        at = levels == level
        found[at] = locate.holders(lons[at], lats[at], on, above=level)
    keys: list[int] = found.tolist()
    return keys


def _move(moves: dict[int, int], on: date) -> None:
    """Move whole subtrees one by one, upper ones first, then single parts in bulk."""
    parted = Area.objects.annotate(count=Count("parts")).filter(count__gt=0)
    whole = parted.in_bulk(list(moves))
    for key in sorted(whole, key=lambda key: whole[key].level):
        area = Area.objects.get(pk=key)
        history.uproot(area, parent=Area.objects.get(pk=moves[key]), on=on)
    single = [key for key in moves if key not in whole]
    for start in range(0, len(single), _AT_ONCE):
        _move_single({k: moves[k] for k in single[start : start + _AT_ONCE]}, on)


def _move_single(moves: dict[int, int], on: date) -> None:
    history.keep(Area.objects.filter(pk__in=moves), on)
    parents = Area.objects.in_bulk(set(moves.values()))
    areas = list(Area.objects.filter(pk__in=moves))
    for area in areas:
        parent = parents[moves[area.pk]]
        area.parent, area.path = parent, child_path(parent.path, area.pk)
    Area.objects.bulk_update(areas, ["parent", "path"])
