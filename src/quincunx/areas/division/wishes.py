"""What is asked of a division: how many grids, how equal, and what must not change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Stop = Callable[[], bool]


def never() -> bool:
    """Tell a division to go on."""
    return False


@dataclass(frozen=True)
class Wishes:
    """One division that is wanted; what is left out is as the instance has it.

    `seconds` are turned into a number of tries, so that one seed gives one plan on
    every machine; a slow machine takes longer.
    """

    k: int | None = None
    tolerance: float | None = None
    mode: str = "compact"  # or "roads": estates whole, borders along roads
    seed: int = 1
    seconds: float | None = None
    previous: Sequence[object] | None = None  # the plan in force, a label per unit
    count: str | None = (
        None  # what is cut: "length" of borders or "edges", their number
    )


MODES = ("compact", "roads")
COUNTS = ("length", "edges")
