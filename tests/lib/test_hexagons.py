"""Every place lies in one hexagon, the one whose middle is nearest."""

import math

from hypothesis import given
from hypothesis import strategies as st

from quincunx.lib.coordinates import metres_between
from quincunx.lib.hexagons import Lattice

TOWN = Lattice(116.43, 39.91, 200.0)
lons = st.floats(116.40, 116.46, allow_nan=False)
lats = st.floats(39.88, 39.94, allow_nan=False)
steps = st.integers(-40, 40)


@given(steps, steps)
def test_the_middle_of_a_cell_lies_in_it(column: int, row: int) -> None:
    assert TOWN.cell_of(*TOWN.middle((column, row))) == (column, row)


@given(lons, lats)
def test_no_place_is_further_from_its_middle_than_a_corner(
    lon: float, lat: float
) -> None:
    middle = TOWN.middle(TOWN.cell_of(lon, lat))
    assert metres_between(lon, lat, *middle) <= TOWN.radius * 1.01


@given(lons, lats)
def test_no_neighbour_is_nearer(lon: float, lat: float) -> None:
    column, row = TOWN.cell_of(lon, lat)
    own = metres_between(lon, lat, *TOWN.middle((column, row)))
    for each in ((c, r) for c in (-1, 0, 1) for r in (-1, 0, 1)):
        beside = TOWN.middle((column + each[0], row + each[1]))
        assert metres_between(lon, lat, *beside) >= own * 0.99 - 0.1


def test_corners_stand_at_one_distance_and_meet_those_of_the_neighbour() -> None:
    here = TOWN.outline((0, 0))
    far = {round(metres_between(*TOWN.middle((0, 0)), *c)) for c in here}
    assert far == {round(200 / math.sqrt(3))}
    beside = TOWN.outline((1, 0))
    touch = [c for c in here if any(metres_between(*c, *d) < 0.5 for d in beside)]
    assert len(touch) == 2
