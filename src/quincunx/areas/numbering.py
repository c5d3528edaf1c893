"""Serial numbers of grids, given as one reads a map: from the north, west to east.

The rule is that of DB11 and DB6101/T 3185. A number once given is never given again
and never changes, so that new grids come after all the old ones wherever they lie.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Spot:
    """The middle of an area and how far it reaches from north to south."""

    key: int
    lon: float
    lat: float
    height: float


def reading_order(spots: Sequence[Spot]) -> list[int]:
    """Return the keys row by row from the north, each row from west to east.

    A row is as high as the median area, measured from its northernmost middle.
    """
    if not spots:
        return []
    height = median(spot.height for spot in spots)
    rows: list[list[Spot]] = []
    for spot in sorted(spots, key=lambda s: (-s.lat, s.lon, s.key)):
        if not rows or rows[-1][0].lat - spot.lat > height:
            rows.append([])
        rows[-1].append(spot)
    return [s.key for row in rows for s in sorted(row, key=lambda s: (s.lon, s.key))]
