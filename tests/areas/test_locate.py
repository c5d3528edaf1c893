"""Every position in the district lies in one area; the rule for borders and gaps."""

from datetime import date, timedelta

import numpy as np
import pytest

from quincunx.areas import coverage, default_points, locate, tree_changes
from quincunx.areas.coverage import Share
from quincunx.areas.locate import How
from quincunx.areas.models import Kind
from quincunx.lib.refusal import Refusal
from tests.areas.cast import (
    ADMINISTRATOR,
    AT,
    LONG_AGO,
    TODAY,
    found,
    spot,
    square,
    town,
)

pytestmark = pytest.mark.django_db


def names(placement):
    return [ref.name for ref in placement.chain]


def test_a_position_has_a_chain_from_the_district_to_the_grid():
    areas = town()
    placement = locate.place(*spot(0.5, 0.5), TODAY)
    assert placement.how is How.INSIDE
    assert placement.area_id == areas["sw"].pk
    assert names(placement) == ["Elm", "West", "Lane", "sw"]
    assert [ref.level for ref in placement.chain] == [1, 2, 3, 4]
    assert placement.chain[-1].path == areas["sw"].path


@pytest.mark.parametrize(
    ("column", "row", "expected"),
    [(1, 0.5, "sw"), (0.5, 1, "sw"), (1, 1, "sw"), (1.5, 1, "se"), (1, 1.5, "nw")],
)
def test_a_position_on_a_border_goes_to_the_lowest_key(column, row, expected):
    town()
    placement = locate.place(*spot(column, row), TODAY)
    assert (names(placement)[-1], placement.how) == (expected, How.BORDER)


def test_a_position_in_a_gap_goes_to_the_nearest_grid_and_is_marked():
    areas = town()
    tree_changes.redraw(
        areas["ne"], square(1.2, 1, 0.8, 1), on=LONG_AGO, by=ADMINISTRATOR, at=AT
    )
    near_ne = locate.place(*spot(1.15, 1.5), TODAY)
    near_nw = locate.place(*spot(1.05, 1.5), TODAY)
    assert (names(near_ne)[-1], near_ne.how) == ("ne", How.GAP)
    assert (names(near_nw)[-1], near_nw.how) == ("nw", How.GAP)


def test_a_district_without_grids_of_its_own_still_holds_its_positions():
    town()
    placement = locate.place(*spot(3, 1), TODAY)
    assert (names(placement), placement.how) == (["Elm", "East"], How.INSIDE)


def test_outside_the_district_nobody_has_it():
    town()
    placement = locate.place(*spot(9, 9), TODAY)
    assert (placement.area_id, placement.chain, placement.how) == (
        None,
        (),
        How.OUTSIDE,
    )


def test_a_default_point_is_not_located():
    town()
    lon, lat = spot(0.5, 0.5)
    assert locate.place(lon, lat, TODAY).how is How.INSIDE
    default_points.add("town hall", lon, lat, by=ADMINISTRATOR, at=AT)
    assert locate.place(lon, lat, TODAY).how is How.NOT_LOCATED
    many = locate.place_many(np.array([lon, lon]), np.array([lat, lat + 0.001]), TODAY)
    assert many.named() == [How.NOT_LOCATED, How.INSIDE]
    assert many.area[0] == 0


def test_before_the_first_border_there_is_nobody_and_after_a_change_the_new_one():
    areas = town()
    day = date(2026, 2, 1)
    tree_changes.redraw_together(
        [(areas["sw"], square(0, 0, 1.5, 1)), (areas["se"], square(1.5, 0, 0.5, 1))],
        on=day,
        by=ADMINISTRATOR,
        at=AT,
    )
    where = spot(1.2, 0.5)
    assert locate.place(*where, LONG_AGO - timedelta(days=1)).how is How.OUTSIDE
    assert names(locate.place(*where, day - timedelta(days=1)))[-1] == "se"
    assert names(locate.place(*where, day))[-1] == "sw"


def test_a_building_is_deeper_than_its_micro_grid_and_layers_stand_beside():
    areas = town()
    found("micro", 5, areas["sw"], border=square(0, 0, 1, 1), kind=Kind.MICRO)
    found(
        "house", 5, areas["sw"], border=square(0.4, 0.4, 0.2, 0.2), kind=Kind.BUILDING
    )
    found("park", 4, areas["lane"], border=square(0, 0, 0.6, 0.6), kind=Kind.DEDICATED)
    found("unit 1", 4, areas["lane"], border=square(0, 0, 0.5, 0.5), kind=Kind.UNIT)
    found("unit 2", 4, areas["lane"], border=square(0.5, 0, 0.5, 0.5), kind=Kind.UNIT)
    placement = locate.place(*spot(0.5, 0.45), TODAY)
    assert names(placement)[-1] == "house"
    assert [ref.name for ref in placement.layers] == ["park", "unit 1"]
    assert names(locate.place(*spot(0.1, 0.1), TODAY))[-1] == "micro"


def test_many_positions_give_what_each_gives_alone():
    town()
    numbers = np.random.default_rng(7)
    lons = spot(0, 0)[0] + numbers.integers(-5, 45, 300) * 0.001
    lats = spot(0, 0)[1] + numbers.integers(-5, 25, 300) * 0.001
    many = locate.place_many(lons, lats, TODAY)
    alone = [locate.place(x, y, TODAY) for x, y in zip(lons, lats, strict=True)]
    assert many.area.tolist() == [p.area_id or 0 for p in alone]
    assert many.named() == [p.how for p in alone]


def test_no_position_at_all_is_refused_alone_and_outside_among_many():
    town()
    with pytest.raises(Refusal):
        locate.place(float("nan"), 40.0, TODAY)
    many = locate.place_many(np.array([np.nan]), np.array([40.0]), TODAY)
    assert many.named() == [How.OUTSIDE]


def test_a_place_in_time_costs_one_query(django_assert_num_queries):
    town()
    locate.place(*spot(0.5, 0.5), TODAY)
    with django_assert_num_queries(1):
        locate.place(*spot(0.5, 0.5), TODAY)


def test_an_empty_tree_holds_nothing():
    assert locate.place(116, 40, TODAY).how is How.OUTSIDE


def test_the_share_in_exactly_one_grid_counts_gaps_and_overlaps_against_it():
    areas = town()
    tree_changes.redraw(
        areas["ne"], square(0.8, 1.5, 1.2, 0.5), on=LONG_AGO, by=ADMINISTRATOR, at=AT
    )
    spots = [spot(0.5, 0.5), spot(1.5, 1.8), spot(1.5, 1.2), spot(0.9, 1.8)]
    lons, lats = (np.array(column) for column in zip(*spots, strict=True))
    claimed = locate.claims(lons, lats, TODAY).tolist()
    assert claimed == [1, 1, 0, 2]
    assert coverage.of_things(claimed) == Share(once=2, several=1, never=1)
    assert coverage.of_things(claimed).covered == 0.5
    assert coverage.share([(1, 300.0), (0, 100.0)]).covered == 0.75
    assert coverage.of_things([]).covered == 1


def test_an_area_without_a_border_has_its_chain_and_an_absent_one_has_none():
    areas = town()
    bare = found("bare", 5, areas["sw"], kind=Kind.MICRO)
    chain = locate.indexes.current().chain(bare.pk, TODAY)
    assert [ref.name for ref in chain] == ["Elm", "West", "Lane", "sw", "bare"]
    assert locate.indexes.current().chain(10**9, TODAY) == ()
