"""Shapes from files and browsers: read within bounds, refused with the place at fault.

Shapes are longitude and latitude of WGS 84, flat. Surfaces are measured in an
equal-area projection around the shape itself, never in degrees.
"""

import math
import re
from collections.abc import Callable
from functools import lru_cache

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from quincunx.lib.refusal import Refusal

MOST_VERTICES = 1_000_000
MOST_BYTES = 64 * 1024 * 1024
DEGREE = 111_320  # metres of a degree of latitude, or of longitude at the equator
_NUMBER = r"(-?[0-9.]+(?:e[+-]?[0-9]+)?)"
_FAULT = re.compile(rf"(.*)\[{_NUMBER} {_NUMBER}\]", re.IGNORECASE)
# What GEOS finds wrong, in its words, and as a code of ours.
_FLAWS = {
    "self-intersection": "crosses-itself",
    "ring self-intersection": "touches-itself",
    "hole lies outside shell": "hole-outside",
    "holes are nested": "holes-nested",
    "nested shells": "parts-nested",
    "interior is disconnected": "cut-in-two",
    "duplicate rings": "drawn-twice",
    "too few points in geometry component": "too-few-points",
}

Box = tuple[float, float, float, float]  # west, south, east, north


def from_geojson(text: str | bytes, name: str) -> BaseGeometry:
    """Return the geometry of a GeoJSON geometry or feature, checked.

    Refuses `shape-not-understood`, `shape-too-large`, and what `check` refuses.
    """
    return _read(shapely.from_geojson, text, name)


def from_wkb(content: bytes, name: str) -> BaseGeometry:
    """Return the geometry of well-known bytes, checked like GeoJSON."""
    return _read(shapely.from_wkb, content, name)


def _read(
    reader: Callable[..., BaseGeometry | None], content: str | bytes, name: str
) -> BaseGeometry:
    if len(content) > MOST_BYTES:
        raise Refusal("shape-too-large", shape=name, most=MOST_VERTICES)
    try:
        with np.errstate(invalid="ignore"):  # NaN is refused below, by name
            shape = reader(content)
    except (shapely.errors.GEOSException, ValueError, TypeError) as error:
        raise Refusal("shape-not-understood", shape=name) from error
    if shape is None:
        raise Refusal("shape-not-understood", shape=name)
    return check(shape, name)


def check(shape: BaseGeometry, name: str) -> BaseGeometry:
    """Return `shape` without heights, or refuse it and say where it is at fault.

    Refuses `shape-empty`, `shape-too-large` (a million vertices),
    `shape-not-a-number`, `shape-out-of-range` and `shape-crosses-itself` (with the
    place, and what is wrong there as one of `_FLAWS`).
    """
    if shape.is_empty:
        raise Refusal("shape-empty", shape=name)
    if shapely.get_num_coordinates(shape) > MOST_VERTICES:
        raise Refusal("shape-too-large", shape=name, most=MOST_VERTICES)
    with np.errstate(invalid="ignore"):
        flat = shapely.force_2d(shape)
    _must_be_on_the_globe(flat, name)
    _must_not_cross_itself(flat, name)
    return flat


def _must_be_on_the_globe(shape: BaseGeometry, name: str) -> None:
    vertices = shapely.get_coordinates(shape)
    if not np.isfinite(vertices).all():
        raise Refusal("shape-not-a-number", shape=name)
    outside = (np.abs(vertices) > (180, 90)).any(axis=1)
    if outside.any():
        x, y = vertices[outside.argmax()].tolist()
        raise Refusal("shape-out-of-range", shape=name, x=x, y=y)


def _must_not_cross_itself(shape: BaseGeometry, name: str) -> None:
    reason = shapely.is_valid_reason(shape)
    if reason == "Valid Geometry":
        return
    fault = _FAULT.fullmatch(reason)
    what, x, y = fault.groups() if fault else (reason, math.nan, math.nan)
    flaw = _FLAWS.get(what.lower(), "not-sound")
    raise Refusal("shape-crosses-itself", shape=name, flaw=flaw, x=float(x), y=float(y))


def must_touch(shape: BaseGeometry, box: Box, name: str) -> None:
    """Refuse a shape that lies wholly outside `box`, where it is expected.

    `shape-swapped` if it would touch with longitude and latitude exchanged,
    else `shape-elsewhere`.
    """
    west, south, east, north = shape.bounds
    if _touch((west, south, east, north), box):
        return
    if _touch((south, west, north, east), box):
        raise Refusal("shape-swapped", shape=name, x=west, y=south)
    raise Refusal("shape-elsewhere", shape=name, x=west, y=south)


def _touch(one: Box, other: Box) -> bool:
    apart = one[0] > other[2] or other[0] > one[2]
    return not (apart or one[1] > other[3] or other[1] > one[3])


def square_metres(shape: BaseGeometry) -> float:
    """Return the surface of `shape`, zero for points and lines."""
    return float(in_metres(shape).area)


def in_metres(shape: BaseGeometry) -> BaseGeometry:
    """Return `shape` on a plane around its middle: surfaces exact, lengths nearly.

    Within 10 km of the middle a length is right to a millionth.
    """
    west, south, east, north = shape.bounds
    plane = _plane(round((west + east) / 2, 1), round((south + north) / 2, 1))
    return shapely.transform(
        shape, lambda xy: np.column_stack(plane.transform(xy[:, 0], xy[:, 1]))
    )


@lru_cache(maxsize=256)
def _plane(lon: float, lat: float) -> Transformer:
    """Return Lambert's azimuthal equal-area projection around a place."""
    plane = f"+proj=laea +lon_0={lon} +lat_0={lat} +ellps=WGS84 +units=m"
    return Transformer.from_crs("EPSG:4326", plane, always_xy=True)


def simplified(shape: BaseGeometry, metres: float) -> BaseGeometry:
    """Return `shape` for a map, with no vertex moved by more than `metres`.

    Neighbours are not simplified alike: never store what this returns.
    """
    return shape.simplify(metres / DEGREE, preserve_topology=True)


def snapped(shape: BaseGeometry, metres: float) -> BaseGeometry:
    """Return `shape` on a raster of some `metres`, valid; slivers below it vanish.

    The raster is the same everywhere, so that neighbours meet again.
    """
    return shapely.set_precision(shape, metres / DEGREE)
