"""The coverage report finds each fault: its kind, its areas, its size, its place."""

import pytest
import shapely

from quincunx.areas import checks, tree_changes
from quincunx.areas.checks import What
from quincunx.areas.models import Area, Kind
from tests.areas.cast import ADMINISTRATOR, AT, LONG_AGO, TODAY, found, square, town

pytestmark = pytest.mark.django_db
SAID = {"by": ADMINISTRATOR, "at": AT, "on": LONG_AGO}
CELL = 948_000  # square metres of one cell, within a thousandth part


def block():
    """A district of one community with nine grids."""
    district = found("Elm", 1, border=square(0, 0, 3, 3))
    for column in range(3):
        for row in range(3):
            name = f"{column}{row}"
            shape = square(column, row)
            found(name, 4, district, border=shape, kind=Kind.COMPOSITE)
    return district


def grid(name):
    return Area.objects.get(name=name)


def told(report):
    return [(f.what, [a.name for a in f.areas]) for f in report.faults]


def test_a_place_covered_exactly_once_has_no_fault():
    block()
    report = checks.check(TODAY)
    assert report.faults == ()
    assert report.checked == {1: 1, 4: 9}


def test_an_area_taken_out_of_the_middle_leaves_a_hole_with_its_size_and_a_point():
    block()
    tree_changes.close(grid("11"), **SAID)
    (fault,) = checks.check(TODAY).faults
    assert (fault.what, [a.name for a in fault.areas]) == (What.HOLE, ["Elm"])
    assert fault.square_metres == pytest.approx(CELL, rel=0.001)
    assert square(1, 1).contains(shapely.Point(fault.lon, fault.lat))
    around = {f"{c}{r}" for c in range(3) for r in range(3)} - {"11"}
    assert {area.name for area in fault.around} == around
    assert [area.name for area in fault.former] == ["11"]
    assert {area["name"] for area in fault.facts()["around"]} == around


def test_an_area_taken_from_the_edge_leaves_a_gap():
    block()
    tree_changes.close(grid("00"), **SAID)
    assert told(checks.check(TODAY)) == [(What.GAP, ["Elm"])]


def test_an_enlarged_area_overlaps_each_of_its_neighbours():
    block()
    tree_changes.redraw(grid("11"), square(0.9, 0.9, 1.2, 1.2), **SAID)
    report = checks.check(TODAY)
    assert report.counts() == {"overlap": 8}
    assert {a.name for f in report.faults for a in f.areas} - {"11"} == {
        f"{c}{r}" for c in range(3) for r in range(3)
    } - {"11"}


def test_an_area_moved_out_of_its_parent_is_told_with_the_parent():
    block()
    tree_changes.redraw(grid("22"), square(7, 7), **SAID)
    assert told(checks.check(TODAY)) == [
        (What.GAP, ["Elm"]),
        (What.OUTSIDE_PARENT, ["22", "Elm"]),
    ]


def test_a_slip_of_the_pen_is_a_sliver():
    block()
    tree_changes.redraw(grid("11"), square(1.001, 1, 0.999, 1), **SAID)
    (fault,) = checks.check(TODAY).faults
    assert fault.what is What.SLIVER
    assert 500 < fault.square_metres < 1500


def test_a_grid_in_two_pieces_and_a_grid_whose_parent_has_ended_are_told():
    areas = town()
    two = shapely.union_all([square(1, 1, 0.5, 1), square(1.6, 1, 0.4, 1)])
    tree_changes.redraw(areas["ne"], two, **SAID)
    Area.objects.filter(pk=areas["lane"].pk).update(valid_to=TODAY)
    report = checks.check(TODAY)
    assert (What.APART, ["ne"]) in told(report)
    assert report.counts()["orphan"] == 4


def test_buildings_and_layers_need_not_cover_and_one_level_can_be_asked():
    areas = town()
    found(
        "lot",
        5,
        areas["sw"],
        border=shapely.box(116.001, 40.001, 116.002, 40.002),
        kind=Kind.BUILDING,
    )
    found("park", 4, areas["lane"], border=square(0, 0, 0.5), kind=Kind.DEDICATED)
    assert checks.check(TODAY).faults == ()
    tree_changes.close(areas["ne"], **SAID)
    assert checks.check(TODAY, level=3).faults == ()
    assert told(checks.check(TODAY, level=4)) == [(What.GAP, ["Lane"])]


def test_without_a_border_of_the_parent_holes_are_still_found():
    whole = found("Elm", 1)
    for column in range(3):
        for row in range(3):
            if (column, row) != (1, 1):
                found(f"{column}{row}", 2, whole, border=square(column, row))
    (fault,) = checks.check(TODAY).faults
    assert fault.what is What.HOLE
    assert fault.square_metres == pytest.approx(CELL, rel=0.001)
