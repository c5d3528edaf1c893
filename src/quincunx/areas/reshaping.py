"""How outlines change when one is drawn anew: neighbours follow, a line cuts in two.

Plain geometry, in the coordinates outlines are stored in. What one area gains its
neighbours lose, what it loses goes to the neighbour it shares most of its edge with,
so that a coverage stays one.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry as Shape

from quincunx.areas import topology

NEAR = 1e-5  # degrees, about a metre: a corner drawn this near is meant to be the same
SAME = 1e-8  # degrees, about a millimetre
_CRUMB = 1e-12  # square degrees, about a hundredth of a square metre


def snapped(shape: Shape, beside: Sequence[Shape], *, metres: float = 1.0) -> Shape:
    """Return `shape` with corners on those of `beside` where they nearly are."""
    if not beside:
        return shape
    edges = shapely.union_all(shapely.boundary(list(beside)))
    near = shapely.snap(shape, edges, NEAR * metres)
    return near if near.is_valid and not near.is_empty else shape


def follow(old: Shape | None, new: Shape, beside: Sequence[Shape]) -> list[Shape]:
    """Return `beside` as they are once `old` has become `new` among them.

    Without `old` the new outline is cut out of them. One that is used up is empty.
    """
    lost = [] if old is None else _pieces(shapely.difference(old, new))
    given = [_heir(piece, beside) for piece in lost]
    return [
        _whole(
            shapely.union_all(
                [
                    shapely.difference(shape, new),
                    *(p for p, heir in zip(lost, given, strict=True) if heir == n),
                ]
            )
        )
        for n, shape in enumerate(beside)
    ]


def _heir(piece: Shape, beside: Sequence[Shape]) -> int | None:
    """Return who shares most of a lost piece's edge; nobody if none touches it."""
    edge = piece.boundary
    shared = [
        shapely.length(shapely.intersection(edge, shape.buffer(SAME)))
        for shape in beside
    ]
    best = int(np.argmax(shared)) if shared else 0
    return best if shared and shared[best] > 2 * SAME else None


def cut(whole: Shape, line: Shape) -> list[Shape]:
    """Return the parts `line` cuts `whole` into, from the north, west to east."""
    edges = shapely.union_all([whole.boundary, line])
    parts = [
        piece
        for piece in shapely.get_parts(shapely.polygonize(shapely.get_parts(edges)))
        if whole.contains(shapely.point_on_surface(piece))
    ]
    return sorted(parts, key=lambda part: (-part.centroid.y, part.centroid.x))


def shifted(shape: Shape, frm: Sequence[float], to: Sequence[float]) -> Shape | None:
    """Return `shape` with its corner at `frm` moved to `to`; None if it has none."""
    corners = shapely.get_coordinates(shape)
    there = (np.abs(corners - np.asarray(frm)) < SAME).all(axis=1)
    if not there.any():
        return None
    corners[there] = to
    return shapely.set_coordinates(shapely.from_wkb(shapely.to_wkb(shape)), corners)


def _pieces(shape: Shape) -> list[Shape]:
    return [piece for piece in topology.polygons(shape) if piece.area > _CRUMB]


def _whole(shape: Shape) -> Shape:
    """Return the surface of a union, without the crumbs that rounding leaves."""
    found = _pieces(shape)
    return found[0] if len(found) == 1 else shapely.MultiPolygon(found)
