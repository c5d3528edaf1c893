"""Simulated annealing of the borders: single moves and swaps, never a broken grid."""

import math

import numpy as np

from quincunx.areas.division.compiled import compiled, spliced
from quincunx.areas.division.layout import (
    IDEAL,
    TOLERANCE,
    Dice,
    Floats,
    Ints,
    Rows,
)
from quincunx.areas.division.moves import chance, move, price, stays_whole

NOT_DONE = 1e300


@spliced
def may_leave(units: Rows, borders: Rows, grids: Rows, u: int) -> bool:
    """Tell whether `u` is free to go and its grid can do without it."""
    return (
        units[u].held == 0
        and grids[units[u].grid].units > 1
        and stays_whole(units, borders, u)
    )


@spliced
def touches(units: Rows, borders: Rows, u: int, g: int) -> bool:
    """Tell whether one can walk from `u` into grid `g`."""
    found = False
    for h in range(units[u].start, units[u].end):
        if borders[h].cost > 0.0 and units[borders[h].to].grid == g:
            found = True
    return found


@compiled
def _counterpart(units: Rows, borders: Rows, dice: Dice, u: int, b: int) -> int:
    """Return a unit of grid `b` near `u` that touches the grid of `u`, or -1."""
    a = units[u].grid
    x = u
    for _ in range(2):
        first, last = units[x].start, units[x].end
        x = borders[first + np.int64(chance(dice) * (last - first))].to
        if units[x].grid != a:
            break
    return x if units[x].grid == b else -1


@compiled
def swapped(
    units: Rows,
    borders: Rows,
    grids: Rows,
    kin: Ints,
    cut: Ints,
    w: Floats,
    u: int,
    y: int,
    limit: float,
) -> float:
    """Let `u` and `y` change places; return the rise, or NOT_DONE."""
    a, b = units[u].grid, units[y].grid
    if not may_leave(units, borders, grids, u):
        return NOT_DONE
    rise = price(units, borders, grids, kin, w, u, b)
    move(units, borders, grids, cut, w, u, b)
    rise += price(units, borders, grids, kin, w, y, a)
    if (
        rise <= limit
        and touches(units, borders, y, a)
        and may_leave(units, borders, grids, y)
    ):
        move(units, borders, grids, cut, w, y, a)
        return rise
    move(units, borders, grids, cut, w, u, a)
    return NOT_DONE


@compiled
def misses(grids: Rows, w: Floats) -> int:
    """Count the grids outside the tolerance."""
    off = 0
    for g in range(len(grids)):
        if abs(grids[g].load / w[IDEAL] - 1.0) > w[TOLERANCE]:
            off += 1
    return off


@compiled
def stretch(
    units: Rows,
    borders: Rows,
    grids: Rows,
    kin: Ints,
    cut: Ints,
    w: Floats,
    dice: Dice,
    heat: float,
    tries: int,
    swaps: float,
) -> float:
    """Try `tries` changes at one heat; return by how much the energy rose."""
    total = 0.0
    for _ in range(tries):
        h = cut[1 + np.int64(chance(dice) * cut[0])]
        u, b = borders[h].source, units[borders[h].to].grid
        if units[u].held != 0:
            continue
        limit = -heat * math.log(chance(dice))
        rise = price(units, borders, grids, kin, w, u, b)
        if rise <= limit:
            if may_leave(units, borders, grids, u):
                move(units, borders, grids, cut, w, u, b)
                total += rise
        elif swaps > 0.0 and chance(dice) < swaps:
            y = _counterpart(units, borders, dice, u, b)
            if y >= 0 and units[y].held == 0:
                rise = swapped(units, borders, grids, kin, cut, w, u, y, limit)
                if rise < NOT_DONE:
                    total += rise
    return total


@compiled
def walk(
    units: Rows,
    borders: Rows,
    grids: Rows,
    kin: Ints,
    cut: Ints,
    w: Floats,
    dice: Dice,
    heats: Floats,
    each: int,
    swaps: float,
    best: Ints,
    least: Floats,
) -> None:
    """Try `each` changes at every heat; the best plan seen goes to `best`.

    Better is: fewer grids outside the tolerance, then less energy. `least` holds how
    many and how much for `best`, and the energy now against that at the start.
    """
    for step in range(len(heats)):
        if cut[0] == 0:
            break
        least[2] += stretch(
            units, borders, grids, kin, cut, w, dice, heats[step], each, swaps
        )
        off = misses(grids, w)
        if off < least[0] or (off == least[0] and least[2] < least[1] - 1e-9):
            least[0], least[1] = off, least[2]
            for u in range(len(units)):
                best[u] = units[u].grid
