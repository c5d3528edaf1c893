"""To the edge and to the end: the share of what lies in exactly one grid.

Takes plain values, so that addresses, premises and built-up ground are all counted
alike by whoever knows them.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """How much lies in one grid, in several, and in none: things or square metres."""

    once: float
    several: float
    never: float

    @property
    def whole(self) -> float:
        return self.once + self.several + self.never

    @property
    def covered(self) -> float:
        """Return the share in exactly one grid; 1 where there is nothing to cover."""
        return self.once / self.whole if self.whole else 1.0


def share(claims: Iterable[tuple[int, float]]) -> Share:
    """Add up pairs of how many grids claim a thing, and how much it weighs."""
    weights = [0.0, 0.0, 0.0]
    for grids, weight in claims:
        weights[min(grids, 2)] += weight
    never, once, several = weights
    return Share(once, several, never)


def of_things(claims: Iterable[int]) -> Share:
    """Count things, each by how many grids claim it."""
    return share((grids, 1) for grids in claims)
