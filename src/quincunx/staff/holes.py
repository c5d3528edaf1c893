"""Where people are missing: grids without leader, functions nobody does, empty units.

Everything here takes a subtree and a day and costs a fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from quincunx.areas.models import Area
from quincunx.areas.models import Kind as AreaKind
from quincunx.areas.paths import subtree
from quincunx.areas.tree import ancestors
from quincunx.foundation.actors import Actor
from quincunx.staff.access import visible_appointments
from quincunx.staff.kinds import DEPARTMENTS, OrganisationKind
from quincunx.staff.models import Appointment, Function, Organisation
from quincunx.staff.office import in_office
from quincunx.staff.queries import CONTACT_OFFICER, LEADER

MOST_TOLD = 200
# A micro-grid without a leader of its own is led by the composite grid around it.
LED = (AreaKind.COMPOSITE, AreaKind.DEDICATED)


@dataclass(frozen=True)
class Place:
    key: int
    name: str
    path: str


@dataclass(frozen=True)
class Member:
    person: int
    name: str
    appointment: int
    source: str


@dataclass(frozen=True)
class GridRow:
    """One grid; for each function who does it. An empty cell is a hole."""

    grid: Place
    cells: tuple[tuple[Member, ...], ...]


@dataclass(frozen=True)
class Matrix:
    """Grid by function by member; `functions` are the columns, as codes."""

    functions: tuple[str, ...]
    rows: tuple[GridRow, ...]

    @property
    def holes(self) -> tuple[tuple[Place, str], ...]:
        return tuple(
            (row.grid, code)
            for row in self.rows
            for code, cell in zip(self.functions, row.cells, strict=True)
            if not cell
        )


@dataclass(frozen=True)
class Cover:
    """The department responsible in a grid, and its contact officer there."""

    unit: int | None
    contact: int | None


@dataclass(frozen=True)
class DepartmentRow:
    grid: Place
    cells: tuple[Cover, ...]


@dataclass(frozen=True)
class DepartmentMatrix:
    """Department by grid; `kinds` are the columns."""

    kinds: tuple[str, ...]
    rows: tuple[DepartmentRow, ...]

    @property
    def without_unit(self) -> tuple[tuple[Place, str], ...]:
        return self._where(lambda cover: cover.unit is None)

    @property
    def without_contact(self) -> tuple[tuple[Place, str], ...]:
        return self._where(
            lambda cover: cover.unit is not None and cover.contact is None
        )

    def _where(self, is_hole: Callable[[Cover], bool]) -> tuple[tuple[Place, str], ...]:
        return tuple(
            (row.grid, kind)
            for row in self.rows
            for kind, cover in zip(self.kinds, row.cells, strict=True)
            if is_hole(cover)
        )


def grids_without_leader(path: str, on: date) -> list[Place]:
    """Return the orphans, in the order of the tree. One query."""
    leaders = Appointment.objects.filter(
        in_office(on), area=OuterRef("pk"), function__code=LEADER
    )
    return _places(_grids(path, on).filter(~Exists(leaders)))


def units_without_people(path: str, on: date) -> list[Organisation]:
    """Return open organisations nobody is appointed to. One query."""
    offices = Appointment.objects.filter(in_office(on), organisation=OuterRef("pk"))
    units = Organisation.objects.filter(
        subtree("area__path", path), ~Exists(offices), closed_on=None
    )
    return list(units.order_by("area__path", "pk"))


def buildings_without_member(path: str, on: date) -> list[Place]:
    """Return buildings and courtyards no member is attached to. One query."""
    attached = Appointment.objects.filter(in_office(on), buildings=OuterRef("pk"))
    buildings = _areas(path, on, (AreaKind.BUILDING,))
    return _places(buildings.filter(~Exists(attached)))


def matrix(path: str, on: date) -> Matrix:
    """Return grid by function by member for a subtree. Three queries."""
    functions = tuple(
        Function.objects.filter(in_every_grid=True).values_list("code", flat=True)
    )
    members = _members(path, on, functions)
    rows = tuple(
        GridRow(grid, tuple(tuple(members[grid.key, code]) for code in functions))
        for grid in _places(_grids(path, on))
    )
    return Matrix(functions, rows)


def department_matrix(
    path: str, on: date, kinds: Sequence[OrganisationKind] = DEPARTMENTS
) -> DepartmentMatrix:
    """Return department by grid for a subtree. Three queries."""
    units = _units_by_place(path, kinds)
    contacts = _contacts_by_place(path, on)
    rows = tuple(
        DepartmentRow(
            grid, tuple(_cover(grid, kind, units, contacts) for kind in kinds)
        )
        for grid in _places(_grids(path, on))
    )
    return DepartmentMatrix(tuple(kinds), rows)


def _cover(
    grid: Place,
    kind: str,
    units: dict[tuple[str, str], int],
    contacts: dict[tuple[str, int], int],
) -> Cover:
    """Return the nearest unit of `kind` and the nearest contact it has named."""
    chain = ancestors(grid.path)[::-1]
    unit = next((units[kind, p] for p in chain if (kind, p) in units), None)
    if unit is None:
        return Cover(None, None)
    contact = next((contacts[p, unit] for p in chain if (p, unit) in contacts), None)
    return Cover(unit, contact)


def _units_by_place(
    path: str, kinds: Sequence[OrganisationKind]
) -> dict[tuple[str, str], int]:
    found = (
        Organisation.objects.filter(_around("area__path", path), kind__in=kinds)
        .filter(closed_on=None)
        .order_by("-pk")  # the one founded first is kept
        .values_list("kind", "area__path", "pk")
    )
    return {(kind, place): unit for kind, place, unit in found}


def _contacts_by_place(path: str, on: date) -> dict[tuple[str, int], int]:
    found = Appointment.objects.filter(
        in_office(on), _around("area__path", path), function__code=CONTACT_OFFICER
    ).values_list("area__path", "organisation", "person")
    return {(place, unit): person for place, unit, person in found if unit}


def _around(field: str, path: str) -> Q:
    """Match what lies in the subtree or holds it."""
    return subtree(field, path) | Q(**{f"{field}__in": ancestors(path)})


def _members(
    path: str, on: date, functions: Sequence[str]
) -> defaultdict[tuple[int, str], list[Member]]:
    found = (
        Appointment.objects.filter(
            in_office(on),
            subtree("area__path", path),
            function__code__in=functions,
        )
        .order_by("pk")
        .values_list("area", "function__code", "person", "person__name", "pk", "source")
    )
    members: defaultdict[tuple[int, str], list[Member]] = defaultdict(list)
    for area, code, person, name, key, source in found:
        members[area, code].append(Member(person, name, key, source))
    return members


def _grids(path: str, on: date) -> QuerySet[Area]:
    return _areas(path, on, LED)


def _areas(path: str, on: date, kinds: Sequence[AreaKind]) -> QuerySet[Area]:
    valid = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))
    return Area.objects.filter(subtree("path", path), valid, kind__in=kinds)


def _places(areas: QuerySet[Area]) -> list[Place]:
    rows = areas.order_by("path").values_list("pk", "name", "path")
    return [Place(*row) for row in rows]


def left_without_area(actor: Actor, on: date) -> list[dict[str, str]]:
    """Return the offices held in areas that end on `on`, as they are read."""
    held = visible_appointments(actor).filter(in_office(on), area__valid_to=on)
    found = held.select_related("person", "function", "area").order_by("area", "pk")
    return [
        {"function": str(o.function), "area": o.area.name, "person": o.person.name}
        for o in found[:MOST_TOLD]
    ]
