"""What screens ask of the tree, in one query each."""

from datetime import date

import pytest

from quincunx.areas import access, codes, queries, tree_changes
from quincunx.areas.models import Kind
from quincunx.foundation.actors import ANYONE
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
SAID = {"by": ADMINISTRATOR, "at": AT}


@pytest.mark.parametrize("more", [1, 3])
def test_a_node_knows_how_many_parts_it_has_in_one_query(
    more, django_assert_num_queries
):
    areas = town()
    for n in range(more):
        found(f"extra {n}", 4, areas["lane"], kind=Kind.COMPOSITE)
    with django_assert_num_queries(1):
        below = queries.nodes(ANYONE, areas["west"], TODAY)
    assert [(node.area.name, node.parts) for node in below] == [("Lane", 4 + more)]
    assert [n.area.name for n in queries.nodes(ANYONE, None, TODAY)] == ["Elm"]


def test_ended_parts_are_not_counted_and_pages_go_on_after_the_last_path():
    areas = town()
    tree_changes.close(areas["ne"], on=LONG_AGO, **SAID)
    assert queries.nodes(ANYONE, areas["west"], TODAY)[0].parts == 3
    first = queries.nodes(ANYONE, areas["lane"], TODAY, most=2)
    rest = queries.nodes(ANYONE, areas["lane"], TODAY, after=first[-1].area.path)
    assert [n.area.name for n in first + rest] == ["sw", "se", "nw"]


def test_borders_of_a_level_in_a_window(django_assert_num_queries):
    town()
    queries.borders(ANYONE, (*spot(0, 0), *spot(4, 2)), TODAY, level=4)
    with django_assert_num_queries(1):
        window = (*spot(0.2, 0.2), *spot(0.8, 0.8))
        told = queries.borders(ANYONE, window, TODAY, level=4, metres=5)
    (feature,) = told["features"]
    assert feature["properties"] == {"name": "sw", "level": 4, "kind": "composite"}
    assert feature["geometry"]["type"] == "Polygon"


def test_rooms_above_see_what_changed_and_where():
    areas = town()
    last = queries.changes_since(0).last().number
    tree_changes.redraw(areas["ne"], square(1, 1, 0.5), on=TODAY, **SAID)
    (change,) = queries.changes_since(last)
    assert (change.act, change.area_id, change.on) == ("redraw", areas["ne"].pk, TODAY)
    assert (change.minx, change.maxy) == pytest.approx(spot(1, 2))


def test_a_hidden_area_and_an_absent_one_look_alike():
    areas = town()
    assert access.area_by_path(ANYONE, areas["sw"].path) == areas["sw"]
    with pytest.raises(Refusal, match="no-such-area"):
        access.area_by_path(ANYONE, "zz.")
    with pytest.raises(Refusal, match="no-such-area"):
        access.area_by_key(ANYONE, 10**9)


# --- codes -------------------------------------------------------------------------


def test_grids_are_numbered_from_the_north_and_west_to_east_and_keep_their_numbers():
    areas = town()
    codes.give(areas["lane"], "110105001001", scheme="region-12", on=LONG_AGO, **SAID)
    grids = [areas[name] for name in ("sw", "se", "nw", "ne")]
    codes.number(grids, scheme="unit-grid-15", on=LONG_AGO, **SAID)
    names = {
        code[-3:]: key
        for key, code in codes.codes_of([g.pk for g in grids], TODAY).items()
    }
    assert [names[f"00{n}"] for n in (1, 2, 3, 4)] == [
        areas[name].pk for name in ("nw", "ne", "sw", "se")
    ]
    later = found("far north", 4, areas["lane"], border=square(0, 5), kind=Kind.UNIT)
    (code,) = codes.number([later, *grids], scheme="unit-grid-15", on=TODAY, **SAID)
    assert code.value == "110105001001005"


def test_a_number_once_given_is_not_given_again():
    areas = town()
    codes.give(areas["lane"], "110105001001", scheme="region-12", on=LONG_AGO, **SAID)
    (first,) = codes.number([areas["sw"]], scheme="base-grid-15", on=LONG_AGO, **SAID)
    tree_changes.close(areas["sw"], on=date(2021, 1, 1), **SAID)
    (second,) = codes.number([areas["se"]], scheme="base-grid-15", on=TODAY, **SAID)
    assert (first.value[-3:], second.value[-3:]) == ("001", "002")


def test_a_twenty_digit_code_takes_its_class_from_the_caller():
    areas = town()
    codes.give(areas["lane"], "110105001001", scheme="region-12", on=LONG_AGO, **SAID)
    told = {"scheme": "professional-grid-20", "on": TODAY, **SAID}
    with pytest.raises(Refusal, match="code-part-missing"):
        codes.number([areas["sw"]], **told)
    (code,) = codes.number([areas["sw"]], given={"class": "010100"}, **told)
    assert code.value == "01010011010500100101"


def test_a_code_is_refused_where_it_is_taken_malformed_or_has_no_region_above():
    areas = town()
    with pytest.raises(Refusal, match="no-region-code-above"):
        codes.number([areas["sw"]], scheme="unit-grid-15", on=TODAY, **SAID)
    told = {"scheme": "region-12", "on": LONG_AGO, **SAID}
    codes.give(areas["lane"], "110105001001", **told)
    with pytest.raises(Refusal, match="code-taken"):
        codes.give(areas["west"], "110105001001", **told)
    with pytest.raises(Refusal, match="code-length-wrong"):
        codes.give(areas["west"], "110105", **told)
    with pytest.raises(Refusal, match="no-such-scheme"):
        codes.give(areas["west"], "1", scheme="nowhere", on=TODAY, **SAID)


def test_a_new_code_follows_the_old_one_and_both_are_found_on_their_days():
    areas = town()
    day = date(2025, 1, 1)
    codes.give(areas["lane"], "110105001001", scheme="region-12", on=LONG_AGO, **SAID)
    new = codes.give(areas["lane"], "110105001009", scheme="region-12", on=day, **SAID)
    assert new.replaces.get().value == "110105001001"
    assert codes.bearer("110105001001", LONG_AGO) == areas["lane"]
    assert codes.bearer("110105001009", day, scheme="region-12") == areas["lane"]
    with pytest.raises(Refusal, match="no-such-code"):
        codes.bearer("110105001001", day)
