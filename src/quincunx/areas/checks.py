"""The coverage report: every place that is covered twice, not at all, or wrongly.

The tree is checked level by level on one day, with the surface of each fault and a
point on it. What need not cover its parent (buildings, lots) is exempt from gaps.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import shapely
from django.db.models import Min, Q
from shapely.geometry.base import BaseGeometry

from quincunx.areas import index as indexes
from quincunx.areas import outlines, topology
from quincunx.areas.history import in_force
from quincunx.areas.index import TREE_KINDS, AreaRef, Index, Shapes
from quincunx.areas.models import Area, Kind
from quincunx.areas.tree import parent_path

LEAST = 1.0  # square metres: below it two outlines are the same
FILLED = 0.9  # share of a hole that a former border must fill to be named
THIN = 2.0  # metres: what is thinner is a sliver, a slip of the pen
CONNECTED = frozenset({Kind.COMPOSITE, Kind.MICRO, Kind.UNIT})


class What(StrEnum):
    OVERLAP = "overlap"  # two areas cover it
    GAP = "gap"  # none of the parts covers it, at the edge of the whole
    HOLE = "hole"  # none covers it, and areas lie all around
    SLIVER = "sliver"  # overlap, gap or excess as thin as a line
    OUTSIDE_PARENT = "outside-parent"
    ORPHAN = "orphan"  # no parent, or one that has ended
    APART = "apart"  # a grid in several pieces


@dataclass(frozen=True)
class Fault:
    """One fault: what, of whom, how large, and a point on it (none for an orphan)."""

    what: What
    level: int
    areas: tuple[AreaRef, ...]
    square_metres: float
    lon: float | None = None
    lat: float | None = None
    around: tuple[AreaRef, ...] = ()  # who touches a hole
    former: tuple[AreaRef, ...] = ()  # whose border it was

    def facts(self) -> dict[str, Any]:
        return {
            "what": self.what.value,
            "level": self.level,
            "areas": _named(self.areas),
            "square_metres": round(self.square_metres, 1),
            "lon": self.lon,
            "lat": self.lat,
            "around": _named(self.around),
            "former": _named(self.former),
        }


def _named(areas: Sequence[AreaRef]) -> list[dict[str, Any]]:
    return [{"id": a.id, "name": a.name, "level": a.level} for a in areas]


@dataclass(frozen=True)
class Report:
    """The faults of a day, the largest first, and how many areas were looked at."""

    on: date
    checked: Mapping[int, int]  # level -> areas with a border
    faults: tuple[Fault, ...]

    def counts(self) -> dict[str, int]:
        return dict(Counter(fault.what.value for fault in self.faults))

    def facts(self) -> dict[str, Any]:
        return {
            "on": self.on.isoformat(),
            "checked": {str(level): n for level, n in sorted(self.checked.items())},
            "counts": self.counts(),
            "faults": [fault.facts() for fault in self.faults],
        }


_Drawn = Mapping[str, tuple[AreaRef, BaseGeometry]]  # by path


@dataclass(frozen=True)
class _Group:
    """Areas that should fit together: of one level and layer, or of one parent."""

    level: int
    refs: Sequence[AreaRef]
    shapes: Shapes
    path: str = ""


@dataclass(frozen=True)
class _Find:
    """A piece that does not fit, still to be measured."""

    what: What
    level: int
    areas: tuple[AreaRef, ...]
    shape: BaseGeometry
    around: tuple[AreaRef, ...] = ()
    former: tuple[AreaRef, ...] = ()


def check(on: date, *, level: int | None = None) -> Report:
    """Look at every level, or at one. Below 5 s for 2,000 polygons."""
    index = indexes.current()
    drawn = _drawn(index, on)
    sheets = [s for s in _sheets(drawn) if level in (None, s.level)]
    finds = [find for sheet in sheets for find in _within(sheet)]
    families = _families(drawn, index.exempt)
    asked = [f for f in families if level in (None, f.level)]
    finds += [find for family in asked for find in _beyond(family, drawn)]
    finds += [_told(find, drawn, index, on) for find in _open(asked, families, drawn)]
    faults = [*_measured(finds), *_orphans(on, level)]
    faults.sort(key=lambda fault: (fault.level, fault.what, -fault.square_metres))
    return Report(on, Counter(ref.level for ref, _ in drawn.values()), tuple(faults))


def _drawn(index: Index, on: date) -> _Drawn:
    """Return what is in force on that day."""
    span = index.span(on)
    rows = np.flatnonzero(span.in_force).tolist()
    keys = index.area[rows].tolist()
    return {
        span.paths[row]: (index.ref(key, on), index.shapes[row])
        for row, key in zip(rows, keys, strict=True)
    }


def _group(pairs: Sequence[tuple[AreaRef, BaseGeometry]], path: str = "") -> _Group:
    shapes = np.empty(len(pairs), dtype=object)
    shapes[:] = [shape for _, shape in pairs]
    refs = [ref for ref, _ in pairs]
    return _Group(min(ref.level for ref in refs), refs, shapes, path)


def _sheets(drawn: _Drawn) -> list[_Group]:
    """Gather surfaces by level and layer; buildings may stand in micro-grids."""
    pairs: defaultdict[tuple[int, str], list[tuple[AreaRef, BaseGeometry]]]
    pairs = defaultdict(list)
    for ref, shape in drawn.values():
        alone = ref.kind not in TREE_KINDS or ref.kind == Kind.BUILDING
        if shape.geom_type in outlines.POLYGONAL:
            pairs[ref.level, ref.kind if alone else ""].append((ref, shape))
    return [_group(found) for _, found in sorted(pairs.items())]


def _families(drawn: _Drawn, exempt: frozenset[int]) -> list[_Group]:
    """Gather the parts that should cover one parent."""
    parts: defaultdict[str, list[tuple[AreaRef, BaseGeometry]]] = defaultdict(list)
    for path, (ref, shape) in drawn.items():
        covers = ref.kind in TREE_KINDS and ref.id not in exempt
        if covers and shape.geom_type in outlines.POLYGONAL and parent_path(path):
            parts[parent_path(path)].append((ref, shape))
    return [_group(pairs, path) for path, pairs in sorted(parts.items())]


def _within(sheet: _Group) -> Iterator[_Find]:
    """Find what areas of one level have in common, and grids in several pieces."""
    for piece in topology.overlaps(sheet.shapes):
        areas = tuple(sheet.refs[row] for row in piece.rows)
        yield _Find(What.OVERLAP, sheet.level, areas, piece.shape)
    for ref, shape in zip(sheet.refs, sheet.shapes, strict=True):
        if ref.kind in CONNECTED:
            for part in topology.polygons(shape)[1:]:
                yield _Find(What.APART, sheet.level, (ref,), part)


def _beyond(family: _Group, drawn: _Drawn) -> Iterator[_Find]:
    if family.path not in drawn:
        return
    parent, whole = drawn[family.path]
    for row, piece in topology.beyond(whole, family.shapes):
        ref = family.refs[row]
        yield _Find(What.OUTSIDE_PARENT, ref.level, (ref, parent), piece)


def _open(
    asked: Sequence[_Group], families: Sequence[_Group], drawn: _Drawn
) -> list[_Find]:
    """Find what the parts of a parent leave open: a hole where areas lie all around.

    Where a parent has no border, its parts are only asked what they enclose.
    """
    finds: list[_Find] = []
    for level in sorted({family.level for family in asked}):
        beside = [f.shapes for f in families if f.level == level]
        enclosed = topology.holes(np.concatenate(beside))
        around = shapely.STRtree(enclosed)
        for family in (f for f in asked if f.level == level):
            finds += _left_open(family, drawn, around)
    return finds


def _left_open(
    family: _Group,
    drawn: _Drawn,
    around: shapely.STRtree,
) -> Iterator[_Find]:
    if family.path not in drawn:
        for piece in topology.holes(family.shapes):
            yield _Find(What.HOLE, family.level, (family.refs[0],), piece)
        return
    parent, whole = drawn[family.path]
    for piece in topology.uncovered(whole, family.shapes):
        middle = shapely.point_on_surface(piece)
        inside = len(around.query(middle, predicate="within")) > 0
        what = What.HOLE if inside else What.GAP
        yield _Find(what, family.level, (parent,), piece)


def _told(find: _Find, drawn: _Drawn, index: Index, on: date) -> _Find:
    """Say of a hole who lies around it, and whose border it was."""
    if find.what is not What.HOLE:
        return find
    near = find.shape.buffer(topology.HAIRLINE)
    beside = tuple(
        ref
        for ref, shape in drawn.values()
        if ref.level == find.level and ref.kind in TREE_KINDS and shape.intersects(near)
    )
    return replace(find, around=beside, former=_former(find, index, on))


def _former(find: _Find, index: Index, on: date) -> tuple[AreaRef, ...]:
    """Return the areas of this level that have ended and whose border filled a hole."""
    rows = index.tree.query(find.shape, predicate="intersects")
    over = rows[index.until[rows] <= on.toordinal()]
    filled = shapely.area(shapely.intersection(index.shapes[over], find.shape))
    keys = index.area[over[filled > FILLED * find.shape.area]]
    refs = (index.ref(key, on) for key in dict.fromkeys(keys.tolist()))
    return tuple(ref for ref in refs if ref.level == find.level)


def _measured(finds: Sequence[_Find]) -> list[Fault]:
    """Measure the pieces in metres, drop what is nothing, and mark what is thin."""
    if not finds:
        return []
    shapes = np.empty(len(finds), dtype=object)
    shapes[:] = [find.shape for find in finds]
    flat = outlines.flattened(shapes)
    sizes, points = shapely.area(flat), shapely.point_on_surface(shapes)
    thin = topology.widths(flat) < THIN
    return [
        Fault(
            What.SLIVER if thin[n] and find.what is not What.APART else find.what,
            find.level,
            find.areas,
            float(sizes[n]),
            round(points[n].x, 7),
            round(points[n].y, 7),
            find.around,
            find.former,
        )
        for n, find in enumerate(finds)
        if sizes[n] >= LEAST
    ]


def _orphans(on: date, level: int | None) -> Iterator[Fault]:
    """Find areas without a parent below the top, or whose parent has ended."""
    there = Area.objects.filter(in_force(on))
    top = there.aggregate(top=Min("level"))["top"] or 1
    ended = Q(parent__valid_to__lte=on) | Q(parent__valid_from__gt=on)
    lost = there.filter(Q(parent=None, level__gt=top) | ended)
    if level is not None:
        lost = lost.filter(level=level)
    for row in lost.order_by("level", "pk").values_list(
        "pk", "path", "level", "kind", "name"
    ):
        ref = AreaRef(*row)
        yield Fault(What.ORPHAN, ref.level, (ref,), 0.0)
