"""All versions of all borders in memory, for this process, as long as they are true.

One STRtree holds every border ever drawn; a question names its date. The dates on
which anything changed cut time into spans, and each span is prepared once.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from threading import Lock

import numpy as np
import numpy.typing as npt
import shapely
from django.db import connection

from quincunx.areas.models import Area, Border, DefaultPoint, Kind, Version
from quincunx.areas.tree import ids, parent_path

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Shapes = npt.NDArray[np.object_]
Stamp = tuple[int, str]

# The kinds that make the tree reports fall into; the others are layers of their own.
TREE_KINDS = frozenset({Kind.TERRITORY, Kind.COMPOSITE, Kind.MICRO, Kind.BUILDING})
FOREVER = date.max.toordinal()
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class AreaRef:
    """An area as it was called and stood on the date of the question."""

    id: int
    path: str
    level: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class _Past:
    since: int
    until: int
    path: str
    name: str


@dataclass(frozen=True)
class Span:
    """The borders in force between two changes, as row numbers of the index."""

    in_force: Bools
    paths: tuple[str, ...]  # of each border's area; "" where not in force
    parted: Bools  # borders whose area is covered by parts of its own
    leaf: Bools  # borders of the tree that cover, and have no such parts
    nearest: dict[str, "Leaves"] = field(default_factory=dict)


@dataclass(frozen=True)
class Leaves:
    """The leaves of one subtree, flattened so that distances are true nearby."""

    rows: Ints
    tree: shapely.STRtree
    squeeze: float


@dataclass(frozen=True)
class Index:
    stamp: Stamp
    shapes: Shapes
    area: Ints
    rank: Ints  # deeper is higher; a building is deeper than its micro-grid
    in_tree: Bools
    since: Ints
    until: Ints
    tree: shapely.STRtree
    refs: dict[int, AreaRef]
    past: dict[int, tuple[_Past, ...]]
    exempt: frozenset[int]
    default_points: tuple[tuple[float, float], ...]  # they stand for "not known"
    areas: dict[int, Area] = field(default_factory=dict)  # shown since it was built
    lock: Lock = field(default_factory=Lock)
    spans: dict[tuple[int, int], Span] = field(default_factory=dict)

    @cached_property
    def turns(self) -> list[int]:
        """The days on which a border or a place in the tree changed."""
        days = {int(day) for day in np.concatenate([self.since, self.until])}
        days |= {p.until for pasts in self.past.values() for p in pasts}
        return sorted(days)

    def ref(self, key: int, on: date) -> AreaRef:
        now = self.refs[key]
        day = on.toordinal()
        for was in self.past.get(key, ()):
            if was.since <= day < was.until:
                return AreaRef(key, was.path, now.level, now.kind, was.name)
        return now

    def chain(self, key: int, on: date) -> tuple[AreaRef, ...]:
        """Return the areas that hold `key` on that day, outermost first.

        An area without a border is read when it is first asked for; nothing is
        returned for one that does not exist.
        """
        if key not in self.refs:
            self.refs.update(_refs([key], self.past)[0])
        if key not in self.refs:
            return ()
        return tuple(self.ref(step, on) for step in ids(self.ref(key, on).path))

    def span(self, on: date, below: int = FOREVER) -> Span:
        """Return what is in force on that day, of ranks under `below`."""
        number = bisect_right(self.turns, on.toordinal())
        if (number, below) not in self.spans:
            self.spans[number, below] = self._span(on, below)
        return self.spans[number, below]

    def _span(self, on: date, below: int) -> Span:
        day = on.toordinal()
        in_force = (self.since <= day) & (day < self.until) & (self.rank < below)
        paths = tuple(
            self.ref(key, on).path if there else ""
            for key, there in zip(self.area.tolist(), in_force.tolist(), strict=True)
        )
        covers = in_force & self.in_tree & ~np.isin(self.area, list(self.exempt))
        held = {parent_path(paths[row]) for row in np.flatnonzero(covers).tolist()}
        parted = np.array([path in held for path in paths], dtype=bool) & in_force
        return Span(in_force, paths, parted, covers & ~parted)

    def leaves(self, span: Span, path: str) -> Leaves:
        """Return the leaves under `path`, prepared once per span."""
        if path not in span.nearest:
            span.nearest[path] = self._leaves(span, path)
        return span.nearest[path]

    def _leaves(self, span: Span, path: str) -> Leaves:
        rows = [
            row
            for row in np.flatnonzero(span.leaf).tolist()
            if span.paths[row].startswith(path)
        ]
        chosen = self.shapes[rows]
        box = shapely.total_bounds(chosen)
        squeeze = float(np.cos(np.radians((box[1] + box[3]) / 2)))
        flat = shapely.transform(chosen, lambda xy: xy * (squeeze, 1.0))
        return Leaves(np.array(rows, dtype=np.int64), shapely.STRtree(flat), squeeze)


_kept: dict[str, Index] = {}
_keeping = Lock()


def current(database: str = "default") -> Index:
    """Return this process's index, built anew when the tree has changed.

    One query when nothing changed.
    """
    stamp = stamp_now()
    kept = _kept.get(database)
    if kept is not None and kept.stamp == stamp:
        return kept
    with _keeping:
        kept = _kept.get(database)
        if kept is None or kept.stamp != stamp:
            kept = _kept[database] = build(stamp)
    return kept


@contextmanager
def kept_aside() -> Iterator[None]:
    """Keep the index there was for after a change that is taken back."""
    before = dict(_kept)
    try:
        yield
    finally:
        _kept.update(before)


def stamp_now() -> Stamp:
    with connection.cursor() as cursor:  # asked for every report: by the shortest way
        cursor.execute("SELECT number, token FROM areas_revision")
        row = cursor.fetchone()
    return (row[0], row[1]) if row else (0, "")


def build(stamp: Stamp) -> Index:
    """Read every border there is: about a second for 20,000."""
    rows = list(
        Border.objects.order_by("area_id", "id").values_list(
            "area_id", "wkb", "valid_from", "valid_to"
        )
    )
    shapes = _shapes([bytes(row[1]) for row in rows])
    keys = [row[0] for row in rows]
    past = _past()
    refs, exempt = _refs(keys, past)
    return Index(
        stamp=stamp,
        shapes=shapes,
        area=np.array(keys, dtype=np.int64),
        rank=np.array([_rank(refs[key]) for key in keys], dtype=np.int64),
        in_tree=np.array([refs[key].kind in TREE_KINDS for key in keys], dtype=bool),
        since=np.array([row[2].toordinal() for row in rows], dtype=np.int64),
        until=np.array([_until(row[3]) for row in rows], dtype=np.int64),
        tree=shapely.STRtree(shapes),
        refs=refs,
        past=past,
        exempt=exempt,
        default_points=tuple(DefaultPoint.objects.values_list("lon", "lat")),
    )


def _shapes(wkbs: Sequence[bytes]) -> Shapes:
    shapes = np.empty(len(wkbs), dtype=object)
    shapes[:] = shapely.from_wkb(wkbs)
    shapely.prepare(shapes)
    return shapes


def _rank(ref: AreaRef) -> int:
    return 2 * ref.level + (ref.kind == Kind.BUILDING)


def _until(day: date | None) -> int:
    return FOREVER if day is None else day.toordinal()


def _past() -> dict[int, tuple[_Past, ...]]:
    found: defaultdict[int, list[_Past]] = defaultdict(list)
    rows = Version.objects.order_by("area_id", "valid_from", "id").values_list(
        "area_id", "valid_from", "valid_to", "path", "name"
    )
    for key, since, until, path, name in rows.iterator():
        found[key].append(_Past(since.toordinal(), until.toordinal(), path, name))
    return {key: tuple(pasts) for key, pasts in found.items()}


def _refs(
    keys: Iterable[int], past: dict[int, tuple[_Past, ...]]
) -> tuple[dict[int, AreaRef], frozenset[int]]:
    """Read the areas of `keys` and all that hold them now or held them once."""
    refs: dict[int, AreaRef] = {}
    exempt: set[int] = set()
    wanted = set(keys)
    while wanted:
        read = _read(wanted)
        refs |= {ref.id: ref for ref, _ in read}
        exempt |= {ref.id for ref, free in read if free}
        paths = [ref.path for ref, _ in read]
        paths += [p.path for ref, _ in read for p in past.get(ref.id, ())]
        wanted = {step for path in paths for step in ids(path)} - refs.keys()
    return refs, frozenset(exempt)


def _read(wanted: set[int]) -> list[tuple[AreaRef, bool]]:
    columns = ("id", "path", "level", "kind", "name", "gap_exempt")
    keys = sorted(wanted)
    return [
        (AreaRef(*row[:5]), row[5])
        for start in range(0, len(keys), _CHUNK)
        for row in Area.objects.filter(id__in=keys[start : start + _CHUNK]).values_list(
            *columns
        )
    ]
