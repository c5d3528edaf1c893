"""How the tree changes: founded, drawn anew, split, merged, moved, renamed, closed.

Every change has a day from which it holds, keeps what was before, is written in the
journal and turns the revision. A key never changes hands: what is split or merged
ends, and new areas begin.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.utils import timezone
from shapely.geometry.base import BaseGeometry as Shape

from quincunx.areas import (
    access,
    beginnings,
    following,
    history,
    outlines,
    revision,
    tree,
    tree_rules,
)
from quincunx.areas.models import Area, Change, Kind, Lineage, Revision
from quincunx.areas.schemes import FIVE, scheme
from quincunx.areas.tree_rules import Part
from quincunx.foundation import journal
from quincunx.foundation.actors import Actor
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal


class Doing(TypedDict):
    """From which day a change holds, who makes it and when."""

    on: date
    by: Actor
    at: datetime


@transaction.atomic
def found(  # noqa: PLR0913  # an area is told all of it, by name
    name: str,
    *,
    level: int,
    parent: Area | None = None,
    border: Shape | None = None,
    kind: str = Kind.TERRITORY,
    given: Mapping[str, str] | None = None,
    levels: str = FIVE,
    gap_exempt: bool | None = None,
    telephone: str = "",
    on: date,
    by: Actor,
    at: datetime,
) -> Area:
    """Add an area under `parent` from `on`.

    `given` holds codes by their scheme. A building need not cover its parent, and
    may be a point; of other kinds `gap_exempt` says so.
    """
    access.must_change(by, parent.path if parent else tree.EVERYWHERE)
    held = revision.held()
    model = Area(
        level=level,
        parent=parent,
        kind=kind,
        scheme=scheme(levels),
        gap_exempt=kind == Kind.BUILDING if gap_exempt is None else gap_exempt,
        telephone=telephone,
    )
    area = beginnings.begin(held, model, Part(name, border, given or {}), on)
    change = _turn(held, "found", [area], [border], on=on, at=at)
    _write(area, "found", by=by, at=at, on=on, name=area.name)
    _follow(held, change)
    return area


@transaction.atomic
def begin_earlier(area: Area, *, on: date, by: Actor, at: datetime) -> Area:
    """Let the district have begun on an earlier day, as it was called and drawn then.

    One that has begun by that day stays as it is.
    """
    held = revision.held()
    area = Area.objects.get(pk=area.pk, parent=None)
    access.must_change(by, area.path)
    if area.valid_from <= on:
        return area
    history.stretch(area, on)
    _turn(held, "begin", [area], [], on=on, at=at)
    _write(area, "begin-earlier", by=by, at=at, on=on)
    return area


@transaction.atomic
def rename(area: Area, name: str, *, on: date, by: Actor, at: datetime) -> Area:
    """Call `area` `name` from `on`, which is not after today."""
    held, area = _held(area, on, by)
    tree_rules.must_have_come(on, at)
    history.must_follow_the_last(area, on)
    history.keep(Area.objects.filter(pk=area.pk), on)
    area.name = tree_rules.fit_name(name)
    area.save(update_fields=["name"])
    _turn(held, "rename", [area], [], on=on, at=at)
    _write(area, "rename", by=by, at=at, on=on, name=name)
    return area


@transaction.atomic
def move(area: Area, parent: Area, *, on: date, by: Actor, at: datetime) -> Area:
    """Put `area`, with all under it, below `parent` from `on`, not after today.

    What lies under it is of a deeper level, so that no circle can arise.
    """
    held, area = _held(area, on, by)
    tree_rules.must_have_come(on, at)
    history.must_follow_the_last(area, on)
    parent = Area.objects.get(pk=parent.pk)
    access.must_change(by, parent.path)
    tree_rules.must_hold(parent, area.level, on)
    before = area.parent_id
    area = history.uproot(area, parent=parent, on=on)
    _turn(held, "move", [area], [], on=on, at=at)
    _write(area, "move", by=by, at=at, on=on, out_of=before, into=area.parent_id)
    return area


@transaction.atomic
def redraw(area: Area, border: Shape, *, on: date, by: Actor, at: datetime) -> Area:
    """Give `area` a new border from `on`; what stands by position follows that day."""
    return redraw_together([(area, border)], on=on, by=by, at=at)[0]


@transaction.atomic
def redraw_together(
    borders: Sequence[tuple[Area, Shape]], *, on: date, by: Actor, at: datetime
) -> list[Area]:
    """Give neighbours new borders in one step, as when a line between them shifts."""
    held = revision.held()
    changed = [_redraw(area, border, on=on, by=by) for area, border in borders]
    shapes = [shape for _, former, now in changed for shape in (former, now)]
    areas = [area for area, _, _ in changed]
    change = _turn(held, "redraw", areas, shapes, on=on, at=at)
    for area in areas:
        _write(area, "redraw", by=by, at=at, on=on, revision=held.number)
    _follow(held, change)
    return areas


@transaction.atomic
def split(
    area: Area, parts: Sequence[Part], *, on: date, by: Actor, at: datetime
) -> list[Area]:
    """End `area` and begin `parts`, which together cover exactly what it covered."""
    held, area = _held(area, on, by)
    whole = tree_rules.border_on(area, on)
    tree_rules.must_cover(area, whole, parts)
    beginnings.end(area, on)
    made = [beginnings.begin(held, beginnings.like(area), part, on) for part in parts]
    beginnings.descend([area], made, Lineage.Kind.SPLIT, on)
    change = _turn(held, "split", [area], [whole], on=on, at=at)
    _write(area, "split", by=by, at=at, on=on, into=[new.pk for new in made])
    for new in made:
        _write(new, "found", by=by, at=at, on=on, out_of=[area.pk], name=new.name)
    _follow(held, change)
    return [Area.objects.get(pk=new.pk) for new in made]


@transaction.atomic
def merge(
    areas: Sequence[Area],
    name: str,
    *,
    on: date,
    by: Actor,
    at: datetime,
    given: Mapping[str, str] | None = None,
) -> Area:
    """End `areas`, which have one parent, and begin one that covers them all.

    `given` holds the codes of the new area by their scheme.
    """
    held = revision.held()
    former = [_held(area, on, by)[1] for area in sorted(areas, key=lambda a: a.pk)]
    tree_rules.must_be_siblings(former)
    whole = tree_rules.together(former, on)
    for area in former:
        beginnings.end(area, on)
    made = beginnings.begin(
        held, beginnings.like(former[0]), Part(name, whole, given or {}), on
    )
    beginnings.descend(former, [made], Lineage.Kind.MERGE, on)
    change = _turn(held, "merge", [made], [whole], on=on, at=at)
    _write(made, "found", by=by, at=at, on=on, out_of=[a.pk for a in former], name=name)
    for area in former:
        _write(area, "merge", by=by, at=at, on=on, into=[made.pk])
    _follow(held, change)
    return Area.objects.get(pk=made.pk)


@transaction.atomic
def close(area: Area, *, on: date, by: Actor, at: datetime) -> Area:
    """End `area` from `on`; what lies under it has to be closed or moved before."""
    held, area = _held(area, on, by)
    inner = area.parts.filter(history.in_force(on)).count()
    if inner:
        raise Refusal("area-has-parts", area=area.name, parts=inner)
    border = area.borders.filter(history.in_force(on)).first()
    beginnings.end(area, on)
    shape = outlines.of(border) if border else None
    _turn(held, "close", [area], [shape], on=on, at=at)
    _write(area, "close", by=by, at=at, on=on)
    return area


@transaction.atomic
def follow_due(today: date, *, at: datetime) -> int:
    """Follow the changes whose day has come; said by `duty`. Return how many moved."""
    due = Change.objects.filter(pending=True, on__lte=today).order_by("on", "number")
    if not due.exists():
        return 0
    held = revision.held()
    return sum(_follow_late(held, change, at) for change in due)


def _follow_late(held: Revision, change: Change, at: datetime) -> int:
    Change.objects.filter(pk=change.pk).update(pending=False)
    moved = following.follow(change)
    _turn(held, "follow", [change.area] if change.area else [], [], on=change.on, at=at)
    return moved


def _held(area: Area, on: date, by: Actor) -> tuple[Revision, Area]:
    """Return the tree, held, and `area` as it now is, if it is in force on that day."""
    held = revision.held()
    area = Area.objects.select_related("parent", "scheme").get(pk=area.pk)
    access.must_change(by, area.path)
    history.must_be_in_force(area, on)
    return held, area


def _redraw(
    area: Area, border: Shape, *, on: date, by: Actor
) -> tuple[Area, Shape | None, Shape]:
    _, area = _held(area, on, by)
    last = area.borders.filter(valid_to=None).first()
    if last is not None and last.valid_from > on:
        raise Refusal(
            "earlier-than-last-change", area=area.name, on=on, since=last.valid_from
        )
    area.borders.filter(valid_to=None).update(valid_to=on)
    beginnings.draw(area, border, on)
    return area, outlines.of(last) if last else None, border


def _turn(
    held: Revision,
    act: str,
    areas: Sequence[Area],
    shapes: Sequence[Shape | None],
    *,
    on: date,
    at: datetime,
) -> Change:
    drawn = [shape for shape in shapes if shape is not None]
    ahead = on > timezone.localdate(at)
    return revision.turn(held, act, areas=areas, shapes=drawn, on=on, pending=ahead)


def _follow(held: Revision, change: Change) -> None:
    """Let what stands by position follow, today; a change ahead waits for its day."""
    if not change.pending and following.follow(change):
        revision.stamp(held)


def _write(
    area: Area,
    act: str,
    *,
    by: Actor,
    at: datetime,
    on: date,
    name: str = "",
    **facts: object,
) -> None:
    journal.record(
        Subject("area", str(area.pk)),
        act,
        by=by,
        at=at,
        facts={"on": on.isoformat(), **facts},
        texts={"name": name} if name else {},
    )
