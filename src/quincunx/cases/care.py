"""Who cares for a case once the tree has changed, and on whose desk it lies then.

A case placed by its position goes to the area of its level that holds the position
now; any other to whatever took over from its area, of several to the lowest key, and
from a closed one to the area above. The desk stays the house of its level.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np

from quincunx.areas import locate
from quincunx.areas.index import AreaRef
from quincunx.areas.locate import How
from quincunx.areas.models import Area, Lineage
from quincunx.areas.tree import ids
from quincunx.cases import placing
from quincunx.cases.models import Case

Chain = tuple[AreaRef, ...]
_BY_POSITION = frozenset({How.INSIDE, How.BORDER, How.GAP})


@dataclass(frozen=True)
class Care:
    area: int
    path: str
    desk: int
    desk_path: str


def of(case: Case) -> Care:
    """Return how the case stands in the books."""
    return Care(case.care_id, case.care_path, case.desk_id, case.desk_path)


def now(cases: Sequence[Case], on: date) -> dict[UUID, Care]:
    """Return who cares for each case on `on`, which is today.

    Seven queries at most for any number of cases, and two more for each generation
    of areas that has ended.
    """
    places = {case.care_id for case in cases} | {case.desk_id for case in cases}
    levels = dict(Area.objects.filter(pk__in=places).values_list("pk", "level"))
    held = _held(cases, levels, on)
    heirs = _heirs({case.care_id for case in cases if case.pk not in held}, on)
    chains = _chains(set(heirs.values()))
    found = {}
    for case in cases:
        chain = held.get(case.pk) or chains[heirs[case.care_id]]
        desk = placing.desk_for(chain, levels[case.desk_id])
        found[case.pk] = Care(chain[-1].id, chain[-1].path, desk.id, desk.path)
    return found


def catch_up(case: Case, on: date) -> None:
    """Bring a case that comes back from the closed ones to where it belongs today."""
    give(case, now([case], on)[case.pk])


def give(case: Case, care: Care) -> None:
    case.care_id, case.care_path = care.area, care.path
    case.desk_id, case.desk_path = care.desk, care.desk_path


def _held(cases: Sequence[Case], levels: dict[int, int], on: date) -> dict[UUID, Chain]:
    """Return the chain to the area of its level that holds each located position."""
    located = [case for case in cases if case.located in _BY_POSITION]
    if not located:
        return {}
    spots = np.array([(case.lon, case.lat) for case in located], dtype=float)
    placed = locate.place_many(spots[:, 0], spots[:, 1], on)
    chains = {
        case.pk: _down_to(levels[case.care_id], placed.chain(key))
        for case, key in zip(located, placed.area.tolist(), strict=True)
    }
    return {key: chain for key, chain in chains.items() if chain}


def _down_to(level: int, chain: Chain) -> Chain:
    return tuple(ref for ref in chain if ref.level <= level) or chain[:1]


def _heirs(keys: Collection[int], on: date) -> dict[int, int]:
    """Return the area in force that stands for each of `keys`."""
    stands = {key: key for key in keys}
    while gone := _ended(set(stands.values()), on):
        after = _successors(gone, on)
        stands = {key: after.get(here, here) for key, here in stands.items()}
    return stands


def _ended(keys: Collection[int], on: date) -> dict[int, int | None]:
    """Return those of `keys` that have ended, each with the area above it."""
    rows = Area.objects.filter(pk__in=keys, valid_to__lte=on, parent__isnull=False)
    return dict(rows.values_list("pk", "parent_id"))


def _successors(gone: dict[int, int | None], on: date) -> dict[int, int]:
    after = {key: above for key, above in gone.items() if above is not None}
    rows = Lineage.objects.filter(before__in=list(gone), on__lte=on)
    return after | dict(rows.order_by("-after").values_list("before_id", "after_id"))


def _chains(keys: Collection[int]) -> dict[int, Chain]:
    paths = dict(Area.objects.filter(pk__in=keys).values_list("pk", "path"))
    steps = {key: ids(path) for key, path in paths.items()}
    rows = Area.objects.filter(
        pk__in={step for each in steps.values() for step in each}
    )
    columns = ("pk", "path", "level", "kind", "name")
    refs = {row[0]: AreaRef(*row) for row in rows.values_list(*columns)}
    return {key: tuple(refs[step] for step in each) for key, each in steps.items()}
