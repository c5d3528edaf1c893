"""The map and the curves of a wall screen, drawn as plain SVG: no tiles, no network."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely

from quincunx.areas import index
from quincunx.areas.index import AreaRef
from quincunx.areas.models import Area
from quincunx.areas.tree import is_within
from quincunx.cases.wall import Hour
from quincunx.lib.geometry import simplified
from quincunx.lib.hexagons import METRES, Cell, Lattice, Point
from quincunx.web.shell.ground import Box

LONG = 1000  # units of the drawing along its longer side
MARGIN = 30
ACROSS = (24, 16, 10, 6)  # hexagons along the longer side, as reports allow
NARROWEST = 100.0  # metres from side to side
CLASSES = (10, 20, 30, 40)  # from so many on a hexagon is a step darker
FEW = 4  # with fewer parts than this, their parts are drawn as well
LETTER = 18  # units that a letter of a name is wide


@dataclass(frozen=True)
class Frame:
    """How degrees become units of the drawing."""

    west: float
    north: float
    east_units: float  # in one degree
    north_units: float
    wide: int
    high: int
    metres: float  # in one unit

    def at(self, point: Point) -> tuple[float, float]:
        lon, lat = point
        x = (lon - self.west) * self.east_units + MARGIN
        return round(x, 1), round((self.north - lat) * self.north_units + MARGIN, 1)

    def path(self, points: Iterable[Point]) -> str:
        told = [f"{x:g} {y:g}" for x, y in map(self.at, points)]
        return f"M{'L'.join(told)}z"


@dataclass(frozen=True)
class Name:
    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Hexagon:
    path: str
    step: int  # 2 to 5: the steps of the scale of amounts
    count: int


@dataclass(frozen=True)
class Map:
    """Everything on the map: the rim of the area, its parts, names and hexagons."""

    wide: int
    high: int
    rim: str
    parts: str
    names: tuple[Name, ...]
    cells: tuple[Hexagon, ...]


def lattices_of(box: Box) -> list[Lattice]:
    """Return the hexagons that may lie over an area, finest first."""
    west, south, east, north = box
    longer = max(_metres(box))
    widths = (round(max(longer / across, NARROWEST), 1) for across in ACROSS)
    return [Lattice((west + east) / 2, (south + north) / 2, wide) for wide in widths]


def map_of(
    area: Area, box: Box, counted: tuple[Lattice, Mapping[Cell, int]], on: date
) -> Map:
    """Draw the map of an area."""
    frame = _frame(box)
    shapes = list(_below(area.path, on))
    parts = [each for each in shapes if each[0].id != area.id]
    return Map(
        frame.wide,
        frame.high,
        rim=_outlines((s for ref, s in shapes if ref.id == area.id), frame),
        parts=_outlines((s for _, s in parts), frame),
        names=tuple(_names(parts, frame)),
        cells=tuple(_hexagons(*counted, frame)),
    )


def _metres(box: Box) -> tuple[float, float]:
    west, south, east, north = box
    squeeze = np.cos(np.radians((south + north) / 2))
    return float((east - west) * METRES * squeeze), (north - south) * METRES


def _frame(box: Box) -> Frame:
    west, _, _, north = box
    wide, high = _metres(box)
    metres = max(wide, high, 1.0) / LONG
    squeeze = wide / max(box[2] - west, 1e-9)
    return Frame(
        west,
        north,
        squeeze / metres,
        METRES / metres,
        round(wide / metres) + 2 * MARGIN,
        round(high / metres) + 2 * MARGIN,
        metres,
    )


def _below(path: str, on: date) -> list[tuple[AreaRef, shapely.Geometry]]:
    """Return an area and its parts; with few parts, theirs too."""
    tree = index.current()
    rows = np.flatnonzero(tree.span(on).in_force & tree.in_tree)
    known = ((tree.ref(int(tree.area[row]), on), tree.shapes[row]) for row in rows)
    below = [(r, s) for r, s in known if is_within(r.path, path) and _is_flat(s)]
    own = min((ref.level for ref, _ in below), default=0)
    parts = [each for each in below if each[0].level <= own + 1]
    if len(parts) > FEW:
        return parts
    return [each for each in below if each[0].level <= own + 2]


def _is_flat(shape: shapely.Geometry) -> bool:
    return bool(shape.geom_type.endswith("Polygon"))


def _outlines(shapes: Iterable[shapely.Geometry], frame: Frame) -> str:
    rings = (
        ring
        for shape in shapes
        for part in shapely.get_parts(simplified(shape, frame.metres))
        for ring in (part.exterior, *part.interiors)
    )
    return "".join(frame.path(ring.coords) for ring in rings)


def _names(
    parts: Sequence[tuple[AreaRef, shapely.Geometry]], frame: Frame
) -> Iterable[Name]:
    """Yield the names for which there is room; of the deepest parts alone."""
    deepest = max((ref.level for ref, _ in parts), default=0)
    for ref, shape in parts:
        west, _, east, _ = shape.bounds
        room = (east - west) * frame.east_units
        if ref.level == deepest and len(ref.name) * LETTER < room:
            point = shapely.point_on_surface(shape)
            yield Name(ref.name, *frame.at((point.x, point.y)))


def _hexagons(
    lattice: Lattice, counts: Mapping[Cell, int], frame: Frame
) -> Iterable[Hexagon]:
    for cell, count in sorted(counts.items()):
        step = 1 + sum(count >= limit for limit in CLASSES)
        yield Hexagon(frame.path(lattice.outline(cell)), step, count)


# --- the curves of a day ------------------------------------------------------

CHART_WIDE, CHART_HIGH, CHART_FOOT = 480, 200, 4
LINES = (0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Chart:
    """Two curves over 24 hours from zero, with the figures at the side."""

    reported: str
    closed: str
    lines: tuple[tuple[float, int], ...]  # height and what it stands for
    hours: tuple[tuple[float, Hour], ...]  # where along the foot, and which


def chart_of(hours: Sequence[Hour]) -> Chart:
    top = _rounded(max(max(h.reported, h.closed) for h in hours))
    step = CHART_WIDE / (len(hours) - 1)

    def curve(values: Iterable[int]) -> str:
        points = (f"{n * step:.1f} {_up(v / top):.1f}" for n, v in enumerate(values))
        return f"M{'L'.join(points)}"

    return Chart(
        curve(h.reported for h in hours),
        curve(h.closed for h in hours),
        tuple((_up(part), round(part * top)) for part in LINES),
        tuple((round(n * step, 1), hours[n]) for n in (0, 6, 12, 18)),
    )


def _up(part: float) -> float:
    return round(CHART_FOOT + (CHART_HIGH - CHART_FOOT) * (1 - part), 1)


def _rounded(most: int) -> int:
    """Return a height whose quarters are whole: 4, 8, 20, 40, 80, 200 …"""
    top = 4
    factors = (2, 2.5, 2)
    turn = 0
    while top < most:
        top, turn = round(top * factors[turn % 3]), turn + 1
    return top
