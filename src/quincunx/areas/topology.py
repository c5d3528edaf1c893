"""What is wrong between outlines that should cover a place exactly once.

Plain geometry: outlines and row numbers in, pieces out. Outlines that fit together
share their corners exactly, so the comparison is made in the coordinates they are
stored in, and only what does not fit is measured.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Shapes = npt.NDArray[np.object_]
HAIRLINE = 1e-6  # degrees, about 10 cm


@dataclass(frozen=True)
class Piece:
    """A polygon that is covered twice, not at all, or where it should not be."""

    kind: str
    rows: tuple[int, ...]
    shape: BaseGeometry


def overlaps(shapes: Shapes) -> list[Piece]:
    """Return what two of `shapes` both cover; rows are places in `shapes`.

    Two that share an edge to the last digit are passed over without being cut.
    """
    if shapely.coverage_is_valid(shapes):
        return []
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    apart = shapely.touches(shapes[first], shapes[second])
    first, second = first[~apart], second[~apart]
    shared = shapely.intersection(shapes[first], shapes[second])
    return [
        Piece("overlap", (a, b), piece)
        for a, b, both in zip(first.tolist(), second.tolist(), shared, strict=True)
        for piece in polygons(both)
    ]


def uncovered(whole: BaseGeometry, parts: Shapes) -> list[BaseGeometry]:
    """Return the pieces of `whole` that none of `parts` covers."""
    return polygons(shapely.difference(whole, together(parts)))


def beyond(whole: BaseGeometry, parts: Shapes) -> list[tuple[int, BaseGeometry]]:
    """Return what of each of `parts` lies outside `whole`, with its place in them."""
    shapely.prepare(whole)
    astray = np.flatnonzero(~shapely.covers(whole, parts))
    rest = shapely.difference(parts[astray], whole)
    return [
        (row, piece)
        for row, left in zip(astray.tolist(), rest, strict=True)
        for piece in polygons(left)
    ]


def holes(parts: Shapes) -> list[BaseGeometry]:
    """Return the polygons that `parts` enclose on every side and do not cover.

    Corners are drawn together first: a hairline between two areas that were meant to
    touch would join every hole behind it to the outside.
    """
    pieces = polygons(shapely.union_all(parts, grid_size=HAIRLINE))
    islands = shapely.STRtree(pieces)
    return [
        piece
        for whole in pieces
        for ring in shapely.polygons(shapely.get_rings(whole)[1:])
        for piece in _without(ring, islands)
    ]


def _without(ring: BaseGeometry, islands: shapely.STRtree) -> list[BaseGeometry]:
    inner = islands.geometries[islands.query(ring, predicate="contains_properly")]
    return polygons(shapely.difference(ring, shapely.union_all(inner)))


def together(parts: Shapes) -> BaseGeometry:
    """Return the union of `parts`, the quick way where they fit together."""
    if shapely.coverage_is_valid(parts):
        return shapely.coverage_union_all(parts)
    return shapely.union_all(parts)


def joined(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return the union of neighbours as one polygon, if a hairline is all between."""
    for grid in (0.0, HAIRLINE / 1000, HAIRLINE):
        whole = shapely.union_all(list(parts), grid_size=grid or None)
        if whole.geom_type == "Polygon":
            return whole
    return shapely.union_all(list(parts))


def polygons(shape: BaseGeometry) -> list[BaseGeometry]:
    """Return the polygons of what an overlay gave, without its lines and points."""
    whole: Iterable[BaseGeometry] = shapely.get_parts(shape)
    return [
        part
        for outer in whole
        for part in shapely.get_parts(outer)
        if part.geom_type == "Polygon" and not part.is_empty
    ]


def widths(shapes: Shapes) -> npt.NDArray[np.float64]:
    """Return how wide each polygon is on the whole: twice its area by its outline."""
    around = np.maximum(shapely.length(shapes), 1e-9)
    return np.asarray(2 * shapely.area(shapes) / around)
