"""Grids that are round and cut little: METIS, then annealing."""

import numpy as np

from quincunx.areas.division import seeds, stages, town
from quincunx.areas.division.instance import Instance
from quincunx.areas.division.layout import TOLERANCE, Floats, Ints
from quincunx.areas.division.stages import Stretch
from quincunx.areas.division.wishes import Stop, Wishes

TRIES = 4_500_000  # in a second of one core
SHAPES = {"length": 8.0, "edges": 60.0}  # a circle, in borders that need not be cut
HOTS = {"length": 0.8, "edges": 4.0}  # to begin with
SMALL, MIDDLING = 1_000, 5_000  # units


def seconds_for(instance: Instance, wishes: Wishes) -> float:
    """Return the seconds asked for, else those that the size deserves."""
    if wishes.seconds is not None:
        return max(0.05, wishes.seconds)
    return float(np.clip(instance.n / 2000, 1.0, 10.0))


def costs(instance: Instance, wishes: Wishes) -> Floats:
    """Return what each border costs to cut: 1 in the middle.

    By length, or each the same. Where a file knows no roads, its borders are mere
    neighbourhoods, and it is their number that counts.
    """
    if _count(instance, wishes) == "edges" or not instance.passable.any():
        return np.ones(len(instance.length))
    middle = instance.length[instance.passable].mean()
    return instance.length / (middle if middle > 0 else 1.0)


def _count(instance: Instance, wishes: Wishes) -> str:
    knows = bool((instance.road[instance.passable] > 0).any())
    return wishes.count or ("length" if knows else "edges")


def tries_for(instance: Instance, wishes: Wishes) -> int:
    """Return how many changes may be tried, that the seconds suffice for."""
    left = seconds_for(instance, wishes) * 0.9 - 0.00002 * instance.n
    quick = 1.4 if instance.n <= MIDDLING else 1.0
    return max(20_000, int(TRIES * quick * left))


def plan(instance: Instance, wishes: Wishes, stop: Stop) -> Ints:
    """Return the grid of each unit: of several starts the best, where a town is small.

    Grids aim at somewhat less than the tolerance where there is time for it.
    """
    cost = costs(instance, wishes)
    draft = town.lay(instance, cost, np.arange(instance.n), wishes.seed)
    if instance.k == 1:
        return np.zeros(instance.n, np.int32)
    w = stages.weights(instance, shape=SHAPES[_count(instance, wishes)])
    starts = 1 if instance.n > SMALL else 6
    if instance.n <= MIDDLING:
        w[TOLERANCE] *= 0.9
    tries = tries_for(instance, wishes) // starts
    hot = HOTS[_count(instance, wishes)] if instance.n > SMALL else 2.0
    stretch = Stretch(tries, hot)
    found = []
    for start in range(starts):
        seed = wishes.seed + 7919 * start
        grid = seeds.sow(draft, instance.k, instance.ideal, seed)
        grid = stages.until_even(draft, grid, w, stretch, stop)
        found.append((*stages.worth(draft, grid, w), start, grid))
        if stop():
            break
    return min(found, key=lambda each: each[:3])[3]
