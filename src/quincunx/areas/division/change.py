"""From the plan in force to one that is even again, with as little change as can be."""

import numpy as np

from quincunx.areas.division import compact, seeds, stages, town
from quincunx.areas.division.instance import Instance
from quincunx.areas.division.layout import Ints
from quincunx.areas.division.stages import Stretch
from quincunx.areas.division.wishes import Stop, Wishes
from quincunx.lib.refusal import Refusal

MOVED = 60.0  # the load of a whole grid that moves, in cuts of a middle border
TOUCHED = 3.0  # a grid that is not what it was
CUT, SHAPE = 0.2, 2.0  # looks count for little here


def labels_of(instance: Instance, wishes: Wishes) -> tuple[Ints, tuple[str, ...]]:
    """Return the grid of each unit in the plan in force, and the names of its grids."""
    given = wishes.previous or ()
    if len(given) != instance.n:
        raise Refusal("division-plan-unfit", file="previous", n=instance.n)
    names: dict[str, int] = {}
    grid = np.array([names.setdefault(str(name), len(names)) for name in given])
    if len(names) > instance.k:
        raise Refusal("division-more-grids-before", before=len(names), k=instance.k)
    fresh = (str(n) for n in range(instance.n + instance.k) if str(n) not in names)
    labels = [*names, *(next(fresh) for _ in range(instance.k - len(names)))]
    return grid, tuple(labels)


def plan(instance: Instance, wishes: Wishes, before: Ints, stop: Stop) -> Ints:
    """Return the grid of each unit, most of them as `before`."""
    cost = compact.costs(instance, wishes) * CUT
    draft = town.lay(instance, cost, np.arange(instance.n), wishes.seed)
    draft.units["before"] = before
    grid = seeds.whole(draft, before)
    grid = seeds.filled(draft, grid, instance.k)
    w = stages.weights(
        instance, shape=SHAPE, even=0.0, over=40.0, moved=MOVED, touched=TOUCHED
    )
    tries = compact.tries_for(instance, wishes)
    return stages.until_even(draft, grid, w, Stretch(tries, 1.0), stop)
