"""The founded town, as the stories of the demo ask for it."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from random import Random

from quincunx.areas import tree
from quincunx.areas.models import Area
from quincunx.demo.ground import Ground, Spot
from quincunx.foundation.actors import Actor
from quincunx.matters.definitions import ConditionDefinition, MatterDefinition
from quincunx.matters.models import Condition, Matter
from quincunx.staff import actors
from quincunx.staff.kinds import OrganisationKind
from quincunx.staff.models import Organisation, Person


@dataclass(frozen=True)
class Listed:
    """A matter of the catalogue with its conditions, as rows and as they are told."""

    row: Matter
    told: MatterDefinition
    conditions: tuple[tuple[Condition, ConditionDefinition], ...]


@dataclass
class Town:
    """Areas, units and people by the keys of the plan."""

    ground: Ground
    areas: dict[str, Area] = field(default_factory=dict)
    units: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    grids: dict[str, tuple[Spot, ...]] = field(default_factory=dict)  # key: its spots
    officers: dict[int, str] = field(default_factory=dict)  # unit: login
    leaders: dict[int, str] = field(default_factory=dict)  # grid: login
    members: dict[int, list[str]] = field(default_factory=dict)  # grid: logins
    matters: dict[str, Listed] = field(default_factory=dict)
    _known: dict[str, Actor] = field(default_factory=dict)

    def actor(self, login: str, at: datetime) -> Actor:
        """Return somebody as they stand; what they hold is asked for once."""
        if login not in self._known:
            self._known[login] = actors.actor_for(self.people[login], at=at)
        return replace(self._known[login], received_at=at)

    @cached_property
    def units_by_key(self) -> dict[int, Organisation]:
        return {unit.pk: unit for unit in self.units.values()}

    def property_of(self, community: int) -> Organisation:
        """Return the property company of a community."""
        kind = OrganisationKind.PROPERTY_COMPANY
        mine = (u for u in self.units.values() if u.area_id == community)
        return next(unit for unit in mine if unit.kind == kind)

    def officer_of(self, unit: int | None) -> str:
        return self.officers[unit or 0]

    def dispatcher_at(self, path: str, level: int) -> str:
        """Return who dispatches in the house of this level around `path`."""
        above = tree.ids(path)[:level][-1]
        return f"dispatcher-{above}"

    def leader_at(self, path: str) -> str | None:
        """Return the leader of the deepest grid around `path` that has one."""
        found = (self.leaders.get(key) for key in reversed(tree.ids(path)))
        return next(filter(None, found), None)


@dataclass
class Founding:
    """A town being founded: on which day, and in which language its cast reads."""

    town: Town
    chance: Random
    at: datetime
    on: date
    language: str

    @property
    def by(self) -> Actor:
        return actors.importer(self.at)
