"""What no plan can do, found before one is looked for, and said by name."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from quincunx.areas.division import graphs, seeds
from quincunx.areas.division.instance import Instance
from quincunx.lib.refusal import Refusal


@dataclass(frozen=True)
class Impossible:
    """Something that was wanted and cannot be: a code, and the facts of it."""

    code: str
    facts: Mapping[str, object]


def components(instance: Instance) -> tuple[int, np.ndarray]:
    """Return the parts of the town that one cannot walk between."""
    walk = instance.passable
    return graphs.joined(instance.n, instance.one[walk], instance.two[walk])


def refuse_nonsense(instance: Instance) -> None:
    """Refuse what has no plan at all, however uneven."""
    if not 1 <= instance.k <= instance.n:
        raise Refusal("division-more-grids-than-units", k=instance.k, n=instance.n)
    number, component = components(instance)
    if number > instance.k:
        smallest = int(np.argmin(np.bincount(component)))
        unit = int(np.flatnonzero(component == smallest)[0])
        raise Refusal(
            "division-more-parts-than-grids", parts=number, k=instance.k, unit=unit
        )


def find(instance: Instance) -> list[Impossible]:
    """Return what keeps grids outside the tolerance in every plan."""
    most = instance.ideal * (1 + instance.tolerance)
    least = instance.ideal * (1 - instance.tolerance)
    heavy = np.flatnonzero(instance.load > most + 1e-9)
    found = [
        Impossible(
            "division-unit-heavier-than-a-grid",
            {"unit": int(u), "load": float(instance.load[u]), "most": round(most, 2)},
        )
        for u in heavy.tolist()
    ]
    number, component = components(instance)
    loads = np.bincount(component, instance.load, number).astype(float)
    sizes = np.bincount(component, minlength=number)
    given = seeds.shares(loads, instance.k, sizes)
    for c in range(number):
        if not least <= loads[c] / given[c] <= most:
            facts = {
                "unit": int(np.flatnonzero(component == c)[0]),
                "units": int(sizes[c]),
                "load": round(float(loads[c]), 2),
                "grids": int(given[c]),
                "least": round(least, 2),
                "most": round(most, 2),
            }
            found.append(Impossible("division-part-cannot-be-even", facts))
    return found
