"""What a draft would do on its day: it is carried out, looked at, and taken back.

There is no second truth: the acts of the tree themselves say what moves, and nothing
of it stays. The tree is held meanwhile, as by any change.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import shapely
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from quincunx.areas import checks, history, index, outlines
from quincunx.areas.carry_out import carry_out
from quincunx.areas.checks import Fault, What
from quincunx.areas.draft_steps import Step
from quincunx.areas.models import Area, Border, Kind, Version
from quincunx.areas.paths import subtrees
from quincunx.areas.tree import ancestors, is_within, parent_path
from quincunx.foundation.actors import CLOCK
from quincunx.lib import canonical, geometry

MOST_MOVED = 500
MOST_DRAWN = 2_000
Beside = Callable[[date], dict[str, Any]]


@dataclass(frozen=True)
class Seen:
    """What would change: areas with their new outlines, what follows, new faults."""

    on: date
    areas: tuple[dict[str, Any], ...]
    moved: tuple[dict[str, Any], ...]  # what stands by position, and where to
    moved_count: int
    faults: tuple[Fault, ...]
    touched: frozenset[int]
    path: str
    beside: dict[str, Any]

    def facts(self) -> dict[str, Any]:
        """Return it as plain values, the outlines as GeoJSON."""
        return {
            "on": self.on.isoformat(),
            "areas": list(self.areas),
            "moved": list(self.moved),
            "moved_count": self.moved_count,
            "faults": [fault.facts() for fault in self.faults],
            "mark": self.mark,
            **self.beside,
        }

    @property
    def mark(self) -> str:
        """Return what tells apart what was seen: whoever agrees, agrees to this."""
        told = ("id", "name", "what", "square_metres", "buildings")
        core = [[area.get(each) for each in told] for area in self.areas]
        return canonical.digest([core, self.moved_count, len(self.faults)])[:16]

    @property
    def hinders(self) -> tuple[Fault, ...]:
        """Return the faults that forbid it; slivers are told and forbid nothing."""
        return tuple(f for f in self.faults if f.what is not What.SLIVER)


def foresee(steps: Sequence[Step], on: date, *, beside: Beside | None = None) -> Seen:
    """Return what `steps` would do on `on`; refuses as the acts of the tree do.

    `beside` is asked while all of it is so, for what rooms above have to say.
    """
    with index.kept_aside(), transaction.atomic():
        before = _Before.now(on)
        carry_out(steps, on=on, by=CLOCK, at=_morning(on))
        seen = _seen(before, on, beside)
        transaction.set_rollback(True)
    return seen


def _morning(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))


@dataclass(frozen=True)
class _Before:
    """The last rows there were, and the faults there are already."""

    version: int
    border: int
    area: int
    ended: frozenset[int]
    faults: Counter[tuple[object, ...]]

    @classmethod
    def now(cls, on: date) -> "_Before":
        return cls(
            version=_last(Version.objects.all()),
            border=_last(Border.objects.all()),
            area=_last(Area.objects.all()),
            ended=frozenset(_ended(on).values_list("pk", flat=True)),
            faults=Counter(map(_known_by, checks.check(on).faults)),
        )


def _last(rows: QuerySet[Any]) -> int:
    return rows.aggregate(last=Max("pk"))["last"] or 0


def _ended(on: date) -> QuerySet[Area]:
    return Area.objects.filter(valid_to=on)


def _known_by(fault: Fault) -> tuple[object, ...]:
    keys = tuple(area.id for area in fault.areas)
    return fault.what, fault.level, keys, round(fault.square_metres)


def _seen(before: _Before, on: date, beside: Beside | None) -> Seen:
    drawn = Border.objects.filter(pk__gt=before.border, valid_to=None)
    borders = {b.area_id: b for b in drawn.select_related("area")}
    former = list(Version.objects.filter(pk__gt=before.version).select_related("area"))
    gone = list(_ended(on).exclude(pk__in=before.ended).filter(pk__lte=before.area))
    named = [v for v in former if _is_told(v)]
    new = list(Area.objects.filter(pk__gt=before.area))
    touched = {b for b in borders if b <= before.area}
    touched |= {v.area_id for v in named} | {area.pk for area in gone}
    above = [area.parent_id for area in new if area.parent_id]
    moved = [v for v in former if _follows(v)]
    return Seen(
        on=on,
        areas=tuple(_areas(borders, new, named, gone, on)),
        moved=tuple(_moves(moved[:MOST_MOVED])),
        moved_count=len(moved),
        faults=_new_faults(before, on),
        touched=frozenset(touched),
        path=common_path({*touched, *above}),
        beside=beside(on) if beside else {},
    )


def _is_told(was: Version) -> bool:
    """Say whether an area got another name, or another parent by a step of its own."""
    now = was.area
    moved = was.parent_id != now.parent_id and now.kind != Kind.BUILDING
    return was.name != now.name or moved


def _follows(was: Version) -> bool:
    return was.area.kind == Kind.BUILDING and was.parent_id != was.area.parent_id


def _moves(former: Sequence[Version]) -> Iterable[dict[str, Any]]:
    keys = {key or 0 for v in former for key in (v.parent_id, v.area.parent_id)}
    names = dict(Area.objects.filter(pk__in=keys).values_list("pk", "name"))
    for was in former:
        yield {
            "id": was.area_id,
            "name": was.area.name,
            "from": names.get(was.parent_id or 0, ""),
            "to": names.get(was.area.parent_id or 0, ""),
        }


def _areas(
    borders: dict[int, Border],
    new: Sequence[Area],
    named: Sequence[Version],
    gone: Sequence[Area],
    on: date,
) -> Iterable[dict[str, Any]]:
    """Yield each area that begins, ends or changes, with what it holds then."""
    founded = {area.pk: area for area in new}
    called = {v.area_id: v for v in named}
    changed = {key: border.area for key, border in borders.items()} | founded
    changed |= {v.area_id: v.area for v in named}
    inside = _buildings(changed.values(), on)
    for key, area in sorted(changed.items()):
        was = called.get(key)
        yield {
            **_told(area),
            "what": "begins" if key in founded else "changes",
            "was": was.name if was and was.name != area.name else "",
            "buildings": inside[key],
            **_outline(borders.get(key)),
        }
    for area in gone:
        yield {**_told(area), "what": "ends", "was": "", "buildings": 0}


def _told(area: Area) -> dict[str, Any]:
    return {"id": area.pk, "name": area.name, "level": area.level, "kind": area.kind}


def _outline(border: Border | None) -> dict[str, Any]:
    if border is None:
        return {}
    shape = outlines.of(border)
    metres = round(geometry.square_metres(shape))
    return {"square_metres": metres, "border": shapely.geometry.mapping(shape)}


def _buildings(areas: Collection[Area], on: date) -> Counter[int]:
    """Count what stands in each; a building lies in all that hold it."""
    paths = {area.path: area.pk for area in areas}
    within = Area.objects.filter(history.in_force(on), kind=Kind.BUILDING)
    standing = within.filter(subtrees("path", paths))
    counted: Counter[int] = Counter()
    for path in standing.values_list("path", flat=True).iterator():
        for above in ancestors(parent_path(path)):
            if above in paths:
                counted[paths[above]] += 1
    return counted


def _new_faults(before: _Before, on: date) -> tuple[Fault, ...]:
    left = Counter(before.faults)
    found = []
    for fault in checks.check(on).faults:
        left[_known_by(fault)] -= 1
        if left[_known_by(fault)] < 0:
            found.append(fault)
    return tuple(found)


def common_path(keys: Iterable[int]) -> str:
    """Return the path of the deepest area that holds all of `keys`."""
    paths = list(Area.objects.filter(pk__in=list(keys)).values_list("path", flat=True))
    shared = [set(ancestors(path)) for path in paths]
    return max(set.intersection(*shared), key=len, default="") if shared else ""


def drawn(on: date, path: str) -> list[dict[str, Any]]:
    """Return the outlines under `path` that stand on that day, buildings left out.

    They are as stored, to be drawn anew corner by corner.
    """
    tree = index.current()
    rows = [int(row) for row in tree.span(on).in_force.nonzero()[0]]
    refs = [(tree.ref(int(tree.area[row]), on), tree.shapes[row]) for row in rows]
    return [
        {
            "type": "Feature",
            "id": ref.id,
            "properties": {"name": ref.name, "level": ref.level, "kind": ref.kind},
            "geometry": shapely.geometry.mapping(shape),
        }
        for ref, shape in refs
        if ref.kind != Kind.BUILDING and is_within(ref.path, path)
    ][:MOST_DRAWN]
