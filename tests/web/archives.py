"""A base map small enough for a test: one box of water, drawn in any system."""

from collections.abc import Iterator
from math import asinh, floor, pi, radians, tan
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import shapely
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from quincunx.lib.coordinates import Datum, convert

EXTENT = 4096
ZOOMS = range(10, 15)
Box = tuple[float, float, float, float]  # west, south, east, north


def archive(file: Path, water: Box, system: Datum) -> Path:
    """Write an archive in `system` whose water covers a box of WGS 84."""
    west, south, east, north = water
    lons, lats = convert([west, east], [south, north], Datum.WGS84, system)
    box = (float(lons[0]), float(lats[0]), float(lons[1]), float(lats[1]))
    with file.open("wb") as opened:
        writer: Any = Writer(opened)  # type: ignore[no-untyped-call]  # has no types
        for zoom in ZOOMS:
            for x, y in _tiles(zoom, box):
                writer.write_tile(zxy_to_tileid(zoom, x, y), _tile(zoom, x, y, box))
        writer.finalize(_head(box), {"vector_layers": [{"id": "water", "fields": {}}]})
    return file


def across(lon: float, zoom: int) -> float:
    """Return the column of a longitude, with its fraction."""
    return (lon + 180) / 360 * (1 << zoom)


def down(lat: float, zoom: int) -> float:
    """Return the row of a latitude, with its fraction."""
    return (1 - asinh(tan(radians(lat))) / pi) / 2 * (1 << zoom)


def _tiles(zoom: int, box: Box) -> Iterator[tuple[int, int]]:
    west, south, east, north = box
    for x in range(floor(across(west, zoom)), floor(across(east, zoom)) + 1):
        for y in range(floor(down(north, zoom)), floor(down(south, zoom)) + 1):
            yield x, y


def _tile(zoom: int, x: int, y: int, box: Box) -> bytes:
    west, south, east, north = box
    edges = (
        (across(west, zoom) - x) * EXTENT,
        (down(north, zoom) - y) * EXTENT,
        (across(east, zoom) - x) * EXTENT,
        (down(south, zoom) - y) * EXTENT,
    )
    shape = shapely.clip_by_rect(shapely.box(*edges), -64, -64, 4160, 4160)
    layer = {"name": "water", "features": [{"geometry": shape, "properties": {}}]}
    told: bytes = mapbox_vector_tile.encode(
        layer, default_options={"extents": EXTENT, "y_coord_down": True}
    )
    return told


def _head(box: Box) -> dict[str, object]:
    edges = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
    return {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.NONE,
        "min_zoom": ZOOMS[0],
        "max_zoom": ZOOMS[-1],
        **{name: round(edge * 1e7) for name, edge in zip(edges, box, strict=True)},
        "center_zoom": ZOOMS[0],
        "center_lon_e7": round(box[0] * 1e7),
        "center_lat_e7": round(box[1] * 1e7),
    }
