"""Changes of the tree have a date, keep what was, and are followed."""

from datetime import date, timedelta

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from quincunx.areas import codes, locate, tree, tree_changes, tree_rules
from quincunx.areas.models import Area, Change, Code, Kind, Lineage, Revision, Version
from quincunx.areas.tree_changes import Part
from quincunx.foundation import journal
from quincunx.foundation.subjects import Subject
from quincunx.lib.refusal import Refusal
from tests.areas.cast import (
    ADMINISTRATOR,
    AT,
    LONG_AGO,
    STRANGER,
    TODAY,
    found,
    spot,
    square,
    town,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 1)
BEFORE = DAY - timedelta(days=1)
SAID = {"by": ADMINISTRATOR, "at": AT}


def names(column, row, on):
    return [ref.name for ref in locate.place(*spot(column, row), on).chain]


def lot(name, column, row, parent):
    return found(
        name, 5, parent, border=shapely.Point(spot(column, row)), kind=Kind.BUILDING
    )


def test_a_split_ends_the_grid_and_what_stands_there_follows_from_that_day():
    areas = town()
    left, right = (
        lot("lot 1", 0.2, 0.5, areas["sw"]),
        lot("lot 2", 0.8, 0.5, areas["sw"]),
    )
    parts = [Part("sw west", square(0, 0, 0.5)), Part("sw east", square(0.5, 0, 0.5))]
    west, east = tree_changes.split(areas["sw"], parts, on=DAY, **SAID)
    assert names(0.3, 0.3, BEFORE) == ["Elm", "West", "Lane", "sw"]
    assert names(0.3, 0.3, DAY) == ["Elm", "West", "Lane", "sw west"]
    assert names(0.8, 0.5, BEFORE) == ["Elm", "West", "Lane", "sw", "lot 2"]
    assert names(0.8, 0.5, DAY) == ["Elm", "West", "Lane", "sw east", "lot 2"]
    left.refresh_from_db()
    right.refresh_from_db()
    assert (left.parent_id, right.parent_id) == (west.pk, east.pk)
    assert right.path == tree.child_path(east.path, right.pk)
    old = Area.objects.get(pk=areas["sw"].pk)
    assert (old.valid_to, list(old.became.values_list("after_id", flat=True))) == (
        DAY,
        [west.pk, east.pk],
    )


@pytest.mark.parametrize(
    "parts",
    [
        [Part("a", square(0, 0, 0.5)), Part("b", square(0.4, 0, 0.6))],
        [Part("a", square(0, 0, 0.5)), Part("b", square(0.6, 0, 0.4))],
        [Part("a", square(0, 0, 0.5)), Part("b", square(0.5, 0, 0.6))],
    ],
    ids=["overlap", "gap", "beyond"],
)
def test_parts_that_do_not_cover_exactly_are_refused_and_nothing_changes(parts):
    areas = town()
    before = Revision.objects.values().get()
    with pytest.raises(Refusal, match="split-does-not-cover"):
        tree_changes.split(areas["sw"], parts, on=DAY, **SAID)
    assert Revision.objects.values().get() == before
    assert Area.objects.count() == 8


def test_a_merge_joins_neighbours_and_their_codes_name_the_new_one():
    areas = town()
    for name, value in (("sw", "110105001001001"), ("se", "110105001001002")):
        codes.give(areas[name], value, scheme="unit-grid-15", on=LONG_AGO, **SAID)
    inner = lot("lot", 1.5, 0.5, areas["se"])
    one = tree_changes.merge(
        [areas["se"], areas["sw"]],
        "south",
        given={"unit-grid-15": "110105001001009"},
        on=DAY,
        **SAID,
    )
    assert names(1.5, 0.4, BEFORE)[-1] == "se"
    assert names(1.5, 0.4, DAY)[-1] == "south"
    inner.refresh_from_db()
    assert inner.parent_id == one.pk
    old = Code.objects.get(value="110105001001001")
    assert (old.valid_to, old.replaced_by.value) == (DAY, "110105001001009")
    assert Lineage.objects.filter(after=one, kind="merge").count() == 2


def test_grids_that_do_not_touch_or_have_two_parents_are_not_merged():
    areas = town()
    with pytest.raises(Refusal, match="merge-not-neighbours"):
        tree_changes.merge([areas["sw"], areas["ne"]], "x", on=DAY, **SAID)
    with pytest.raises(Refusal, match="merge-not-siblings"):
        tree_changes.merge([areas["sw"], areas["east"]], "x", on=DAY, **SAID)
    with pytest.raises(Refusal, match="merge-not-siblings"):
        tree_changes.merge([areas["sw"], areas["sw"]], "x", on=DAY, **SAID)


def test_a_move_takes_all_below_along_and_the_past_stays():
    areas = town()
    moved = tree_changes.move(areas["lane"], areas["east"], on=DAY, **SAID)
    grid = Area.objects.get(pk=areas["sw"].pk)
    assert grid.path == f"{moved.path}{tree.base36(grid.pk)}."
    assert names(0.5, 0.5, BEFORE) == ["Elm", "West", "Lane", "sw"]
    assert names(0.5, 0.5, DAY) == ["Elm", "East", "Lane", "sw"]
    assert Version.objects.count() == 5


def test_an_area_cannot_be_put_below_itself_or_below_a_deeper_one():
    areas = town()
    with pytest.raises(Refusal, match="level-not-below"):
        tree_changes.move(areas["west"], areas["lane"], on=DAY, **SAID)
    micro = found("micro", 5, areas["sw"])
    with pytest.raises(Refusal, match="level-not-below"):
        tree_changes.move(areas["sw"], micro, on=DAY, **SAID)


def test_a_new_name_holds_from_its_day_and_cannot_be_dated_before_the_last_change():
    areas = town()
    tree_changes.rename(areas["lane"], "Long Lane", on=DAY, **SAID)
    assert names(0.5, 0.5, BEFORE)[2] == "Lane"
    assert names(0.5, 0.5, DAY)[2] == "Long Lane"
    with pytest.raises(Refusal, match="earlier-than-last-change"):
        tree_changes.rename(areas["lane"], "Lane", on=BEFORE, **SAID)
    with pytest.raises(Refusal, match="date-ahead"):
        tree_changes.rename(areas["lane"], "Lane", on=TODAY + timedelta(days=1), **SAID)


def test_a_border_of_tomorrow_is_followed_when_its_day_has_come():
    areas = town()
    house = lot("house", 0.8, 0.5, areas["sw"])
    tomorrow = TODAY + timedelta(days=1)
    tree_changes.redraw_together(
        [(areas["sw"], square(0, 0, 0.5)), (areas["se"], square(0.5, 0, 1.5))],
        on=tomorrow,
        **SAID,
    )
    house.refresh_from_db()
    assert house.parent_id == areas["sw"].pk
    assert tree_changes.follow_due(TODAY, at=AT) == 0
    assert tree_changes.follow_due(tomorrow, at=AT + timedelta(days=1)) == 1
    house.refresh_from_db()
    assert house.parent_id == areas["se"].pk
    assert names(0.8, 0.5, TODAY)[-2:] == ["sw", "house"]
    assert names(0.8, 0.5, tomorrow)[-2:] == ["se", "house"]
    assert not Change.objects.filter(pending=True).exists()


def test_micro_grids_of_a_split_grid_go_to_the_part_that_holds_them():
    areas = town()
    micro = found("micro", 5, areas["sw"], border=square(0.5, 0, 0.5), kind=Kind.MICRO)
    bare = found("unmapped", 5, areas["sw"], kind=Kind.MICRO)
    parts = [Part("a", square(0, 0, 0.5)), Part("b", square(0.5, 0, 0.5))]
    first, second = tree_changes.split(areas["sw"], parts, on=DAY, **SAID)
    micro.refresh_from_db()
    bare.refresh_from_db()
    assert (micro.parent_id, bare.parent_id) == (second.pk, first.pk)


def test_an_area_with_parts_is_not_closed_and_an_empty_one_is():
    areas = town()
    with pytest.raises(Refusal, match="area-has-parts"):
        tree_changes.close(areas["lane"], on=DAY, **SAID)
    tree_changes.close(areas["ne"], on=DAY, **SAID)
    assert locate.place(*spot(1.5, 1.5), DAY).how is locate.How.GAP
    with pytest.raises(Refusal, match="area-ended"):
        tree_changes.rename(areas["ne"], "x", on=TODAY, **SAID)


@pytest.mark.parametrize(
    ("border", "refusal"),
    [
        (shapely.Polygon(), "shape-empty"),
        (shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), "shape-crosses-itself"),
        (shapely.LineString([(0, 0), (1, 1)]), "outline-not-a-surface"),
        (shapely.Point(0, 0), "outline-not-a-surface"),
        (shapely.box(500000, 4000000, 500100, 4000100), "shape-out-of-range"),
        (shapely.from_wkt("POLYGON ((0 0, 1 1, 200 0, 0 0))"), "shape-out-of-range"),
    ],
)
def test_an_unfit_border_is_refused(border, refusal):
    areas = town()
    with pytest.raises(Refusal, match=refusal):
        tree_changes.redraw(areas["sw"], border, on=DAY, **SAID)
    assert areas["sw"].borders.count() == 1


def test_only_an_administrator_of_the_place_changes_it():
    areas = town()
    with pytest.raises(Refusal, match="tree-not-yours-to-change"):
        tree_changes.rename(areas["sw"], "mine", on=DAY, by=STRANGER, at=AT)


def test_every_change_stands_in_the_journal_of_its_area_and_turns_the_revision():
    areas = town()
    start = Revision.objects.get()
    tree_changes.rename(areas["lane"], "Long Lane", on=DAY, **SAID)
    tree_changes.move(areas["lane"], areas["east"], on=DAY, **SAID)
    acts = [e.act for e in journal.entries(Subject("area", str(areas["lane"].pk)))]
    assert acts == ["found", "rename", "move"]
    now = Revision.objects.get()
    assert now.number == start.number + 2
    assert now.token != start.token


def test_nothing_is_ended_before_the_day_of_its_last_change():
    areas = town()
    tree_changes.redraw(areas["ne"], square(1, 1, 0.9, 1), on=DAY, **SAID)
    codes.give(areas["nw"], "110105001001001", scheme="unit-grid-15", on=DAY, **SAID)
    for name in ("ne", "nw"):
        with pytest.raises(Refusal, match="earlier-than-last-change"):
            tree_changes.close(areas[name], on=BEFORE, **SAID)
    with pytest.raises(Refusal, match="earlier-than-last-change"):
        codes.give(
            areas["nw"], "110105001001002", scheme="unit-grid-15", on=BEFORE, **SAID
        )


def test_neighbours_that_miss_each_other_by_a_hairline_still_merge_into_one_piece():
    lane = found("Lane", 3)
    left = found("a", 4, lane, border=square(0, 0, 1), kind=Kind.COMPOSITE)
    right = found("b", 4, lane, border=square(1.000001, 0, 1), kind=Kind.COMPOSITE)
    one = tree_changes.merge([left, right], "ab", on=DAY, **SAID)
    assert shapely.from_wkb(bytes(one.borders.get().wkb)).geom_type == "Polygon"


@given(
    at=st.floats(0.1, 0.9),
    slant=st.floats(-0.05, 0.05),
    wide=st.floats(0.005, 0.08),
)
@settings(max_examples=60, deadline=None)
def test_a_right_split_of_a_wide_border_is_one_whatever_its_corners_round_to(
    at, slant, wide
):
    """A slanting edge some kilometres long, cut at a corner rounded to six places."""
    west, east, south, north = 116, 116 + wide, 40, 40.1
    corner, top = (west, south), (west, north)
    far = [(east, south + slant), (east, north)]
    x, y = round(west + at * wide, 6), round(south + at * slant, 6)
    whole = shapely.Polygon([corner, *far, top])
    left = Part("w", shapely.Polygon([corner, (x, y), (x, north), top]))
    right = Part("e", shapely.Polygon([(x, y), *far, (x, north)]))
    tree_rules.must_cover(Area(name="Elm"), whole, [left, right])
    short = Part("w", shapely.Polygon([corner, (x, y), (x - 0.0001, north), top]))
    with pytest.raises(Refusal, match="split-does-not-cover"):
        tree_rules.must_cover(Area(name="Elm"), whole, [short, right])
