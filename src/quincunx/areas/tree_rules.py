"""What a change of the tree must keep to, said before anything is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

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
    apart = _square_metres(shapely.symmetric_difference(whole, together))
    twice = sum(map(_square_metres, shapes)) - _square_metres(together)
    if max(apart, twice) > _NOTHING:
        raise Refusal(
            "split-does-not-cover",
            area=area.name,
            differs=round(apart, 1),
            twice=round(twice, 1),
        )


def _square_metres(shape: Shape) -> float:
    return 0.0 if shape.is_empty else geometry.square_metres(shape)
