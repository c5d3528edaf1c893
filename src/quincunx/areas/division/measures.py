"""How good a plan is, in the figures by which plans are compared."""

import math
from dataclasses import asdict, dataclass

import numpy as np

from quincunx.areas.division import graphs
from quincunx.areas.division.instance import Instance
from quincunx.areas.division.layout import Floats, Ints


@dataclass(frozen=True)
class Measures:
    """Shares are between 0 and 1; a deviation is from the mean load of a grid."""

    grids: int
    max_deviation: float
    mean_deviation: float
    over_tolerance: int
    in_pieces: int
    cut_borders: int
    cut_share: float
    cut_on_roads: float
    compactness: float  # mean Polsby-Popper
    estates_split: int
    out_of_range: int
    moved_load: float
    grids_touched: int

    @property
    def feasible(self) -> bool:
        """Tell whether every grid is connected and within the tolerance."""
        return self.over_tolerance == 0 and self.in_pieces == 0

    def facts(self) -> dict[str, float]:
        """Return the figures by name."""
        return {**asdict(self), "feasible": self.feasible}


def measure(instance: Instance, grid: Ints, before: Ints | None) -> Measures:
    """Return the measures of `grid`; `before` has the labels of the plan in force."""
    k = instance.k
    load = np.bincount(grid, instance.load, k)
    off = np.abs(load / instance.ideal - 1.0)
    walk = instance.passable
    apart = grid[instance.one] != grid[instance.two]
    cut = instance.length[apart & walk].sum()
    road = instance.length[apart & walk & (instance.road >= 1)].sum()
    every = instance.length[walk].sum()
    kept = walk & ~apart
    number, _ = graphs.joined(instance.n, instance.one[kept], instance.two[kept])
    moved, touched = _moved(instance, grid, before)
    return Measures(
        grids=len(np.unique(grid)),
        max_deviation=round(float(off.max()), 5),
        mean_deviation=round(float(off.mean()), 5),
        over_tolerance=int((off > instance.tolerance + 1e-9).sum()),
        in_pieces=number - len(np.unique(grid)),
        cut_borders=int((apart & walk).sum()),
        cut_share=round(float(cut / every), 4) if every else 0.0,
        cut_on_roads=round(float(road / cut), 4) if cut else 1.0,
        compactness=round(float(shapes(instance, grid).mean()), 4),
        estates_split=int((estate_pieces(instance, grid) > 1).sum()),
        out_of_range=len(out_of_range(instance, grid)),
        moved_load=moved,
        grids_touched=touched,
    )


def shapes(instance: Instance, grid: Ints) -> Floats:
    """Return Polsby and Popper's figure of each grid: 1 for a circle."""
    area = np.bincount(grid, instance.area, instance.k)
    around = np.bincount(grid, instance.perimeter, instance.k)
    same = grid[instance.one] == grid[instance.two]
    inner = np.bincount(grid[instance.one[same]], instance.length[same], instance.k)
    found: Floats = 4 * math.pi * area / np.maximum(around - 2 * inner, 1e-9) ** 2
    return found


def estate_pieces(instance: Instance, grid: Ints) -> Ints:
    """Return in how many grids each estate lies."""
    some = instance.estate >= 0
    pairs = np.unique(np.stack([instance.estate[some], grid[some]]), axis=1)
    return np.bincount(pairs[0])


def out_of_range(instance: Instance, grid: Ints) -> Ints:
    """Return the grids with too few or too many households."""
    if instance.households_range is None:
        return np.zeros(0, np.int32)
    houses = np.bincount(grid, instance.houses, instance.k)
    least, most = instance.households_range
    return np.flatnonzero((houses < least) | (houses > most)).astype(np.int32)


def _moved(instance: Instance, grid: Ints, before: Ints | None) -> tuple[float, int]:
    if before is None:
        return 0.0, 0
    moved = grid != before
    touched = set(grid[moved].tolist()) | set(before[moved].tolist())
    return round(float(instance.load[moved].sum() / instance.load.sum()), 5), len(
        touched
    )
