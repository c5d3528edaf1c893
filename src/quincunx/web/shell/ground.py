"""The first view of a map: the box around an area, or around everything there is."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely

from quincunx.areas import index
from quincunx.areas.tree import ids

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Ground:
    """What a map panel is told: its first view and the area that stands out."""

    box: str
    area: int


def box_around(area: int | None, on: date) -> Box | None:
    """Return west, south, east, north; nothing before a border is drawn. One query."""
    tree = index.current()
    drawn = tree.span(on).in_force
    its_own = drawn & (tree.area == area) if area is not None else drawn
    rows = np.flatnonzero(its_own if its_own.any() else drawn)
    if not len(rows):
        return None
    west, south, east, north = shapely.total_bounds(tree.shapes[rows]).tolist()
    return west, south, east, north


def ground(path: str, on: date) -> Ground | None:
    """Return the map of a subtree; none before a border is drawn."""
    key = next(iter(ids(path)[-1:]), None)
    box = box_around(key, on)
    if box is None:
        return None
    return Ground(",".join(f"{n:.6f}" for n in box), key or 0)
