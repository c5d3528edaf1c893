"""Rooms of a building: laid out, brought in, divided, found by their address."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from quincunx.areas import tree_changes
from quincunx.foundation import journal
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal
from quincunx.lib.spreadsheets import xlsx
from quincunx.registers import access, bring_in, keep, numbering, queries
from quincunx.registers.models import Room
from quincunx.registers.numbering import Address, Pattern
from tests.cast import Town

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
SIX = Pattern(units=2, floors=6, rooms=2)


def laid_out(town: Town, building: str = "a1-1", pattern: Pattern = SIX) -> list[Room]:
    by = town.actor("leader-a1")
    area = town.area(building)
    return keep.lay_out(area, pattern, on=DAY, by=by, at=town.at)


def room(town: Town, unit: str, number: str, building: str = "a1-1") -> Room:
    return Room.objects.get(
        building=town.area(building), unit=unit, number=number, valid_to=None
    )


def test_a_leader_lays_out_a_building_and_sees_its_chart(town: Town):
    assert len(laid_out(town)) == 24
    assert laid_out(town) == []
    leader = town.actor("leader-a1")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        chart = queries.chart(leader, town.area("a1-1"), DAY)
    assert len(asked) == 1
    assert (chart.units, [f.name for f in chart.floors]) == (
        ("1", "2"),
        ["6", "5", "4", "3", "2", "1"],
    )
    top = [[each.number for each in cell] for cell in chart.floors[0].cells]
    assert top == [["601", "602"], ["601", "602"]]
    entries = journal.entries(Subject("building-rooms", str(town.area("a1-1").pk)))
    assert [entry.act for entry in entries] == ["lay-out", "lay-out"]


def test_only_those_who_keep_a_grid_change_its_rooms(town: Town):
    for login in ("leader-a2", "officer", "dispatcher-station", "stranger"):
        with pytest.raises(Refusal, match="rooms-not-yours-to-change"):
            keep.lay_out(
                town.area("a1-1"), SIX, on=DAY, by=town.actor(login), at=town.at
            )
    laid_out(town)
    assert access.visible_rooms(town.actor("leader-a2")).count() == 0
    assert access.visible_rooms(town.actor("dispatcher-station")).count() == 24
    with pytest.raises(Refusal, match="rooms-stand-in-buildings"):
        keep.lay_out(
            town.area("a1"), SIX, on=DAY, by=town.actor("administrator"), at=town.at
        )


def test_rooms_are_divided_thrown_together_and_renumbered_and_stay_known(town: Town):
    laid_out(town)
    said = {"on": DAY, "by": town.actor("leader-a1"), "at": town.at}
    first = room(town, "1", "101")
    left, _right = keep.split(
        first, [Address("1", 1, n, "shop") for n in ("101A", "101B")], **said
    )
    whole = keep.merge([left, room(town, "1", "102")], _shop("101"), **said)
    key = room(town, "2", "201").pk
    keep.renumber(room(town, "2", "201"), Address("2", 2, "2A", "office"), **said)
    assert room(town, "2", "2A").pk == key
    was = Room.objects.get(pk=key).formers.get()
    assert (was.number, was.use, was.until) == ("201", "dwelling", DAY)
    first.refresh_from_db()
    assert first.valid_to == DAY
    assert set(whole.came_from.values_list("before__number", flat=True)) == {
        "101A",
        "102",
    }
    with pytest.raises(Refusal, match="room-number-taken"):
        keep.renumber(room(town, "2", "202"), Address("2", 2, "2A", "shop"), **said)
    with pytest.raises(Refusal, match="room-ended"):
        keep.close(first, **said)
    other = town.area("a1-2")
    keep.lay_out(other, SIX, **said)
    with pytest.raises(Refusal, match="rooms-not-together"):
        keep.merge(
            [room(town, "1", "201"), room(town, "1", "201", "a1-2")], _shop("9"), **said
        )


def _shop(number: str) -> Address:
    return Address("1", 1, number, "shop")


def test_a_table_is_looked_at_then_written_and_the_second_time_changes_nothing(
    town: Town, tmp_path: Path
):
    laid_out(town)
    file = tmp_path / "rooms.csv"
    file.write_text(
        "building,unit,floor,number,use\n"
        "1号楼,1,1,101,商铺\n"  # another use
        "1号楼,1,6F,602,dwelling\n"  # as it is
        f"{town.area('a1-2').pk},,B1,001,other\n"  # new, by key
    )
    path, owner = town.area("a1").path, town.actor("leader-a1")
    preview = bring_in.read(file, "rooms.csv", path, on=DAY)
    assert preview.counts() == {"new": 1, "changed": 1, "same": 1, "faults": 0}
    assert Room.objects.count() == 24
    bring_in.apply(preview, by=owner, at=town.at)
    assert room(town, "", "001", "a1-2").floor == -1
    assert room(town, "1", "101").use == "shop"
    again = bring_in.read(file, "rooms.csv", path, on=DAY)
    assert again.counts() == {"new": 0, "changed": 0, "same": 3, "faults": 0}
    with pytest.raises(Refusal, match="rooms-changed-meanwhile"):
        bring_in.apply(preview, by=owner, at=town.at)


def test_rows_that_cannot_be_taken_are_named_and_nothing_is_written(
    town: Town, tmp_path: Path
):
    file = tmp_path / "rooms.xlsx"
    rows = [
        ["1号楼", "1", "1", "101"],
        ["1号楼", "1", "0", "102"],
        ["9号楼", "1", "1", "101"],
        ["1号楼", "1", "2", "101"],
        ["1号楼", "1", "1", ""],
    ]
    file.write_bytes(xlsx(["building", "unit", "floor", "number"], rows, "rooms"))
    preview = bring_in.read(file, "rooms.xlsx", town.area("a1").path, on=DAY)
    assert [(f.row, f.refusal.code) for f in preview.faults] == [
        (3, "floor-out-of-range"),
        (4, "building-unknown"),
        (5, "room-twice"),
        (6, "room-number-unfit"),
    ]
    with pytest.raises(Refusal, match="rooms-have-faults"):
        bring_in.apply(preview, by=town.actor("leader-a1"), at=town.at)
    assert Room.objects.count() == 0


def test_a_device_gets_all_rooms_of_its_grid_with_a_revision(town: Town):
    made = laid_out(town, pattern=Pattern(units=0, floors=1, rooms=2))
    leader, path = town.actor("leader-a1"), town.area("a1").path
    told = queries.rooms_under(leader, path)
    assert told["buildings"] == [
        [
            town.area("a1-1").pk,
            "1号楼",
            [[made[0].pk, "", 1, "101", "d"], [made[1].pk, "", 1, "102", "d"]],
        ]
    ]
    before = told["revision"]
    assert queries.revision(path) == before
    laid_out(town, "a1-2")
    assert queries.revision(path) != before
    assert queries.revision(town.area("a2").path) != before
    assert queries.rooms_under(town.actor("leader-a2"), path)["buildings"] == []


@pytest.mark.parametrize(
    ("text", "building", "room"),
    [
        ("1号楼2单元301", "a1-1", ("2", "301")),
        ("青榆社区 1号楼 2-301 室", "a1-1", ("2", "301")),
        ("青榆第一网格1号楼", "a1-1", ("", "")),
        ("榆钱大院", "b1-1", ("", "")),
        ("榆钱", "b1-1", ("", "")),
    ],
)
def test_an_address_leads_to_its_building_room_and_grid(
    town: Town, text: str, building: str, room: tuple[str, str]
):
    laid_out(town)
    [found] = queries.search(text, DAY)
    assert found.building == town.area(building).pk
    assert (found.unit, found.number) == room
    assert found.grid == town.area(building).parent_id


def test_an_address_nobody_knows_finds_nothing(town: Town):
    assert queries.search("月球基地3号", DAY) == []
    assert queries.search("   ", DAY) == []


def test_every_address_in_one_grid_is_counted_and_one_outside_shows(town: Town):
    laid_out(town)
    path = town.area("district").path
    share = queries.address_coverage(path, DAY)
    assert (share.once, share.several, share.never) == (27, 0, 0)  # 24 and 3 buildings
    tree_changes.move(
        town.area("a2-1"), town.area("a"), on=DAY, by=town.owner, at=town.at
    )
    share = queries.address_coverage(path, DAY)
    assert (share.once, share.never) == (26, 1)


@pytest.mark.parametrize(
    ("number", "numbers"),
    [
        ("{floor}{room:2}", ["B101", "B102", "101", "102", "201", "202"]),
        (
            "{unit}-{floor:2}{room:2}",
            ["1-B101", "1-B102", "1-0101", "1-0102", "1-0201", "1-0202"],
        ),
    ],
)
def test_a_pattern_numbers_rooms_as_people_do(number, numbers):
    pattern = Pattern(units=1, floors=3, rooms=2, number=number, lowest=-1)
    assert [each.number for each in numbering.addresses(pattern)] == numbers


def test_numbers_may_run_on_through_the_units():
    pattern = Pattern(units=2, floors=1, rooms=2, runs_on=True)
    made = [(each.unit, each.number) for each in numbering.addresses(pattern)]
    assert made == [("1", "101"), ("1", "102"), ("2", "103"), ("2", "104")]


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        (Pattern(units=1, floors=0, rooms=2), "pattern-without-rooms"),
        (Pattern(units=50, floors=200, rooms=100), "building-too-large"),
        (Pattern(units=1, floors=1, rooms=1, number="{x}"), "pattern-not-understood"),
        (Pattern(units=1, floors=1, rooms=1, number="7"), "pattern-not-understood"),
        (Pattern(units=1, floors=9, rooms=1, lowest=198), "floor-out-of-range"),
    ],
)
def test_a_pattern_that_makes_no_building_is_refused(pattern, code):
    with pytest.raises(Refusal, match=code):
        numbering.addresses(pattern)


@given(st.integers(0, 4), st.integers(1, 12), st.integers(1, 9), st.booleans())
def test_no_room_of_a_unit_has_the_number_of_another(units, floors, rooms, runs_on):
    pattern = Pattern(units, floors, rooms, runs_on=runs_on, lowest=-2)
    made = numbering.addresses(pattern)
    assert len(made) == max(units, 1) * floors * rooms
    assert len({(each.unit, each.number) for each in made}) == len(made)
    assert all(
        numbering.floor_of(numbering.floor_name(e.floor)) == e.floor for e in made
    )
