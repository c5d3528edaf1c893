"""Grids that keep estates whole and run along roads.

First with each estate as one unit, where it fits into a grid; then unit by unit, where
cutting an estate is possible and dear.
"""

import numpy as np

from quincunx.areas.division import graphs, seeds, stages, town
from quincunx.areas.division.compact import tries_for
from quincunx.areas.division.instance import Instance
from quincunx.areas.division.layout import Floats, Ints
from quincunx.areas.division.stages import Stretch
from quincunx.areas.division.wishes import Stop, Wishes

# what a border of middle length costs to cut: inside a block, lane, secondary road,
# arterial road, river
PRICES = np.array([2.5, 0.8, 0.6, 0.5, 0.4])
WHOLE = 30.0  # an estate cut in two, in the same money
RANGE = 25.0  # a grid with too few or too many households
SHAPE = 35.0


def costs(instance: Instance) -> Floats:
    """Return what each border costs to cut, by its length and its class of road."""
    middle = instance.length[instance.passable].mean() if instance.n > 1 else 1.0
    price = PRICES[np.clip(instance.road, 0, len(PRICES) - 1)]
    found: Floats = price * instance.length / (middle if middle > 0 else 1.0)
    return found


def estates(instance: Instance) -> Ints:
    """Return the group of each unit: connected estates that fit a grid, else alone."""
    one, two = instance.one, instance.two
    same = instance.passable & (instance.estate[one] == instance.estate[two])
    same &= instance.estate[one] >= 0
    number, piece = graphs.joined(instance.n, one[same], two[same])
    load = np.bincount(piece, instance.load, number)
    large = load[piece] > instance.ideal * (1 + instance.tolerance)
    if instance.households_range is not None:
        houses = np.bincount(piece, instance.houses, number)
        large |= houses[piece] > instance.households_range[1]
    alone = np.arange(instance.n) + number
    found: Ints = np.unique(np.where(large, alone, piece), return_inverse=True)[1]
    return found


def plan(instance: Instance, wishes: Wishes, stop: Stop) -> Ints:
    """Return the grid of each unit."""
    price = costs(instance)
    group = estates(instance)
    if group.max() + 1 < instance.k:
        group = np.arange(instance.n)
    w = stages.weights(instance, shape=SHAPE, range=RANGE)
    whole = town.lay(instance, price, group, wishes.seed)
    grid = seeds.sow(whole, instance.k, instance.ideal, wishes.seed)
    tries = tries_for(instance, wishes)
    first = Stretch(tries * 2 // 3, 4.0, 0.4)
    _, grid = stages.anneal_from(whole, grid, w, first, stop)
    single = town.lay(instance, price, np.arange(instance.n), wishes.seed)
    w = stages.weights(instance, shape=SHAPE, range=RANGE, whole=WHOLE)
    second = Stretch(tries // 4, 3.0)
    return stages.until_even(single, grid[group], w, second, stop)
