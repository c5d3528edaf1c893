"""The answer to a division: a label per unit, and all that can be said of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from quincunx.areas.division.layout import Ints
from quincunx.areas.division.limits import Impossible
from quincunx.areas.division.measures import Measures

FORMAT = "griddiv-plan/1"


@dataclass(frozen=True)
class Plan:
    """Grid g of the plan is called labels[g]; unit i lies in grid grid[i]."""

    name: str
    grid: Ints
    labels: tuple[str, ...]
    measures: Measures
    bounds: Mapping[str, float]
    impossible: tuple[Impossible, ...]
    about: tuple[Mapping[str, object], ...]  # one per grid
    stopped: bool

    @property
    def assignment(self) -> list[str]:
        """Return the label of each unit."""
        return [self.labels[g] for g in self.grid.tolist()]

    @property
    def feasible(self) -> bool:
        """Tell whether every grid is connected and within the tolerance."""
        return self.measures.feasible

    def facts(self) -> dict[str, object]:
        """Return the plan as it is written to a file."""
        return {
            "format": FORMAT,
            "name": self.name,
            "feasible": self.feasible,
            "stopped": self.stopped,
            "assignment": self.assignment,
            "measures": self.measures.facts(),
            "bounds": dict(self.bounds),
            "impossible": [
                {"code": each.code, **each.facts} for each in self.impossible
            ],
            "grids": [dict(each) for each in self.about],
        }
