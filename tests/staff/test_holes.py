"""Where people are missing, in a fixed number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quincunx.staff import appoint, holes, queries
from quincunx.staff.holes import Member
from quincunx.staff.kinds import DEPARTMENTS, Source
from tests.cast import AT, GRIDS, Town, appointed
from tests.staff.stories import TODAY

MEMBERS = ("policing-link", "fire-safety", "mediation", "sanitation", "care")


def left(town: Town, login: str) -> None:
    by = town.actor("administrator")
    appoint.end(town.office(login), ends=TODAY, by=by, at=AT)


def test_a_grid_without_leader_is_an_orphan(town: Town) -> None:
    path = town.area("district").path
    assert holes.grids_without_leader(path, TODAY) == []
    left(town, "leader-b2")
    (orphan,) = holes.grids_without_leader(path, TODAY)
    assert (orphan.key, orphan.name) == (town.area("b2").pk, "白榆第二网格")
    assert holes.grids_without_leader(town.area("a").path, TODAY) == []


def test_the_matrix_shows_who_does_what_and_where_nobody_does(town: Town) -> None:
    for code in MEMBERS:
        appointed(town, "member", code, "a1", source=Source.VOLUNTEER)
    matrix = holes.matrix(town.area("a").path, TODAY)
    assert matrix.functions == (
        "leader",
        "grid-member",
        *MEMBERS,
        "floating-population",
    )
    (row,) = [row for row in matrix.rows if row.grid.key == town.area("a1").pk]
    cells = dict(zip(matrix.functions, row.cells, strict=True))
    office = town.office("leader-a1")
    assert cells["leader"] == (Member(office.person_id, "a1格长", office.pk, ""),)
    assert cells["care"][0].name == "小格"
    missing = {code for place, code in matrix.holes if place == row.grid}
    assert missing == {"floating-population"}


def test_one_member_may_do_many_things_and_many_the_same(town: Town) -> None:
    appointed(town, "stranger", "care", "a1", source=Source.BUILDING_HEAD)
    appointed(town, "member", "care", "a1", source=Source.VOLUNTEER)
    row = holes.matrix(town.area("a1").path, TODAY).rows[0]
    columns = holes.matrix(town.area("a1").path, TODAY).functions
    care = row.cells[columns.index("care")]
    assert [member.name for member in care] == ["路人", "小格"]


def test_departments_by_grid_and_their_contact_officers(town: Town) -> None:
    matrix = holes.department_matrix(town.area("district").path, TODAY)
    assert matrix.kinds == DEPARTMENTS
    assert matrix.without_unit == ()
    row = next(r for r in matrix.rows if r.grid.key == town.area("a1").pk)
    cover = row.cells[DEPARTMENTS.index("city-management")]
    assert (cover.unit, cover.contact) == (
        town.unit("city-management").pk,
        town.person("officer").pk,
    )
    in_a = len([1 for _, _, community, _ in GRIDS if community == "a"])
    assert len(matrix.without_contact) == len(GRIDS) * len(DEPARTMENTS) - in_a


def test_units_nobody_serves_in(town: Town) -> None:
    empty = holes.units_without_people(town.area("a").path, TODAY)
    assert [unit.code for unit in empty] == [
        "appraisal-panel",
        "mediation-committee",
        "volunteer-team",
        "party-organisation",
    ]


def test_buildings_no_member_is_attached_to(town: Town) -> None:
    path = town.area("district").path
    names = [place.name for place in holes.buildings_without_member(path, TODAY)]
    assert names == ["2号楼", "5号楼", "榆钱大院"]


@pytest.mark.parametrize("area", ["a1", "district"])
def test_a_larger_subtree_costs_no_more(town: Town, area: str) -> None:
    path = town.area(area).path
    costs = []
    for ask in (
        holes.grids_without_leader,
        holes.matrix,
        holes.department_matrix,
        holes.units_without_people,
        holes.buildings_without_member,
    ):
        with CaptureQueriesContext(connection) as caught:
            ask(path, TODAY)
        costs.append(len(caught))
    assert costs == [1, 3, 3, 1, 1]


# --- who leads, whose territory -------------------------------------------------


def test_leaders_of_many_areas_in_two_queries_and_in_one_again(town: Town) -> None:
    keys = [town.area(key).pk for key, *_ in GRIDS]
    leaders = {town.area(key).pk: town.person(f"leader-{key}").pk for key, *_ in GRIDS}
    for asked in (2, 1):
        with CaptureQueriesContext(connection) as caught:
            found = queries.leader_of([*keys, town.area("a").pk], TODAY)
        assert (len(caught), found) == (asked, leaders)


NEAREST = [
    ("property-company", "a1-1", "property-company"),
    ("property-company", "b1", None),
    ("service-station", "b1", "station-b"),
    ("handling-team", "a3", "handling-team"),
    ("handling-team", "c1", None),
    ("education", "c1", "education"),
]


@pytest.mark.parametrize(("kind", "area", "code"), NEAREST)
def test_the_nearest_organisation_of_a_kind(
    town: Town, kind: str, area: str, code: str | None
) -> None:
    with CaptureQueriesContext(connection) as caught:
        found = queries.nearest_of_kind(kind, town.area(area).path)
    assert (found.code if found else None, len(caught)) == (code, 1)


@pytest.mark.parametrize(
    ("area", "code"),
    [
        ("a1-1", "service-centre-west"),
        ("c1", "service-centre-east"),
        ("district", "command-centre"),
    ],
)
def test_every_place_has_a_territory(town: Town, area: str, code: str) -> None:
    assert queries.unit_of_territory(town.area(area).path) == town.unit(code)


def test_units_by_code(town: Town) -> None:
    found = queries.units_by_code(["education", "no-such"])
    assert found == {"education": town.unit("education")}
