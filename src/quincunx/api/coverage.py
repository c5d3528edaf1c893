"""Is everything in somebody's care, to the edge and to the end? Over the API.

What is left out is told to those who look after the place: administrators, desks,
supervisors, leaders.
"""

from collections.abc import Mapping
from datetime import date

from ninja import Field, Query, Router, Schema

from quincunx.api.shapes import Out
from quincunx.api.visit import Visit, today
from quincunx.api.where import looked_after, must_administer
from quincunx.areas import checks
from quincunx.cases import queries as cases
from quincunx.matters import orphans
from quincunx.staff import access as staff
from quincunx.staff import holes

router = Router(tags=["coverage"])
PAGE = 200  # grids, or cases


class Grids(Schema):
    """Which grids: those of an area one looks after, after the last path seen."""

    area: int | None = None
    after: str = Field("", max_length=255)


class FaultAreaOut(Out):
    id: int
    name: str
    level: int


class FaultOut(Out):
    what: str  # overlap, gap, hole, sliver, outside-parent, orphan, apart
    level: int
    areas: list[FaultAreaOut]
    square_metres: float
    lon: float | None
    lat: float | None


class ChecksOut(Out):
    on: date
    checked: Mapping[str, int]  # areas with a border, by level
    counts: Mapping[str, int]  # faults, by kind
    faults: list[FaultOut]  # at most 1,000


class GridOut(Out):
    id: int
    name: str
    path: str


class UnitlessOut(Out):
    matter: str
    unit: str


class CoverageOut(Out):
    grids_without_leader: list[GridOut]
    buildings_without_member: int
    units_without_people: list[str]
    matters_without_unit: list[UnitlessOut]
    cases_without_owner: list[str]  # numbers, the oldest 200
    grids_without_department: int  # holes of the matrix of department by grid
    grids_without_contact: int


class MemberOut(Out):
    person: int
    name: str
    appointment: int
    source: str


class MatrixRowOut(Out):
    grid: GridOut
    cells: Mapping[str, list[MemberOut]]  # by function; an empty one is a hole


class MatrixOut(Out):
    functions: list[str]
    rows: list[MatrixRowOut]
    after: str  # pass it on for the next page; empty at the end


class CoverOut(Out):
    unit: str | None
    contact: str | None  # login of the contact officer


class DepartmentRowOut(Out):
    grid: GridOut
    cells: Mapping[str, CoverOut]  # by kind of department


class DepartmentsOut(Out):
    departments: list[str]
    rows: list[DepartmentRowOut]
    after: str


@router.get("/areas/checks", response=ChecksOut, tags=["areas"])
def area_checks(
    request: Visit, on: date | None = None, level: int | None = None
) -> ChecksOut:
    """Report every overlap, gap, hole, sliver and orphan; for administrators.

    Takes seconds for a large district.
    """
    must_administer(request)
    found = checks.check(on or today(request), level=level).facts()
    return ChecksOut.model_validate({**found, "faults": found["faults"][:1000]})


@router.get("/coverage", response=CoverageOut)
def coverage(request: Visit, area: int | None = None) -> CoverageOut:
    """Name what is in nobody's care: grids, matters, cases, buildings, units."""
    path, on, at = looked_after(request, area), today(request), request.received_at
    ownerless = cases.without_owner(request.actor, at)
    matrix = holes.department_matrix(path, on)
    return CoverageOut(
        grids_without_leader=list(map(_grid, holes.grids_without_leader(path, on))),
        buildings_without_member=len(holes.buildings_without_member(path, on)),
        units_without_people=[u.code for u in holes.units_without_people(path, on)],
        matters_without_unit=[
            UnitlessOut(matter=each.matter.code, unit=each.unit)
            for each in orphans.without_unit(path, at)
        ],
        cases_without_owner=list(ownerless.values_list("number", flat=True)[:PAGE]),
        grids_without_department=len(matrix.without_unit),
        grids_without_contact=len(matrix.without_contact),
    )


@router.get("/coverage/members", response=MatrixOut)
def members(request: Visit, wanted: Query[Grids]) -> MatrixOut:
    """Show grid by function by member, 200 grids at a time."""
    found = holes.matrix(looked_after(request, wanted.area), today(request))
    rows = [row for row in found.rows if row.grid.path > wanted.after]
    shown = [
        MatrixRowOut(
            grid=_grid(row.grid),
            cells={
                code: [MemberOut(**vars(member)) for member in cell]
                for code, cell in zip(found.functions, row.cells, strict=True)
            },
        )
        for row in rows[:PAGE]
    ]
    after = shown[-1].grid.path if len(rows) > PAGE else ""
    return MatrixOut(functions=list(found.functions), rows=shown, after=after)


@router.get("/coverage/departments", response=DepartmentsOut)
def departments(request: Visit, wanted: Query[Grids]) -> DepartmentsOut:
    """Show department by grid with who is the contact there, 200 grids at a time."""
    path = looked_after(request, wanted.area)
    matrix = holes.department_matrix(path, today(request))
    rows = [row for row in matrix.rows if row.grid.path > wanted.after]
    shown = rows[:PAGE]
    units, people = _names(request, shown)
    out = [
        DepartmentRowOut(
            grid=_grid(row.grid),
            cells={
                kind: CoverOut(
                    unit=units.get(cell.unit or 0),
                    contact=people.get(cell.contact or 0),
                )
                for kind, cell in zip(matrix.kinds, row.cells, strict=True)
            },
        )
        for row in shown
    ]
    after = out[-1].grid.path if len(rows) > PAGE else ""
    return DepartmentsOut(departments=list(matrix.kinds), rows=out, after=after)


def _names(
    request: Visit, rows: list[holes.DepartmentRow]
) -> tuple[dict[int, str], dict[int, str]]:
    """Return the codes of units and logins of contacts, as far as one may see them."""
    cells = [cell for row in rows for cell in row.cells]
    units = staff.visible_organisations(request.actor).filter(
        pk__in={cell.unit for cell in cells if cell.unit}
    )
    people = staff.visible_people(request.actor, at=request.received_at).filter(
        pk__in={cell.contact for cell in cells if cell.contact}
    )
    return dict(units.values_list("pk", "code")), dict(
        people.values_list("pk", "login")
    )


def _grid(place: holes.Place) -> GridOut:
    return GridOut(id=place.key, name=place.name, path=place.path)
