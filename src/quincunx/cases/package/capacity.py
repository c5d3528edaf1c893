"""In what capacity somebody acted: the role and the unit, never the name."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from quincunx.cases.lifecycle import LIFECYCLE
from quincunx.cases.vocabulary import Act
from quincunx.foundation.actors import Actor, Holding, Kind
from quincunx.foundation.models import Entry
from quincunx.staff.actors import actor_for
from quincunx.staff.models import Person
from quincunx.staff.roles import Role


class Capacities:
    """Finds the capacity of those who wrote entries; two queries for each of them."""

    def __init__(self) -> None:
        self._held = lru_cache(maxsize=256)(_held)

    def of(self, entry: Entry) -> dict[str, Any]:
        """Return the kind of actor, and for staff their role and unit at that time."""
        told: dict[str, Any] = {"kind": entry.by_kind, "role": None, "unit": None}
        if entry.by_person is None:
            return told
        held = self._held(entry.by_person, entry.at)
        holding = _fitting(held.holdings, entry)
        if holding is not None:
            told |= {"role": holding.role, "unit": holding.unit}
        elif entry.by_kind == Kind.IMPORTER:
            told["role"] = Role.IMPORTER.value
        return told


def _held(person: int, at: datetime) -> Actor:
    """Return what somebody held then, even if they have left since."""
    then = Person.objects.get(pk=person)
    then.is_active = True
    return actor_for(then, at=at)


def _fitting(holdings: tuple[Holding, ...], entry: Entry) -> Holding | None:
    """Return the holding that gave the right to the act, its own unit's first."""
    roles = {right.role for right in LIFECYCLE.row(Act(entry.act)).rights}
    fitting = [holding for holding in holdings if holding.role in roles]
    return min(fitting, key=lambda held: _distance(held, entry.facts), default=None)


def _distance(holding: Holding, facts: Mapping[str, Any]) -> tuple[bool, int]:
    return (holding.unit != facts.get("unit"), holding.appointment or 0)
