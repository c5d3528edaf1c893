"""Who lies in what: a position and a date give one area, never none by accident.

On a border the lowest key has it; in a gap between grids the nearest grid, marked
so. Outside the district nobody has it, and a declared default point is no position.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import shapely

from quincunx.areas import index as indexes
from quincunx.areas.index import AreaRef, Bools, Index, Ints, Span
from quincunx.areas.tree import EVERYWHERE
from quincunx.lib.coordinates import check_lonlat

Floats = npt.NDArray[np.float64]


class How(StrEnum):
    INSIDE = "inside"
    BORDER = "border"  # two areas of a level claim it: the lowest key
    GAP = "gap"  # none of the parts claims it: the nearest
    OUTSIDE = "outside"
    NOT_LOCATED = "not-located"  # a default point: nobody knows where


HOWS = tuple(How)
_INSIDE, _BORDER, _GAP, _OUTSIDE, _NOT_LOCATED = range(len(HOWS))
_AT_ONCE = 50_000
_NONE = np.iinfo(np.int64).max
_METRES_PER_DEGREE = 111_195.0
_SAME_PLACE = 1e-6  # degrees, about 10 cm


@dataclass(frozen=True)
class Placement:
    """Where a position lies: `chain` from the district to the deepest area.

    `layers` are the areas that lie beside the tree: unit, dedicated and
    responsibility grids. `area_id` is None outside and where nothing is known.
    """

    area_id: int | None
    chain: tuple[AreaRef, ...]
    how: How
    layers: tuple[AreaRef, ...] = ()


@dataclass(frozen=True)
class Placements:
    """Where many positions lie, row by row: `area` is 0 where there is none."""

    area: Ints
    how: npt.NDArray[np.uint8]  # positions in HOWS
    on: date
    index: Index

    def chain(self, key: int) -> tuple[AreaRef, ...]:
        """Return the chain of an area named in `area`."""
        return self.index.chain(key, self.on) if key else ()

    def named(self) -> list[How]:
        return [HOWS[how] for how in self.how.tolist()]


def place(lon: float, lat: float, on: date) -> Placement:
    """Return where a position lies on a day. One query when nothing changed.

    Refuses what is no position at all: NaN, or beyond the globe.
    """
    check_lonlat(lon, lat)
    index = indexes.current()
    span = index.span(on)
    xs, ys = np.array([lon], dtype=float), np.array([lat], dtype=float)
    area, how = _place(index, span, xs, ys)
    _strike_defaults(index, xs, ys, area, how)
    key = int(area[0])
    named = HOWS[how[0]]
    if not key:
        return Placement(None, (), named)
    return Placement(key, index.chain(key, on), named, _layers(index, xs, ys, span, on))


def place_many(lons: Floats, lats: Floats, on: date) -> Placements:
    """Return where many positions lie on a day; NaN lies outside.

    Above 100,000 a second over 20,000 polygons; one query in all.
    """
    index = indexes.current()
    span = index.span(on)
    xs, ys = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
    area = np.zeros(len(xs), dtype=np.int64)
    how = np.full(len(xs), _OUTSIDE, dtype=np.uint8)
    for start in range(0, len(xs), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        area[part], how[part] = _place(index, span, xs[part], ys[part])
    _strike_defaults(index, xs, ys, area, how)
    return Placements(area, how, on, index)


def holders(lons: Floats, lats: Floats, on: date, *, above: int) -> Ints:
    """Return the deepest area above level `above` that holds each position; 0: none."""
    index = indexes.current()
    span = index.span(on, below=2 * above)
    area, _ = _place(index, span, np.asarray(lons), np.asarray(lats))
    return area


def claims(lons: Floats, lats: Floats, on: date) -> Ints:
    """Return how many of the deepest grids of the tree each position lies in.

    A border counts for both sides. For the share that lies in exactly one: `coverage`.
    """
    index = indexes.current()
    span = index.span(on)
    xs, ys = np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)
    count = np.zeros(len(xs), dtype=np.int64)
    with index.lock:
        point, border = _near(index, span.leaf, xs, ys)
        inside = shapely.intersects_xy(index.shapes[border], xs[point], ys[point])
    np.add.at(count, point[inside], 1)
    return count


def nearest(lons: Floats, lats: Floats, on: date, *, above: int) -> tuple[Ints, Floats]:
    """Return the nearest leaf above level `above` to each position, and its metres."""
    index = indexes.current()
    span = index.span(on, below=2 * above)
    if not span.leaf.any():
        return np.zeros(len(lons), dtype=np.int64), np.full(len(lons), np.inf)
    leaves = index.leaves(span, EVERYWHERE)
    points = shapely.points(np.asarray(lons) * leaves.squeeze, np.asarray(lats))
    (asked, near), far = leaves.tree.query_nearest(
        points, all_matches=False, return_distance=True
    )
    area, metres = np.zeros(len(lons), dtype=np.int64), np.full(len(lons), np.inf)
    area[asked] = index.area[leaves.rows[near]]
    metres[asked] = far * _METRES_PER_DEGREE
    return area, metres


def _place(
    index: Index, span: Span, xs: Floats, ys: Floats
) -> tuple[Ints, npt.NDArray[np.uint8]]:
    with index.lock:  # a prepared shape is built on its first use
        row, claims = _deepest(index, span.in_force & index.in_tree, xs, ys)
        how = np.full(len(xs), _OUTSIDE, dtype=np.uint8)
        how[claims == 1] = _INSIDE
        how[claims > 1] = _BORDER
        _fill_gaps(index, span, xs, ys, row, how)
    area = np.zeros(len(xs), dtype=np.int64)
    area[row >= 0] = index.area[row[row >= 0]]
    return area, how


def _deepest(index: Index, among: Bools, xs: Floats, ys: Floats) -> tuple[Ints, Ints]:
    """Return for each position its row in the index (-1: none) and how many claim it.

    Deep levels are asked first; what they claim is not asked of the upper ones,
    whose outlines are long.
    """
    row = np.full(len(xs), _NONE, dtype=np.int64)
    claims = np.zeros(len(xs), dtype=np.int64)
    point, border = _near(index, among, xs, ys)
    ranks = index.rank[border]
    for rank in np.unique(ranks)[::-1]:
        ask = (ranks == rank) & (claims[point] == 0)
        p, b = point[ask], border[ask]
        inside = shapely.intersects_xy(index.shapes[b], xs[p], ys[p])
        p, b = p[inside], b[inside]
        np.minimum.at(row, p, b)  # rows stand in the order of their areas' keys
        np.add.at(claims, p, 1)
    row[claims == 0] = -1
    return row, claims


def _near(index: Index, among: Bools, xs: Floats, ys: Floats) -> tuple[Ints, Ints]:
    """Return pairs of position and border whose boxes meet, ordered by border."""
    if not len(index.area):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    known = np.flatnonzero(np.isfinite(xs) & np.isfinite(ys))
    point, border = index.tree.query(shapely.points(xs[known], ys[known]))
    keep = among[border]
    point, border = known[point[keep]], border[keep]
    order = np.argsort(border, kind="stable")
    return point[order], border[order]


def _fill_gaps(
    index: Index,
    span: Span,
    xs: Floats,
    ys: Floats,
    row: Ints,
    how: npt.NDArray[np.uint8],
) -> None:
    """Give what lies between the parts of an area to its nearest leaf."""
    known = np.flatnonzero(row >= 0)
    strays = known[span.parted[row[known]]]
    for found in np.unique(row[strays]).tolist():
        stray = strays[row[strays] == found]
        leaves = index.leaves(span, span.paths[found])
        points = shapely.points(xs[stray] * leaves.squeeze, ys[stray])
        asked, near = leaves.tree.query_nearest(points, all_matches=True)
        best = np.full(len(stray), _NONE, dtype=np.int64)
        np.minimum.at(best, asked, leaves.rows[near])
        row[stray] = best
        how[stray] = _GAP


def _strike_defaults(
    index: Index, xs: Floats, ys: Floats, area: Ints, how: npt.NDArray[np.uint8]
) -> None:
    for lon, lat in index.default_points:
        same = (np.abs(xs - lon) < _SAME_PLACE) & (np.abs(ys - lat) < _SAME_PLACE)
        area[same] = 0
        how[same] = _NOT_LOCATED


def _layers(
    index: Index, xs: Floats, ys: Floats, span: Span, on: date
) -> tuple[AreaRef, ...]:
    """Return one area of each kind beside the tree; the lowest key has a border."""
    with index.lock:
        _, border = _near(index, span.in_force & ~index.in_tree, xs, ys)
        inside = shapely.intersects_xy(index.shapes[border], xs[0], ys[0])
    return _one_of_each(
        index.ref(key, on) for key in index.area[border[inside]].tolist()
    )


def _one_of_each(refs: Iterable[AreaRef]) -> tuple[AreaRef, ...]:
    kept: dict[str, AreaRef] = {}
    for ref in refs:
        kept.setdefault(ref.kind, ref)
    return tuple(kept.values())
