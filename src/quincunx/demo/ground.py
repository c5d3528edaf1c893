"""The ground of the demo: an invented district of street blocks, drawn by chance.

A lattice of crossings is shaken, and every street between two crossings is bent once,
for both sides of it; so blocks fit together exactly, and everything that is put
together of blocks does as well. Nothing here knows a database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import cos, radians
from random import Random

import shapely
from shapely.affinity import rotate, translate
from shapely.geometry.base import BaseGeometry

WEST, SOUTH = 114.5060, 36.0510
COLUMNS, ROWS = 12, 8  # street blocks
WIDE, HIGH = 250.0, 210.0  # metres of a block
SHAKE, BEND = 0.16, 0.05  # parts of a block
LAT_METRES = 111_195.0
LON_METRES = LAT_METRES * cos(radians(SOUTH))
STREET = 22.0  # metres from the middle of a street to the first wall

Cell = tuple[int, int]  # column and row, from the south-west
Spot = tuple[float, float]  # longitude and latitude


@dataclass(frozen=True)
class Ground:
    """Blocks by their cell, in degrees, and the footprints that stand in each."""

    blocks: dict[Cell, BaseGeometry]
    footprints: dict[Cell, tuple[BaseGeometry, ...]]

    def union(self, cells: Iterable[Cell]) -> BaseGeometry:
        """Return the outline of several blocks together."""
        return shapely.coverage_union_all([self.blocks[cell] for cell in cells])

    def spot(self, cell: Cell, chance: Random) -> Spot:
        """Return a place somewhere in a block, six digits exact."""
        x0, y0, x1, y1 = self.blocks[cell].bounds
        while True:
            lon = round(chance.uniform(x0, x1), 6)
            lat = round(chance.uniform(y0, y1), 6)
            if self.blocks[cell].contains(shapely.Point(lon, lat)):
                return lon, lat


def draw(chance: Random) -> Ground:
    """Draw the district: its blocks, and two buildings or so in each."""
    crossings = _crossings(chance)
    streets = _streets(crossings, chance)
    cells = [(c, r) for r in range(ROWS) for c in range(COLUMNS)]
    flat = {cell: _block(cell, streets) for cell in cells}
    blocks = {cell: _degrees(shape) for cell, shape in flat.items()}
    houses = {cell: _houses(shape, chance) for cell, shape in flat.items()}
    footprints = {cell: tuple(map(_degrees, some)) for cell, some in houses.items()}
    return Ground(blocks, footprints)


def snake(columns: range, rows: range) -> list[Cell]:
    """Return the blocks of a rectangle so that each lies beside the one before."""
    if len(columns) <= len(rows):
        lines = [[(c, r) for c in columns] for r in rows]
    else:
        lines = [[(c, r) for r in rows] for c in columns]
    turned = [line[::-1] if n % 2 else line for n, line in enumerate(lines)]
    return [cell for line in turned for cell in line]


def cut(cells: Sequence[Cell], sizes: Sequence[int]) -> list[list[Cell]]:
    """Cut a row of blocks into connected grids of so many blocks each."""
    ends = list(accumulate(sizes))
    return [
        list(cells[end - size : end]) for end, size in zip(ends, sizes, strict=True)
    ]


def _crossings(chance: Random) -> dict[Cell, Spot]:
    """Return where streets cross, in metres."""
    return {
        (c, r): (
            (c + chance.uniform(-SHAKE, SHAKE)) * WIDE,
            (r + chance.uniform(-SHAKE, SHAKE)) * HIGH,
        )
        for r in range(ROWS + 1)
        for c in range(COLUMNS + 1)
    }


def _streets(
    crossings: dict[Cell, Spot], chance: Random
) -> dict[tuple[Cell, Cell], tuple[Spot, ...]]:
    """Return the corners of each street from one crossing to the next."""
    made: dict[tuple[Cell, Cell], tuple[Spot, ...]] = {}
    for (c, r), start in crossings.items():
        for beside in ((c + 1, r), (c, r + 1)):
            if beside in crossings:
                bends = _bent(start, crossings[beside], chance)
                made[(c, r), beside] = bends
                made[beside, (c, r)] = bends[::-1]
    return made


def _bent(start: Spot, end: Spot, chance: Random) -> tuple[Spot, ...]:
    parts = (1 / 3, 2 / 3)
    inner = tuple(
        (
            start[0] + (end[0] - start[0]) * part + chance.uniform(-BEND, BEND) * WIDE,
            start[1] + (end[1] - start[1]) * part + chance.uniform(-BEND, BEND) * HIGH,
        )
        for part in parts
    )
    return (start, *inner, end)


def _block(
    cell: Cell, streets: dict[tuple[Cell, Cell], tuple[Spot, ...]]
) -> BaseGeometry:
    c, r = cell
    around = [(c, r), (c + 1, r), (c + 1, r + 1), (c, r + 1), (c, r)]
    ring: list[Spot] = []
    for start, end in pairwise(around):
        ring += streets[start, end][:-1]
    return shapely.Polygon(ring)


def _houses(block: BaseGeometry, chance: Random) -> list[BaseGeometry]:
    """Put houses in two rows on the ground between the streets."""
    ground = block.buffer(-STREET)
    x0, y0, x1, y1 = ground.bounds
    turn = chance.uniform(-6, 6)
    found: list[BaseGeometry] = []
    for row in (0.28, 0.72):
        for column in (0.28, 0.72):
            house = _house(chance)
            x, y = x0 + (x1 - x0) * column, y0 + (y1 - y0) * row
            stood = translate(rotate(house, turn), x, y)
            if chance.random() < 0.6 and ground.contains(stood):
                found.append(stood)
    return found


def _house(chance: Random) -> BaseGeometry:
    long, deep = chance.uniform(44, 68), chance.uniform(13, 18)
    return shapely.box(-long / 2, -deep / 2, long / 2, deep / 2)


def _degrees(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape in metres as longitude and latitude, eight digits exact."""
    return shapely.transform(
        shape,
        lambda xy: (xy / (LON_METRES, LAT_METRES) + (WEST, SOUTH)).round(8),
    )
