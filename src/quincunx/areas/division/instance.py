"""The format `griddiv/1`: units with loads, and which border on which.

Read with every figure looked at. What makes no sense is refused in words, and what can
be read in one way only (a border named twice, from both sides) is put right.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from quincunx.areas.division.layout import Flags, Floats, Ints
from quincunx.lib.refusal import Refusal

FORMAT = "griddiv/1"
MOST_UNITS = 200_000


@dataclass(frozen=True)
class Instance:
    """A community to be divided. Row i of every array of units is unit i."""

    name: str
    k: int
    tolerance: float
    households_range: tuple[float, float] | None
    x: Floats
    y: Floats
    area: Floats
    perimeter: Floats
    load: Floats
    houses: Floats
    kind: Ints
    estate: Ints
    one: Ints
    two: Ints
    length: Floats
    road: Ints
    passable: Flags
    previous: Ints | None

    @property
    def n(self) -> int:
        """Return how many units there are."""
        return len(self.load)

    @property
    def ideal(self) -> float:
        """Return the load of a grid when all are equal."""
        return float(self.load.sum()) / self.k


def read(path: Path) -> Instance:
    """Return the instance in the file at `path`."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as fault:
        raise Refusal(
            "division-instance-unreadable", file=path.name, why=str(fault)
        ) from fault
    return of_mapping(content)


def of_mapping(content: Any) -> Instance:
    """Return the instance that `content`, as read from JSON, describes."""
    if not isinstance(content, Mapping) or content.get("format") != FORMAT:
        raise Refusal("division-instance-not-griddiv")
    units = content.get("units")
    if not isinstance(units, Mapping):
        raise Refusal("division-instance-lacks", what="units")
    n = _whole(content, "n")
    k = _whole(content, "k")
    if not 1 <= n <= MOST_UNITS:
        raise Refusal("division-instance-units-out-of-range", n=n, most=MOST_UNITS)
    balance = str(content.get("balance", "workload"))
    column = _Columns(units, n)
    x, y = column.numbers("x"), column.numbers("y")
    one, two, length, road, passable = _borders(content, n)
    return Instance(
        name=str(content.get("name", "")),
        k=k,
        tolerance=_tolerance(content.get("tolerance", 0.05)),
        households_range=_range(content.get("households_range"), units),
        x=x,
        y=y,
        area=column.numbers("area", 1.0),
        perimeter=column.numbers("perim", 4.0),
        load=column.loads(balance),
        houses=column.numbers("households", 0.0),
        kind=column.labels("kind"),
        estate=column.labels("estate"),
        one=one,
        two=two,
        length=length,
        road=road,
        passable=passable,
        previous=_previous(content.get("prev_assignment"), n),
    )


class _Columns:
    """The columns of the units, each looked at as it is taken out."""

    def __init__(self, units: Mapping[str, Any], n: int) -> None:
        self.units, self.n = units, n
        uid = units.get("uid")
        if uid is not None and len(set(map(str, uid))) != len(uid):
            seen: set[str] = set()
            twice = [str(u) for u in uid if str(u) in seen or seen.add(str(u))]  # type: ignore[func-returns-value]
            raise Refusal("division-unit-twice", units=", ".join(twice[:5]))

    def numbers(self, name: str, missing: float | None = None) -> Floats:
        """Return a column of finite numbers; without `missing` it has to be there."""
        given = self.units.get(name)
        if given is None:
            if missing is None:
                raise Refusal("division-instance-lacks", what=name)
            return np.full(self.n, missing)
        try:
            found = np.array(given, dtype=float)
        except (TypeError, ValueError) as fault:
            raise Refusal("division-column-no-numbers", column=name) from fault
        if found.shape != (self.n,):
            raise Refusal(
                "division-column-length", column=name, has=len(given), n=self.n
            )
        if not np.isfinite(found).all():
            raise Refusal("division-column-no-numbers", column=name)
        return found

    def loads(self, name: str) -> Floats:
        """Return the loads: none below zero, and not all of them zero."""
        found = self.numbers(name)
        below = np.flatnonzero(found < 0)
        if len(below):
            raise Refusal("division-load-below-zero", units=_few(below))
        if not found.sum() > 0:
            raise Refusal("division-nothing-to-divide", column=name)
        return found

    def labels(self, name: str) -> Ints:
        """Return a column of labels from 0 without gaps; -1 says none."""
        if name not in self.units:
            return np.full(self.n, -1, np.int32)
        given = self.numbers(name).astype(np.int64)
        found = np.full(self.n, -1, np.int32)
        some = given >= 0
        found[some] = np.unique(given[some], return_inverse=True)[1]
        return found


def _few(units: Ints) -> str:
    shown = ", ".join(str(int(u)) for u in units[:5])
    return shown + (", …" if len(units) > 5 else "")


def _whole(content: Mapping[str, Any], name: str) -> int:
    given = content.get(name)
    if not isinstance(given, int) or isinstance(given, bool):
        raise Refusal("division-instance-lacks", what=name)
    return given


def _tolerance(given: Any) -> float:
    if not isinstance(given, int | float) or not 0 < given < 1:
        raise Refusal("division-tolerance-unfit", tolerance=given)
    return float(given)


def _range(given: Any, units: Mapping[str, Any]) -> tuple[float, float] | None:
    if given is None or "households" not in units:
        return None
    if len(given) != 2 or not 0 <= given[0] <= given[1]:
        raise Refusal("division-households-range-unfit", given=given)
    return float(given[0]), float(given[1])


def _previous(given: Sequence[Any] | None, n: int) -> Ints | None:
    if given is None:
        return None
    if len(given) != n:
        raise Refusal(
            "division-column-length", column="prev_assignment", has=len(given), n=n
        )
    names: dict[str, int] = {}
    return np.array([names.setdefault(str(g), len(names)) for g in given], np.int32)


def _borders(
    content: Mapping[str, Any], n: int
) -> tuple[Ints, Ints, Floats, Ints, Flags]:
    """Return the borders, each pair and kind once, the lower unit first."""
    rows = _rows(content, "edges")
    wet = _rows(content, "impassable")
    both = np.concatenate([rows, wet])
    passable = np.arange(len(both)) < len(rows)
    ends = both[:, :2]
    if len(both) and (ends.min() < 0 or ends.max() >= n or (ends % 1).any()):
        raise Refusal("division-border-of-unknown-unit", n=n)
    if (both[:, 2] < 0).any():
        raise Refusal("division-border-length-below-zero")
    ends = np.sort(ends.astype(np.int64), axis=1)
    apart = ends[:, 0] != ends[:, 1]
    key = (ends[:, 0] * n + ends[:, 1]) * 2 + passable
    _, first = np.unique(key[apart], return_index=True)
    kept = np.flatnonzero(apart)[np.sort(first)]
    return (
        ends[kept, 0].astype(np.int32),
        ends[kept, 1].astype(np.int32),
        both[kept, 2],
        both[kept, 3].astype(np.int32),
        passable[kept],
    )


def _rows(content: Mapping[str, Any], name: str) -> Floats:
    given = content.get(name) or []
    try:
        rows = np.array(given, dtype=float).reshape(-1, 4)
    except (TypeError, ValueError) as fault:
        raise Refusal("division-borders-unfit", what=name) from fault
    if not np.isfinite(rows).all():
        raise Refusal("division-borders-unfit", what=name)
    return rows
