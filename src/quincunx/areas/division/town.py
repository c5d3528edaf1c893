"""From an instance to the arrays of the kernels, units put together where they must."""

import numpy as np

from quincunx.areas.division.instance import Instance
from quincunx.areas.division.layout import (
    BORDER,
    GRID,
    UNIT,
    Draft,
    Flags,
    Floats,
    Ints,
)

LEAST_COST = 1e-6  # a border that can be crossed costs something


def lay(instance: Instance, cost: Floats, group: Ints, seed: int) -> Draft:
    """Return an empty draft whose units are the groups; `cost` is per border given."""
    n = int(group.max()) + 1
    borders = _both_ways(*_between(instance, cost, group, n))
    units = np.zeros(n, UNIT)
    places = np.searchsorted(borders["source"], np.arange(n + 1))
    units["start"], units["end"] = places[:-1], places[1:]
    one, two = group[instance.one], group[instance.two]
    inner = np.bincount(one, np.where(one == two, instance.length, 0.0), n)
    units["load"] = np.bincount(group, instance.load, n)
    units["area"] = np.bincount(group, instance.area, n)
    units["perimeter"] = np.bincount(group, instance.perimeter, n) - 2.0 * inner
    units["houses"] = np.bincount(group, instance.houses, n)
    units["estate"][group[::-1]] = instance.estate[::-1]
    units["before"] = units["stamp"] = -1
    return Draft(
        units=units,
        borders=borders,
        grids=np.zeros(instance.k, GRID),
        kin=_kin(units["estate"]),
        cut=np.zeros(len(borders) + 1, np.int32),
        dice=np.array([0x9E3779B97F4A7C15 ^ (seed * 2654435761 + 1)], np.uint64),
    )


def _kin(estate: Ints) -> Ints:
    """Return units by estate behind the table of where each estate begins."""
    count = int(estate.max(initial=-1)) + 1
    order = np.argsort(estate, kind="stable")
    order = order[estate[order] >= 0]
    table = np.searchsorted(estate[order], np.arange(count + 1)) + count + 1
    return np.concatenate([table, order]).astype(np.int32)


def _between(
    instance: Instance, cost: Floats, group: Ints, n: int
) -> tuple[Ints, Ints, Floats, Floats]:
    """Return the borders between groups, those of one pair and kind together."""
    one, two = group[instance.one], group[instance.two]
    apart = one != two
    low = np.minimum(one, two)[apart].astype(np.int64)
    high = np.maximum(one, two)[apart]
    key, inverse = np.unique(
        (low * n + high) * 2 + instance.passable[apart], return_inverse=True
    )
    length: Floats = np.bincount(inverse, instance.length[apart], len(key)).astype(
        float
    )
    price = np.maximum(np.bincount(inverse, cost[apart], len(key)), LEAST_COST)
    pair = key // 2
    return pair // n, pair % n, length, np.where(key % 2 == 1, price, 0.0)


def _both_ways(one: Ints, two: Ints, length: Floats, cost: Floats) -> np.ndarray:
    source, to = np.concatenate([one, two]), np.concatenate([two, one])
    order = np.lexsort((to, source))
    borders = np.zeros(len(order), BORDER)
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    if len(order):
        borders["twin"] = back[(order + len(one)) % len(order)]
    borders["source"], borders["to"] = source[order], to[order]
    borders["length"] = np.tile(length, 2)[order]
    borders["cost"] = np.tile(cost, 2)[order]
    return borders


def hold(draft: Draft, held: Flags) -> None:
    """Lock units where they are."""
    draft.units["held"] = held
