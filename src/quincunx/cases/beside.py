"""What stands beside cases on a screen, as this process knows it: areas, units, names.

The database is asked for the cases alone, and whether what is known still holds; names
are not read again with every row.
"""

from collections.abc import Iterable
from typing import Any

from quincunx.areas import queries as areas
from quincunx.cases.models import Case
from quincunx.matters import book
from quincunx.staff import queries as staff

_AREAS = ("grid", "care", "desk")
_UNITS = ("unit", "against")


def known(cases: Iterable[Case]) -> list[Case]:
    """Return the cases with what is shown beside them. Three queries in all.

    Two more for areas and units that this process has not shown yet.
    """
    shown = list(cases)
    if not shown:
        return shown
    entries = book.book().entries
    for case in shown:
        entry = entries.get(case.matter_id or 0)
        if entry is not None:
            case.matter = entry.matter
            case.condition = entry.conditions.get(case.condition_id or 0)
    _put(shown, _AREAS, areas.areas_by_key(_keys(shown, _AREAS)))
    _put(shown, _UNITS, staff.units_by_key(_keys(shown, _UNITS)))
    return shown


def _keys(cases: Iterable[Case], names: Iterable[str]) -> set[int]:
    told = {getattr(case, f"{name}_id") for case in cases for name in names}
    return told - {None}


def _put(cases: Iterable[Case], names: Iterable[str], found: dict[int, Any]) -> None:
    for case in cases:
        for name in names:
            key = getattr(case, f"{name}_id")
            if key in found:
                setattr(case, name, found[key])
