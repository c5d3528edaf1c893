"""One stretch of annealing on a draft, with the weights that say what is wanted."""

from dataclasses import dataclass

import numpy as np

from quincunx.areas.division import anneal, moves
from quincunx.areas.division.instance import Instance
from quincunx.areas.division.layout import (
    EVEN,
    IDEAL,
    LEAST,
    MOST,
    MOVED,
    OVER,
    RANGE,
    SHAPE,
    TOLERANCE,
    TOUCHED,
    WEIGHTS,
    WHOLE,
    Draft,
    Flags,
    Floats,
    Ints,
)
from quincunx.areas.division.wishes import Stop

STEPS = 200  # heats in one stretch
AT_ONCE = 10  # of them between two looks at whether to stop
ROUNDS = 12  # of freeing what lies around grids that are off
LOCAL_TRIES = 100  # per unit that is free


@dataclass(frozen=True)
class Stretch:
    """How hot, how long: heats are in costs of one cut border of middle length."""

    tries: int
    hot: float = 0.8
    cold: float = 0.1
    swaps: float = 0.1

    def heats(self) -> Floats:
        """Return the heats, falling evenly by factors."""
        found: Floats = np.geomspace(self.hot, self.cold, STEPS)
        return found


def weights(instance: Instance, **special: float) -> Floats:
    """Return the usual weights, with those `special` to a stage by name."""
    names = {
        "shape": SHAPE,
        "even": EVEN,
        "over": OVER,
        "range": RANGE,
        "whole": WHOLE,
        "moved": MOVED,
        "touched": TOUCHED,
    }
    w = np.zeros(WEIGHTS)
    w[[SHAPE, EVEN, OVER]] = 10.0, 0.1, 20.0
    w[TOLERANCE], w[IDEAL] = instance.tolerance * 0.995, instance.ideal
    w[LEAST], w[MOST] = instance.households_range or (-1.0, np.inf)
    for name, value in special.items():
        w[names[name]] = value
    return w


def anneal_from(
    draft: Draft, grid: Ints, w: Floats, stretch: Stretch, stop: Stop
) -> tuple[int, Ints]:
    """Return the best plan found from `grid`, behind how many grids it leaves off."""
    units, borders, grids, kin, cut, dice = draft
    units["grid"] = grid
    moves.begin(units, borders, grids, cut, w)
    best = grid.astype(np.int32).copy()
    least = np.array([anneal.misses(grids, w), 0.0, 0.0])
    heats = stretch.heats()
    each = max(1, stretch.tries // STEPS)
    for first in range(0, STEPS, AT_ONCE):
        if stop():
            break
        some = heats[first : first + AT_ONCE]
        anneal.walk(
            *(units, borders, grids, kin, cut, w, dice, some),
            *(each, stretch.swaps, best, least),
        )
    return int(least[0]), best


def until_even(
    draft: Draft, grid: Ints, w: Floats, stretch: Stretch, stop: Stop
) -> Ints:
    """Anneal by `stretch`; then free the surroundings of grids still off, alone.

    Round by round more of them, with all else held, and what is beyond the tolerance
    weighing more.
    """
    off, grid = anneal_from(draft, grid, w, stretch, stop)
    held = draft.units["held"].copy()
    eager = w.copy()
    for attempt in range(ROUNDS):
        if off == 0 or stop():
            break
        eager[OVER] *= 1.4
        eager[[SHAPE, WHOLE, TOUCHED]] *= 0.93
        near = _surroundings(draft, grid, eager, 2 + attempt % 4)
        draft.units["held"] = held | ~near
        share = max(0.05, float(near.mean()))
        local = Stretch(int(LOCAL_TRIES * near.sum() / share), stretch.hot)
        off, grid = anneal_from(draft, grid, eager, local, stop)
    draft.units["held"] = held
    return grid


def _surroundings(draft: Draft, grid: Ints, w: Floats, rings: int) -> Flags:
    """Return the units of grids that are off, and of `rings` of grids around them."""
    k = len(draft.grids)
    load = np.bincount(grid, draft.units["load"], k)
    near: Flags = np.abs(load / w[IDEAL] - 1.0) > w[TOLERANCE]
    walk = draft.borders["cost"] > 0
    one = grid[draft.borders["source"][walk]]
    two = grid[draft.borders["to"][walk]]
    for _ in range(rings):
        further = near.copy()
        further[two[near[one]]] = True
        near = further
    return near[grid]


def worth(draft: Draft, grid: Ints, w: Floats) -> tuple[int, float]:
    """Return how many grids `grid` leaves off, and its energy: less is better."""
    units, borders, grids, _, cut, _ = draft
    units["grid"] = grid
    moves.begin(units, borders, grids, cut, w)
    between = borders["cost"][cut[1 : cut[0] + 1]].sum() / 2
    energy = float(between + grids["energy"].sum())
    return int(anneal.misses(grids, w)), round(energy, 6)
