"""What the kernels work on: the town and a draft of a plan on it, in few bare arrays.

Rows of records, so that what is asked of a unit lies in one line of the cache. Kernels
are given the arrays one by one: out of a tuple, each use would count a reference.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.signedinteger[Any]]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[Any]  # of records
Dice = npt.NDArray[np.uint64]

UNIT = np.dtype(
    [
        ("start", np.int32),  # its borders are rows start to end of the borders
        ("end", np.int32),
        ("grid", np.int32),
        ("estate", np.int32),  # -1: none
        ("before", np.int32),  # grid in the plan in force, or -1
        ("held", np.int32),  # 1: locked in its grid
        ("stamp", np.int32),
        ("queue", np.int32),
        ("load", np.float64),
        ("area", np.float64),
        ("perimeter", np.float64),
        ("houses", np.float64),
    ]
)
BORDER = np.dtype(  # each border twice: once from either side
    [
        ("to", np.int32),
        ("source", np.int32),
        ("twin", np.int32),
        ("place", np.int32),  # in the list of cut borders, or -1
        ("length", np.float64),
        ("cost", np.float64),  # of cutting; 0 where nobody can walk across
    ]
)
GRID = np.dtype(
    [
        ("load", np.float64),
        ("area", np.float64),
        ("perimeter", np.float64),
        ("houses", np.float64),
        ("units", np.int64),
        ("energy", np.float64),
        ("changed", np.int64),  # units that left or entered since the plan in force
        ("reserve", np.int64),
    ]
)

# places in the weights
SHAPE, EVEN, OVER, TOLERANCE, IDEAL = 0, 1, 2, 3, 4
RANGE, LEAST, MOST, WHOLE, MOVED, TOUCHED = 5, 6, 7, 8, 9, 10
WEIGHTS = 11


class Draft(NamedTuple):
    """A plan while it changes: the town, and the books that are kept with it."""

    units: Rows
    borders: Rows
    grids: Rows
    kin: Ints  # units by estate: kin[e] to kin[e + 1] are places in kin itself
    cut: Ints  # cut[0] borders between grids, from place 1 on
    dice: Dice
