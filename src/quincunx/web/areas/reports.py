"""Is everything covered, to the edge and to the end? Holes by name, and the matrix."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quincunx.areas import checks
from quincunx.areas.checks import Fault, What
from quincunx.cases import queries as cases
from quincunx.matters import orphans
from quincunx.staff import access as staff
from quincunx.staff import functions, holes
from quincunx.staff.holes import Place
from quincunx.staff.roles import Role
from quincunx.web.shell.guard import only
from quincunx.web.shell.places import home, today
from quincunx.web.shell.visit import Visit

LOOKERS = (Role.ADMINISTRATOR, Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER)
MOST_GRIDS = 200
MOST_FAULTS = 500


@dataclass(frozen=True)
class FunctionHoles:
    """A grid and the functions nobody does there."""

    grid: Place
    functions: tuple[str, ...]


def _function_holes(path: str, on: date) -> list[FunctionHoles]:
    names = {function.code: str(function) for function in functions.listed()}
    by_grid: dict[Place, list[str]] = {}
    for grid, code in holes.matrix(path, on).holes:
        by_grid.setdefault(grid, []).append(names.get(code, code))
    return [FunctionHoles(grid, tuple(codes)) for grid, codes in by_grid.items()]


@only(*LOOKERS)
def coverage(request: Visit) -> HttpResponse:
    """Name what is in nobody's care: grids, matters, cases, buildings, units."""
    actor, at = request.actor, request.received_at
    path, on = home(actor), today(at)
    facts = {
        "leaderless": holes.grids_without_leader(path, on),
        "memberless": holes.buildings_without_member(path, on),
        "empty_units": holes.units_without_people(path, on),
        "functions": _function_holes(path, on),
        "unitless": orphans.without_unit(path, at),
        "ownerless": cases.without_owner(actor, at)[:MOST_GRIDS],
    }
    return render(request, "areas/coverage.html", facts)


FAULTS: Mapping[str, str | Promise] = {
    What.OVERLAP: _("Overlap: two areas cover it"),
    What.GAP: _("Gap: nobody covers it"),
    What.HOLE: _("Hole: nobody covers it, areas all around"),
    What.SLIVER: _("Sliver: as thin as a line"),
    What.OUTSIDE_PARENT: _("Outside its parent"),
    What.ORPHAN: _("Orphan: no parent in force"),
    What.APART: _("Apart: a grid in several pieces"),
}


@dataclass(frozen=True)
class FaultLine:
    word: str | Promise
    fault: Fault


@only(Role.ADMINISTRATOR)
def borders(request: Visit) -> HttpResponse:
    """Check every border against its neighbours; seconds for a large district."""
    found = checks.check(today(request.received_at))
    counts = [(FAULTS[What(what)], n) for what, n in sorted(found.counts().items())]
    facts = {
        "counts": counts,
        "checked": sum(found.checked.values()),
        "lines": [FaultLine(FAULTS[f.what], f) for f in found.faults[:MOST_FAULTS]],
        "total": len(found.faults),
    }
    return render(request, "areas/borders.html", facts)


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
