"""What can be said of each grid: its load, its people, where its border runs."""

from collections.abc import Iterator, Mapping

import numpy as np

from quincunx.areas.division import measures
from quincunx.areas.division.instance import Instance
from quincunx.areas.division.layout import Ints


def each(instance: Instance, grid: Ints) -> Iterator[Mapping[str, object]]:
    """Yield the figures of each grid in turn."""
    k = instance.k
    load = np.bincount(grid, instance.load, k)
    houses = np.bincount(grid, instance.houses, k)
    units = np.bincount(grid, minlength=k)
    shape = measures.shapes(instance, grid)
    for g in range(k):
        yield {
            "grid": g,
            "units": int(units[g]),
            "load": round(float(load[g]), 2),
            "deviation": round(float(load[g] / instance.ideal - 1.0), 4),
            "households": int(houses[g]),
            "compactness": round(float(shape[g]), 3),
        }
