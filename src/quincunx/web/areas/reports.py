"""Is everything covered, to the edge and to the end? Holes by name, and the matrix."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from quincunx.staff import access as staff
from quincunx.staff import holes
from quincunx.staff.holes import Place
from quincunx.staff.roles import Role
from quincunx.web.shell.guard import only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit

LOOKERS = (Role.ADMINISTRATOR, Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER)
MOST_GRIDS = 200


@only(*LOOKERS)
def coverage(request: Visit) -> HttpResponse:
    """Name what is left out: grids, buildings and units without people."""
    path, on = home(request.actor), today(request.received_at)
    facts = {
        "leaderless": holes.grids_without_leader(path, on),
        "memberless": holes.buildings_without_member(path, on),
        "empty_units": holes.units_without_people(path, on),
        "functions": holes.matrix(path, on).holes,
    }
    return render(request, "areas/coverage.html", facts)


@dataclass(frozen=True)
class MatrixCell:
    unit: str
    contact: str

    @property
    def is_hole(self) -> bool:
        return not self.unit


@dataclass(frozen=True)
class MatrixRow:
    grid: Place
    cells: tuple[MatrixCell, ...]


@only(*LOOKERS)
def departments(request: Visit) -> HttpResponse:
    """Show department by grid, with who is the contact there; holes stand out."""
    actor, at = request.actor, request.received_at
    matrix = holes.department_matrix(home(actor), today(at))
    shown = matrix.rows[:MOST_GRIDS]
    units = staff.visible_organisations(actor).in_bulk(
        {cell.unit for row in shown for cell in row.cells if cell.unit}
    )
    people = staff.visible_people(actor, at=at).in_bulk(
        {cell.contact for row in shown for cell in row.cells if cell.contact}
    )
    names = {pk: person.name for pk, person in people.items()}
    rows = [
        MatrixRow(
            row.grid,
            tuple(
                MatrixCell(
                    units[c.unit].name if c.unit in units else "",
                    names.get(c.contact or 0, ""),
                )
                for c in row.cells
            ),
        )
        for row in shown
    ]
    facts = {
        "kinds": matrix.kinds,
        "rows": rows,
        "without_unit": len(matrix.without_unit),
        "without_contact": len(matrix.without_contact),
        "total": len(matrix.rows),
    }
    return render(request, "areas/departments.html", facts)
