"""The steps of a draft are carried out, one by one, through the acts of the tree."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import singledispatchmethod

import shapely
from shapely.geometry.base import BaseGeometry as Shape

from quincunx.areas import history, outlines, reshaping, tree_changes, tree_rules
from quincunx.areas.draft_steps import (
    Close,
    Found,
    Merge,
    Move,
    Named,
    Redraw,
    Rename,
    Shift,
    Split,
    Step,
)
from quincunx.areas.models import Area, Border, Kind
from quincunx.areas.tree_changes import Doing
from quincunx.areas.tree_rules import Part
from quincunx.foundation.actors import Actor
from quincunx.lib.refusal import Refusal

_AROUND = frozenset({Kind.BUILDING})  # they follow by position, not by their outline


def carry_out(steps: Sequence[Step], *, on: date, by: Actor, at: datetime) -> None:
    """Change the tree from `on` as `steps` say; the caller holds the transaction."""
    hand = _Hand({"on": on, "by": by, "at": at})
    for step in steps:
        hand.do(step)


@dataclass
class _Hand:
    """What is needed to carry out the next step: the day, and what was founded."""

    said: Doing
    made: dict[str, Area] = field(default_factory=dict)

    @property
    def on(self) -> date:
        return self.said["on"]

    def area(self, named: Named) -> Area:
        if isinstance(named, str) and named in self.made:
            named = self.made[named].pk
        key = named if isinstance(named, int) else 0
        found = Area.objects.select_related("parent").filter(pk=key).first()
        if found is None:
            raise Refusal("no-such-area", area=named)
        return found

    @singledispatchmethod
    def do(self, step: Step) -> None:
        raise TypeError(step)

    @do.register
    def _redraw(self, step: Redraw) -> None:
        area = self.area(step.area)
        before = area.borders.filter(history.in_force(self.on)).first()
        beside = self._beside(area) if step.follow else []
        old = outlines.of(before) if before else None
        new = reshaping.snapped(step.border, self._edges(area, beside, old))
        borders = [(area, new), *_changed(beside, old, new)]
        tree_changes.redraw_together(borders, **self.said)

    def _beside(self, area: Area) -> list[tuple[Area, Shape]]:
        """Return the neighbours that stand with `area` under its parent."""
        rows = Border.objects.filter(
            history.in_force(self.on),
            area__parent=area.parent_id,
            area__level=area.level,
            area__kind=area.kind,
        ).exclude(area=area.pk)
        found = [(row.area, outlines.of(row)) for row in rows.select_related("area")]
        return [(a, shape) for a, shape in found if shape.geom_type != "Point"]

    def _edges(
        self, area: Area, beside: Sequence[tuple[Area, Shape]], old: Shape | None
    ) -> list[Shape]:
        """Return the outlines whose corners a new one may be meant to share."""
        above = Border.objects.filter(history.in_force(self.on), area=area.parent_id)
        shapes = [shape for _, shape in beside] + [outlines.of(b) for b in above]
        return [*shapes, *([old] if old else [])]

    @do.register
    def _shift(self, step: Shift) -> None:
        lon, lat = step.frm
        near = Border.objects.filter(
            history.in_force(self.on),
            minx__lte=lon + reshaping.SAME,
            maxx__gte=lon - reshaping.SAME,
            miny__lte=lat + reshaping.SAME,
            maxy__gte=lat - reshaping.SAME,
        ).exclude(area__kind__in=_AROUND)
        drawn = [
            (row.area, moved)
            for row in near.select_related("area").order_by("area__level", "area_id")
            if (moved := reshaping.shifted(outlines.of(row), step.frm, step.to))
        ]
        if not drawn:
            raise Refusal("no-corner-there", lon=lon, lat=lat)
        tree_changes.redraw_together(drawn, **self.said)

    @do.register
    def _split(self, step: Split) -> None:
        area = self.area(step.area)
        tree_changes.split(area, self._parts(area, step), **self.said)

    def _parts(self, area: Area, step: Split) -> Sequence[Part]:
        if step.line is None:
            return step.parts
        pieces = reshaping.cut(tree_rules.border_on(area, self.on), step.line)
        if len(pieces) < 2:
            raise Refusal("line-does-not-cut", area=area.name)
        names = [*step.names]
        names += [f"{area.name} {n}" for n in range(len(names) + 1, len(pieces) + 1)]
        return [Part(n, p) for n, p in zip(names, pieces, strict=False)]

    @do.register
    def _merge(self, step: Merge) -> None:
        areas = [self.area(named) for named in step.areas]
        tree_changes.merge(areas, step.name, given=step.codes, **self.said)

    @do.register
    def _found(self, step: Found) -> None:
        parent = self.area(step.parent)
        wanted = Area(parent=parent, level=step.level, kind=step.kind)
        beside = self._beside(wanted) if step.follow and step.border else []
        border = step.border and reshaping.snapped(
            step.border, self._edges(wanted, beside, None)
        )
        if border is not None and (losing := _changed(beside, None, border)):
            tree_changes.redraw_together(losing, **self.said)
        made = tree_changes.found(
            step.name,
            level=step.level,
            parent=parent,
            border=border,
            kind=step.kind,
            given=step.codes,
            levels=parent.scheme.code,
            **self.said,
        )
        if step.word:
            self.made[step.word] = made

    @do.register
    def _move(self, step: Move) -> None:
        area, parent = self.area(step.area), self.area(step.parent)
        tree_changes.move(area, parent, **self.said)

    @do.register
    def _rename(self, step: Rename) -> None:
        tree_changes.rename(self.area(step.area), step.name, **self.said)

    @do.register
    def _close(self, step: Close) -> None:
        tree_changes.close(self.area(step.area), **self.said)


def _changed(
    beside: Sequence[tuple[Area, Shape]], old: Shape | None, new: Shape
) -> list[tuple[Area, Shape]]:
    """Return the neighbours whose outline changes; refuse to use one up."""
    after = reshaping.follow(old, new, [shape for _, shape in beside])
    changed = [
        (area, now)
        for (area, was), now in zip(beside, after, strict=True)
        if not shapely.equals(was, now)
    ]
    for area, now in changed:
        if now.is_empty:
            raise Refusal("neighbour-used-up", area=area.name)
    return changed
