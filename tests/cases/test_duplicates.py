"""Is it reported already? What counts as alike, and why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quincunx.cases.duplicates import (
    Because,
    Reason,
    Sighting,
    box_around,
    likeness,
    rank,
    similarity,
)
from quincunx.lib.coordinates import metres_between
from quincunx.matters.processes import Duplicate

NOON = datetime(2026, 5, 15, 4, 0, tzinfo=UTC)
COVER, LAMP = 11, 12
HERE = Sighting(NOON, "井盖裂开了，有手掌宽的洞", COVER, 116.4, 39.9, 7, "here")
METRE = 1 / 111_195  # degrees of latitude
NEARBY = Duplicate(metres=50, hours=24)


def north(metres: float) -> float:
    return 39.9 + metres * METRE


def test_same_matter_ten_metres_away_is_suggested_with_its_reasons() -> None:
    other = replace(HERE, text="这里的路面坏了", lat=north(10), key="other")

    found = likeness(HERE, other, within=NEARBY)

    assert found is not None
    assert found.key == "other"
    assert found.reasons == (
        Reason(Because.SAME_MATTER),
        Reason(Because.NEAR, 10),
        Reason(Because.SOON, 0),
    )


def test_the_edge_of_metres_and_hours_belongs_to_it_and_beyond_does_not() -> None:
    at_edge = replace(HERE, lat=north(49.9), at=NOON - timedelta(hours=24))
    too_far = replace(HERE, lat=north(50.1))
    too_long_ago = replace(HERE, at=NOON - timedelta(hours=24, seconds=1))

    assert likeness(HERE, at_edge, within=NEARBY)
    assert likeness(HERE, too_far, within=NEARBY) is None
    assert likeness(HERE, too_long_ago, within=NEARBY) is None


def test_another_matter_at_the_same_place_is_another_thing() -> None:
    assert likeness(HERE, replace(HERE, matter=LAMP)) is None


def test_where_the_matter_is_not_known_the_words_must_agree() -> None:
    unknown = replace(HERE, matter=None)

    assert likeness(unknown, replace(HERE, text="井盖有个洞，裂开了"))
    assert likeness(unknown, replace(HERE, text="路灯整夜不亮")) is None


def test_without_a_position_the_same_grid_needs_much_the_same_words() -> None:
    somewhere = replace(HERE, lon=None, lat=None)

    found = likeness(somewhere, HERE)
    assert found is not None
    assert Reason(Because.SAME_GRID) in found.reasons
    assert likeness(somewhere, replace(HERE, text="井盖响")) is None
    assert likeness(replace(somewhere, grid=None), HERE) is None


def test_the_nearer_and_the_more_alike_comes_first() -> None:
    near = replace(HERE, lat=north(5), key="near")
    far = replace(HERE, lat=north(45), key="far")
    mute = replace(HERE, lat=north(5), text="坏", key="mute")

    found = rank(HERE, [far, mute, near], within=NEARBY, most=2)

    assert [each.key for each in found] == ["near", "far"]
    assert all(0 < each.score <= 1 for each in found)


def test_words_are_compared_by_pairs_in_chinese_and_english() -> None:
    assert similarity("井盖裂开", "井盖裂开") == 1
    assert similarity("Broken LAMP", "broken lamp") == 1
    assert similarity("路灯不亮", "井盖裂开") == 0
    assert similarity("", "井盖") == 0


places = st.tuples(st.floats(-179.9, 179.9), st.floats(-89, 89))


@given(places, st.floats(1, 2000), st.floats(0, 360), st.floats(0, 1))
def test_whatever_lies_within_the_metres_lies_in_the_box(
    place: tuple[float, float], metres: float, aside: float, share: float
) -> None:
    lon, lat = place
    box = box_around(lon, lat, metres)
    other_lon = lon + (aside - 180) / 180 * (box.east - box.west)
    other_lat = min(90, max(-90, lat + (share - 0.5) * 4 * (box.north - box.south)))

    if metres_between(lon, lat, other_lon, other_lat) <= metres - 0.001:
        assert box.south <= other_lat <= box.north
        wrapped = (other_lon + 180) % 360 - 180
        assert box.west - 1e-9 <= wrapped <= box.east + 1e-9
