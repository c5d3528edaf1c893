"""Rings of corners, as a person writes or draws them, and the surface they mean.

A ring that lies in another is a hole, one in a hole a piece again, one beside the
others a piece of its own; in which order they stand says nothing.
"""

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry as Shape

Ring = Sequence[Sequence[float]]  # of longitude and latitude; open or closed


def surface(rings: Sequence[Ring]) -> Shape:
    """Return the polygon, or polygons, that some rings draw; not checked."""
    whole = sorted(map(shapely.Polygon, rings), key=lambda ring: -ring.area)
    around = [
        [n for n, other in enumerate(whole[:place]) if _holds(other, ring)]
        for place, ring in enumerate(whole)
    ]
    pieces = [
        shapely.Polygon(
            ring.exterior,
            [
                whole[n].exterior
                for n, outer in enumerate(around)
                if outer[-1:] == [place] and len(outer) % 2
            ],
        )
        for place, ring in enumerate(whole)
        if len(around[place]) % 2 == 0
    ]
    return pieces[0] if len(pieces) == 1 else shapely.MultiPolygon(pieces)


def _holds(outer: shapely.Polygon, ring: shapely.Polygon) -> bool:
    return bool(outer.covers(ring)) if outer.is_valid and ring.is_valid else False


def rings_of(shape: Shape) -> list[list[tuple[float, float]]]:
    """Return every ring of a surface, open: each piece, and its holes after it."""
    return [
        [(x, y) for x, y in ring.coords[:-1]]
        for piece in shapely.get_parts(shape)
        for ring in (piece.exterior, *piece.interiors)
    ]
