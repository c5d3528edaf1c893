import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quincunx.lib import coordinates
from quincunx.lib.coordinates import Datum, convert, convert_one, metres_between
from quincunx.lib.refusal import Refusal

SHARED = Path(__file__).parents[3] / "shared" / "data" / "coordinates"


@pytest.mark.parametrize(
    ("frm", "to", "there"),
    [
        (Datum.WGS84, Datum.WGS84, (114.0164322, 33.0133556)),
        (Datum.WGS84, Datum.CGCS2000, (114.0164322, 33.0133556)),
        (Datum.WGS84, Datum.GCJ02, (114.022306, 33.0115324)),
        (Datum.CGCS2000, Datum.BD09, (114.0287781, 33.0176697)),
    ],
)
def test_a_place_in_zhumadian_in_every_system(frm, to, there):
    found = convert_one(114.0164322, 33.0133556, frm, to)
    assert metres_between(*found, *there) < 1


def test_outside_china_nothing_moves():
    assert convert_one(-71.0587, 42.3594, Datum.WGS84, Datum.GCJ02) == (
        -71.0587,
        42.3594,
    )


positions = st.tuples(st.floats(73, 137), st.floats(2, 55))
shifted = st.sampled_from([Datum.GCJ02, Datum.BD09])


@settings(derandomize=True, deadline=None, max_examples=300)
@given(positions, shifted)
def test_there_and_back_is_less_than_a_centimetre(position, datum):
    there = convert_one(*position, Datum.WGS84, datum)
    back = convert_one(*there, datum, Datum.WGS84)
    assert metres_between(*position, *back) < 0.01


def test_arrays_are_converted_at_once():
    lons, lats = np.array([116.4, 121.5]), np.array([39.9, 31.2])
    found = convert(lons, lats, Datum.GCJ02, Datum.WGS84)
    assert [tuple(pair) for pair in np.transpose(found).tolist()] == [
        convert_one(116.4, 39.9, Datum.GCJ02, Datum.WGS84),
        convert_one(121.5, 31.2, Datum.GCJ02, Datum.WGS84),
    ]


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (math.nan, 39.9, "position-not-a-number"),
        (116.4, math.inf, "position-not-a-number"),
        (39.9, 116.4, "position-swapped"),
        (236_000.0, 900_000.0, "position-out-of-range"),
        (116.4, 240.0, "position-out-of-range"),
    ],
)
def test_what_is_no_position_is_refused(lon, lat, code):
    with pytest.raises(Refusal) as refused:
        coordinates.check_lonlat(lon, lat)
    assert refused.value.code == code


@pytest.mark.parametrize(("lon", "lat"), [(180.0, 90.0), (-180.0, -90.0), (0.0, 0.0)])
def test_the_ends_of_the_globe_are_positions(lon, lat):
    coordinates.check_lonlat(lon, lat)


def test_a_degree_of_latitude_is_some_111_km():
    assert metres_between(116, 39, 116, 40) == pytest.approx(111_195, abs=1)
    assert metres_between(179.999, 0, -179.999, 0) == pytest.approx(222.4, abs=0.1)


@pytest.mark.real
@pytest.mark.parametrize("frm", ["WGS84", "GCJ02", "BD09"])
@pytest.mark.parametrize("to", ["WGS84", "GCJ02", "BD09"])
def test_three_hundred_cities_agree_within_a_metre(frm, to):
    cities = json.loads((SHARED / "china-cities-half.json").read_text("utf-8"))
    for city in cities:
        found = convert_one(*city["coords"][frm], Datum(frm.lower()), Datum(to.lower()))
        assert metres_between(*found, *city["coords"][to]) < 1
