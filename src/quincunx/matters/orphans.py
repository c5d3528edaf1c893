"""Matters that would land on nobody: their unit has not been founded here.

A report on one of them goes to the house of its territory; that it must is a hole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from quincunx.areas import tree
from quincunx.matters import catalogue
from quincunx.matters.models import Matter
from quincunx.matters.routing import KIND
from quincunx.staff.models import Organisation
from quincunx.staff.office import day_of


@dataclass(frozen=True)
class WithoutUnit:
    """A matter whose own unit nobody is, as its pack names it."""

    matter: Matter
    unit: str


def without_unit(path: str, at: datetime) -> list[WithoutUnit]:
    """Return the matters that hold at `path` and whose unit is nobody there.

    A unit is there when it serves `path` or a part of it. Two queries.
    """
    opened, on = catalogue.book(), day_of(at)
    asked = [
        WithoutUnit(matter, catalogue.definition(matter, at, within=opened).unit)
        for matter in catalogue.matters_in(path, on, within=opened)
    ]
    there = _there(path, on)
    return [each for each in asked if each.unit not in there]


def _there(path: str, on: date) -> set[str]:
    """Return the codes and kinds of the units that serve `path` or a part of it."""
    still_open = Q(closed_on=None) | Q(closed_on__gt=on)
    rows = Organisation.objects.filter(still_open).values_list(
        "code", "kind", "area__path"
    )
    return set(_names(rows, path))


def _names(rows: Iterable[Sequence[str | None]], path: str) -> Iterable[str]:
    for code, kind, place in rows:
        serves = place is None or tree.is_within(path, place)
        if serves or tree.is_within(str(place), path):
            yield str(code)
            yield f"{KIND}{kind}"
