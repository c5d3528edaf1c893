"""A lattice of hexagons over a piece of the earth, for counting what lies in each.

Small pieces only: degrees are stretched alike everywhere, true in the middle.
"""

import math
from dataclasses import dataclass

METRES = 111_320.0  # of one degree of latitude
Cell = tuple[int, int]  # column and row; odd rows stand half a cell to the right
Point = tuple[float, float]


@dataclass(frozen=True)
class Lattice:
    """Hexagons with a corner on top, `wide` metres from side to side."""

    lon: float  # the middle of cell 0, 0
    lat: float
    wide: float

    @property
    def radius(self) -> float:
        """Metres from the middle to a corner."""
        return self.wide / math.sqrt(3)

    @property
    def _east(self) -> float:
        return METRES * max(math.cos(math.radians(self.lat)), 0.01)

    def cell_of(self, lon: float, lat: float) -> Cell:
        """Return the cell whose middle is nearest."""
        x = (lon - self.lon) * self._east / self.wide
        y = (lat - self.lat) * METRES / (1.5 * self.radius)
        row = round(y)
        near = ((round(x - (r & 1) / 2), r) for r in (row - 1, row, row + 1))
        return min(near, key=lambda cell: self._apart(cell, x, y))

    def _apart(self, cell: Cell, x: float, y: float) -> float:
        column, row = cell
        # A row is 1.5 radii high, a column sqrt(3) radii wide.
        return 3 * (x - column - (row & 1) / 2) ** 2 + (1.5 * (y - row)) ** 2

    def middle(self, cell: Cell) -> Point:
        """Return the middle of a cell in degrees."""
        column, row = cell
        x = (column + (row & 1) / 2) * self.wide
        return self.lon + x / self._east, self.lat + row * 1.5 * self.radius / METRES

    def outline(self, cell: Cell) -> tuple[Point, ...]:
        """Return the six corners of a cell in degrees."""
        lon, lat = self.middle(cell)
        turns = (math.radians(60 * n + 30) for n in range(6))
        return tuple(
            (
                lon + math.cos(turn) * self.radius / self._east,
                lat + math.sin(turn) * self.radius / METRES,
            )
            for turn in turns
        )
