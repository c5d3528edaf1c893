"""The first view of a resident's map: the whole district."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import shapely
from django.utils.timezone import localdate

from quincunx.areas import index


@dataclass(frozen=True)
class Ground:
    box: str
    area: int = 0


def ground(at: datetime) -> Ground | None:
    """Return the box around every border in force; nothing before one is drawn."""
    tree = index.current()
    rows = np.flatnonzero(tree.span(localdate(at)).in_force)
    if not len(rows):
        return None
    box = shapely.total_bounds(tree.shapes[rows]).tolist()
    return Ground(",".join(f"{edge:.6f}" for edge in box))
