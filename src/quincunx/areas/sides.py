"""What lies on which side of a line that is still being drawn: nothing is kept.

Plain shapes, as drawn: whether neighbours follow, and what else comes of it, the
preview of the draft says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import shapely
from shapely.geometry.base import BaseGeometry as Shape

from quincunx.areas import history, index, outlines, reshaping
from quincunx.areas.models import Area, Border, Kind
from quincunx.areas.tree import is_within
from quincunx.lib import geometry
from quincunx.lib.refusal import Refusal

_CRUMB = 1.0  # square metres that rounding leaves and nobody means


@dataclass(frozen=True)
class Side:
    """One side: `part`, `inside`, `comes` in, `goes` out, or the `rest`."""

    what: str
    shape: Shape

    @property
    def square_metres(self) -> int:
        return round(geometry.square_metres(self.shape))


def of_line(area: Area, line: Shape, on: date) -> list[Side]:
    """Return the parts a line cuts an area into, in the order they are named in."""
    whole = _outline(area, on)
    parts = [] if whole is None else reshaping.cut(whole, line)
    if len(parts) < 2:
        raise Refusal("line-does-not-cut", area=area.name)
    return [Side("part", part) for part in parts]


def of_outline(area: Area | None, drawn: Shape, on: date) -> list[Side]:
    """Return what is inside a new outline, what it gains and what it loses."""
    sides = [Side("inside", drawn)]
    was = _outline(area, on) if area else None
    if was is not None:
        sides.append(Side("comes", shapely.difference(drawn, was)))
        sides.append(Side("goes", shapely.difference(was, drawn)))
    return _worth_telling(sides)


def of_founded(parent: Area | None, drawn: Shape, on: date) -> list[Side]:
    """Return what is inside an area to be founded, and what is left around it."""
    sides = [Side("inside", drawn)]
    whole = _outline(parent, on) if parent else None
    if whole is not None:
        sides.append(Side("rest", shapely.difference(whole, drawn)))
    return _worth_telling(sides)


def _worth_telling(sides: Sequence[Side]) -> list[Side]:
    return [
        side
        for side in sides
        if side.what == "inside"
        or (not side.shape.is_empty and side.square_metres > _CRUMB)
    ]


def _outline(area: Area, on: date) -> Shape | None:
    border = Border.objects.filter(history.in_force(on), area=area).first()
    return outlines.of(border) if border else None


def buildings_in(shape: Shape, on: date, path: str) -> list[int]:
    """Return the buildings under `path` whose middle lies in an outline."""
    tree = index.current()
    rows = tree.tree.query(shape)
    rows = rows[tree.span(on).in_force[rows]]
    refs = ((row, tree.ref(int(tree.area[row]), on)) for row in rows.tolist())
    standing = [
        (ref.id, tree.shapes[row])
        for row, ref in refs
        if ref.kind == Kind.BUILDING and is_within(ref.path, path)
    ]
    shapely.prepare(shape)
    return [key for key, it in standing if shape.covers(shapely.point_on_surface(it))]
