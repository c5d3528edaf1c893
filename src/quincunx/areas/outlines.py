"""The outline of an area: what may be stored as one, and how it is measured.

Stored outlines are longitude and latitude of WGS 84. Measures are taken in an
equal-area projection around the place itself, never in degrees.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from quincunx.areas.models import Border
from quincunx.lib import geometry
from quincunx.lib.refusal import Refusal

POLYGONAL = frozenset({"Polygon", "MultiPolygon"})
Shapes = npt.NDArray[np.object_]
Box = tuple[float, float, float, float]


def checked(shape: BaseGeometry | None, *, where: str, points: bool) -> BaseGeometry:
    """Return `shape` flat and fit to be stored, or refuse it by the name `where`.

    A single position is taken only where `points` is true.
    """
    if shape is None:
        raise Refusal("shape-empty", shape=where)
    flat = geometry.check(shape, where)
    if flat.geom_type not in POLYGONAL | ({"Point"} if points else set()):
        raise Refusal("outline-not-a-surface", where=where, found=flat.geom_type)
    return flat


def stored(shape: BaseGeometry) -> dict[str, Any]:
    """Return the columns of a border that holds `shape`."""
    minx, miny, maxx, maxy = shape.bounds
    return {
        "wkb": shapely.to_wkb(shape),
        "minx": minx,
        "miny": miny,
        "maxx": maxx,
        "maxy": maxy,
    }


def of(border: Border) -> BaseGeometry:
    """Return the outline that a border holds."""
    return shapely.from_wkb(bytes(border.wkb))


def box(shapes: Iterable[BaseGeometry]) -> Box:
    minx, miny, maxx, maxy = shapely.total_bounds(list(shapes)).tolist()
    return minx, miny, maxx, maxy


def flattened(shapes: Shapes) -> Shapes:
    """Return `shapes` in metres; surfaces are exact, lengths true around the middle."""
    minx, miny, maxx, maxy = shapely.total_bounds(shapes).tolist()
    plane = _plane(round((minx + maxx) / 2), round((miny + maxy) / 2, 1))
    flat: Shapes = shapely.transform(
        shapes, lambda xy: np.column_stack(plane.transform(xy[:, 0], xy[:, 1]))
    )
    return flat


@lru_cache(maxsize=64)
def _plane(lon: float, lat: float) -> Transformer:
    """Return a cylindrical equal-area projection true at `lat`."""
    plane = f"+proj=cea +lon_0={lon} +lat_ts={lat} +ellps=WGS84 +units=m"
    return Transformer.from_crs("EPSG:4326", plane, always_xy=True)
