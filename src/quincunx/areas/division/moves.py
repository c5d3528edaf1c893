"""One unit moves to a neighbouring grid: what it costs, whether it may, doing it."""

import math

import numpy as np

from quincunx.areas.division.compiled import compiled, spliced
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
    WHOLE,
    Dice,
    Floats,
    Ints,
    Rows,
)

FULL_TURN = 4.0 * math.pi


@spliced
def chance(dice: Dice) -> float:
    """Return a number between 0 and 1, never 0: 53 bits of xorshift64*."""
    x = dice[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    dice[0] = x
    bits = (x * np.uint64(2685821657736338717)) >> np.uint64(11)
    share: float = (np.float64(bits) + 0.5) * (1.0 / 9007199254740992.0)
    return share


@spliced
def grid_energy(
    w: Floats, load: float, area: float, perimeter: float, houses: float
) -> float:
    """Return what is wrong with a grid by itself: load, shape, households."""
    off = abs(load - w[IDEAL]) / (w[TOLERANCE] * w[IDEAL])
    energy: float = w[EVEN] * off * off
    if off > 1.0:
        energy += w[OVER] * (off - 0.8)
    energy -= w[SHAPE] * FULL_TURN * area / (perimeter * perimeter + 1e-9)
    if houses < w[LEAST]:
        energy += w[RANGE] * (1.0 + 4.0 * (w[LEAST] - houses) / w[MOST])
    elif houses > w[MOST]:
        energy += w[RANGE] * (1.0 + 4.0 * (houses - w[MOST]) / w[MOST])
    return energy


@spliced
def refresh(grids: Rows, w: Floats, g: int) -> None:
    """Store the energy of grid `g` from its sums."""
    s = grids[g]
    s.energy = grid_energy(w, s.load, s.area, s.perimeter, s.houses)


@compiled
def estate_price(units: Rows, kin: Ints, w: Floats, u: int, b: int) -> float:
    """Return what the estate of `u` loses in wholeness when `u` moves to `b`."""
    e = units[u].estate
    a = units[u].grid
    in_a = in_b = elsewhere = 0
    for i in range(kin[e], kin[e + 1]):
        g = units[kin[i]].grid
        if g == a:
            in_a += 1
        elif g == b:
            in_b += 1
        else:
            elsewhere += 1
    was = 1 if in_b + elsewhere > 0 else 0
    will = 1 if in_a > 1 or elsewhere > 0 else 0
    pieces = (1 if in_b == 0 else 0) - (1 if in_a == 1 else 0)
    lost: float = w[WHOLE] * ((will - was) + 0.3 * pieces)
    return lost


@compiled
def change_price(units: Rows, grids: Rows, w: Floats, u: int, b: int) -> float:
    """Return the cost of moving away from, or back to, the plan in force."""
    a, p = units[u].grid, units[u].before
    price = 0.0
    if a != p:
        price -= w[MOVED] * units[u].load / w[IDEAL]
        if grids[a].changed == 1:
            price -= w[TOUCHED]
        if b == p and grids[p].changed == 1:
            price -= w[TOUCHED]
    if b != p:
        price += w[MOVED] * units[u].load / w[IDEAL]
        if grids[b].changed == 0:
            price += w[TOUCHED]
        if a == p and grids[p].changed == 0:
            price += w[TOUCHED]
    return price


@spliced
def price(
    units: Rows, borders: Rows, grids: Rows, kin: Ints, w: Floats, u: int, b: int
) -> float:
    """Return by how much the energy rises when `u` moves to grid `b`."""
    one = units[u]
    a = one.grid
    rise: float = 0.0
    along_a = along_b = 0.0
    for h in range(one.start, one.end):
        g = units[borders[h].to].grid
        if g == a:
            rise += borders[h].cost
            along_a += borders[h].length
        elif g == b:
            rise -= borders[h].cost
            along_b += borders[h].length
    s, t = grids[a], grids[b]
    rise += grid_energy(
        w,
        s.load - one.load,
        s.area - one.area,
        s.perimeter - one.perimeter + 2.0 * along_a,
        s.houses - one.houses,
    )
    rise += grid_energy(
        w,
        t.load + one.load,
        t.area + one.area,
        t.perimeter + one.perimeter - 2.0 * along_b,
        t.houses + one.houses,
    )
    rise -= s.energy + t.energy
    if w[WHOLE] > 0.0 and one.estate >= 0:
        rise += estate_price(units, kin, w, u, b)
    if one.before >= 0:
        rise += change_price(units, grids, w, u, b)
    return rise


@compiled
def stays_whole(units: Rows, borders: Rows, u: int) -> bool:
    """Tell whether the grid of `u` stays connected without it. Exact.

    Asked of its neighbours alone first; where that does not tell, of the whole grid.
    """
    a = units[u].grid
    wanted, first = 0, -1
    for h in range(units[u].start, units[u].end):
        v = borders[h].to
        if borders[h].cost > 0.0 and units[v].grid == a and units[v].stamp != -2:
            units[v].stamp = -2
            wanted += 1
            first = v
    if wanted == 0:
        return False
    if wanted == 1:
        units[first].stamp = -1
        return True
    return _meet(units, borders, u, first, wanted)


@compiled
def _meet(units: Rows, borders: Rows, u: int, first: int, wanted: int) -> bool:
    """Walk from `first` until all `wanted` neighbours of `u` (stamped -2) are met."""
    a = units[u].grid
    units[u].stamp = 1
    units[first].stamp = 1
    units[0].queue = first
    head, tail, met = 0, 1, 1
    near_only = True
    while met < wanted:
        if head == tail:
            if not near_only:
                break
            near_only = False
            head = 0
        x = units[head].queue
        head += 1
        for h in range(units[x].start, units[x].end):
            v = borders[h].to
            if borders[h].cost <= 0.0 or units[v].grid != a or units[v].stamp == 1:
                continue
            if units[v].stamp == -2:
                met += 1
            elif near_only:
                continue
            units[v].stamp = 1
            units[tail].queue = v
            tail += 1
    _wipe(units, borders, u, tail)
    return met == wanted


@compiled
def _wipe(units: Rows, borders: Rows, u: int, tail: int) -> None:
    """Take away the stamps around `u` and of the first `tail` in the queue."""
    units[u].stamp = -1
    for i in range(tail):
        units[units[i].queue].stamp = -1
    for h in range(units[u].start, units[u].end):
        units[borders[h].to].stamp = -1


@spliced
def _list(borders: Rows, cut: Ints, h: int) -> None:
    cut[0] += 1
    cut[cut[0]] = h
    borders[h].place = cut[0]


@spliced
def _unlist(borders: Rows, cut: Ints, h: int) -> None:
    last = cut[cut[0]]
    at = borders[h].place
    cut[at] = last
    borders[last].place = at
    borders[h].place = -1
    cut[0] -= 1


@compiled
def move(
    units: Rows, borders: Rows, grids: Rows, cut: Ints, w: Floats, u: int, b: int
) -> None:
    """Move `u` to grid `b` and keep the books."""
    one = units[u]
    a = one.grid
    along_a = along_b = 0.0
    for h in range(one.start, one.end):
        g = units[borders[h].to].grid
        if g == a:
            along_a += borders[h].length
            if borders[h].cost > 0.0:
                _list(borders, cut, h)
                _list(borders, cut, borders[h].twin)
        elif g == b:
            along_b += borders[h].length
            if borders[h].cost > 0.0:
                _unlist(borders, cut, h)
                _unlist(borders, cut, borders[h].twin)
    one.grid = b
    _book(units, grids, w, u, a, -1.0, along_a)
    _book(units, grids, w, u, b, 1.0, along_b)
    p = one.before
    if p >= 0:
        if a != p:
            grids[a].changed -= 1
            grids[p].changed -= 1
        if b != p:
            grids[b].changed += 1
            grids[p].changed += 1


@compiled
def _book(
    units: Rows, grids: Rows, w: Floats, u: int, g: int, sign: float, along: float
) -> None:
    """Add `u` to the sums of grid `g`, or take it out."""
    grids[g].load += sign * units[u].load
    grids[g].area += sign * units[u].area
    grids[g].houses += sign * units[u].houses
    grids[g].units += np.int64(sign)
    grids[g].perimeter += sign * (units[u].perimeter - 2.0 * along)
    refresh(grids, w, g)


@compiled
def begin(units: Rows, borders: Rows, grids: Rows, cut: Ints, w: Floats) -> None:
    """Fill the books from the grid of each unit."""
    cut[0] = 0
    for g in range(len(grids)):
        grids[g].load = grids[g].area = grids[g].houses = grids[g].perimeter = 0.0
        grids[g].units = grids[g].changed = 0
    for u in range(len(units)):
        g = units[u].grid
        units[u].stamp = -1
        grids[g].load += units[u].load
        grids[g].area += units[u].area
        grids[g].houses += units[u].houses
        grids[g].units += 1
        grids[g].perimeter += units[u].perimeter
        for h in range(units[u].start, units[u].end):
            borders[h].place = -1
            if units[borders[h].to].grid == g:
                grids[g].perimeter -= borders[h].length
            elif borders[h].cost > 0.0:
                _list(borders, cut, h)
        p = units[u].before
        if p >= 0 and p != g:
            grids[g].changed += 1
            grids[p].changed += 1
    for g in range(len(grids)):
        refresh(grids, w, g)
