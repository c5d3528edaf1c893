"""The steps of a border draft, as they are written down and read back.

A step is told as plain values, so that screens, the API and files write the same. An
area is named by its key, or, where an earlier step founds it, by the word that step
gave it (`as`).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry as Shape

from quincunx.areas.models import Kind
from quincunx.areas.tree_rules import MOST_NAME, Part
from quincunx.lib import geometry
from quincunx.lib.refusal import Refusal

MOST_STEPS = 5_000
MOST_TOLD = 32 * 1024 * 1024  # bytes of one draft
MOST_PARTS = 100
MOST_CORNERS = 1_000  # of a line that cuts

Named = int | str  # an area that is there, or one founded by the draft
Told = Mapping[str, Any]
Codes = Mapping[str, str]
Place = tuple[float, float]


@dataclass(frozen=True)
class Redraw:
    area: Named
    border: Shape
    follow: bool  # neighbours under the same parent give and take what changes


@dataclass(frozen=True)
class Shift:
    """A corner is moved in every outline that has it."""

    frm: Place
    to: Place


@dataclass(frozen=True)
class Split:
    """Cut by a line, its parts called by `names`; or into parts drawn one by one."""

    area: Named
    line: Shape | None
    names: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Merge:
    areas: tuple[Named, ...]
    name: str
    codes: Codes


@dataclass(frozen=True)
class Found:
    name: str
    level: int
    kind: str
    parent: Named
    border: Shape | None
    follow: bool
    codes: Codes
    word: str  # by which later steps know it


@dataclass(frozen=True)
class Move:
    area: Named
    parent: Named


@dataclass(frozen=True)
class Rename:
    area: Named
    name: str


@dataclass(frozen=True)
class Close:
    area: Named


Step = Redraw | Shift | Split | Merge | Found | Move | Rename | Close


def read(told: Sequence[Any]) -> list[Step]:
    """Return the steps, or refuse the first not understood, by its number."""
    if len(told) > MOST_STEPS or len(json.dumps(list(told))) > MOST_TOLD:
        raise Refusal("draft-too-long", most=MOST_STEPS)
    return [_read(number, step) for number, step in enumerate(told, 1)]


def _read(number: int, told: Any) -> Step:
    reader = _READERS.get(str(told.get("act"))) if isinstance(told, Mapping) else None
    if reader is None:
        raise Refusal("step-not-understood", number=number)
    try:
        return reader(told)
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal("step-not-understood", number=number) from error


def _named(value: Any) -> Named:
    if isinstance(value, bool) or not isinstance(value, int | str) or value == "":
        raise ValueError(value)
    return value if isinstance(value, int) else value[:40]


def _name(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > MOST_NAME:
        raise Refusal("area-name-unfit", name=str(value)[:40], most=MOST_NAME)
    return value.strip()


def _codes(value: Any) -> Codes:
    if not isinstance(value or {}, Mapping):
        raise TypeError(value)
    return {str(scheme)[:40]: str(code)[:40] for scheme, code in (value or {}).items()}


def _shape(told: Any, name: str) -> Shape:
    return geometry.from_geojson(json.dumps(told), name)


def _place(value: Any) -> Place:
    lon, lat = (float(number) for number in value)
    geometry.check(shapely.Point(lon, lat), "point")
    return lon, lat


def _redraw(told: Told) -> Step:
    area = _named(told["area"])
    return Redraw(area, _shape(told["border"], str(area)), _follows(told))


def _follows(told: Told) -> bool:
    return bool(told.get("neighbours", "follow") == "follow")


def _shift(told: Told) -> Step:
    return Shift(_place(told["from"]), _place(told["to"]))


def _split(told: Told) -> Step:
    area, line = _named(told["area"]), told.get("line")
    given = told.get("parts") or ()
    names = told.get("names") or ()
    if len(given) > MOST_PARTS or len(names) > MOST_PARTS or (not line and not given):
        raise ValueError(area)
    parts = tuple(
        Part(_name(p["name"]), _shape(p["border"], p["name"]), _codes(p.get("codes")))
        for p in given
    )
    names = tuple(map(_name, names))
    return Split(area, _line(line) if line else None, names, parts)


def _line(told: Any) -> Shape:
    if not 2 <= len(told) <= MOST_CORNERS:
        raise ValueError(len(told))
    return shapely.LineString([_place(corner) for corner in told])


def _merge(told: Told) -> Step:
    areas = tuple(_named(area) for area in told["areas"])
    if not 2 <= len(areas) <= MOST_PARTS:
        raise ValueError(len(areas))
    return Merge(areas, _name(told["name"]), _codes(told.get("codes")))


def _found(told: Told) -> Step:
    name = _name(told["name"])
    border = told.get("border")
    return Found(
        name=name,
        level=int(told["level"]),
        kind=Kind(told.get("kind", Kind.TERRITORY)).value,
        parent=_named(told["parent"]),
        border=_shape(border, name) if border else None,
        follow=_follows(told),
        codes=_codes(told.get("codes")),
        word=str(told.get("as", ""))[:40],
    )


def _move(told: Told) -> Step:
    return Move(_named(told["area"]), _named(told["parent"]))


def _rename(told: Told) -> Step:
    return Rename(_named(told["area"]), _name(told["name"]))


def _close(told: Told) -> Step:
    return Close(_named(told["area"]))


_READERS: Mapping[str, Callable[[Told], Step]] = {
    "redraw": _redraw,
    "shift": _shift,
    "split": _split,
    "merge": _merge,
    "found": _found,
    "move": _move,
    "rename": _rename,
    "close": _close,
}
