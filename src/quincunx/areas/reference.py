"""Reference systems: everything is stored as longitude and latitude of WGS 84.

A system is what the file states or what the caller declares; never a guess. GCJ-02
and BD-09, which no registry knows, may be declared by name.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry as Shape

from quincunx.areas.sources import RFC_7946
from quincunx.lib import coordinates, geometry
from quincunx.lib.refusal import Refusal

Corners = npt.NDArray[np.float64]
DATUMS = {
    "GCJ-02": coordinates.Datum.GCJ02,
    "GCJ02": coordinates.Datum.GCJ02,
    "BD-09": coordinates.Datum.BD09,
    "BD09": coordinates.Datum.BD09,
}
# No district lies beyond: Puerto Williams is at 55° south, Longyearbyen 78° north.
MOST_SOUTH, MOST_NORTH = -60.0, 80.0
LEAST_METRES = 5  # what a whole file must measure: degrees read as metres do not


def to_wgs84(
    shapes: Sequence[Shape | None], *, stated: str, declared: str
) -> list[Shape | None]:
    """Return `shapes` in WGS 84, or refuse coordinates whose system is not known.

    `stated` is what the file says, `declared` what the caller says; they must agree.
    """
    known = [shape for shape in shapes if shape is not None]
    datum = DATUMS.get(declared.upper())
    if datum is not None:
        _must_be_degrees(known)
        return _moved(shapes, lambda xy: _from_datum(xy, datum))
    named = _agreed(stated, declared)
    if named is None:
        raise Refusal("crs-missing", example=_example(known))
    if named.is_geographic:
        _must_be_degrees(known)
    plane = Transformer.from_crs(named, "EPSG:4326", always_xy=True)
    there = _moved(shapes, lambda xy: np.column_stack(plane.transform(*xy.T)))
    _must_be_inhabited([shape for shape in there if shape is not None])
    if not named.is_geographic:
        _must_be_of_some_size(known, there)
    return there


def _agreed(stated: str, declared: str) -> CRS | None:
    if not declared:
        return _crs(stated) if stated else None
    said = _crs(declared)
    if stated and stated != RFC_7946 and not _crs(stated).equals(said, True):  # noqa: FBT003  # pyproj: ignore the order of axes
        raise Refusal(
            "crs-contradicts-file", declared=declared, stated=_crs(stated).name
        )
    return said


def _crs(name: str) -> CRS:
    try:
        return CRS.from_user_input(int(name) if name.isdigit() else name)
    except CRSError as wrong:
        raise Refusal("crs-unknown", crs=name[:80]) from wrong


def _moved(shapes: Sequence[Shape | None], by: object) -> list[Shape | None]:
    moved: list[Shape | None] = list(
        shapely.transform(np.array(shapes, dtype=object), by)
    )
    return moved


def _from_datum(xy: Corners, datum: coordinates.Datum) -> Corners:
    wgs84 = coordinates.Datum.WGS84
    return np.column_stack(coordinates.convert(xy[:, 0], xy[:, 1], datum, wgs84))


def _must_be_degrees(shapes: Sequence[Shape]) -> None:
    """Refuse numbers that are no degrees, or degrees in the wrong order."""
    corners = shapely.get_coordinates(shapes)
    if not len(corners):
        return
    x, y = np.abs(corners).max(axis=0).tolist()
    if x <= 180 and y <= 90:
        return
    if x <= 90 and y <= 180:
        raise Refusal("coordinates-swapped", example=_example(shapes))
    raise Refusal("crs-missing", example=_example(shapes))


def _must_be_inhabited(shapes: Sequence[Shape]) -> None:
    corners = shapely.get_coordinates(shapes)
    if not len(corners):
        return
    if not np.isfinite(corners).all():
        raise Refusal("crs-does-not-fit", example=_example(shapes))
    if corners[:, 1].min() < MOST_SOUTH or corners[:, 1].max() > MOST_NORTH:
        raise Refusal("coordinates-swapped", example=_example(shapes))


def _must_be_of_some_size(
    known: Sequence[Shape], there: Sequence[Shape | None]
) -> None:
    """Refuse degrees read as metres or feet: a whole district a few metres wide.

    Numbers that could be degrees and come out that small together are degrees.
    """
    found = [shape for shape in there if shape is not None and not shape.is_empty]
    corners = shapely.get_coordinates(known)
    if not found or (np.abs(corners) > (180, 180)).any():
        return
    box = shapely.box(*shapely.total_bounds(found))
    west, south, east, north = geometry.in_metres(box).bounds
    if max(east - west, north - south) < LEAST_METRES:
        raise Refusal("crs-makes-it-tiny", example=_example(known), most=LEAST_METRES)


def _example(shapes: Sequence[Shape]) -> str:
    corners = shapely.get_coordinates(shapes)
    return ", ".join(f"{number:.6g}" for number in corners[0]) if len(corners) else ""
