"""How good the best plan can be at most: figures that no plan beats."""

from quincunx.areas.division import limits
from quincunx.areas.division.instance import Instance


def find(instance: Instance) -> dict[str, float]:
    """Return lower bounds: of the largest deviation, and of the borders cut."""
    return {
        "max_deviation": round(_deviation(instance), 5),
        "cut_borders": float(_edges(instance)),
    }


def _deviation(instance: Instance) -> float:
    """The heaviest unit has to lie in some grid."""
    return max(0.0, float(instance.load.max()) / instance.ideal - 1.0)


def _edges(instance: Instance) -> int:
    """Grids of one part of the town are joined by a border each but the first."""
    parts, _ = limits.components(instance)
    return max(0, instance.k - parts)
