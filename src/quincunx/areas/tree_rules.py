"""What a change of the tree must keep to, said before anything is changed."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
import shapely
from django.utils import timezone
from shapely.geometry.base import BaseGeometry as Shape

from quincunx.areas import history, outlines, topology
from quincunx.areas.models import Area, Kind
from quincunx.lib import geometry
from quincunx.lib.refusal import Refusal

# Reports are sent to one of these at a time; they are whole and need no bridge.
CONNECTED = frozenset({Kind.COMPOSITE, Kind.MICRO, Kind.UNIT})
MOST_NAME = 120
_NOTHING = 1.0  # square metres that two outlines may differ by and still be equal
# Metres. A cut across a long edge rounds its corner off the edge, which leaves a
# triangle as long as the edge and a hairline high: what is thinner than this on the
# whole is rounding, however many square metres that makes on a wide border.
_HAIR = 0.1


@dataclass(frozen=True)
class Part:
    """What a new area is to be called, its border, and codes by their scheme."""

    name: str
    border: Shape | None = None
    given: Mapping[str, str] = field(default_factory=dict)


def fit_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > MOST_NAME:
        raise Refusal("area-name-unfit", name=name[:40], most=MOST_NAME)
    return name


def border_on(area: Area, on: date) -> Shape:
    border = area.borders.filter(history.in_force(on)).first()
    if border is None:
        raise Refusal("area-without-border", area=area.name, on=on)
    return outlines.of(border)


def must_have_come(on: date, at: datetime) -> None:
    today = timezone.localdate(at)
    if on > today:
        raise Refusal("date-ahead", on=on, today=today)


def must_hold(parent: Area, level: int, on: date) -> None:
    history.must_be_in_force(parent, on)
    if parent.level >= level:
        raise Refusal(
            "level-not-below", parent=parent.name, above=parent.level, level=level
        )


def must_be_siblings(areas: Sequence[Area]) -> None:
    places = {(a.parent_id, a.level, a.kind) for a in areas}
    if len({a.pk for a in areas}) < 2 or len(places) != 1:
        raise Refusal("merge-not-siblings", areas=history.names(areas))


def together(areas: Sequence[Area], on: date) -> Shape:
    whole = topology.joined([border_on(area, on) for area in areas])
    if areas[0].kind in CONNECTED and whole.geom_type != "Polygon":
        raise Refusal("merge-not-neighbours", areas=history.names(areas))
    return whole


def must_cover(area: Area, whole: Shape, parts: Sequence[Part]) -> None:
    """Refuse parts that leave something of `whole` over, overlap, or reach beyond."""
    if len(parts) < 2:
        raise Refusal("split-into-one", area=area.name)
    shapes = [
        outlines.checked(part.border, where=part.name, points=False) for part in parts
    ]
    together = shapely.union_all(shapes)
    apart = _amiss(topology.polygons(shapely.symmetric_difference(whole, together)))
    drawn = np.array(shapes, dtype=object)
    twice = _amiss([piece.shape for piece in topology.overlaps(drawn)])
    if max(apart, twice) > _NOTHING:
        raise Refusal(
            "split-does-not-cover",
            area=area.name,
            differs=round(apart, 1),
            twice=round(twice, 1),
        )


def _amiss(pieces: Sequence[Shape]) -> float:
    """Return the square metres of the pieces that are wider than rounding is."""
    flat = [_straight(piece) for piece in pieces]
    wide = (piece.area for piece in flat if 2 * piece.area > _HAIR * piece.length)
    return float(sum(wide))


def _straight(shape: Shape) -> Shape:
    """Return `shape` in metres by stretching alone.

    A straight edge stays straight: on any true map a corner on a long edge would lie
    beside it, and a split that fits would seem to miss by many square metres.
    """
    squeeze = math.cos(math.radians(shape.centroid.y))
    scale = (geometry.DEGREE * squeeze, geometry.DEGREE)
    return shapely.transform(shape, lambda xy: xy * scale)
