"""`quincunx coverage`: is everything in somebody's care, to the edge and to the end?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import click
from django.utils import timezone
from django.utils.translation import gettext

from quincunx.areas.coverage import Share
from quincunx.areas.tree import EVERYWHERE
from quincunx.cases import queries as cases
from quincunx.cli.owner import owner
from quincunx.cli.program import as_json, leave, tell
from quincunx.foundation import wording
from quincunx.matters import orphans, words
from quincunx.matters.orphans import WithoutUnit
from quincunx.registers.places import completeness
from quincunx.registers.places.completeness import Completeness
from quincunx.staff import holes
from quincunx.staff.access import visible_organisations
from quincunx.staff.holes import DepartmentMatrix, DepartmentRow, Place

HOLE, NO_CONTACT, COVERED = "–", "○", "●"


@dataclass(frozen=True)
class Coverage:
    """What is left out, and the matrix of department by grid."""

    grids: list[Place]  # without leader
    matters: list[WithoutUnit]
    cases: list[str]  # numbers of cases without owner
    matrix: DepartmentMatrix
    units: Mapping[int, str]  # codes, by key
    registers: Completeness

    @property
    def has_holes(self) -> bool:
        orphaned = self.grids or self.matters or self.cases
        return bool(orphaned or self.matrix.without_unit)


@click.command()
@as_json
def coverage(*, as_json: bool) -> None:
    """List what is in nobody's care, and the matrix of department by grid.

    Grids without leader, matters without unit, cases without owner, and in the matrix
    each grid that a department does not reach. Leaves with 1 when there is one. For
    geometry see `areas check`. The registers are told of in shares, and are no hole.
    """
    found = look(timezone.now())
    tell(_facts(found), as_json=as_json, or_else=_lines(found))
    leave(faults=found.has_holes)


def look(at: datetime) -> Coverage:
    """Read the whole district as it stands. Twenty queries."""
    by, today = owner(at), timezone.localdate(at)
    matrix = holes.department_matrix(EVERYWHERE, today)
    keys = {cell.unit for row in matrix.rows for cell in row.cells if cell.unit}
    units = visible_organisations(by).filter(pk__in=keys).values_list("pk", "code")
    ownerless = cases.without_owner(by, at).values_list("number", flat=True)
    return Coverage(
        grids=holes.grids_without_leader(EVERYWHERE, today),
        matters=orphans.without_unit(EVERYWHERE, at),
        cases=list(ownerless),
        matrix=matrix,
        units=dict(units),
        registers=completeness.look(EVERYWHERE, today),
    )


def _facts(found: Coverage) -> dict[str, object]:
    return {
        "grids_without_leader": [
            {"id": grid.key, "name": grid.name} for grid in found.grids
        ],
        "matters_without_unit": [
            {"code": each.matter.code, "unit": each.unit} for each in found.matters
        ],
        "cases_without_owner": found.cases,
        "registers": _register_facts(found.registers),
        "departments": list(found.matrix.kinds),
        "matrix": [_row_facts(row, found) for row in found.matrix.rows],
    }


def _row_facts(row: DepartmentRow, found: Coverage) -> dict[str, object]:
    cells = zip(found.matrix.kinds, row.cells, strict=True)
    return {
        "id": row.grid.key,
        "grid": row.grid.name,
        "units": {
            kind: {"unit": found.units.get(cell.unit or 0), "contact": cell.contact}
            for kind, cell in cells
        },
    }


def _lines(found: Coverage) -> Iterator[str]:
    yield from _section(gettext("Grids without leader"), (g.name for g in found.grids))
    yield from _section(gettext("Matters without unit"), map(_matter, found.matters))
    yield from _section(gettext("Cases without owner"), found.cases)
    yield from _registers(found.registers)
    yield from _matrix(found)


def _register_facts(found: Completeness) -> dict[str, object]:
    shares = {
        "built_up": found.built_up,
        "addresses": found.addresses,
        "premises": found.premises,
    }
    facts: dict[str, object] = {
        name: {"once": s.once, "several": s.several, "never": s.never}
        for name, s in shares.items()
    }
    return {
        **facts,
        "premises_in_no_grid": found.gridless.count,
        "unregistered": found.unregistered.count,
        "unseen": found.unseen.count,
        "stale": found.stale.count,
    }


def _registers(found: Completeness) -> Iterator[str]:
    shares: list[tuple[str, Share]] = [
        (gettext("Built-up area in exactly one grid"), found.built_up),
        (gettext("Addresses in exactly one grid"), found.addresses),
        (gettext("Premises in exactly one grid"), found.premises),
    ]
    yield from (f"{name}: {100 * part.covered:.4g} %" for name, part in shares)
    for name, gaps in (
        (gettext("Premises in no grid"), found.gridless),
        (gettext("Buildings in no register"), found.unregistered),
        (gettext("Premises nobody has seen"), found.unseen),
        (gettext("Premises not confirmed in time"), found.stale),
    ):
        yield f"{name}: {gaps.count}"


def _section(title: str, names: Iterable[str]) -> Iterator[str]:
    listed = list(names)
    yield f"{title}: {len(listed)}"
    yield from (f"  {name}" for name in listed)


def _matter(each: WithoutUnit) -> str:
    return f"{each.matter.code} ({words.unit(each.unit)})"


def _matrix(found: Coverage) -> Iterator[str]:
    """Draw the matrix with numbered columns, as names are too wide for a terminal."""
    matrix = found.matrix
    without = len(matrix.without_unit)
    title = gettext("Department by grid, holes: %(holes)s, without contact: %(other)s")
    yield title % {"holes": without, "other": len(matrix.without_contact)}
    for number, kind in enumerate(matrix.kinds, 1):
        yield f"  {number:>2} {wording.say('organisation_kind', kind)}"
    key = gettext("%(covered)s served  %(no_contact)s without contact  %(hole)s nobody")
    yield "  " + key % {"covered": COVERED, "no_contact": NO_CONTACT, "hole": HOLE}
    yield "  " + " ".join(f"{n:>2}" for n in range(1, len(matrix.kinds) + 1))
    for row in matrix.rows:
        cells = " ".join(f" {_sign(cell)}" for cell in row.cells)
        yield f"  {cells}  {row.grid.name}"


def _sign(cell: holes.Cover) -> str:
    if cell.unit is None:
        return HOLE
    return NO_CONTACT if cell.contact is None else COVERED
