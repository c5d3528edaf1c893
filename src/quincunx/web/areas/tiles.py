"""Borders and names of areas as vector tiles, cut from the index in memory."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import mapbox_vector_tile
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from quincunx.areas import index
from quincunx.areas.index import AreaRef, Index, Stamp
from quincunx.lib.coordinates import Datum, convert

EXTENT = 4096
MARGIN = 64 / EXTENT  # of a tile, so that lines do not end at its edge
SMALLEST = 6 / 512  # of a tile; what is smaller is not drawn
MOST = 3_000
LETTER = 12 / 512  # what one letter of a name takes of a tile
STRAIGHT = 0.01  # degrees in which a shift bends a line by less than a decimetre
BEND = 0.025  # of a tile; two degrees that lie side by side shift by 2 % at most
WIDEST = 2.0  # of a tile; beyond, its parts have the word
DEEPEST = 22
FINE = frozenset({"composite", "micro", "building", "dedicated", "unit"})
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Tile:
    """A square of the world, in the usual numbering of a system of coordinates."""

    zoom: int
    x: int
    y: int
    datum: Datum = Datum.WGS84

    @property
    def exists(self) -> bool:
        side = 1 << self.zoom
        return self.zoom <= DEEPEST and 0 <= self.x < side and 0 <= self.y < side

    @property
    def box(self) -> Box:
        """Longitudes and latitudes, in WGS 84, of the tile with its margin."""
        return self.covered(self._box(MARGIN))

    @property
    def bare_box(self) -> Box:
        return self.covered(self._box(0.0))

    def _box(self, margin: float) -> Box:
        west, east = self.x - margin, self.x + 1 + margin
        north, south = self.y - margin, self.y + 1 + margin
        return self._lon(west), self._lat(south), self._lon(east), self._lat(north)

    def _lon(self, column: float) -> float:
        return column / (1 << self.zoom) * 360 - 180

    def _lat(self, row: float) -> float:
        up = math.pi * (1 - 2 * row / (1 << self.zoom))
        return math.degrees(math.atan(math.sinh(up)))

    def covered(self, box: Box) -> Box:
        """Return in WGS 84 what a box of this tile's system covers, and a bit more."""
        if self.datum == Datum.WGS84:
            return box
        west, south, east, north = box
        lons, lats = convert(
            [west, west, east, east], [south, north] * 2, self.datum, Datum.WGS84
        )
        wide, high = (east - west) * BEND, (north - south) * BEND
        return (
            float(lons.min()) - wide,
            float(lats.min()) - high,
            float(lons.max()) + wide,
            float(lats.max()) + high,
        )

    def flat(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape of WGS 84 in units of this tile, y downwards."""
        side = 1 << self.zoom
        if self.datum != Datum.WGS84:  # a straight line there is none here
            shape = shapely.segmentize(shape, max(STRAIGHT, 360 / side / 32))

        def onto(lonlat: Any) -> Any:
            lon, lat = convert(lonlat[:, 0], lonlat[:, 1], Datum.WGS84, self.datum)
            lat = np.radians(np.clip(lat, -85.05, 85.05))
            x = (lon + 180) / 360 * side - self.x
            y = (1 - np.arcsinh(np.tan(lat)) / np.pi) / 2 * side - self.y
            return np.rint(np.column_stack([x, y]) * EXTENT)

        return shapely.transform(shape, onto)


def areas(tile: Tile, on: date) -> bytes:
    """Return the tile; the same bytes while the tree does not change. One query."""
    if not tile.exists:
        return b""
    return _kept(tile, on, index.stamp_now())


@lru_cache(maxsize=2048)
def _kept(tile: Tile, on: date, stamp: Stamp) -> bytes:
    del stamp  # the key under which the answer is true
    tree = index.current()
    drawn = list(_drawn(tree, tile, on))
    layers = [
        {"name": "areas", "features": [_feature(ref, shape) for ref, shape in drawn]},
        {"name": "names", "features": list(_names(tree, tile, on))},
    ]
    answer: bytes = mapbox_vector_tile.encode(
        layers, default_options={"extents": EXTENT, "y_coord_down": True}
    )
    return answer


def _drawn(tree: Index, tile: Tile, on: date) -> Iterator[tuple[AreaRef, BaseGeometry]]:
    span = tree.span(on)
    rows = tree.tree.query(shapely.box(*tile.box))
    rows = rows[span.in_force[rows]]
    rows = rows[_large(tree.shapes[rows], tile)]
    order = np.argsort(tree.rank[rows], kind="stable")[:MOST]
    for row in rows[order].tolist():
        shape = tree.shapes[row]
        if shape.geom_type == "Point":
            continue
        flat = tile.flat(shapely.clip_by_rect(shape, *tile.box))
        flat = shapely.simplify(flat, 0.5)
        if not flat.is_empty and flat.geom_type.endswith("Polygon"):
            yield tree.ref(int(tree.area[row]), on), flat


def _large(shapes: Any, tile: Tile) -> Any:
    boxes = shapely.bounds(shapes)
    width = (boxes[:, 2] - boxes[:, 0]) / 360 * (1 << tile.zoom)
    return width > SMALLEST


def _feature(ref: AreaRef, shape: BaseGeometry) -> dict[str, Any]:
    told = {"id": ref.id, "level": ref.level, "fine": int(ref.kind in FINE)}
    return {"geometry": shape, "properties": told}


def _names(tree: Index, tile: Tile, on: date) -> Iterator[dict[str, Any]]:
    """Yield names whose own point lies in this tile, where there is room for them."""
    rows = tree.tree.query(shapely.box(*tile.bare_box))
    for row in rows[tree.span(on).in_force[rows]][:MOST].tolist():
        ref, shape = tree.ref(int(tree.area[row]), on), tree.shapes[row]
        west, _, east, _ = shape.bounds
        wide = (east - west) / 360 * (1 << tile.zoom)
        if ref.level > 1 and len(ref.name) * LETTER < wide < WIDEST:
            point = tile.flat(shapely.point_on_surface(shape))
            if 0 <= point.x < EXTENT and 0 <= point.y < EXTENT:
                told = {"name": ref.name, "level": ref.level}
                yield {"geometry": point, "properties": told}
